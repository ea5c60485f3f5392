"""What counts of activities for each contact and rule, summed over numbers: the one hot spot of a run.

What goes in are records as numbers, what comes out is one integer for each contact and rule. Whatever is asked of texts was asked
of each distinct one before. `steps.activity.sum_activities` says the same in expressions, and is what tests hold this to.
"""

from __future__ import annotations

from dataclasses import dataclass, field
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

__all__ = ["Batch", "Newest", "Sums", "Texts"]

_NEVER: Final = np.iinfo(np.int64).max
"""Stands for the age of what never was."""


@dataclass(frozen=True)
class Texts:
    """One column of a batch that activities are asked for, as one kind of value.

    Attributes:
        codes: The place of each activity's value in the table; the last one is that of nothing.
        table: The values, nothing among them.
    """

    codes: NDArray[np.int64]
    table: pl.Series


@dataclass(frozen=True)
class Batch:
    """Some activities.

    Attributes:
        contact: The contact of each, -1 for nobody.
        age: Whole days on the as-of date, below 0 for what is later.
        aged: Whether the age is known.
        types: The place of each type in `names`.
        names: The normalised types; None is no type, and so is the last one.
        texts: The columns of `where` that are texts which repeat, by the names of their typed columns.
        cells: The others, one row per activity.
    """

    contact: NDArray[np.int64]
    age: NDArray[np.int64]
    aged: NDArray[np.bool_]
    types: NDArray[np.int64]
    names: Sequence[str | None]
    texts: Mapping[str, Texts]
    cells: pl.DataFrame


class Sums:
    """The sums of all activities, batch by batch, in any order."""

    def __init__(self, rules: CompiledRules, types: Mapping[str, str], contacts: int) -> None:
        """Begin with nothing.

        Args:
            rules: The rules.
            types: The fields `activities.<type>` that rules read, each with its normalised type.
            contacts: How many contacts there are; they are numbered from 0.
        """
        self.fates = dict.fromkeys(FATES, 0)
        self.of_somebody = 0
        self._types = {typed("number", field_): type_ for field_, type_ in types.items()}
        self._rules = [_Rule(rule) for rule in rules.activity_rules if rule.mode != "per_day"]
        self._quiet = rules.quiet_rules
        self._begin = {NEWEST: _NEVER, OLDEST: -1, COUNTED: 0}
        for rule in self._rules:
            self._begin |= rule.begin
        self._begin |= {newest(rule.id): _NEVER for rule in self._quiet} | dict.fromkeys(self._types, 0)
        self._sums = {name: np.full(contacts, start, np.int64) for name, start in self._begin.items()}

    def add(self, batch: Batch) -> None:
        """Add some activities."""
        used = self._count_fates(batch)
        contact, age, types = batch.contact[used], batch.age[used], batch.types[used]
        np.add.at(self._sums[COUNTED], contact, 1)
        np.minimum.at(self._sums[NEWEST], contact, age)
        np.maximum.at(self._sums[OLDEST], contact, age)
        for place, rows in _by_type(types, len(batch.names) - 1):
            name = batch.names[place]
            some = _Some(batch, used[rows], contact[rows], age[rows])
            for rule in self._rules:
                if name in rule.types:
                    rule.add(some, self._sums)
            for quiet in self._quiet:
                if name not in quiet.except_:
                    np.minimum.at(self._sums[newest(quiet.id)], some.contact, some.age)
            for column, type_ in self._types.items():
                if name == type_:
                    np.add.at(self._sums[column], some.contact, 1)

    def _count_fates(self, batch: Batch) -> NDArray[np.int64]:
        """Count what became of each activity, and return the places of those that are used."""
        nameless = np.array([name is None for name in batch.names])
        rejected = nameless[batch.types] | ~batch.aged
        later = ~rejected & (batch.age < 0)
        unknown = ~rejected & ~later & (batch.contact < 0)
        used = np.flatnonzero(~(rejected | later | unknown))
        for fate, rows in (("rejected", rejected), ("later", later), ("unknown_contact", unknown)):
            self.fates[fate] += int(np.count_nonzero(rows))
        self.fates["used"] += len(used)
        self.of_somebody += int(np.count_nonzero(batch.contact >= 0))
        return used

    def take(self) -> pl.DataFrame:
        """Take the sums out: one row per contact that has an activity of its own, as `sum_activities` has it, but for the fates.

        NOTE: forty rules and a million contacts make 0.7 GB of sums; each column is let go of as soon as it is copied.
        """
        there = np.flatnonzero(self._sums[COUNTED])
        columns = [pl.Series(CONTACT, there)]
        for name, start in self._begin.items():
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


class _Rule:
    """What counts for one rule.

    Attributes:
        types: The types of activities that do.
        begin: The sums that it needs, each with what it begins with.
    """

    def __init__(self, rule: CompiledActivityRule) -> None:
        self.types = rule.types
        self._rule = rule
        self._where = None if rule.where is None else _Where(rule.where)
        self._weights = np.array(rule.weights, np.int64)
        self.begin = {count(rule.id): 0}
        if rule.mode == "once":
            self.begin[newest(rule.id)] = _NEVER
        if rule.mode == "each":
            self.begin[weight(rule.id)] = 0

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
