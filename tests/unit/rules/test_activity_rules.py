from __future__ import annotations

import polars as pl
import pytest

from leadscore.columns import AGE, count, newest, weight
from leadscore.rules.activity_rules import TYPE
from tests.unit.rulebook import only, ruled

RULE = "{{id: r, activity: visit, points: {points}{more}}}"


def counted(rule: str, types: list[str | None], ages: list[int | None]) -> list[object]:
    (compiled,) = ruled(rule).activity_rules
    rows = pl.LazyFrame({TYPE: types, AGE: ages}, schema={TYPE: pl.String, AGE: pl.Int64})
    return only(rows.select(out=compiled.counts), "out")


def earned(points: float, number: int, weights: int, more: str = "") -> object:
    (rule,) = ruled(RULE.format(points=points, more=more)).activity_rules
    row = pl.LazyFrame({count("r"): [number], weight("r"): [weights]})
    return only(row.select(out=rule.earned), "out")[0]


def test_types_are_compared_as_text() -> None:
    rule = "{id: r, activity: [Page_View, BESUCH Ä], points: 1}"
    types = ["page_view", "besuch ä", "page_views", None]
    assert counted(rule, types, [0, 0, 0, 0]) == [True, True, False, False]


def test_within_last_counts_its_last_day() -> None:
    rule = "{id: r, activity: visit, within_last: 30d, points: 1}"
    assert counted(rule, ["visit"] * 4, [0, 30, 31, None]) == [True, True, False, False]


def test_unknown_where_counts_nothing() -> None:
    (rule,) = ruled("{id: r, activity: visit, where: {url: {contains: /pricing}}, points: 1}").activity_rules
    urls = ["/pricing", "/blog", None]
    rows = pl.LazyFrame({TYPE: ["visit"] * 3, "text:url": urls})
    assert only(rows.select(out=rule.counts), "out") == [True, False, False]


@pytest.mark.parametrize(
    ("age", "expected"),
    [(0, 1_000_000), (1, 750_000), (3, 250_000), (4, 0), (40_000, 0), (-3, 1_000_000), (None, None)],
)
def test_weights_are_looked_up_by_age(age: int | None, expected: int | None) -> None:
    (rule,) = ruled("{id: r, activity: visit, points: 1, decay: {linear: 4d}}").activity_rules
    row = pl.LazyFrame({AGE: [age]}, schema={AGE: pl.Int64})
    assert only(row.select(out=rule.weight_of(pl.col(AGE))), "out") == [expected]


def test_own_decay_comes_before_that_of_the_score() -> None:
    rules = [RULE.format(points=1, more=more) for more in (", decay: none", ", decay: {linear: 2d}")]
    renamed = [rule.replace("id: r", f"id: r{place}") for place, rule in enumerate(rules)]
    first, second, third = ruled(
        *renamed, RULE.format(points=1, more=""), score="decay: {linear: 1d}"
    ).activity_rules
    assert first.weights == (1_000_000,)
    assert second.weights == (1_000_000, 500_000, 0)
    assert third.weights == (1_000_000, 0)


@pytest.mark.parametrize(
    ("points", "number", "weights", "expected"),
    [
        (8, 1, 1_000_000, 8_000),
        (8, 3, 1_500_000, 12_000),
        (0.001, 1, 499_999, 0),
        (0.001, 1, 500_000, 1),
        (-0.001, 1, 500_000, -1),
        (-0.001, 1, 499_999, 0),
        (-8, 2, 2_000_000, -16_000),
        (10, 0, 0, 0),
        (10_000, 900_000, 900_000_000_000, 9_000_000_000_000),
        (-10_000, 900_000, 900_000_000_000, -9_000_000_000_000),
    ],
)
def test_points_times_weights(points: float, number: int, weights: int, expected: int) -> None:
    assert earned(points, number, weights) == expected


@pytest.mark.parametrize(
    ("points", "more", "number", "expected"),
    [
        (8, ", max: 24", 3, 24_000),
        (8, ", max: 24", 4, 24_000),
        (-8, ", max: 24", 4, -24_000),
        (8, ", max: 0.5", 1, 500),
        (8, ", min_count: 2", 1, 0),
        (8, ", min_count: 2", 2, 16_000),
        (-8, ", min_count: 2, max: 10", 2, -10_000),
    ],
)
def test_limits(points: float, more: str, number: int, expected: int) -> None:
    assert earned(points, number, number * 1_000_000, more) == expected


@pytest.mark.parametrize(("age", "expected"), [(60, 0), (61, -15_000), (0, 0), (None, 0)])
def test_quiet_is_longer_than_the_duration(age: int | None, expected: int) -> None:
    (rule,) = ruled("{id: r, quiet_for: 60d, points: -15}").quiet_rules
    row = pl.LazyFrame({newest("r"): [age]}, schema={newest("r"): pl.Int64})
    assert only(row.select(out=rule.earned), "out") == [expected]


@pytest.mark.parametrize(
    ("excepted", "expected"), [("", [True, True]), (", except: Email_Sent", [True, False])]
)
def test_silence_is_broken_by_all_but_the_excepted(excepted: str, expected: list[bool]) -> None:
    (rule,) = ruled(f"{{id: r, quiet_for: 60d{excepted}, points: -15}}").quiet_rules
    rows = pl.LazyFrame({TYPE: ["visit", "email_sent"]})
    assert only(rows.select(out=rule.counts), "out") == expected
