"""Scores in tenths: from rules, groups and limits, or combined from other scores."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from tests.reference.arithmetic import clamp, exact, round_half_away, thousandths
from tests.reference.rule_points import Points, activity_points, contact_points
from tests.reference.values import Value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.reference.activities import Activity
    from tests.reference.conditions import Setting
    from tests.reference.rows import Facts, Rules


@dataclass(frozen=True)
class Score:
    """Tenths: what is shown, and between what it lies should all become known."""

    low: int
    shown: int
    high: int


@dataclass(frozen=True)
class Scores:
    """Every score of one contact by its name, and the points of every rule by its id, in file order."""

    scores: Mapping[str, Score]
    rules: Mapping[str, int]

    def facts(self) -> Facts:
        shown = {f"score.{name}": Value(number=score.shown / 10) for name, score in self.scores.items()}
        return shown | {f"rule.{name}": Value(number=points / 1000) for name, points in self.rules.items()}


def score_lead(definitions: Rules, facts: Facts, activities: Sequence[Activity], setting: Setting) -> Scores:
    """Score one contact: scores with rules first, then combined ones in file order."""
    scores: dict[str, Score] = {}
    points: dict[str, Points] = {}
    for name, score in definitions.items():
        if "rules" in score:
            decay = score.get("decay", "none")
            own = {
                rule["id"]: activity_points(rule, activities, decay, setting)
                if "activity" in rule or "quiet_for" in rule
                else contact_points(rule, facts, setting)
                for rule in score["rules"]
            }
            points |= own
            scores[name] = _from_rules(score, own)
    for name, score in definitions.items():
        if "combine" in score:
            scores[name] = _combined(score["combine"], scores)
    in_order = {name: scores[name] for name in definitions}
    return Scores(in_order, {rule: found.earned for rule, found in points.items()})


def _from_rules(score: Rules, points: Mapping[str, Points]) -> Score:
    return Score(
        _tenths(score, {rule: found.low for rule, found in points.items()}),
        _tenths(score, {rule: found.earned for rule, found in points.items()}),
        _tenths(score, {rule: found.high for rule, found in points.items()}),
    )


def _tenths(score: Rules, points: Mapping[str, int]) -> int:
    alone = [points[rule["id"]] for rule in score["rules"] if "group" not in rule]
    full = thousandths(score.get("full_at", 100))
    total = clamp(sum(alone) + sum(_group_sums(score, points)), thousandths(score.get("min", 0)), full)
    return round_half_away(Fraction(total * 1000, full))


def _group_sums(score: Rules, points: Mapping[str, int]) -> Sequence[int]:
    return [
        clamp(
            sum(points[rule["id"]] for rule in score["rules"] if rule.get("group") == name),
            thousandths(limits["min"]) if "min" in limits else None,
            thousandths(limits["max"]) if "max" in limits else None,
        )
        for name, limits in score.get("groups", {}).items()
    ]


def _combined(weights: Rules, scores: Mapping[str, Score]) -> Score:
    return Score(
        _mean(weights, {name: scores[name].low for name in weights}),
        _mean(weights, {name: scores[name].shown for name in weights}),
        _mean(weights, {name: scores[name].high for name in weights}),
    )


def _mean(weights: Rules, tenths: Mapping[str, int]) -> int:
    total = sum((exact(weight) for weight in weights.values()), Fraction(0))
    return round_half_away(
        sum((exact(weights[name]) * tenths[name] for name in weights), Fraction(0)) / total
    )


def lead_score_name(rules: Rules) -> str:
    """Return the name of "the" score: `total`, else the only one, else the one named by `lead_score`."""
    names = list(rules["scores"])
    if "total" in names:
        return "total"
    return names[0] if len(names) == 1 else str(rules["lead_score"])
