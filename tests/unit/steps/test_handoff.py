from __future__ import annotations

import polars as pl
import pytest

from leadscore.columns import (
    AGE,
    CONTACT,
    CONTENT_TAKEN,
    FATE,
    ID,
    LEAD_NEXT_QUESTION,
    LEAD_QUALIFICATION,
    LEAD_RANK,
    LEAD_REASONS,
    newest,
    points,
    tenths,
)
from leadscore.rules.activity_rules import TYPE
from leadscore.rules.lists import CompiledList
from leadscore.steps.handoff import (
    add_dated_reasons,
    add_qualification,
    add_reasons,
    list_assets,
    order_list,
)
from tests.unit.exports import export
from tests.unit.rulebook import compiled, only, ruled

TWO_SCORES = """
lead_score: fit
scores:
  fit: {rules: [{id: a, when: {x: 1}, points: 1}]}
  more: {rules: [{id: b, label: Bee; see, when: {x: 1}, points: 1}]}
"""


def reasons(labels: dict[str, str], *earned: int) -> object:
    rules = ruled(
        *(f"{{id: {id_}, label: '{label}', when: {{x: 1}}, points: 1}}" for id_, label in labels.items())
    )
    row = {points(id_): [value] for id_, value in zip(labels, earned, strict=True)}
    return only(pl.LazyFrame(row).pipe(add_reasons, rules), LEAD_REASONS)[0]


@pytest.mark.parametrize(
    ("earned", "expected"),
    [
        ((0, 0, 0), ""),
        ((40_000, 0, -15_000), "Anna +40; Cara -15"),
        ((-15_000, 40_000, 0), "Ben +40; Anna -15"),
        ((5_000, 5_000, -5_000), "Anna +5; Ben +5; Cara -5"),
        ((-5_000, 5_000, 5_000), "Anna -5; Ben +5; Cara +5"),
        ((1, 10, -100), "Cara -0.1; Ben +0.01; Anna +0.001"),
        ((7_500, 7_499, 0), "Anna +7.5; Ben +7.499"),
        ((9_000_000_000_000, -9_000_000_000_000, 0), "Anna +9000000000; Ben -9000000000"),
    ],
)
def test_reasons_by_size_ties_in_file_order(earned: tuple[int, ...], expected: str) -> None:
    assert reasons({"a": "Anna", "b": "Ben", "c": "Cara"}, *earned) == expected


def test_at_most_five_reasons() -> None:
    labels = {name: name for name in "abcdefg"}
    assert reasons(labels, 1_000, 7_000, 2_000, 6_000, 3_000, 5_000, 4_000) == "b +7; d +6; f +5; g +4; e +3"


def test_reasons_of_all_scores_with_the_id_where_there_is_no_label() -> None:
    rules = compiled(TWO_SCORES)
    frame = pl.LazyFrame({points("a"): [1_000, 0], points("b"): [2_000, -3_000]})
    assert only(frame.pipe(add_reasons, rules), LEAD_REASONS) == ["Bee; see +2; a +1", "Bee; see -3"]


def test_nobody_has_no_reasons() -> None:
    nobody = pl.LazyFrame(schema={points("a"): pl.Int64, points("b"): pl.Int64})
    assert only(nobody.pipe(add_reasons, compiled(TWO_SCORES)), LEAD_REASONS) == []


@pytest.mark.parametrize(
    ("a", "b", "answered", "question"),
    [
        (None, None, "0/2", "Need?"),
        ("x", None, "1/2", "Budget?"),
        (None, "x", "1/2", "Need?"),
        ("x", "x", "2/2", None),
    ],
)
def test_the_first_open_question_is_next(
    a: str | None, b: str | None, answered: str, question: str | None
) -> None:
    rules = compiled(
        "qualification: [{id: n, ask: 'Need?', answered_by: a}, {id: b, ask: 'Budget?', answered_by: b}]"
    )
    known = (a is not None) + (b is not None)
    row = pl.LazyFrame({"text:a": [a], "text:b": [b], "number:qualification.answered": [float(known)]})
    frame = row.cast({"text:a": pl.String, "text:b": pl.String}).pipe(add_qualification, rules).collect()
    assert frame.select(LEAD_QUALIFICATION, LEAD_NEXT_QUESTION).row(0) == (answered, question)


def test_without_questions_there_is_no_column() -> None:
    assert pl.LazyFrame({"x": [1]}).pipe(add_qualification, compiled("")).collect().columns == ["x"]


def test_a_list_goes_by_its_score_then_the_lead_score_then_the_id() -> None:
    rows = [
        ("10", 5, 7),
        ("9", 5, 7),
        ("Z", 5, 7),
        ("ä", 5, 7),
        ("a", 5, 7),
        ("low", 4, 9),
        ("top", 5, 8),
        ("x", 6, 0),
    ]
    frame = pl.LazyFrame(rows, schema=[ID, tenths("fit"), tenths("total")], orient="row")
    ordered = frame.pipe(order_list, CompiledList("l", pl.lit(value=True), "fit"), "total").collect()
    assert ordered[ID].to_list() == ["x", "top", "10", "9", "Z", "a", "ä", "low"]
    assert ordered[LEAD_RANK].to_list() == [1, 2, 3, 4, 5, 6, 7, 8]


def test_reasons_on_lists_say_when_it_was() -> None:
    rules = compiled(
        "scores: {s: {rules: [{id: seen, label: Seen, activity: visit, points: 1},"
        " {id: role, label: Role, when: {x: 1}, points: 1}]}}"
    )
    frame = pl.DataFrame(
        {points("seen"): [3_000, 3_000], points("role"): [5_000, 0], newest("seen"): [2, None]},
        schema_overrides={newest("seen"): pl.Int64},
    )
    assert add_dated_reasons(frame, rules)["reasons"].to_list() == [
        "Role +5; Seen +3 (2026-10-30)",
        "Seen +3",
    ]


def taken(*activities: tuple[int | None, str, int, str, str]) -> dict[int, str]:
    """Return what each contact has taken; an activity is contact, type, age, fate and asset."""
    assets = export("\n".join(["asset,x", *(f"{asset}," for *_, asset in activities)]), "activities")
    facts = pl.LazyFrame([one[:4] for one in activities], schema=[CONTACT, TYPE, AGE, FATE], orient="row")
    frame = pl.concat([assets.frame, facts], how="horizontal").pipe(list_assets, assets.layout).collect()
    return dict(zip(frame[CONTACT], frame[CONTENT_TAKEN], strict=True))


def test_assets_are_listed_once_newest_first() -> None:
    used = [(9, "A"), (2, "B"), (1, " B "), (0, ""), (0, "Select"), (9, "C"), (30, "A")]
    of_first = [(0, "download", age, "used", asset) for age, asset in used]
    assert taken(*of_first, (1, "webinar", 5, "used", "b")) == {0: "B; A; C", 1: "b"}


@pytest.mark.parametrize("fate", ["later", "repeated", "rejected", "unknown_contact"])
def test_assets_of_activities_that_are_not_used_are_not_taken(fate: str) -> None:
    assert taken((0, "download", 1, fate, "A"), (0, "download", 3, "used", "B")) == {0: "B"}


def test_who_took_nothing_is_not_there() -> None:
    assert taken((0, "download", 1, "used", ""), (0, "visit", 1, "used", "#N/A")) == {}


def test_what_a_mail_brought_is_not_taken() -> None:
    assert taken((0, "email_sent", 1, "used", "A"), (1, "webinar", 1, "used", "A")) == {1: "A"}


def test_assets_of_mails_are_not_taken() -> None:
    taken = export("asset,x\nA,\nB,\nC,", "activities")
    types = ["email_open", "download", "email_sent"]
    facts = pl.LazyFrame({CONTACT: [0] * 3, AGE: [1, 2, 3], FATE: ["used"] * 3, TYPE: types})
    frame = pl.concat([taken.frame, facts], how="horizontal").pipe(list_assets, taken.layout)
    assert only(frame, CONTENT_TAKEN) == ["B"]
