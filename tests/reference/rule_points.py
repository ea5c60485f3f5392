"""The points of one rule for one contact, and the least and most they could be."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from tests.reference.arithmetic import clamp, round_half_away, thousandths
from tests.reference.conditions import Setting, Truth, below, equals, holds
from tests.reference.decay import FULL, Decay, weight
from tests.reference.rows import Facts, Rules, look_up
from tests.reference.values import duration_days, normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.reference.activities import Activity


@dataclass(frozen=True)
class Points:
    """Thousandths: what is earned, and between what it lies should all become known."""

    low: int
    earned: int
    high: int


def activity_points(rule: Rules, activities: Sequence[Activity], decay: Decay, setting: Setting) -> Points:
    """Return what an `activity` or `quiet_for` rule gives; `decay` is the one that its score sets."""
    if "quiet_for" in rule:
        return _certain(_quiet(rule, activities, setting))
    return _certain(_activity(rule, activities, rule.get("decay", decay), setting))


def contact_points(rule: Rules, facts: Facts, setting: Setting) -> Points:
    """Return what a `when`, `band` or `lookup` rule gives."""
    if "when" in rule:
        return _when(rule, facts, setting)
    return _band(rule, facts) if "band" in rule else _lookup(rule, facts)


def _certain(points: int) -> Points:
    return Points(points, points, points)


def _open(rule: Rules, points: int | None, possible: Sequence[int]) -> Points:
    """Return known points as they are, unknown ones (`None`) as the rule's `unknown:` between all possible."""
    if points is not None:
        return _certain(points)
    earned = thousandths(rule.get("unknown", 0))
    return Points(min(earned, *possible), earned, max(earned, *possible))


def _when(rule: Rules, facts: Facts, setting: Setting) -> Points:
    points = thousandths(rule["points"])
    truth = holds(rule["when"], facts, setting)
    return _open(rule, None if truth is None else points * truth, [0, points])


def _band(rule: Rules, facts: Facts) -> Points:
    value, bands = look_up(facts, rule["band"]), rule["points"]
    beyond = [0] if "below" in bands[-1] else []
    possible = [thousandths(band["points"]) for band in bands] + beyond
    if value.number is None:
        return _open(rule, None, possible)
    inside = [band for band in bands if "below" not in band or below(value, band["below"])]
    return _certain(thousandths(inside[0]["points"]) if inside else 0)


def _lookup(rule: Rules, facts: Facts) -> Points:
    value, table = look_up(facts, rule["lookup"]), dict(rule["points"])
    default = thousandths(table.pop("default", 0))
    truths: list[Truth] = [equals(value, key) for key in table]
    points = [thousandths(entry) for entry in table.values()]
    if all(truth is None for truth in truths):
        return _open(rule, None, [*points, default])
    return _certain(next((given for given, truth in zip(points, truths, strict=True) if truth), default))


def _quiet(rule: Rules, activities: Sequence[Activity], setting: Setting) -> int:
    ours = set(map(normalise, _listed(rule.get("except", []))))
    ages = [(setting.as_of - activity.day).days for activity in activities if activity.type not in ours]
    quiet = bool(ages) and min(ages) > duration_days(rule["quiet_for"])
    return thousandths(rule["points"]) if quiet else 0


def _activity(rule: Rules, activities: Sequence[Activity], decay: Decay, setting: Setting) -> int:
    count = rule.get("count", "each")
    days = [activity.day for activity in activities if counts(rule, activity, setting)]
    if count == "per_day":
        days = list(set(days))
    if not days or len(days) < rule.get("min_count", 1):
        return 0
    if count == "once":
        days = [max(days)]
    weights = sum(weight(decay, (setting.as_of - day).days) for day in days)
    points = round_half_away(Fraction(thousandths(rule["points"]) * weights, FULL))
    limit = thousandths(rule["max"]) if "max" in rule else abs(points)
    return clamp(points, -limit, limit)


def counts(rule: Rules, activity: Activity, setting: Setting) -> bool:
    """Say whether an `activity` rule counts an activity."""
    if activity.type not in map(normalise, _listed(rule["activity"])):
        return False
    age = (setting.as_of - activity.day).days
    if "within_last" in rule and age > duration_days(rule["within_last"]):
        return False
    return "where" not in rule or holds(rule["where"], activity.row.facts(), setting) is True


def _listed(names: str | Sequence[str]) -> Sequence[str]:
    return [names] if isinstance(names, str) else names
