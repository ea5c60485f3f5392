"""What counts of activities for each contact and rule, summed over numbers: the one hot spot of a run.

What goes in are records as numbers, what comes out is one integer for each contact and rule. Whatever is asked of texts was asked
of each distinct one before. `steps.activity.sum_activities` says the same in expressions, and is what tests hold this to.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from leadscore.columns import (
    CONTACT,
    COUNTED,
    FATES,
    NEWEST,
    OLDEST,
    count,
    newest,
    typed,
    weight,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from leadscore.rules.activity_rules import CompiledActivityRule
    from leadscore.rules.compile import CompiledRules
    from leadscore.tables.batch import Batch, Texts

__all__ = ["Group", "KnownSums", "Newest", "Sums"]

_NEVER: Final = np.iinfo(np.int64).max
"""Stands for the age of what never was."""


@dataclass(frozen=True)
class KnownSums:
    """Sums that were made before, of the same activities on the same day.

    Attributes:
        fates: How many activities have each fate.
        of_somebody: How many found a contact.
        columns: The columns of each group of sums in its own order, by its key.
    """

    fates: Mapping[str, int]
    of_somebody: int
    columns: Mapping[str, Sequence[NDArray[np.int64]]]


class Sums:
    """The sums of all activities, batch by batch, in any order."""

    def __init__(
        self,
        rules: CompiledRules,
        types: Mapping[str, str],
        contacts: int,
        known: KnownSums | None = None,
    ) -> None:
        """Begin with nothing, or with what was summed before.

        Args:
            rules: The rules.
            types: The fields `activities.<type>` that rules read, each with its normalised type.
            contacts: How many contacts there are; they are numbered from 0.
            known: What is known of their sums.
        """
        self._types = {typed("number", field_): type_ for field_, type_ in types.items()}
        self.groups: list[Group] = [
            _Everything(),
            *(_Rule(rule) for rule in rules.activity_rules if rule.mode != "per_day"),
            *(_Quiet(rule.except_, newest(rule.id)) for rule in rules.quiet_rules),
            *(_OfType(type_, column) for column, type_ in self._types.items()),
        ]
        known = known or KnownSums(dict.fromkeys(FATES, 0), 0, {})
        self.fates = dict(known.fates)
        self.of_somebody = known.of_somebody
        self.missing = [group for group in self.groups if not group.is_in(known)]
        self._sums: dict[str, NDArray[np.int64]] = {}
        for group in self.groups:
            self._sums |= zip(group.begin, group.columns(known, contacts), strict=True)

    def column(self, name: str) -> NDArray[np.int64]:
        """Return the sums of this name, one for each contact."""
        return self._sums[name]

    def misses(self, type_: str | None) -> bool:
        """Return whether activities of this type are about something that was not known from the beginning."""
        return any(group.takes(type_) for group in self.missing)

    def add(self, batch: Batch) -> None:
        """Add some activities."""
        self._add(batch, self.groups)

    def add_missing(self, batch: Batch) -> None:
        """Add some activities to what was not known from the beginning."""
        self._add(batch, self.missing)

    def _add(self, batch: Batch, groups: Sequence[Group]) -> None:
        if any(isinstance(group, _Everything) for group in groups):
            self._count_fates(batch)
        taking = [[group for group in groups if group.takes(name)] for name in batch.names]
        wanted = np.array(
            [name is not None and bool(some) for name, some in zip(batch.names, taking, strict=True)]
        )
        used = np.flatnonzero(wanted[batch.types] & batch.aged & (batch.age >= 0) & (batch.contact >= 0))
        contact, age = batch.contact[used], batch.age[used]
        for place, rows in _by_type(batch.types[used], len(batch.names) - 1):
            some = _Some(batch, used[rows], contact[rows], age[rows])
            for group in taking[place]:
                group.add(some, self._sums)

    def _count_fates(self, batch: Batch) -> None:
        """Count what became of each activity."""
        nameless = np.array([name is None for name in batch.names])
        rejected = nameless[batch.types] | ~batch.aged
        later = ~rejected & (batch.age < 0)
        unknown = ~rejected & ~later & (batch.contact < 0)
        used = ~(rejected | later | unknown)
        fates = {"used": used, "rejected": rejected, "later": later, "unknown_contact": unknown}
        for fate, rows in fates.items():
            self.fates[fate] += int(np.count_nonzero(rows))
        self.of_somebody += int(np.count_nonzero(batch.contact >= 0))

    def take(self) -> pl.DataFrame:
        """Take the sums out: one row per contact that has an activity of its own, as `sum_activities` has it, but for the fates.

        NOTE: forty rules and a million contacts make 0.7 GB of sums; each column is let go of as soon as it is copied.
        """
        there = np.flatnonzero(self._sums[COUNTED])
        columns = [pl.Series(CONTACT, there)]
        for name, start in [column for group in self.groups for column in group.begin.items()]:
            found = pl.Series(name, self._sums.pop(name)[there])
            found = _ages(found) if start == _NEVER else found
            columns.append(found.cast(pl.Float64) if name in self._types else found)
        return pl.DataFrame(columns)


@dataclass(frozen=True)
class _Some:
    """Used activities of one type: their places in the batch, their contacts and ages."""

    batch: Batch
    places: NDArray[np.int64]
    contact: NDArray[np.int64]
    age: NDArray[np.int64]

    def where(self, chosen: NDArray[np.bool_]) -> _Some:
        """Return some of them."""
        return _Some(self.batch, self.places[chosen], self.contact[chosen], self.age[chosen])


class Group(ABC):
    """Sums that belong together.

    Attributes:
        begin: Their columns, each with what it begins with.
    """

    def __init__(self, begin: Mapping[str, int]) -> None:
        self.begin = begin

    @property
    @abstractmethod
    def about(self) -> Sequence[object]:
        """All that they depend on beside the activities; how a rule values them is no part of it."""

    @cached_property
    def key(self) -> str:
        """What tells these sums from all others of the same activities, whatever they are called."""
        return sha256(json.dumps(self.about).encode()).hexdigest()

    def is_in(self, known: KnownSums) -> bool:
        """Return whether these sums are known."""
        return bool(known.columns) and self.key in known.columns

    def columns(self, known: KnownSums, contacts: int) -> list[NDArray[np.int64]]:
        """Return its columns as far as they are known, else before anything is added; nobody else has them."""
        if self.is_in(known):
            return [column.copy() for column in known.columns[self.key]]
        return [np.full(contacts, start, np.int64) for start in self.begin.values()]

    @abstractmethod
    def takes(self, type_: str | None) -> bool:
        """Return whether it is about activities of this type."""

    @abstractmethod
    def add(self, some: _Some, sums: Mapping[str, NDArray[np.int64]]) -> None:
        """Add activities of such a type."""


class _Everything(Group):
    """How many activities there are, and when the first and the last of them was; and what becomes of records."""

    def __init__(self) -> None:
        super().__init__({NEWEST: _NEVER, OLDEST: -1, COUNTED: 0})

    @property
    def about(self) -> Sequence[object]:
        return ["everything"]

    def takes(self, type_: str | None) -> bool:  # noqa: ARG002 - of any
        return True

    def add(self, some: _Some, sums: Mapping[str, NDArray[np.int64]]) -> None:
        np.add.at(sums[COUNTED], some.contact, 1)
        np.minimum.at(sums[NEWEST], some.contact, some.age)
        np.maximum.at(sums[OLDEST], some.contact, some.age)


class _Quiet(Group):
    """When the silence began that a rule is about."""

    def __init__(self, except_: frozenset[str], column: str) -> None:
        super().__init__({column: _NEVER})
        self._except, self._column = except_, column

    @property
    def about(self) -> Sequence[object]:
        return ["quiet", sorted(self._except)]

    def takes(self, type_: str | None) -> bool:
        return type_ not in self._except

    def add(self, some: _Some, sums: Mapping[str, NDArray[np.int64]]) -> None:
        np.minimum.at(sums[self._column], some.contact, some.age)


class _OfType(Group):
    """How many activities of one type there are."""

    def __init__(self, type_: str, column: str) -> None:
        super().__init__({column: 0})
        self._type, self._column = type_, column

    @property
    def about(self) -> Sequence[object]:
        return ["type", self._type]

    def takes(self, type_: str | None) -> bool:
        return type_ == self._type

    def add(self, some: _Some, sums: Mapping[str, NDArray[np.int64]]) -> None:
        np.add.at(sums[self._column], some.contact, 1)


class _Rule(Group):
    """What counts for one rule."""

    def __init__(self, rule: CompiledActivityRule) -> None:
        begin = {count(rule.id): 0}
        if rule.mode == "once":
            begin[newest(rule.id)] = _NEVER
        if rule.mode == "each":
            begin[weight(rule.id)] = 0
        super().__init__(begin)
        self._rule = rule
        self._where = None if rule.where is None else _Where(rule.where)
        self._weights = np.array(rule.weights, np.int64)

    @property
    def about(self) -> Sequence[object]:
        rule = self._rule
        weights = rule.weights if rule.mode == "each" else ()
        where = "" if rule.where is None else sha256(rule.where.meta.serialize()).hexdigest()
        return [rule.mode, sorted(rule.types), rule.within_last, where, weights]

    def takes(self, type_: str | None) -> bool:
        return type_ in self._rule.types

    def add(self, some: _Some, sums: Mapping[str, NDArray[np.int64]]) -> None:
        rule = self._rule
        some = _counting(some, rule, self._where)
        np.add.at(sums[count(rule.id)], some.contact, 1)
        if rule.mode == "once":
            np.minimum.at(sums[newest(rule.id)], some.contact, some.age)
        if rule.mode == "each":
            given = self._weights[np.minimum(some.age, len(self._weights) - 1)]
            np.add.at(sums[weight(rule.id)], some.contact, given)


class Newest:
    """When contacts last did what each rule counts, batch by batch, in any order; `steps.traces` says it in expressions."""

    def __init__(self, rules: CompiledRules, contacts: int) -> None:
        """Begin with nothing.

        Args:
            rules: The rules.
            contacts: How many contacts there are; they are numbered from 0.
        """
        self._rules = [
            (rule, None if rule.where is None else _Where(rule.where), np.full(contacts, _NEVER, np.int64))
            for rule in rules.activity_rules
        ]

    def add(self, batch: Batch) -> None:
        """Add some activities, all of them of contacts."""
        used = np.flatnonzero(batch.aged & (batch.age >= 0))
        contact, age = batch.contact[used], batch.age[used]
        for place, rows in _by_type(batch.types[used], len(batch.names) - 1):
            some = _Some(batch, used[rows], contact[rows], age[rows])
            for rule, where, ages in self._rules:
                if batch.names[place] in rule.types:
                    counting = _counting(some, rule, where)
                    np.minimum.at(ages, counting.contact, counting.age)

    def columns(self) -> dict[str, pl.Series]:
        """Return `newest:<rule>` of each rule that counts activities, null for never, in the order of contacts."""
        return {newest(rule.id): _ages(pl.Series(ages)) for rule, _, ages in self._rules}


@dataclass
class _Where:
    """A condition on an activity's own columns.

    Attributes:
        condition: Boolean, null for unknown.
    """

    condition: pl.Expr
    _known: tuple[pl.Series, NDArray[np.bool_]] | None = field(default=None)

    def true_of(self, some: _Some) -> NDArray[np.bool_]:
        """Return for which activities it is true."""
        names = sorted(set(self.condition.meta.root_names()))
        texts = {name: some.batch.texts[name] for name in names if name in some.batch.texts}
        if len(names) == len(texts) == 1:
            return self._of_each(names[0], *texts.values())[texts[names[0]].codes[some.places]]
        if len(names) == len(texts):
            return self._of_pairs(texts, some.places)
        rows = some.batch.cells.select(name for name in names if name not in texts)[some.places]
        more = [text.table.gather(text.codes[some.places]).alias(name) for name, text in texts.items()]
        return self._true(rows.hstack(more))

    def _of_each(self, name: str, text: Texts) -> NDArray[np.bool_]:
        """Return for which values of a column it is true; batches of one log share them."""
        if self._known is None or self._known[0] is not text.table:
            self._known = (text.table, self._true(text.table.alias(name).to_frame()))
        return self._known[1]

    def _of_pairs(self, texts: Mapping[str, Texts], places: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Look at each combination of values once."""
        codes = np.stack([text.codes[places] for text in texts.values()])
        kinds, which = np.unique(codes, axis=1, return_inverse=True)
        rows = [
            text.table.gather(kinds[place]).alias(name) for place, (name, text) in enumerate(texts.items())
        ]
        return self._true(pl.DataFrame(rows))[which.reshape(-1)]

    def _true(self, rows: pl.DataFrame) -> NDArray[np.bool_]:
        return rows.select(self.condition.fill_null(value=False)).to_series().to_numpy()


def _counting(some: _Some, rule: CompiledActivityRule, where: _Where | None) -> _Some:
    """Return those activities of a rule's types that are young enough, and of which its condition is true."""
    if rule.within_last is not None:
        young = some.age <= rule.within_last
        some = some if young.all() else some.where(young)
    return some if where is None else some.where(where.true_of(some))


def _by_type(types: NDArray[np.int64], kinds: int) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """Yield each type that there is with the places of its activities."""
    present = np.flatnonzero(np.bincount(types, minlength=kinds))
    for place in present.tolist():
        yield place, np.flatnonzero(types == place)


def _ages(ages: pl.Series) -> pl.Series:
    return ages.set(ages == _NEVER, None)
