"""Scores add up from their lines: rules, groups, limits, and the parts of what is combined."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from leadscore.results.explanation import CombinedScore, GroupPoints, Share
from tests.unit.pipeline.explain.explained import explained, numbers, ruled

if TYPE_CHECKING:
    from pathlib import Path

HERE = "{id: here, when: {country: DE}, points: 40.5}"
BIG = "{id: big, when: {employees: {above: 9}}, points: 40.25, group: g}"
TWICE = "{id: boss, when: {job_title: CTO}, points: 30, group: g}"
COMBINED = """
scores:
  fit: {full_at: 60, rules: [{id: here, when: {country: DE}, points: 20}, {id: size, band: employees, points: [{points: 7}]}]}
  other: {rules: [{id: boss, lookup: job_title, points: {CTO: 55.1}}]}
  inner: {combine: {fit: 1, other: 2}}
  total: {combine: {inner: 0.5, fit: 1}}
"""


def test_a_score_takes_what_its_groups_and_its_own_limits_leave(tmp_path: Path) -> None:
    found = ruled(tmp_path, HERE, BIG, TWICE, score="full_at: 80, groups: {g: {max: 50}}, ")
    assert numbers(*(rule.points for rule in found.rules)) == ["40.5", "40.25", "30"]
    assert found.groups == (GroupPoints("g", Decimal("20.25"), Decimal(50), None, Decimal(50)),)
    assert numbers(found.lost_to_limit, found.points, found.full_at, found.shown) == [
        "10.5",
        "80",
        "80",
        "100.0",
    ]


def test_floors_add_what_is_missing(tmp_path: Path) -> None:
    rule = "{id: here, when: {country: DE}, points: -40, group: g}"
    found = ruled(tmp_path, rule, score="min: -10, groups: {g: {min: -25}}, ")
    assert found.groups == (GroupPoints("g", Decimal(-15), Decimal(-25), Decimal(-25), None),)
    assert numbers(found.lost_to_limit, found.points, found.least, found.shown) == [
        "-15",
        "-10",
        "-10",
        "-10.0",
    ]


def test_between_which_ends_a_score_lies_and_on_which_fields_that_depends(tmp_path: Path) -> None:
    nobody = "contact_id,country,employees,job_title\n1,,,CTO\n"
    found = ruled(tmp_path, HERE, BIG, TWICE, score="groups: {g: {max: 50}}, ", contacts=nobody)
    assert numbers(found.low, found.shown, found.high) == ["30.0", "30.0", "90.5"]
    assert found.missing == ("country", "employees")


def test_what_is_unknown_and_cannot_matter_is_not_told(tmp_path: Path) -> None:
    nobody = "contact_id,country,employees,job_title\n1,,,CTO\n"
    found = ruled(tmp_path, BIG, TWICE, score="groups: {g: {max: 20}}, ", contacts=nobody)
    assert numbers(found.low, found.high) == ["20.0", "20.0"]
    assert found.missing == ()


def test_a_combined_score_is_the_sum_of_its_parts_and_their_rounding(tmp_path: Path) -> None:
    fit, other, inner, total = explained(tmp_path, COMBINED)[0].scores
    assert numbers(fit.shown, other.shown) == ["45.0", "55.1"]
    assert isinstance(inner, CombinedScore)
    assert isinstance(total, CombinedScore)
    assert inner.combines == (
        Share("fit", Decimal("45.0"), Decimal(1), Decimal(15)),
        Share("other", Decimal("55.1"), Decimal(2), Decimal("36.733")),
    )
    assert numbers(inner.weights, inner.rounding, inner.shown) == ["3", "-0.033", "51.7"]
    assert numbers(*(part.points for part in total.combines)) == ["17.233", "30"]
    assert numbers(total.weights, total.rounding, total.shown) == ["1.5", "-0.033", "47.2"]


def test_a_combined_score_depends_on_what_its_parts_depend_on(tmp_path: Path) -> None:
    nobody = "contact_id,country,employees,job_title\n1,,,CTO\n"
    scores = explained(tmp_path, COMBINED, nobody)[0].scores
    assert [score.missing for score in scores] == [
        ("country", "employees"),
        (),
        ("country", "employees"),
        ("country", "employees"),
    ]
