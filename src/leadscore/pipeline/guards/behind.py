"""What is most likely behind a shift: the rule whose points changed most, and the columns that it reads."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from leadscore.pipeline.guards.nights import per_cent, share
from leadscore.schema.fields import field_info
from leadscore.schema.scores import ActivityRule, QuietRule
from leadscore.schema.uses import field_uses

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from leadscore.pipeline.guards.nights import Nights
    from leadscore.pipeline.measures import Points
    from leadscore.schema.model import Rules

__all__ = ["Cause", "columns_of", "rule_behind", "told", "what_behind"]

_CELLS_OF_COUNTS: Final = {"activities": "type", "deals": "stage"}
"""The column of an input that a count of its rows reads."""
_TENTH: Final = Decimal("0.1")


@dataclass(frozen=True)
class Cause:
    """What is behind a shift.

    Attributes:
        rule: Id of the rule; empty where it is none.
        columns: Headers of the columns that are read.
        details: The same in short lines, with what changed.
    """

    rule: str = ""
    columns: tuple[str, ...] = ()
    details: tuple[str, ...] = ()


def rule_behind(nights: Nights, rules: Iterable[str]) -> Cause | None:
    """Return the rule whose points per contact changed most, the first of several; None if none changed.

    Args:
        nights: The run and the one before it.
        rules: Ids of rules, in file order.
    """
    most, found = Decimal(0), None
    for rule in rules:
        then, now = (_mean(run.rules.get(rule), run.contacts) for run in (nights.last, nights.tonight))
        if abs(now - then) > most:
            most, found = abs(now - then), (rule, then, now)
    if found is None:
        return None
    rule, then, now = found
    changed = f'rule "{rule}" changed most: {then} points per contact on {nights.day}, {now} now'
    read = list(dict.fromkeys(_columns_of_rule(nights.session.rules.model, rule)))
    return Cause(rule, _headers(nights, read), (changed, *told(nights, read), *_activities(nights, read)))


def what_behind(nights: Nights, whats: Sequence[str], changed: str = "") -> Cause:
    """Return the columns that some parts of the rules read as a cause.

    Args:
        nights: The run and the one before it.
        whats: How messages name these parts, such as `stage "mql"`.
        changed: What is said before them.
    """
    model = nights.session.rules.model
    read = list(dict.fromkeys(column for what in whats for column in columns_of(model, what)))
    return Cause("", _headers(nights, read), (*([changed] if changed else []), *told(nights, read)))


def _mean(points: Points | None, contacts: int) -> Decimal:
    """Return the points per contact, with one decimal."""
    if points is None or not contacts:
        return Decimal("0.0")
    mean = Fraction(points.sum, 1000 * contacts)
    return (Decimal(mean.numerator) / mean.denominator).quantize(_TENTH, ROUND_HALF_UP)


def columns_of(model: Rules, what: str) -> Iterator[tuple[str, str]]:
    """Yield the columns that a part of the rules reads, each as its input and its field.

    Args:
        model: The rules.
        what: How messages name the part.
    """
    for use in field_uses(model):
        if use.what != what:
            continue
        info = field_info(use.field)
        if use.of_activity:
            yield "activities", use.field
        elif use.field == "persona":
            for persona in model.personas:
                yield from columns_of(model, f'persona "{persona.name}"')
        elif info is not None and info.column is not None:
            yield info.input, info.column
        elif info is not None and info.input in _CELLS_OF_COUNTS:
            yield info.input, _CELLS_OF_COUNTS[info.input]


def _columns_of_rule(model: Rules, id_: str) -> Iterator[tuple[str, str]]:
    rule = next((rule for score in model.ruled.values() for rule in score.rules if rule.id == id_), None)
    if isinstance(rule, ActivityRule | QuietRule):
        yield "activities", "type"
        for column, type_ in model.events.items():
            if isinstance(rule, QuietRule) or type_ in rule.activity:
                yield "contacts", column
    yield from columns_of(model, f'rule "{id_}"')


def _headers(nights: Nights, read: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(_header(nights, *column) for column in read)


def _header(nights: Nights, input_: str, field: str) -> str:
    """Return the header of a column as it is written, or was, or would be."""
    layout = nights.layouts.get(input_)
    if layout is not None and layout.has(field):
        return layout.header_of(field)
    then = nights.column_then(input_, field)
    return then.header if then else field


def told(nights: Nights, read: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield a line for each column that is filled otherwise than in the last run, then one for all others."""
    others: dict[str, list[str]] = {}
    for input_, field in read:
        header = _header(nights, input_, field)
        then, now = nights.column_then(input_, field), nights.column_now(input_, field)
        before = share(then.filled, then.rows) if then else None
        after = share(now.filled, now.rows) if now else None
        if before is None or before == after or (after is None and _is_there(nights, input_, header)):
            others.setdefault(input_, []).append(f'"{header}"')
        elif after is None:
            yield f'it reads "{header}" of {input_}: {per_cent(before)} filled on {nights.day}, not there now'
        else:
            yield f'it reads "{header}" of {input_}: {per_cent(before)} filled on {nights.day}, {per_cent(after)} now'
    for input_, headers in others.items():
        yield f"it reads {', '.join(headers)} of {input_}"


def _is_there(nights: Nights, input_: str, header: str) -> bool:
    return input_ in nights.layouts and header in nights.layouts[input_].header


def _activities(nights: Nights, read: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Say how many activities there are, where a rule counts them."""
    then, now = nights.last.activities.read, nights.tonight.activities.read
    if any(input_ == "activities" for input_, _ in read) and then != now:
        yield f"activities that were read: {then:,} on {nights.day}, {now:,} now"
