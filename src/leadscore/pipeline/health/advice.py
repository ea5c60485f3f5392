"""What the export has instead, where a rule never fires: values that occur, types in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import NEWEST, typed
from leadscore.errors import did_you_mean
from leadscore.rules.values import as_text, normalised_all
from leadscore.schema.conditions import field_tests
from leadscore.schema.scores import ActivityRule, BandRule, LookupRule, QuietRule, WhenRule
from leadscore.schema.uses import kinds_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from leadscore.columns import Kind
    from leadscore.pipeline.health.export import Export
    from leadscore.schema.conditions import FieldTest
    from leadscore.schema.scores import Rule

__all__ = ["MOST", "as_known", "differ", "frequent_values", "listed", "number_text", "shortened", "why_not"]

MOST: Final = 5
"""Values of a field that a message names."""
_LONGEST: Final = 40
"""Characters of a value that a message shows."""
_OLD: Final = 30
"""Days after which it is told that every activity is older, where the rule has no limit of its own."""
_LIMITS: Final = ("within_last", "where")
_DIFFERENT: Final = 2
"""Leads that share a value, on average, below which the values of a field differ nearly everywhere."""
_KNOWN: Final = frozenset({"known", "unknown"})
_EQUAL: Final = frozenset({"is", "in"})


def why_not(export: Export, rule: Rule) -> str:
    """Return what to do about a rule that never fires."""
    match rule:
        case ActivityRule():
            return _of_types(_types(export), rule, _newest(export))
        case QuietRule():
            return "shorten the time, or remove the rule"
        case WhenRule():
            tests = list(field_tests(rule.when))
            found = [_of_test(export, test) for test in tests[:2]]
            return "\n".join(filter(None, found)) or "look at what it asks for, or remove it"
        case BandRule():
            return _range(export, rule.band, "number")
        case LookupRule():
            return _frequent(export, rule.lookup, next(map(str, rule.keyed), ""))


def _of_types(types: Mapping[str, int], rule: ActivityRule, newest: int | None) -> str:
    wanted = normalised_all(rule.activity)
    there = sum(types.get(one, 0) for one in wanted)
    if there:
        limits = [key for key in _LIMITS if getattr(rule, key) is not None]
        limits += ["min_count"] if rule.min_count > 1 else []
        asked = f"look at {' and '.join(f'`{key}`' for key in limits)}" if limits else "look at their dates"
        old = newest is not None and newest > (rule.within_last or _OLD)
        all_old = f"; the newest of all activities is {newest:,} days old: is --as-of right?" if old else ""
        return f"activities of this type in the log: {there:,}; {asked}{all_old}"
    if not types:
        return "no activities are in the log"
    named = sorted(types, key=lambda name: (-types[name], name))
    close = did_you_mean(rule.activity[0], named)
    return " ".join(
        part for part in (close, f"types in the log: {listed(list(map(shortened, named)), 10)}") if part
    )


def _newest(export: Export) -> int | None:
    """Return how many days old the newest activity of all is; None where nobody has one."""
    newest: int | None = export.contacts.select(pl.col(NEWEST).min()).item()
    return newest


def _types(export: Export) -> dict[str, int]:
    """Return how many activities of each type there are, wherever they come from."""
    found: dict[str, int] = dict.fromkeys(normalised_all(export.rules.events.values()), 0)
    for name in found:
        made = [column for column, type_ in export.rules.events.items() if normalised_all([type_]) == [name]]
        found[name] = int(
            export.contacts.select(
                pl.sum_horizontal(pl.col(typed("day", one)).count() for one in made)
            ).item()
        )
    if "activities" in export.session.inputs:
        there = export.session.inputs["activities"]
        types = there.table.frame.select(
            as_text(there.layout.cell("type"), there.layout.missing).alias("type")
        )
        counted = types.drop_nulls().group_by("type").len().collect(engine="streaming")
        for name, rows in counted.iter_rows():
            found[name] = found.get(name, 0) + rows
    return {name: rows for name, rows in found.items() if rows}


def _of_test(export: Export, test: FieldTest) -> str:
    """Return what the field of a test holds, for those that compare it with values."""
    kinds = kinds_of(test)
    info = export.info(test.field)
    if (
        export.lacks(test.field)
        or test.operator in {"known", "in_list"}
        or info.name.startswith(("score.", "momentum.", "rule."))
    ):
        return ""
    if "text" in kinds:
        operands = test.operand if isinstance(test.operand, tuple) else (test.operand,)
        return _frequent(export, test.field, str(operands[0]) if test.operator in _EQUAL else "")
    return _range(export, test.field, kinds[0])


def _frequent(export: Export, field: str, wanted: str) -> str:
    """Return the frequent values of a field, and the one that is closest to what was looked for."""
    values = [shortened(value) for value, _ in frequent_values(export, field, "text", 50)]
    if not values:
        return ""
    known = as_known(field, wanted)
    close = did_you_mean(wanted, values) if wanted and not known else ""
    told = differ(field) if _is_unique(export, field) else f'frequent values of "{field}": {listed(values)}'
    return " ".join(filter(None, (close, told))) + (f"; {known}" if known else "")


def as_known(field: str, value: str) -> str:
    """Return what to write where a word such as `known` is no value, but asks whether there is one; else nothing."""
    word = value.casefold()
    if word not in _KNOWN:
        return ""
    return f"whether there is any value is asked with {{{field}: {{known: {str(word == 'known').lower()}}}}}"


def differ(field: str) -> str:
    """Return what is said of a field with hardly any value that two leads share."""
    return f'the values of "{field}" differ from lead to lead'


def _is_unique(export: Export, field: str) -> bool:
    value = export.field(field).compared("text")
    there, different = export.contacts.select(
        value.count().alias("there"), value.drop_nulls().n_unique().alias("different")
    ).row(0)
    return bool(there < _DIFFERENT * different)


def _range(export: Export, field: str, kind: Kind) -> str:
    if kind == "flag":
        return ""
    value = export.field(field).read(kind)
    low, high = export.contacts.select(value.min().alias("low"), value.max().alias("high")).row(0)
    if low is None:
        return ""
    ends = [number_text(end) if isinstance(end, float) else str(end) for end in (low, high)]
    return f'"{field}" is from {ends[0]} to {ends[1]} in this export'


def frequent_values(export: Export, field: str, kind: Kind, most: int) -> list[tuple[str, int]]:
    """Return the most frequent values of a field, as people write them, and of how many leads they are."""
    compared = export.field(field).compared(kind)
    shown = export.shown(field, kind)
    counted = (
        export.contacts.lazy()
        .select(value=compared, shown=shown)
        .drop_nulls("value")
        .group_by("value")
        .agg(pl.len().cast(pl.Int64).alias("leads"), pl.col("shown").min())
        .sort("leads", "shown", "value", descending=[True, False, False])
        .head(most)
        .select("shown", "leads")
        .collect()
    )
    return [(shown, leads) for shown, leads in counted.iter_rows()]


def shortened(value: str) -> str:
    """Return a value, cut where it is long."""
    return value if len(value) <= _LONGEST else f"{value[: _LONGEST - 1]}…"


def listed(names: Sequence[str], most: int = MOST) -> str:
    """Return names in one line, and how many more there are."""
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def number_text(value: float) -> str:
    """Return a number with its thousands set apart."""
    return f"{value:,.15g}"
