"""The activities behind points: which are told, how much each gives, and why others do not count."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadscore.errors import InputError
from leadscore.pipeline.explain import explain_leads
from leadscore.pipeline.explain.activities import SHOWN
from leadscore.pipeline.leads import Wanted
from tests.unit.pipeline.explain.explained import ONE, explained, numbers, rule, ruled, scored

if TYPE_CHECKING:
    from leadscore.results.explanation import Activities

HALF = ", decay: {half_life: 30d}"


def behind(folder: Path, text: str, *activities: str, contacts: str = ONE) -> Activities:
    log = "".join(f"1,{one}\n" for one in activities)
    found = rule(folder, f"{{id: v, activity: [visit, call], points: 10{text}}}", contacts, log).activities
    assert found is not None
    return found


def why(folder: Path, text: str, *activities: str) -> str:
    log = "".join(f"1,{one}\n" for one in activities)
    found = rule(folder, f"{{id: v, activity: [visit, call], points: 10{text}}}", ONE, log)
    assert found.activities is None
    assert not found.gave
    return found.why


def test_each_activity_has_its_day_age_weight_and_points(tmp_path: Path) -> None:
    found = behind(tmp_path, HALF, "visit,2026-10-02 10:00,/pricing", "Call,2026-11-01,")
    call, visit = found.newest
    assert (call.day, call.age, call.type, call.details) == (date(2026, 11, 1), 0, "Call", ())
    assert numbers(call.weight, call.points) == ["100", "10"]
    assert (visit.day, visit.age, visit.type) == (date(2026, 10, 2), 30, "visit")
    assert numbers(visit.weight, visit.points) == ["50", "5"]
    assert (found.count, found.found, found.others) == ("each", 2, 0)
    assert numbers(found.each, found.others_points, found.rounding) == ["10", "0", "0"]


def test_what_where_reads_is_told_and_other_columns_only_if_they_are_kept(tmp_path: Path) -> None:
    log = "contact_id,type,occurred_at,url,campaign,cost\n1,visit,2026-11-01,/a,autumn,7\n"
    text = "{id: v, activity: visit, where: {campaign: autumn, url: {known: true}}, points: 1}"
    found = scored(tmp_path, f"scores: {{fit: {{rules: [{text}]}}}}", {"contacts": ONE, "activities": log})
    activities = explain_leads(found, [Wanted("1", "1")]).leads[0].scores[0].rules[0].activities  # type: ignore[union-attr]
    assert activities is not None
    assert [(one.field, one.value) for one in activities.newest[0].details] == [
        ("campaign", "autumn"),
        ("url", "/a"),
    ]


def test_the_newest_come_first_by_day_and_time_whatever_the_order_of_rows(tmp_path: Path) -> None:
    rows = [f"visit,2026-10-{day} {hour}:00,/{day}{hour}" for day in (10, 20) for hour in (10, 11)]
    text = ", where: {url: {known: true}}"
    for order in (rows, rows[::-1]):
        found = behind(tmp_path, text, *order)
        assert [one.details[0].value for one in found.newest] == ["/2011", "/2010", "/1011", "/1010"]


def test_beyond_the_first_few_the_others_are_told_together(tmp_path: Path) -> None:
    found = behind(tmp_path, HALF, *[f"visit,2026-10-{day}," for day in range(10, 20)])
    assert (len(found.newest), found.others, str(found.rounding)) == (SHOWN, 10 - SHOWN, "0")
    score = ruled(
        tmp_path,
        "{id: v, activity: visit, points: 10, decay: {half_life: 30d}}",
        activities="".join(f"1,visit,2026-10-{day},\n" for day in range(10, 20)),
    )
    assert sum(one.points for one in found.newest) + found.others_points == score.points


def test_what_is_rounded_once_and_not_one_by_one_is_told(tmp_path: Path) -> None:
    text = "{id: v, activity: visit, points: 10, decay: {linear: 3d}}"
    log = "1,visit,2026-10-31,\n1,visit,2026-10-31,\n1,visit,2026-10-31,\n"
    found = rule(tmp_path, text, activities=log)
    assert found.activities is not None
    assert [one.points for one in found.activities.newest] == [Decimal("6.667")] * 3
    assert numbers(found.activities.rounding, found.points) == ["-0.001", "20"]


def test_of_one_a_day_the_newest_of_the_day_stands_for_all(tmp_path: Path) -> None:
    rows = ("visit,2026-10-20 09:00,", "call,2026-10-20 18:00,", "visit,2026-10-19,")
    found = behind(tmp_path, ", count: per_day", *rows)
    assert [(one.type, one.same_day) for one in found.newest] == [("call", 1), ("visit", 0)]
    assert (found.found, found.others) == (2, 0)


def test_where_only_the_newest_counts_the_others_are_only_counted(tmp_path: Path) -> None:
    found = behind(tmp_path, ", count: once", "visit,2026-10-20,", "call,2026-10-30,")
    assert [one.type for one in found.newest] == ["call"]
    assert (found.found, found.others, str(found.each)) == (2, 0, "10")


def test_a_limit_of_the_rule_is_told(tmp_path: Path) -> None:
    assert behind(tmp_path, ", max: 12.5", "visit,2026-10-20,", "visit,2026-10-21,").most == Decimal("12.5")


def test_days_in_columns_of_contacts_say_which_column(tmp_path: Path) -> None:
    contacts = "contact_id,Last Visit\n1,2026-10-22\n"
    text = "sources: {contacts: {events: {last_visit: visit}}}\nscores: {fit: {rules: [{id: v, activity: visit, points: 3}]}}"
    one = explained(tmp_path, text, contacts)[0].scores[0].rules[0].activities  # type: ignore[union-attr]
    assert one is not None
    assert [(event.day, event.type, event.column) for event in one.newest] == [
        (date(2026, 10, 22), "visit", "Last Visit")
    ]


@pytest.mark.parametrize(
    ("text", "activities", "expected"),
    [
        ("", [], "no visit or call"),
        ("", ["form,2026-10-30,"], "no visit or call"),
        (
            ", min_count: 3",
            ["visit,2026-10-30,", "call,2026-10-30,"],
            "2 of visit or call, and it takes at least 3",
        ),
        (", within_last: 9d", ["visit,2026-10-01,"], "1 of visit or call: 1 too old (more than 9 days)"),
        (", where: {url: /a}", ["visit,2026-10-30,/b"], "1 of visit or call: 1 not as `where` asks"),
        (", where: {url: /a}", ["visit,2026-10-30,"], "1 of visit or call: 1 for which `where` is unknown"),
        (
            ", within_last: 9d, where: {url: /a}",
            ["visit,2026-10-01,/a", "visit,2026-10-30,/b", "visit,2026-10-30,"],
            "3 of visit or call: 1 too old (more than 9 days), 1 not as `where` asks, 1 for which `where` is unknown",
        ),
        (", within_last: 9d", ["visit,2027-01-01,"], "no visit or call"),
    ],
)
def test_why_nothing_counts(tmp_path: Path, text: str, activities: list[str], expected: str) -> None:
    assert why(tmp_path, text, *activities) == expected


def test_without_activities_that_is_why(tmp_path: Path) -> None:
    found = rule(tmp_path, "{id: v, activity: visit, points: 10}")
    assert (found.why, found.activities) == ("no activities were given", None)


def test_activities_that_are_not_those_that_were_summed_are_never_shown(tmp_path: Path) -> None:
    text = "scores: {fit: {rules: [{id: v, activity: visit, points: 10}]}}"
    log = "contact_id,type,occurred_at\n1,visit,2026-10-30\n"
    found = scored(tmp_path, text, {"contacts": ONE, "activities": log})
    part = found.parts["activities"]
    assert part.rows is not None
    others = replace(part, rows=part.rows.filter(pl.lit(value=False)))
    wrong = replace(found, parts={**found.parts, "activities": others})
    with pytest.raises(InputError, match="behind the rule v are not those that were counted"):
        explain_leads(wrong, [Wanted("1", "1")])


@settings(max_examples=25)
@given(
    st.lists(st.tuples(st.sampled_from(["visit", "call", "form"]), st.integers(0, 120)), max_size=40),
    st.sampled_from(["each", "per_day", "once"]),
    st.sampled_from(["", HALF, ", decay: {linear: 90d}, max: 17", ", min_count: 3"]),
)
def test_what_is_told_of_activities_adds_up(log: list[tuple[str, int]], mode: str, more: str) -> None:
    rows = "".join(
        f"1,{type_},{date.fromordinal(date(2026, 11, 1).toordinal() - age)},\n" for type_, age in log
    )
    text = f"{{id: v, activity: [visit, call], count: {mode}, points: 7.77{more}}}"
    with TemporaryDirectory() as folder:
        found = rule(Path(folder), text, activities=rows)
    told = found.activities
    if told is None:
        assert found.before == 0
        return
    assert sum(one.points for one in told.newest) + told.others_points + told.rounding == (
        found.before - found.lost_to_decay
    )
    assert (len(told.newest) + told.others) * told.each == found.before
