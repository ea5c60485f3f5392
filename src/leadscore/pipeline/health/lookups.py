"""Lookups: how many leads each line is for, lines for values that do not occur, frequent values without a line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from leadscore.errors import did_you_mean
from leadscore.pipeline.health.advice import as_known, differ, listed, shortened
from leadscore.pipeline.health.export import ENOUGH, share
from leadscore.results import percent
from leadscore.results.health import PartHealth
from leadscore.schema.operators import kind_of
from leadscore.schema.scores import DEFAULT_KEY, LookupRule
from leadscore.schema.types import describe

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from leadscore.columns import Kind
    from leadscore.pipeline.health.export import Export
    from leadscore.pipeline.health.firing import Firing
    from leadscore.results.health import Finding
    from leadscore.schema.types import Scalar

__all__ = ["look_at_lookups", "lookup_parts"]

_FREQUENT: Final = 100
"""A value is frequent if at least one in so many leads with a value has it."""
_SHARED: Final = 2
"""Leads with the same value, on average, below which no value of a field is frequent."""
_AT_LEAST: Final = 5
"""Leads below which no value is frequent."""
_MOST: Final = 200
"""Values without a line that are looked at; not more than a hundred can be frequent."""


@dataclass(frozen=True)
class _Values:
    """What leads have in the field of a lookup.

    Attributes:
        named: How many leads each line is for.
        others: The most frequent values without a line, as people write them, each with its leads.
        unnamed: How many leads have a value without a line.
        there: How many leads have a value.
        different: How many different values without a line there are.
    """

    named: dict[Scalar, int]
    others: tuple[tuple[str, int], ...]
    unnamed: int
    there: int
    different: int

    @property
    def nearly_unique(self) -> bool:
        """Whether hardly any two leads have the same value."""
        named = sum(leads > 0 for leads in self.named.values())
        return self.there < _SHARED * (self.different + named)


def _values(export: Export, rule: LookupRule) -> _Values:
    """Count the leads of each line as the rule finds them: by the kind of its key, in the order of the kinds."""
    field = export.field(rule.lookup)
    lines: dict[Kind, dict[Any, int]] = {}
    for line, key in enumerate(rule.keyed):
        lines.setdefault(kind_of(key), {}).update(dict.fromkeys(field.equal_to(key), line))
    kinds: tuple[Kind, ...] = tuple(lines) or ("text",)
    line_of = (
        pl.coalesce(_line_of(kind, table) for kind, table in lines.items())
        if lines
        else pl.lit(None, pl.Int64)
    )
    shown = export.shown(rule.lookup, "text" if "text" in kinds else kinds[0])
    there = (
        export.contacts.lazy()
        .select(*[field.compared(kind).alias(kind) for kind in kinds], shown=shown)
        .filter(pl.any_horizontal(pl.col(kind).is_not_null() for kind in kinds))
        .with_columns(line=line_of)
    )
    each = there.group_by("line").agg(pl.len().cast(pl.Int64))
    without = (
        there.filter(pl.col("line").is_null())
        .group_by(kinds)
        .agg(pl.len().cast(pl.Int64).alias("leads"), pl.col("shown").min())
    )
    others = (
        without.sort("leads", "shown", *kinds, descending=[True, *[False] * (len(kinds) + 1)])
        .head(_MOST)
        .select("shown", "leads")
    )
    counted, listed_, different = pl.collect_all([each, others, without.select(pl.len())])
    leads: dict[int | None, int] = dict(counted.iter_rows())
    named = {key: leads.get(line, 0) for line, key in enumerate(rule.keyed)}
    return _Values(
        named, tuple(listed_.iter_rows()), leads.get(None, 0), sum(leads.values()), different.item()
    )


def _line_of(kind: Kind, table: dict[Any, int]) -> pl.Expr:
    return pl.col(kind).replace_strict(list(table), list(table.values()), default=None, return_dtype=pl.Int64)


def lookup_parts(export: Export, rule: LookupRule) -> tuple[PartHealth, ...]:
    """Return how many leads each line of a lookup is for."""
    values = _values(export, rule)
    counts = [(_key_text(key), leads) for key, leads in values.named.items()]
    counts += [(DEFAULT_KEY, values.unnamed)]
    counts += [("unknown", export.leads - values.there)]
    return tuple(PartHealth(name, leads, percent(leads, export.leads)) for name, leads in counts)


def _key_text(key: Scalar) -> str:
    return key if isinstance(key, str) else describe(key)


def look_at_lookups(export: Export, one: Firing, empty: Collection[str]) -> Iterator[Finding]:
    """Yield what is to be said of the lines of a lookup.

    Args:
        export: The export.
        one: A rule, and which leads it fires on.
        empty: Fields of which it is said that they are nearly empty.
    """
    rule = one.rule
    if not isinstance(rule, LookupRule) or rule.lookup in empty or not one.leads:
        return
    values = _values(export, rule)
    if values.there < ENOUGH:
        return
    everybody = next((key for key, leads in values.named.items() if leads == export.leads), None)
    if everybody is not None:
        yield _always(export, one, rule, everybody)
        return
    absent = [key for key, leads in values.named.items() if not leads]
    if absent:
        yield _absent(export, one, rule, absent, values)
    frequent = [
        (value, leads)
        for value, leads in values.others
        if leads >= _AT_LEAST and leads * _FREQUENT >= values.there
    ]
    if frequent and not values.nearly_unique:
        found = _unnamed(export, one, rule, frequent, values.there)
        yield replace(found, severity="note") if DEFAULT_KEY in rule.points else found


def _always(export: Export, one: Firing, rule: LookupRule, key: Scalar) -> Finding:
    message = f'rule "{rule.id}" always fires the same: all {export.leads:,} leads have "{shortened(_key_text(key))}"'
    hint = "it tells nobody apart: look up another field, or remove it"
    return export.finding("always-fires", (*one.path, "points", _key_text(key)), message, hint)


def _absent(export: Export, one: Firing, rule: LookupRule, absent: list[Scalar], values: _Values) -> Finding:
    names = [f'"{shortened(_key_text(key))}"' for key in absent]
    message = f'rule "{rule.id}": no lead has {listed(names)} as "{rule.lookup}"'
    others = [shortened(value) for value, _ in values.others]
    known = next(filter(None, (as_known(rule.lookup, _key_text(key)) for key in absent)), "")
    close = "" if known else did_you_mean(_key_text(absent[0]), others)
    without = f"values without a line: {listed(others)}" if others else ""
    if values.nearly_unique:
        without = differ(rule.lookup)
    said = " ".join(part for part in (close, without) if part) + (f"; {known}" if known else "")
    help_ = said or "every value that occurs has a line; remove these, or leave them for later exports"
    return export.finding("lookup-value-absent", (*one.path, "points", _key_text(absent[0])), message, help_)


def _unnamed(
    export: Export, one: Firing, rule: LookupRule, frequent: list[tuple[str, int]], there: int
) -> Finding:
    named = [f'"{shortened(value)}" ({leads:,} leads, {share(leads, there)})' for value, leads in frequent]
    shown = listed(named)
    message = f'rule "{rule.id}": frequent values of "{rule.lookup}" have no line in the lookup: {shown}'
    if DEFAULT_KEY in rule.points:
        help_ = "they get what stands beside `default`; if you mean 0, give them a line with 0"
    else:
        help_ = "they get 0 points: give each a line, with 0 if that is meant"
    return export.finding("frequent-value-unnamed", (*one.path, "lookup"), message, help_)
