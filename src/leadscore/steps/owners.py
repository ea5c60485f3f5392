"""Leads get their owners: the best leads first, as many as the owners can take, evenly."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import CONTACT, LEAD_OWNER, WAITING_PLACE, WAITING_WHY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from leadscore.rules.owners import CompiledOwners, OwnerEntry

__all__ = ["AWAY", "ENTRY", "FULL", "NEW", "NOBODY", "UNANSWERED", "Loads", "give_owners", "loads_of"]

ENTRY: Final = "owner:entry"
"""Int64: the place of the entry of owners that matches a lead, null for none."""
NEW: Final = "owner:new"
"""Boolean: the lead is handed over on this day."""
UNANSWERED: Final = "owner:unanswered"
"""Boolean: Sales has not answered yet."""

FULL: Final = "everybody who gets such leads has enough"
AWAY: Final = "everybody who gets such leads is away"
OWNER_FULL: Final = "its owner has enough"
OWNER_AWAY: Final = "its owner is away"
NOBODY: Final = "no entry of owners matches"
"""Why a lead waits."""


@dataclass
class Loads:
    """How many leads each owner has.

    Attributes:
        new: Those that are handed over on this day.
        open: Those that wait for an answer.
    """

    new: Counter[str] = field(default_factory=Counter)
    open: Counter[str] = field(default_factory=Counter)

    def add(self, owner: str, *, is_open: bool) -> None:
        """Count a lead that is handed over today."""
        self.new[owner] += 1
        self.open[owner] += is_open


def loads_of(kept: pl.DataFrame) -> Loads:
    """Return how many leads the owners have before any are given.

    Args:
        kept: One row per lead that has its owner: `lead_owner`, `owner:new`, `owner:unanswered`.
    """
    counted = kept.group_by(LEAD_OWNER).agg(pl.col(NEW).sum(), pl.col(UNANSWERED).sum())
    owners = counted[LEAD_OWNER].to_list()
    return Loads(
        Counter(dict(zip(owners, counted[NEW].to_list(), strict=True))),
        Counter(dict(zip(owners, counted[UNANSWERED].to_list(), strict=True))),
    )


def give_owners(leads: pl.DataFrame, owners: CompiledOwners, loads: Loads) -> pl.DataFrame:
    """Hand leads to owners, in order: to the one who has them, else to who of their entry has the fewest open ones.

    NOTE: who gets a lead depends on who got those before, so this goes lead by lead. There are as many as are new.

    Args:
        leads: One row per lead that begins, the best first: `row:contact`, `lead_owner` where it has one, `owner:entry`,
            whose limits hold, and `owner:unanswered`.
        owners: The owners; ties go to the first of an entry.
        loads: What they have already; what is given is added.

    Returns:
        One row per lead: `row:contact`, `lead_owner`, and for those that wait `waiting_place`, from 1, and `waiting_why`.
    """
    given: list[str | None] = []
    why: list[str | None] = []
    for place, kept, unanswered in zip(leads[ENTRY], leads[LEAD_OWNER], leads[UNANSWERED], strict=True):
        entry = None if place is None else owners.entries[place]
        owner = None if entry is None else _freest(entry, kept, loads)
        if owner is not None:
            loads.add(owner, is_open=unanswered)
        given.append(owner)
        why.append(None if owner is not None else _why(entry, kept))
    told = leads.select(CONTACT).with_columns(
        pl.Series(LEAD_OWNER, given, pl.String), pl.Series(WAITING_WHY, why, pl.String)
    )
    waits = pl.col(WAITING_WHY).is_not_null()
    return told.with_columns(pl.when(waits).then(waits.cum_sum()).cast(pl.Int64).alias(WAITING_PLACE))


def _freest(entry: OwnerEntry, kept: str | None, loads: Loads) -> str | None:
    """Return who can take one more and has the fewest open leads: of an entry, or the one whose lead it is."""
    able: Iterable[str] = (
        name for name in entry.here if kept in (None, name) and _can_take(name, entry, loads)
    )
    return min(able, key=lambda name: loads.open[name], default=None)


def _can_take(name: str, entry: OwnerEntry, loads: Loads) -> bool:
    return (entry.per_day is None or loads.new[name] < entry.per_day) and (
        entry.open is None or loads.open[name] < entry.open
    )


def _why(entry: OwnerEntry | None, kept: str | None) -> str:
    if entry is None:
        return NOBODY
    if kept is not None:
        return OWNER_FULL if kept in entry.here else OWNER_AWAY
    return FULL if entry.here else AWAY
