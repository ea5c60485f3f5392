"""The least and the most that rules can give, in thousandths, and scores can show, in tenths."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from leadscore.schema.load import parse_rules
from leadscore.schema.reach import Reach, least_most, rule_reach, score_reaches, sum_reach

if TYPE_CHECKING:
    from leadscore.schema.model import Rules


def ruled(*rules: str, score: str = "", more: str = "") -> Rules:
    """Return rules with one score, `fit`, of these rules, each in YAML on one line."""
    text = (
        f"version: 1\nscores:\n  fit: {{{score}{', ' if score else ''}rules: [{', '.join(rules)}]}}\n{more}"
    )
    return parse_rules(text, "rules.yaml", None).rules


@pytest.mark.parametrize(
    ("rule", "low", "high"),
    [
        ("when: {x: 1}, points: 7.5", 0, 7_500),
        ("when: {x: 1}, points: -7", -7_000, 0),
        ("when: {x: 1}, points: 7, unknown: -2", -2_000, 7_000),
        ("when: {x: 1}, points: 7, unknown: 9", 0, 9_000),
        ("band: x, points: [{below: 5, points: 3}, {points: 8}]", 0, 8_000),
        ("band: x, points: [{below: 5, points: 3}, {points: 8}], unknown: 4", 3_000, 8_000),
        ("band: x, points: [{below: 5, points: 3}, {below: 9, points: 8}], unknown: 4", 0, 8_000),
        ("lookup: x, points: {a: 5, b: -2}", -2_000, 5_000),
        ("lookup: x, points: {a: 5, default: 3}, unknown: 4", 3_000, 5_000),
        ("activity: visit, points: 5", 0, None),
        ("activity: visit, points: -5", None, 0),
        ("activity: visit, points: 5, max: 24", 0, 24_000),
        ("activity: visit, points: -5, max: 24", -24_000, 0),
        ("activity: visit, points: 5, count: once", 0, 5_000),
        ("activity: visit, points: 5, count: once, max: 3", 0, 3_000),
        ("activity: visit, points: 2, count: per_day", 0, None),
        ("activity: visit, points: 2, count: per_day, within_last: 30d", 0, 62_000),
        ("activity: visit, points: 2, within_last: 30d", 0, None),
        ("activity: visit, points: 0", 0, 0),
        ("quiet_for: 60d, points: -15", -15_000, 0),
    ],
)
def test_a_rule(rule: str, low: int | None, high: int | None) -> None:
    (only,) = ruled(f"{{id: a, {rule}}}").ruled["fit"].rules
    assert rule_reach(only) == Reach(low, high)


UP, DOWN = "{id: up, when: {x: 1}, points: 40}", "{id: down, when: {y: 1}, points: -30}"
MAIL = "{id: mail, activity: open, group: mail, points: 1}"
SPAM = "{id: spam, activity: spam, group: mail, points: -1}"


@pytest.mark.parametrize(
    ("rules", "score", "summed", "held"),
    [
        ((UP, DOWN), "", (-30_000, 40_000), (0, 40_000)),
        ((UP, DOWN), "min: -10, full_at: 20", (-30_000, 40_000), (-10_000, 20_000)),
        ((UP, MAIL), "groups: {mail: {max: 15}}", (0, 55_000), (0, 55_000)),
        ((UP, MAIL), "groups: {mail: {min: 5}}", (5_000, None), (5_000, 100_000)),
        ((SPAM, MAIL), "groups: {mail: {max: 15}}", (None, 15_000), (0, 15_000)),
        ((DOWN,), "", (-30_000, 0), (0, 0)),
    ],
)
def test_a_score(
    rules: tuple[str, ...], score: str, summed: tuple[int | None, int | None], held: tuple[int, int]
) -> None:
    model = ruled(*rules, score=score).ruled["fit"]
    assert sum_reach(model) == Reach(*summed)
    assert least_most(model) == Reach(*held)


def test_what_scores_show_is_rounded_as_they_are() -> None:
    combined = "  total: {combine: {fit: 2, other: 1}}\n  twice: {combine: {total: 1}}\n"
    other = "  other: {full_at: 3, min: -1, rules: [{id: b, lookup: x, points: {a: 1, b: -1}}]}\n"
    rules = ruled(UP, score="full_at: 60", more=other + combined)
    assert score_reaches(rules) == {
        "fit": Reach(0, 667),
        "other": Reach(-333, 333),
        "total": Reach(-111, 556),
        "twice": Reach(-111, 556),
    }
