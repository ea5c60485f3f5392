"""What of an example is accepted and takes no effect: cells that cannot be read, and activities that nothing counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import AGE, FATE, LINE, own
from leadscore.pipeline.examples.tables import row_places
from leadscore.rules.activity_rules import TYPE
from leadscore.rules.nurture import compile_nurture
from leadscore.rules.values import normalised_all
from leadscore.schema.scores import ActivityRule
from leadscore.steps.activity import add_age, types_counted
from leadscore.steps.type import add_typed, unreadable_cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from leadscore.columns import Kind
    from leadscore.pipeline.examples.rows import Case
    from leadscore.pipeline.inputs import Session
    from leadscore.schema.model import InputName, Rules

__all__ = ["find_idle"]

_KINDS: Final[dict[Kind, str]] = {"number": "a number", "flag": "yes or no", "day": "a date", "text": "text"}


def find_idle(cases: Sequence[Case], session: Session) -> dict[int, tuple[str, ...]]:
    """Return what takes no effect, in plain words, by the number of its example.

    Args:
        cases: Examples that were scored together.
        session: Their run.
    """
    found: dict[int, list[str]] = {}
    for name in session.inputs:
        places = row_places(cases, name)
        said = [*_unreadable(session, name), *(_uncounted(session) if name == "activities" else ())]
        for line, what in sorted(said, key=lambda one: one[0]):
            place = places[line]
            row = f"entry {place.entry + 1} of activities, " if name == "activities" else ""
            found.setdefault(place.case.number, []).append(row + what)
    return {number: tuple(dict.fromkeys(said)) for number, said in found.items()}


def _unreadable(session: Session, name: InputName) -> Iterator[tuple[int, str]]:
    """Yield the cells that cannot be read as what the rules need, each with its line."""
    one, wanted = session.inputs[name], session.readings(name)
    rows = one.table.frame.pipe(add_typed, wanted, one.layout, session.zone)
    for column, is_wrong in unreadable_cells(wanted, one.layout).items():
        kind, _, field = column.partition(":")
        bare = field.rpartition(".")[2] if name == "companies" else field.removeprefix("contact.")
        cell = own(one.layout.places[bare])
        for line, text in rows.filter(is_wrong).select(LINE, cell).collect().iter_rows():
            yield line, f"{bare}: {text} cannot be read as {_KINDS[kind]}, so it counts as missing"  # type: ignore[index]


def _uncounted(session: Session) -> Iterator[tuple[int, str]]:
    """Yield the activities that no rule can count, each with its line."""
    layout, rules = session.inputs["activities"].layout, session.rules
    rows = session.inputs["activities"].table.frame.pipe(add_age, layout, session.zone, rules.as_of)
    read = rows.pipe(add_typed, session.readings("activities"), layout, session.zone)
    told = read.with_columns(pl.lit("used").alias(FATE)).select(LINE, TYPE, AGE, _takes_content(session))
    named = _types_named(rules.model)
    for line, type_, age, takes in told.collect().iter_rows():
        if age is not None and age < 0:
            yield line, f"{type_}: it is later than as_of or only planned, so it is ignored"
        elif type_ is not None and type_ not in named and not takes:
            yield line, f"type {type_}: no rule counts activities of this type"


def _takes_content(session: Session) -> pl.Expr:
    """Return whether an activity shows that content of a nurture track was taken."""
    tracks = compile_nurture(session.rules)
    shown = [mark.shows for mark in tracks.marks.values()] if tracks else []
    return pl.any_horizontal(shown or [pl.lit(value=False)]).alias("takes")


def _types_named(rules: Rules) -> frozenset[str]:
    """Return the normalised types that rules and conditions name."""
    counted = [
        type_
        for score in rules.ruled.values()
        for rule in score.rules
        if isinstance(rule, ActivityRule)
        for type_ in rule.activity
    ]
    return frozenset((*normalised_all(counted), *types_counted(rules).values()))
