"""Owners, compiled: who may get a lead, and whose it is already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from leadscore.rules.values import normalised, normalised_all

if TYPE_CHECKING:
    from datetime import date

    from leadscore.rules.compile import CompiledRules
    from leadscore.schema.handoff import Owner

__all__ = ["CompiledOwners", "OwnerEntry", "compile_owners"]


@dataclass(frozen=True)
class OwnerEntry:
    """One entry of the owners.

    Attributes:
        owners: Who gets the leads that match, in file order.
        here: Those of them who are not away.
        per_day: How many new leads each gets on one day; None for any number.
        open: How many leads without an answer each may have; None for any number.
    """

    owners: tuple[str, ...]
    here: tuple[str, ...]
    per_day: int | None
    open: int | None


@dataclass(frozen=True)
class CompiledOwners:
    """The owners of a rules file, ready to meet the data.

    Attributes:
        entries: The entries, in file order.
        entry: Int64 over contacts: the place of the first entry that matches, null for none.
        names: All owners, each once, in file order.
        away: Who is away, and the last day of it.
    """

    entries: tuple[OwnerEntry, ...]
    entry: pl.Expr
    names: tuple[str, ...]
    away: dict[str, date]

    def listed(self, owner: pl.Expr) -> pl.Expr:
        """Return the owner whom a text names, as the rules write the name; null where they list none of that name."""
        return normalised(owner).replace_strict(
            normalised_all(self.names), list(self.names), default=None, return_dtype=pl.String
        )

    def entry_of(self, owner: pl.Expr) -> pl.Expr:
        """Return the place of the entry whose limits hold for a lead of an owner: its own if that lists the owner."""
        own: pl.Expr = pl.lit(value=False)
        first: pl.Expr = pl.lit(None, pl.Int64)
        for place, entry in reversed(list(enumerate(self.entries))):
            lists = owner.is_in(entry.owners)
            own = own | ((self.entry == place) & lists)
            first = pl.when(lists).then(pl.lit(place, pl.Int64)).otherwise(first)
        return pl.when(owner.is_null() | own).then(self.entry).otherwise(first)

    def first_here(self) -> pl.Expr:
        """Return who gets a lead that comes alone: the first of its entry who is not away, null for none."""
        first = [entry.here[0] if entry.here else None for entry in self.entries]
        return self.entry.replace_strict(list(range(len(first))), first, default=None, return_dtype=pl.String)


def compile_owners(rules: CompiledRules) -> CompiledOwners | None:
    """Compile the owners of a rules file; None where it has none."""
    given = rules.model.owners
    if not given:
        return None
    found: pl.Expr = pl.lit(None, pl.Int64)
    for place, entry in reversed(list(enumerate(given))):
        matches = rules.conditions.holding(entry.when, entry.unless)
        found = pl.when(matches).then(pl.lit(place, pl.Int64)).otherwise(found)
    away = {
        name: max(day for one in given for who, day in (one.away or {}).items() if who == name)
        for entry in given
        for name, until in (entry.away or {}).items()
        if until >= rules.as_of
    }
    names = tuple(dict.fromkeys(name for entry in given for name in entry.owner))
    return CompiledOwners(tuple(_entry(entry, away) for entry in given), found, names, away)


def _entry(entry: Owner, away: dict[str, date]) -> OwnerEntry:
    owners = tuple(dict.fromkeys(entry.owner))
    return OwnerEntry(owners, tuple(name for name in owners if name not in away), entry.per_day, entry.open)
