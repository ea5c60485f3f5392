from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import polars as pl
import pytest

from leadscore.columns import AGE, CONTACT, COUNTED, FATE, FATES, LINE, NEWEST, OLDEST
from leadscore.rules.activity_rules import TYPE
from leadscore.steps.activity import (
    add_age,
    add_fate,
    add_missing_sums,
    drop_unread,
    find_repeated,
    find_repeated_rows,
    sum_activities,
    sum_once_a_day,
    types_counted,
)
from leadscore.steps.type import add_typed, readings
from tests.unit.exports import Export, export
from tests.unit.rulebook import AS_OF, compiled, only, ruled

if TYPE_CHECKING:
    from leadscore.rules.compile import CompiledRules

HEADER = "activity_id,contact_id,type,occurred_at,url"
NOTHING = ruled("{id: r, when: {x: 1}, points: 1}")


def aged(*rows: str, header: str = HEADER, zone: str = "UTC") -> Export:
    """Return activities with age, each of the contact whose place is its id."""
    read = export("\n".join([header, *rows]), "activities")
    contact = read.layout.cell("contact_id").cast(pl.Int64, strict=False).alias(CONTACT)
    return Export(read.frame.with_columns(contact).pipe(add_age, read.layout, zone, AS_OF), read.layout)


def fated(*rows: str) -> Export:
    activities = aged(*rows)
    known = activities.frame.pipe(add_fate, None)
    repeated = known.pipe(find_repeated, activities.layout).collect()
    return Export(activities.frame.pipe(add_fate, repeated).sort(LINE), activities.layout)


def summed(rules: CompiledRules, *rows: str) -> pl.DataFrame:
    """Return the sums of every contact, completed for contacts 0 and 1."""
    activities = fated(*rows)
    wanted = [reading for reading in readings(rules.model) if reading.input == "activities"]
    frame = activities.frame.pipe(add_typed, wanted, activities.layout, "UTC")
    people = pl.LazyFrame({CONTACT: [0, 1]}, schema={CONTACT: pl.Int64})
    once_a_day = [rule for rule in rules.activity_rules if rule.mode == "per_day"]
    sums = [sum_activities(frame, rules), *([sum_once_a_day(frame, once_a_day)] if once_a_day else [])]
    for one in sums:
        people = people.join(one, on=CONTACT, how="left", maintain_order="left")
    return people.pipe(add_missing_sums, rules).collect()


def counts(rule: str, *rows: str) -> tuple[object, ...]:
    """Return how many activities of contact 0 count for a rule, and their weight."""
    rules = ruled(rule, score="decay: {half_life: 1d}")
    return summed(rules, *rows).select("count:r", "weight:r").row(0)


@pytest.mark.parametrize(
    ("time", "age"),
    [
        ("2026-11-01", 0),
        ("2026-11-01 23:59", 0),
        ("2026-10-31", 1),
        ("2026-11-02", -1),
        ("2025-11-01", 365),
        ("2024-02-29", 976),
        ("2026-10-31T23:00Z", 0),
        ("2026-10-31T22:59Z", 1),
        ("2026-11-01T23:00Z", -1),
        ("", None),
        ("01.11.2026", 0),
        ("01/11/2026", None),
    ],
)
def test_age_is_in_whole_days_of_the_zone(time: str, age: int | None) -> None:
    assert only(aged(f",0,visit,{time},", zone="Europe/Berlin").frame, AGE) == [age]


def test_types_are_normalised() -> None:
    rows = [",0, Page_VIEW ,,", ",0,,,", ",0,Select,,", ",0,BU\u0308RO,,"]
    assert only(aged(*rows).frame, TYPE) == ["page_view", None, None, "büro"]


@pytest.mark.parametrize(
    ("row", "fate"),
    [
        (",0,visit,2026-11-01,", "used"),
        (",0,visit,2026-11-02,", "later"),
        (",?,visit,2026-11-01,", "unknown_contact"),
        (",?,visit,2026-11-02,", "later"),
        (",0,,2026-11-01,", "rejected"),
        (",0,visit,,", "rejected"),
        (",0,visit,soon,", "rejected"),
        (",?,,2026-11-02,", "rejected"),
    ],
)
def test_rejected_before_later_before_unknown(row: str, fate: str) -> None:
    assert only(fated(row).frame, FATE) == [fate]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["A,0,visit,2026-11-01,", "A,0,visit,2026-11-01,"], ["used", "repeated"]),
        (["A,0,visit,2026-11-01,", "A,0,visit,2026-10-31,"], ["repeated", "used"]),
        (["A,0,visit,2026-10-31,", "A,0,open,2026-10-31,"], ["repeated", "used"]),
        (["A,0,visit,2026-10-31,/b", "A,0,visit,2026-10-31,/a"], ["repeated", "used"]),
        (["A,1,visit,2026-10-31,", "A,0,visit,2026-10-31,"], ["repeated", "used"]),
        (
            ["A,0,visit,2026-11-01,", "A,1,open,2026-11-01,", " A ,0,b,2026-11-01,"],
            ["repeated", "repeated", "used"],
        ),
        (["A,0,visit,2026-11-01,", "a,0,visit,2026-11-01,"], ["used", "used"]),
        ([",0,visit,2026-11-01,", ",0,visit,2026-11-01,"], ["used", "used"]),
        (["#N/A,0,visit,2026-11-01,", "#N/A,0,visit,2026-11-01,"], ["used", "used"]),
        (["1.2E+11,0,visit,2026-11-01,", "1.2E+11,0,open,2026-11-01,"], ["used", "used"]),
        (["A,0,visit,2026-11-02,", "A,0,visit,2026-11-01,"], ["later", "used"]),
        (["A,?,visit,2026-10-01,", "A,0,visit,2026-11-01,"], ["unknown_contact", "used"]),
        (["A,0,,2026-10-01,", "A,0,visit,2026-11-01,"], ["rejected", "used"]),
    ],
)
def test_of_one_activity_id_one_activity_counts(rows: list[str], expected: list[str]) -> None:
    assert only(fated(*rows).frame, FATE) == expected


@pytest.mark.parametrize(
    ("rows", "repeated"),
    [
        ([",0,visit,2026-11-01,", ",0,visit,2026-11-01,"], [3]),
        ([",0,visit,2026-11-01,", ",0,visit,2026-11-01,/"], []),
        ([",0,visit,2026-11-01,", ",0,visit,2026-11-01 ,"], []),
        ([",0,visit,2026-11-01,", ",1,visit,2026-11-01,"], []),
        ([",0,v,2026-11-01,", ",0,o,2026-11-01,", ",0,v,2026-11-01,", ",0,v,2026-11-01,"], [4, 5]),
        (["A,0,visit,2026-11-01,", "A,0,visit,2026-11-01,"], []),
        (["1.2E+11,0,visit,2026-11-01,", "1.2E+11,0,visit,2026-11-01,"], [3]),
        ([",0,visit,2026-11-02,", ",0,visit,2026-11-02,"], []),
        ([",?,visit,2026-11-01,", ",?,visit,2026-11-01,"], []),
    ],
)
def test_rows_without_an_id_repeat_if_all_cells_do(rows: list[str], repeated: list[int]) -> None:
    activities = aged(*rows)
    found = activities.frame.pipe(add_fate, None).pipe(find_repeated_rows, activities.layout)
    assert only(found, LINE) == repeated


def test_without_a_column_of_ids_all_rows_may_repeat() -> None:
    activities = aged(*["0,visit,2026-11-01"] * 3, header="contact_id,type,occurred_at")
    found = activities.frame.pipe(add_fate, None).pipe(find_repeated_rows, activities.layout)
    assert only(found, LINE) == [3, 4]


@pytest.mark.parametrize(("compare", "kept"), [(False, ["own:0", "own:1", "own:2", "own:4"]), (True, None)])
def test_cells_that_are_read_later_stay(compare: bool, kept: list[str] | None) -> None:
    activities = export("contact_name,company,type,note,url\nA,B,visit,x,/", "activities")
    frame = activities.frame.pipe(drop_unread, activities.layout, [], compare=compare)
    names = [name for name in frame.collect_schema().names() if name.startswith("own:")]
    assert names == (kept or [f"own:{place}" for place in range(5)])


def test_the_order_of_rows_does_not_decide_which_copy_counts() -> None:
    rows = [
        "A,0,visit,2026-10-31,/b",
        "A,1,visit,2026-10-31,/a",
        "A,0,open,2026-11-01,",
        "B,0,visit,2026-11-01,",
    ]
    kept = {
        tuple(sorted(fated(*order).frame.filter(pl.col(FATE) == "used").collect()["own:4"]))
        for order in permutations(rows)
    }
    assert kept == {("", "/b")}


def test_unnamed_ids_keep_the_order_of_rows() -> None:
    frame = fated("A,0,v,2026-11-01,", "A,0,v,2026-11-01,", ",1,v,2026-11-01,").frame
    assert only(frame, LINE) == [2, 3, 4]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("{id: r, activity: visit, points: 1}", (4, 2_625_000)),
        ("{id: r, activity: visit, points: 1, decay: none}", (4, 4_000_000)),
        ("{id: r, activity: visit, points: 1, count: per_day}", (3, 1_625_000)),
        ("{id: r, activity: visit, points: 1, count: once}", (4, 1_000_000)),
        ("{id: r, activity: visit, points: 1, within_last: 1d}", (3, 2_500_000)),
        ("{id: r, activity: visit, points: 1, where: {url: /a}}", (2, 1_125_000)),
        ("{id: r, activity: visit, points: 1, where: {url: /a}, count: once}", (2, 1_000_000)),
        ("{id: r, activity: visit, points: 1, where: {url: /b}, count: per_day}", (2, 1_500_000)),
        ("{id: r, activity: visit, points: 1, where: {not: {url: /a}}}", (2, 1_500_000)),
        ("{id: r, activity: [visit, open], points: 1}", (5, 3_125_000)),
        ("{id: r, activity: download, points: 1}", (0, 0)),
        ("{id: r, activity: download, points: 1, count: once}", (0, 0)),
        ("{id: r, activity: download, points: 1, count: per_day}", (0, 0)),
    ],
)
def test_what_counts_for_a_rule(rule: str, expected: tuple[int, int]) -> None:
    visits = [
        ",0,visit,2026-11-01 08:00,/a",
        ",0,visit,2026-11-01 09:00,/b",
        ",0,visit,2026-10-31,/b",
        ",0,visit,2026-10-29,/a",
        ",0,open,2026-10-31,",
        ",1,visit,2026-11-01,/a",
        ",0,visit,2026-11-02,/a",
    ]
    assert counts(rule, *visits) == expected


def test_a_missing_url_is_unknown_and_does_not_count() -> None:
    rule = "{id: r, activity: visit, points: 1, where: {not: {url: /a}}}"
    assert counts(rule, ",0,visit,2026-11-01,", ",0,visit,2026-11-01,/b") == (1, 1_000_000)


def test_one_a_day_is_any_that_passes() -> None:
    rule = "{id: r, activity: visit, points: 1, where: {url: /a}, count: per_day}"
    rows = [",0,visit,2026-11-01,/b", ",0,visit,2026-11-01,/a", ",0,visit,2026-10-31,/b"]
    assert counts(rule, *rows) == (1, 1_000_000)


def test_rules_that_count_days_do_so_apart() -> None:
    rule = "{{id: {0}, activity: {0}, count: per_day, points: 1}}"
    rows = [",0,visit,2026-11-01,", ",0,visit,2026-11-01,", ",0,open,2026-10-31,", ",0,open,2026-11-01,"]
    frame = summed(ruled(rule.format("visit"), rule.format("open")), *rows)
    assert frame.select("count:visit", "count:open").rows() == [(1, 2), (0, 0)]


def test_newest_oldest_and_number_of_used_activities() -> None:
    rows = [",0,visit,2026-10-01,", ",0,open,2026-10-31,", ",0,visit,2026-11-02,", ",1,visit,2026-11-01,"]
    frame = summed(NOTHING, *rows)
    known = frame.select(NEWEST, OLDEST, COUNTED, "number:last_activity_days").rows()
    assert known == [(1, 31, 2, 1.0), (0, 0, 1, 0.0)]


def test_who_did_nothing_has_no_last_activity() -> None:
    frame = summed(NOTHING, ",?,visit,2026-10-01,", ",0,visit,2026-11-02,")
    known = frame.select(NEWEST, OLDEST, COUNTED, "number:last_activity_days").rows()
    assert known == [(None, None, 0, None)] * 2


def test_fates_are_summed_over_everybody() -> None:
    rows = [",0,visit,2026-10-01,", ",1,visit,2026-11-02,", ",?,visit,2026-10-01,", ",0,,2026-10-01,"]
    frame = (
        fated(*rows, "A,0,v,2026-11-01,", "A,0,v,2026-11-01,").frame.pipe(sum_activities, NOTHING).collect()
    )
    assert [frame[fate].sum() for fate in FATES] == [2, 1, 1, 1, 1]


def test_types_that_rules_count() -> None:
    rules = compiled(
        "personas: [{name: a, when: {activities.Page_View: {above: 1}, activities.Büro: {above: 0}}}]"
    )
    assert types_counted(rules.model) == {"activities.Büro": "büro", "activities.Page_View": "page_view"}
    rows = [
        ",0,PAGE_VIEW,2026-11-01,",
        ",0,page_view,2026-11-01,",
        ",0,page_view,2026-11-02,",
        ",1,x,2026-11-01,",
    ]
    frame = summed(rules, *rows)
    assert frame["number:activities.Page_View"].to_list() == [2.0, 0.0]
    assert frame["number:activities.Büro"].to_list() == [0.0, 0.0]


def test_silence_counts_from_the_newest_activity_that_breaks_it() -> None:
    rules = ruled("{id: r, quiet_for: 60d, except: [email_sent], points: -15}")
    frame = summed(rules, ",0,visit,2026-08-01,", ",0,email_sent,2026-11-01,", ",1,email_sent,2026-08-01,")
    assert frame["newest:r"].to_list() == [92, None]


def test_without_activities_everything_is_zero() -> None:
    rules = compiled("""
personas: [{name: a, when: {activities.visit: {above: 1}}}]
scores: {fit: {rules: [{id: a, activity: visit, points: 1}, {id: b, activity: visit, count: once, points: 1},
  {id: c, activity: visit, count: per_day, points: 1}, {id: d, quiet_for: 1d, points: 1}]}}""")
    frame = pl.LazyFrame({CONTACT: [0, 1]}).pipe(add_missing_sums, rules).collect()
    zero = [f"{name}:{rule}" for name in ("count", "weight") for rule in "abc"]
    assert frame.select(*zero, COUNTED, "number:activities.visit").rows() == [(0,) * 8] * 2
    assert frame.select(NEWEST, "newest:d", "number:last_activity_days").rows() == [(None,) * 3] * 2
