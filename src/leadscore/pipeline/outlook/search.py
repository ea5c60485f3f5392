"""The cheapest changes that bring a lead to a stage: single ones first, then several together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from leadscore.columns import LEAD_STAGE, points
from leadscore.pipeline.outlook.distance import distance_to
from leadscore.schema.conditions import field_tests

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from leadscore.pipeline.outlook.trials import Trials, Version
    from leadscore.results.outlook import Change
    from leadscore.schema.model import Stage

__all__ = ["MOST_ROWS", "Search", "Tried"]

MOST_ROWS: Final = 1000
"""Rows of one kind that are added at most."""
_LADDER: Final = (
    1,
    2,
    3,
    4,
    5,
    6,
    8,
    10,
    13,
    16,
    20,
    26,
    34,
    48,
    70,
    100,
    150,
    220,
    330,
    500,
    700,
    MOST_ROWS,
)
_PROBES: Final = 16
"""Numbers of rows between two others that are tried together."""
_FEW: Final = 4
"""Where one change, or so many rows of one kind, are enough, several kinds are not looked at."""
_ATOMS: Final = 40
"""Single changes that are combined."""
_BEAM: Final = 10
"""Combinations that are pursued further."""
_DEEPEST: Final = 4
"""Kinds of changes in one step."""
_SHRUNK: Final = 12
"""Combinations of which the fewest rows are looked for."""


Mark = tuple[object, ...]


@dataclass(frozen=True)
class Tried:
    """A version of the lead that was scored.

    Attributes:
        version: What is changed.
        row: The version, scored.
        reached: Whether it is where it should be.
        distance: How far it is from there.
        mark: What it does to points and tests; two with the same one do the same.
    """

    version: Version
    row: Mapping[str, Any]
    reached: bool
    distance: float
    mark: Mark

    @property
    def size(self) -> int:
        """How many changes it has."""
        return sum(change.count for change in self.version)

    @property
    def corrects(self) -> bool:
        """Whether something that is known of the lead would have to be otherwise."""
        return any(change.corrects for change in self.version)


@dataclass(frozen=True)
class Search:
    """Looks for the changes that bring a lead to a stage.

    Attributes:
        trials: Scores versions of the lead.
        goal: The stage; None where the lead only has to be in one at all.
        reaching: The names of the stages that are as good, or better.
    """

    trials: Trials
    goal: Stage | None
    reaching: frozenset[str]

    def find(self, changes: Sequence[Change]) -> list[Tried]:
        """Return the versions that reach the goal, each with as few rows as it takes, cheapest first.

        Of several that do the same, only the first is returned.

        Args:
            changes: What may be different, in the order in which it is preferred.
        """
        ladders = [
            [(replace(change, count=count),) for count in (_LADDER if change.is_repeatable else (1,))]
            for change in changes
        ]
        tried = self._try_all(ladders)
        found = self._fewest([_first_reached(one) for one in tried])
        sizes = [one.size for one in found if not one.corrects]
        if min(sizes, default=MOST_ROWS) > _FEW:
            found += [one for one in self._combined(tried) if one.size < min(sizes, default=MOST_ROWS)]
        order = {_slot(change): place for place, change in reversed(list(enumerate(changes)))}
        first: dict[Mark, Tried] = {}
        for one in sorted((_ordered(one, order) for one in found), key=lambda one: self._rank(one, order)):
            first.setdefault(one.mark, one)
        return list(first.values())

    def _rank(self, one: Tried, order: Mapping[object, int]) -> tuple[object, ...]:
        """Return by what the cheapest comes first: nothing corrected, fewest changes, fewest points, file order."""
        rules = self.trials.known.session.rules.rules
        given = sum(one.row[points(rule.id)] for rule in rules)
        return one.corrects, one.size, given, [order[_slot(change)] for change in one.version]

    def _try_all(self, ladders: Sequence[Sequence[Version]]) -> list[list[Tried]]:
        scored = iter(self._try([version for ladder in ladders for version in ladder]))
        return [[next(scored) for _ in ladder] for ladder in ladders]

    def _try(self, versions: Sequence[Version]) -> list[Tried]:
        """Score versions, and hold them against the goal."""
        if not versions:
            return []
        frame = self.trials.run(versions)
        looked = frame.select(
            reached=pl.col(LEAD_STAGE).is_in(list(self.reaching)).fill_null(value=False),
            distance=self._distance,
            mark=pl.struct(self._marks),
        )
        kept = frame.select(LEAD_STAGE, *[name for name in frame.columns if name.startswith(points(""))])
        rows = zip(versions, kept.iter_rows(named=True), looked.iter_rows(), strict=True)
        return [
            Tried(version, row, reached, distance, (distance, *mark.values()))
            for version, row, (reached, distance, mark) in rows
        ]

    @cached_property
    def _distance(self) -> pl.Expr:
        rules = self.trials.known.session.rules
        if self.goal is not None:
            return distance_to(self.goal, rules.conditions)
        held = [
            rules.conditions.compile(entry.when).fill_null(value=False) for entry in rules.model.disqualify
        ]
        return pl.sum_horizontal(one.cast(pl.Float64) for one in held)

    @cached_property
    def _marks(self) -> list[pl.Expr]:
        rules = self.trials.known.session.rules
        own = [part for part in (self.goal.enter, self.goal.unless) if part is not None] if self.goal else []
        nodes = own or [entry.when for entry in rules.model.disqualify]
        tests = [rules.conditions.compile(test) for node in nodes for test in field_tests(node)]
        given = [pl.col(points(rule.id)) for rule in rules.rules]
        return [
            *given,
            *(test.alias(f"test:{place}") for place, test in enumerate(tests)),
            pl.col(LEAD_STAGE),
        ]

    def _fewest(self, jobs: Iterable[tuple[Tried, int] | None]) -> list[Tried]:
        """Return versions with fewer rows of one kind, so that one row less is not enough.

        Args:
            jobs: Versions that reach the goal with rows of one kind, and a lower number with which they do not.
        """
        wide = [job for job in jobs if job is not None]
        done: list[Tried] = []
        while wide:
            narrow = [one for one, low in wide if one.version[0].count - low == 1]
            done += narrow
            wide = [(one, low) for one, low in wide if one.version[0].count - low > 1]
            ladders = [_between(one.version, low) for one, low in wide]
            scored = self._try_all(ladders)
            wide = [_narrowed(job, tried) for job, tried in zip(wide, scored, strict=True)]
        return done

    def _combined(self, singles: Sequence[Sequence[Tried]]) -> list[Tried]:
        """Return combinations of changes that reach the goal."""
        atoms = self._atoms(singles)
        grown = [
            (*one.version, *other.version) for one, other in combinations(atoms, 2) if _apart(one, other)
        ]
        for depth in range(2, _DEEPEST + 1):
            tried = self._try(grown)
            reached = sorted((one for one in tried if one.reached), key=lambda one: (one.corrects, one.size))
            if reached:
                return self._shrunk(reached[:_SHRUNK], depth)
            best = sorted(tried, key=lambda one: (one.corrects, one.distance, one.size))[:_BEAM]
            grown = _grown(best, atoms)
        return []

    def _atoms(self, singles: Sequence[Sequence[Tried]]) -> list[Tried]:
        """Return the changes that are not enough and do something, the most promising first.

        Of several values of a field that do the same, only the first is returned.
        """
        (nothing,) = self._try([()])
        found: dict[object, Tried] = {}
        for ladder in singles:
            short = [one for one in ladder if not one.reached and one.mark != nothing.mark]
            if short:
                best = min(short, key=lambda one: (one.distance, one.size))
                for one in (short[0], best):
                    found.setdefault((_slot(one.version[0]), one.mark), one)
        atoms = list(found.values())
        return sorted(atoms, key=lambda one: (one.corrects, one.distance, one.size))[:_ATOMS]

    def _shrunk(self, reached: Sequence[Tried], depth: int) -> list[Tried]:
        """Return versions without changes and rows that are not needed."""
        jobs = [self._without_idle(one) for one in reached] if depth > 2 else list(reached)
        for _ in range(depth):
            turned = [replace(one, version=(*one.version[1:], one.version[0])) for one in jobs]
            jobs = self._fewest([(one, 0) for one in turned])
        return jobs

    def _without_idle(self, one: Tried) -> Tried:
        less = [one.version[:place] + one.version[place + 1 :] for place in range(len(one.version))]
        enough = next((fewer for fewer in self._try(less) if fewer.reached), None)
        return one if enough is None else self._without_idle(enough)


def _ordered(one: Tried, order: Mapping[object, int]) -> Tried:
    """Return a version whose changes stand in the order in which they are preferred."""
    version = sorted(one.version, key=lambda change: order[_slot(change)])
    return replace(one, version=tuple(version))


def _first_reached(ladder: Sequence[Tried]) -> tuple[Tried, int] | None:
    """Return the first of a ladder that reaches the goal, and how many rows the one below has."""
    before = 0
    for one in ladder:
        if one.reached:
            return one, before
        before = one.version[0].count
    return None


def _between(version: Version, low: int) -> list[Version]:
    """Return versions with fewer rows than one that reaches the goal, and more than one that does not."""
    first, *others = version
    width = first.count - low
    counts = sorted({low + width * step // (_PROBES + 1) for step in range(1, _PROBES + 1)} - {low})
    return [(replace(first, count=count), *others) for count in counts]


def _narrowed(job: tuple[Tried, int], tried: Sequence[Tried]) -> tuple[Tried, int]:
    best, low = job
    for one in tried:
        if one.reached:
            return one, low
        low = one.version[0].count
    return best, low


def _slot(change: Change) -> object:
    """Return what can be changed only once."""
    return change.kind, change.name, change.cells


def _apart(one: Tried, other: Tried) -> bool:
    slots = {_slot(change) for change in one.version}
    return all(_slot(change) not in slots for change in other.version)


def _grown(best: Sequence[Tried], atoms: Sequence[Tried]) -> list[Version]:
    """Return combinations with one more change, each set of changes once."""
    grown: dict[frozenset[Change], Version] = {}
    for one in best:
        for atom in atoms:
            if _apart(one, atom):
                version = (*one.version, *atom.version)
                grown.setdefault(frozenset(version), version)
    return list(grown.values())
