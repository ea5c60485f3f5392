"""What stands behind the points of a rule: a value, a condition, silence, or activities one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leadscore.report.amounts import given, plain
from leadscore.report.layout import grid
from leadscore.report.text import counted, harmless, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType
    from rich.text import Text

    from leadscore.results.explanation import Activities, Activity, Reading, RulePoints

__all__ = ["activities", "reason", "told"]

_LONGEST: Final = 60
"""Characters of a value that are shown."""
_TYPE: Final = 20
_HOW: Final = {"each": "", "per_day": ", one a day counts", "once": ", the newest counts"}


def told(reading: Reading) -> str:
    """Return what a field holds in words."""
    return (
        f"{reading.field} is missing" if reading.value is None else f"{reading.field} = {_cut(reading.value)}"
    )


def _cut(value: str) -> str:
    return value if len(value) <= _LONGEST else f"{value[:_LONGEST]}..."


def reason(rule: RulePoints) -> Text:
    """Return why a rule gives what it gives."""
    if rule.why or not rule.reads:
        return shown(rule.why, "dim")
    said = ", ".join(map(told, rule.reads))
    if rule.answer == "unknown":
        return shown(f"unknown: {said}", "dim")
    return shown(f"{rule.answer}: {said}" if rule.kind == "when" else said, "dim")


def activities(found: Activities, *, with_weights: bool) -> Iterator[RenderableType]:
    """Show the newest activities behind a rule, and what the others give together.

    Args:
        found: The activities.
        with_weights: Whether it is told how much of each is left.
    """
    yield shown(_total(found), "dim")
    table = grid()
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(max_width=_TYPE, overflow="fold")
    for _ in range(1 + with_weights):
        table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    nothing = ("",) * with_weights
    for one in found.newest:
        weight = (f"{one.weight:.1f} %",) if with_weights else ()
        table.add_row(
            str(one.day), _age(one.age), shown(one.type), *weight, given(one.points), shown(_more(one))
        )
    if found.others:
        table.add_row(f"{found.others:,} more", "", "together", *nothing, given(found.others_points))
    if found.rounding:
        table.add_row("rounding", "", "", *nothing, given(found.rounding))
    yield table


def _total(found: Activities) -> str:
    """Return how many activities count, in which way, and for how much."""
    one_day = found.count == "per_day"
    total = _days(found.found) if one_day else counted(found.found, "activity", "activities")
    alone = found.found == 1 or found.count == "once"
    unit = "point" if abs(found.each) == 1 else "points"
    each = f"{plain(found.each)} {unit if alone else 'for each'}"
    most = "" if found.most is None else f", at most {plain(found.most)}"
    return f"{total}{_HOW[found.count]}, {each}{most}"


def _days(number: int) -> str:
    return f"activities on {counted(number, 'day', 'days')}"


def _age(days: int) -> str:
    return counted(days, "day", "days") if days else "today"


def _more(one: Activity) -> str:
    """Return what else is known of an activity."""
    said = [
        _cut(detail.value) if detail.field in {"url", "asset"} else told(detail)
        for detail in one.details
        if detail.value
    ]
    said += [f"from {harmless(one.column)}"] if one.column else []
    said += [f"and {one.same_day:,} more that day"] if one.same_day else []
    return ", ".join(said)
