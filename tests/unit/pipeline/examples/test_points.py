"""What a score is made of: rules in file order, what decay took."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from leadscore.columns import count, points, tenths, weight
from leadscore.pipeline.examples.points import score_lines
from leadscore.results.examples import RuleLine
from tests.unit.rulebook import compiled, ruled

if TYPE_CHECKING:
    from leadscore.rules.compile import CompiledRules

TWO_SCORES = """\
scores:
  total: {combine: {fit: 1, interest: 0.5}}
  interest: {rules: [{id: page, label: Visited, activity: page_view, points: 5}]}
  fit:
    rules:
      - {id: b, label: Second letter, when: {x: 1}, points: 5}
      - {id: a, label: First letter, when: {y: 1}, points: -50}
      - {id: c, when: {z: 1}, points: 5}
      - {id: d, label: Fourth letter, when: {x: 2}, points: 5}
"""


def lead(**given: int) -> dict[str, int]:
    """Return the columns of a lead, from the points of its rules."""
    scores = {tenths(name): place for place, name in enumerate(("total", "interest", "fit"))}
    return (
        {points(rule): 0 for rule in "abcd"} | scores | {points(rule): gave for rule, gave in given.items()}
    )


def test_rules_that_gave_points_stand_in_file_order_and_the_others_are_named() -> None:
    (fit,) = score_lines(compiled(TWO_SCORES), lead(d=5000, a=-50_000, b=500), ["fit"])
    assert fit.shown == "0.2"
    assert [(rule.title, rule.points) for rule in fit.rules] == [
        ("Second letter", "+0.5"),
        ("First letter", "-50"),
        ("Fourth letter", "+5"),
    ]
    assert fit.silent == ("c",)


def test_scores_stand_in_file_order_each_once_with_those_that_they_combine() -> None:
    found = score_lines(compiled(TWO_SCORES), lead(page=0), ["fit", "total", "fit"])
    assert [one.score for one in found] == ["total", "interest", "fit"]
    assert found[0].combines == (("fit", "1"), ("interest", "0.5"))
    assert (found[0].rules, found[0].silent) == ((), ())


def test_nothing_wanted_is_nothing_shown() -> None:
    assert score_lines(compiled(TWO_SCORES), lead(page=0), []) == ()


def line(rules: CompiledRules, gave: int, counted: int, weighs: int) -> RuleLine:
    """Return the line of the one rule, from its points and from how much its activities weigh."""
    cells = {points("demo"): gave, count("demo"): counted, weight("demo"): weighs, tenths("fit"): 0}
    (score,) = score_lines(rules, cells, ["fit"])
    return score.rules[0]


ASKED = "id: demo, label: Asked, activity: demo_request, decay: {half_life: 30d}"


def test_activities_are_counted_and_what_decay_took_is_told() -> None:
    rules = ruled(f"{{{ASKED}, points: 30}}")
    assert line(rules, 60_000, 2, 2_000_000) == RuleLine("demo", "Asked", "+60", 2)
    assert line(rules, 45_000, 2, 1_500_000) == RuleLine("demo", "Asked", "+45", 2, "+60")


def test_where_only_the_newest_counts_one_is_counted() -> None:
    rules = ruled(f"{{{ASKED}, points: -30, count: once}}")
    assert line(rules, -15_000, 7, 500_000) == RuleLine("demo", "Asked", "-15", 1, "-30")


@pytest.mark.parametrize(
    ("each", "gave", "weighs", "before"),
    [
        (30, 100_000, 8_000_000, ""),
        (30, 60_000, 2_000_000, "+100"),
        (-30, -100_000, 8_000_000, ""),
        (-30, -60_000, 2_000_000, "-100"),
    ],
)
def test_decay_takes_nothing_that_the_limit_would_not_have_given(
    each: int, gave: int, weighs: int, before: str
) -> None:
    rules = ruled(f"{{{ASKED}, points: {each}, max: 100}}")
    assert line(rules, gave, 10, weighs).before_decay == before
