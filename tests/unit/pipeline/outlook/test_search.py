"""The cheapest changes: how few rows are enough, several kinds together, and what is not worth telling."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.pipeline.outlook.leads import LOG, outlook, steps

if TYPE_CHECKING:
    from pathlib import Path


def ripe_at(score: int, *rules: str, more: str = "") -> str:
    """Return rules with a stage for leads with such a score."""
    listed = ", ".join(rules)
    enter = f"score.fit: {{at_least: {score}}}"
    return f"scores: {{fit: {{{more}rules: [{listed}]}}}}\nstages: [{{name: lead}}, {{name: mql, enter: {{{enter}}}}}]"


@pytest.mark.parametrize(("score", "rows"), [(1, 1), (7, 7), (12, 12), (37, 37), (99, 99)])
def test_no_row_less_would_be_enough(tmp_path: Path, score: int, rows: int) -> None:
    found = outlook(tmp_path, ripe_at(score, "{id: a, activity: visit, points: 1}"), activities=LOG)
    assert steps(found) == [[f"{rows} visit"]]
    assert found.goals[0].steps[0].size == rows


def test_what_is_there_already_counts(tmp_path: Path) -> None:
    rules = ripe_at(30, "{id: a, activity: visit, points: 10, min_count: 3}")
    found = outlook(tmp_path, rules, activities=LOG + "1,visit,2026-10-30,\n")
    assert steps(found) == [["2 visit"]]


def test_what_counts_once_a_day_is_no_way_beyond_one(tmp_path: Path) -> None:
    rule = "{id: a, activity: visit, points: 10, count: per_day}"
    assert steps(outlook(tmp_path, ripe_at(10, rule), activities=LOG)) == [["1 visit"]]
    assert steps(outlook(tmp_path, ripe_at(20, rule), activities=LOG)) == []
    log = LOG + "1,visit,2026-10-31,\n"
    assert steps(outlook(tmp_path, ripe_at(20, rule), activities=log)) == [["1 visit"]]
    log = LOG + "1,visit,2026-11-01,\n"
    assert steps(outlook(tmp_path, ripe_at(20, rule), activities=log)) == []


def test_several_kinds_are_combined_where_none_is_enough_alone(tmp_path: Path) -> None:
    rules = ripe_at(
        50,
        "{id: a, activity: visit, points: 10, max: 20}",
        "{id: b, activity: demo, points: 25, count: once}",
        "{id: c, when: {country: DE}, points: 30}",
        "{id: d, when: {country: FR}, points: -30}",
    )
    found = outlook(tmp_path, rules, "contact_id,country\n1,\n", activities=LOG)
    assert steps(found) == [["1 demo", "country=DE"], ["2 visit", "country=DE"]]


def test_four_kinds_are_combined_if_it_takes_them(tmp_path: Path) -> None:
    columns = ["a", "b", "c", "d"]
    rules = ripe_at(100, *(f"{{id: r_{name}, when: {{{name}: x}}, points: 25}}" for name in columns))
    found = outlook(tmp_path, rules, "contact_id,a,b,c,d\n1,,,,\n")
    assert steps(found) == [["a=x", "b=x", "c=x", "d=x"]]


def test_a_few_of_two_kinds_are_told_where_one_kind_takes_many(tmp_path: Path) -> None:
    rules = ripe_at(40, "{id: a, activity: visit, points: 2}", "{id: c, when: {country: DE}, points: 30}")
    found = outlook(tmp_path, rules, "contact_id,country\n1,\n", activities=LOG)
    assert steps(found) == [["5 visit", "country=DE"], ["20 visit"]]


def test_of_several_changes_that_do_the_same_the_first_is_told(tmp_path: Path) -> None:
    rules = ripe_at(
        30, "{id: a, when: {country: [DE, AT]}, points: 30}", "{id: b, activity: [demo, call], points: 30}"
    )
    found = outlook(tmp_path, rules, "contact_id,country\n1,\n", activities=LOG)
    assert steps(found) == [["country=DE"], ["1 demo"]]


def test_a_later_change_that_does_the_same_does_not_move_the_first_one(tmp_path: Path) -> None:
    rules = ripe_at(
        30, "{id: a, activity: [demo, call], points: 30}", "{id: b, activity: [visit, webinar], points: 40}"
    )
    assert steps(outlook(tmp_path, rules, activities=LOG)) == [["1 demo"], ["1 visit"]]


def test_at_most_five_steps_are_told(tmp_path: Path) -> None:
    rules = ripe_at(30, *(f"{{id: r{at}, activity: type_{at}, points: 30}}" for at in range(7)))
    found = outlook(tmp_path, rules, activities=LOG)
    assert steps(found) == [[f"1 type_{at}"] for at in range(5)]


def test_fewer_points_come_first_where_changes_are_as_many(tmp_path: Path) -> None:
    rules = ripe_at(30, "{id: a, activity: big, points: 90}", "{id: b, activity: small, points: 30}")
    assert steps(outlook(tmp_path, rules, activities=LOG)) == [["1 small"], ["1 big"]]
