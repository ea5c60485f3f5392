from __future__ import annotations

import polars as pl
import pytest

from leadscore.columns import (
    ID,
    LEAD_NEXT_QUESTION,
    LEAD_QUALIFICATION,
    LEAD_RANK,
    LEAD_REASONS,
    newest,
    points,
    tenths,
)
from leadscore.rules.lists import CompiledList
from leadscore.steps.handoff import (
    add_dated_reasons,
    add_qualification,
    add_reasons,
    order_list,
)
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
