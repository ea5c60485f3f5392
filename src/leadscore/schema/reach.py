"""How little and how much rules can give, whoever the contact is: by rule, by group, by score.

Sums of whole numbers, nothing is looked at twice. What is said here is never too narrow: two rules of which only one
can fire are added up all the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadscore.schema.scores import ActivityRule, BandRule, LookupRule, QuietRule, RuledScore, WhenRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from leadscore.schema.model import Rules
    from leadscore.schema.scores import CombinedScore, Rule

__all__ = ["Reach", "least_most", "rule_reach", "score_reaches", "sum_reach"]


@dataclass(frozen=True)
class Reach:
    """The least and the most of something; both belong to it.

    Attributes:
        low: The least; None where there is no end.
        high: The most; None where there is no end.
    """

    low: int | None
    high: int | None

    def within(self, low: int | None, high: int | None) -> Reach:
        """Return the same held between two limits, either of which may be missing."""
        return Reach(_held(self.low, low, high, low), _held(self.high, low, high, high))


def _held(value: int | None, low: int | None, high: int | None, endless: int | None) -> int | None:
    """Hold one end between two limits; one without end is where its own limit is."""
    if value is None:
        return endless
    if low is not None:
        value = max(value, low)
    return value if high is None else min(value, high)


def rule_reach(rule: Rule) -> Reach:
    """Return what a rule can give, in thousandths, after its own `max` and before groups."""
    match rule:
        case ActivityRule():
            return _of_activities(rule)
        case QuietRule():
            return _over((0, rule.points))
        case WhenRule():
            known: tuple[int, ...] = (0, rule.points)
        case BandRule():
            bands = tuple(band.points for band in rule.points)
            known = bands if rule.points[-1].below is None else (0, *bands)
        case LookupRule():
            known = (rule.default, *rule.keyed.values())
    return _over((*known, rule.unknown or 0))


def _over(values: Iterable[int]) -> Reach:
    listed = tuple(values)
    return Reach(min(listed), max(listed))


def _of_activities(rule: ActivityRule) -> Reach:
    """Add up as many activities as count; without a limit of its own a rule has no end on one side."""
    most = None
    if rule.count == "once":
        most = abs(rule.points)
    elif rule.count == "per_day" and rule.within_last is not None:
        most = abs(rule.points) * (rule.within_last + 1)
    if rule.max is not None:
        most = rule.max if most is None else min(most, rule.max)
    if rule.points == 0:
        most = 0
    if rule.points < 0:
        return Reach(None if most is None else -most, 0)
    return Reach(0, most)


def sum_reach(score: RuledScore) -> Reach:
    """Return what the rules of a score can give together, in thousandths, within the limits of their groups."""
    by_group: dict[str | None, list[Reach]] = {}
    for rule in score.rules:
        by_group.setdefault(rule.group, []).append(rule_reach(rule))
    return _sum(_limited(score, group, _sum(parts)) for group, parts in by_group.items())


def _limited(score: RuledScore, group: str | None, total: Reach) -> Reach:
    limits = score.groups.get(group) if group is not None else None
    return total if limits is None else total.within(limits.min, limits.max)


def _sum(parts: Iterable[Reach]) -> Reach:
    listed = tuple(parts)
    return Reach(_total(part.low for part in listed), _total(part.high for part in listed))


def _total(ends: Iterable[int | None]) -> int | None:
    total = 0
    for end in ends:
        if end is None:
            return None
        total += end
    return total


def least_most(score: RuledScore) -> Reach:
    """Return a score's points, in thousandths, between its floor and `full_at`."""
    return sum_reach(score).within(score.min, score.full_at)


def score_reaches(rules: Rules) -> dict[str, Reach]:
    """Return what every score can show, in tenths, combined scores after those with rules."""
    reaches = {name: _shown(score) for name, score in rules.ruled.items()}
    for name, score in rules.combined.items():
        reaches[name] = _combined(score, reaches)
    return reaches


def _shown(score: RuledScore) -> Reach:
    points = least_most(score)
    low = score.min if points.low is None else points.low
    high = score.full_at if points.high is None else points.high
    return Reach(_rounded(low * 1000, score.full_at), _rounded(high * 1000, score.full_at))


def _combined(score: CombinedScore, reaches: Mapping[str, Reach]) -> Reach:
    weights = sum(score.combine.values())
    lows = [(reaches[name].low or 0) * weight for name, weight in score.combine.items()]
    highs = [(reaches[name].high or 0) * weight for name, weight in score.combine.items()]
    return Reach(_rounded(sum(lows), weights), _rounded(sum(highs), weights))


def _rounded(numerator: int, denominator: int) -> int:
    """Return a quotient, rounded half away from zero."""
    size = (2 * abs(numerator) + denominator) // (2 * denominator)
    return size if numerator >= 0 else -size
