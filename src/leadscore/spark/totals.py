"""What was counted of the buckets, taken together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import REJECTED
from leadscore.results import Joined, Unreadable
from leadscore.schema.model import INPUTS
from leadscore.steps.match import key_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from leadscore.schema.model import InputName

__all__ = ["FIRST", "Notes", "first_of", "together"]

Record = tuple[int, str, str, str]
FIRST: Final = 5
"""Rejected records that are told."""
_EXAMPLES: Final = 3


@dataclass(frozen=True)
class Notes:
    """What is counted of a bucket, or of all.

    Attributes:
        read: How many records there are, by input.
        fates: How many of them have each fate, those that are malformed among the rejected ones.
        first: Some of the rejected ones: the place of their input, file, reason and text.
        unreadable: Cells that could not be read.
        joined: How records found their contacts.
        strangers: How many activities there are if not one finds a contact; else 0.
        later_events: Days in columns of contacts that are later than the as-of date, by header.
        oldest: Age of the oldest activity.
        shared: How many addresses several contacts have.
        sharing: Some of them, each with two of the ids.
    """

    read: Mapping[InputName, int] = field(default_factory=dict)
    fates: Mapping[InputName, Mapping[str, int]] = field(default_factory=dict)
    first: tuple[Record, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    joined: Mapping[InputName, Joined] = field(default_factory=dict)
    strangers: int = 0
    later_events: Mapping[str, int] = field(default_factory=dict)
    oldest: int | None = None
    shared: int = 0
    sharing: tuple[tuple[str, str, str], ...] = ()


def together(notes: Iterable[Notes]) -> Notes:
    """Return what buckets come to together."""
    all_ = list(notes)
    names = sorted({name for one in all_ for name in one.fates})
    activities = sum(one.read.get("activities", 0) for one in all_)
    strangers = sum(one.strangers for one in all_)
    ages = [one.oldest for one in all_ if one.oldest is not None]
    return Notes(
        read={name: sum(one.read.get(name, 0) for one in all_) for name in names},
        fates={name: _summed(one.fates.get(name, {}) for one in all_) for name in names},
        first=_first([record for one in all_ for record in one.first]),
        unreadable=_unreadable(found for one in all_ for found in one.unreadable),
        joined={name: _joined([one.joined[name] for one in all_ if name in one.joined]) for name in names},
        strangers=strangers if strangers == activities else 0,
        later_events=_summed(one.later_events for one in all_),
        oldest=max(ages, default=None),
        shared=sum(one.shared for one in all_),
        sharing=tuple(sorted(found for one in all_ for found in one.sharing)[:FIRST]),
    )


def first_of(name: InputName, records: pl.DataFrame) -> list[tuple[int, str, str, str]]:
    """Return the first rejected records of an input, as `Notes` have them."""
    told = records.select(REJECTED[0], REJECTED[4], REJECTED[5]).sort(pl.all()).head(FIRST)
    return [(INPUTS.index(name), *record) for record in told.iter_rows()]


def _first(records: list[Record]) -> tuple[Record, ...]:
    """Return the first rejected records of each input."""
    told: dict[int, list[Record]] = {}
    for one in sorted(records):
        told.setdefault(one[0], []).append(one)
    return tuple(one for those in told.values() for one in those[:FIRST])


def _summed(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return dict(sorted(total.items()))


def _unreadable(found: Iterable[Unreadable]) -> tuple[Unreadable, ...]:
    """Return unreadable cells by column, in the order in which a run in one piece tells of them."""
    columns: dict[tuple[str, str, str], list[Unreadable]] = {}
    for one in found:
        columns.setdefault((one.input, one.column, one.kind), []).append(one)
    return tuple(
        Unreadable(
            *column,
            sum(one.count for one in those),
            tuple(sorted({text for one in those for text in one.examples})[:_EXAMPLES]),
        )
        for column, those in columns.items()
    )


def _joined(found: list[Joined]) -> Joined:
    keys = sorted({key for one in found for key in one.keys})[:_EXAMPLES]
    return Joined(
        tuple(map(key_text, keys)),
        sum(one.by_name for one in found),
        sum(one.several for one in found),
        tuple(keys),
    )
