"""Bands: how many leads are in each, and those in which nobody is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from leadscore.pipeline.health.advice import number_text
from leadscore.pipeline.health.export import ENOUGH
from leadscore.results import percent
from leadscore.results.health import PartHealth
from leadscore.rules.operators import comparable
from leadscore.schema.scores import BandRule

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from leadscore.pipeline.health.export import Export
    from leadscore.pipeline.health.firing import Firing
    from leadscore.results.health import Finding

__all__ = ["band_parts", "look_at_bands"]


@dataclass(frozen=True)
class _Filled:
    """How many leads are in each band of a rule, and between which ends their values are."""

    counts: tuple[int, ...]
    missing: int
    low: float | None
    high: float | None

    @property
    def there(self) -> int:
        return sum(self.counts)


def _filled(export: Export, rule: BandRule) -> _Filled:
    """Return how many leads are in each band; the last count is of those above all of them."""
    value = export.field(rule.band).read("number")
    below: list[pl.Expr] = [value < limit for limit in _limits(rule)] + [value.is_not_null()]
    sums = [one.sum().cast(pl.Int64).alias(str(place)) for place, one in enumerate(below)]
    ends = [value.null_count().alias("missing"), value.min().alias("low"), value.max().alias("high")]
    row = export.contacts.select(*sums, *ends).row(0)
    up_to, (missing, low, high) = row[: len(sums)], row[len(sums) :]
    counts = [there - before for there, before in zip(up_to, (0, *up_to), strict=False)]
    return _Filled(tuple(counts), missing, low, high)


def _limits(rule: BandRule) -> list[float]:
    return [float(comparable(band.below)) for band in rule.points if band.below is not None]  # type: ignore[arg-type]


def band_parts(export: Export, rule: BandRule) -> tuple[PartHealth, ...]:
    """Return how many leads each band of a rule is for."""
    filled, limits = _filled(export, rule), _limits(rule)
    names = [f"below {number_text(limit)}" for limit in limits]
    names.append(f"{number_text(limits[-1])} and above" if limits else "any number")
    counts = [*zip(names, filled.counts, strict=True), ("unknown", filled.missing)]
    return tuple(PartHealth(name, leads, percent(leads, export.leads)) for name, leads in counts)


def look_at_bands(export: Export, one: Firing, empty: Collection[str]) -> Iterator[Finding]:
    """Yield the bands of a rule in which nobody is, and one in which everybody is.

    Args:
        export: The export.
        one: A rule, and which leads it fires on.
        empty: Fields of which it is said that they are nearly empty.
    """
    rule = one.rule
    if not isinstance(rule, BandRule) or rule.band in empty or not one.leads:
        return
    filled, limits = _filled(export, rule), _limits(rule)
    if filled.there < ENOUGH or filled.low is None or filled.high is None:
        return
    if max(filled.counts) == export.leads:
        yield _always(export, one, rule, filled)
        return
    for place, band in enumerate(rule.points):
        path = (*one.path, "points", place)
        lower = limits[place - 1] if place else None
        if lower is not None and filled.high < lower:
            taken = number_text(next(limit for limit in limits if filled.high < limit))
            message = f'rule "{rule.id}": no lead reaches this band, as the one below {taken} takes even the highest'
            yield export.finding("band-shadowed", path, message, f"{_ends(rule, filled)}; lower the limits")
            return
        elif not filled.counts[place] and band.points:
            message = f'rule "{rule.id}": no lead is in this band'
            yield export.finding("band-empty", path, message, f"{_ends(rule, filled)}; move the limits")


def _always(export: Export, one: Firing, rule: BandRule, filled: _Filled) -> Finding:
    place = min(filled.counts.index(export.leads), len(rule.points) - 1)
    message = f'rule "{rule.id}" always fires the same: all {export.leads:,} leads are in this band'
    hint = f"{_ends(rule, filled)}; move the limits to where they tell leads apart"
    return export.finding("always-fires", (*one.path, "points", place), message, hint)


def _ends(rule: BandRule, filled: _Filled) -> str:
    return f'"{rule.band}" is from {number_text(filled.low or 0)} to {number_text(filled.high or 0)} in this export'
