"""What leads did, as far as lists tell of it: looked up in the activities once it is known who is on a list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from leadscore.columns import CONTACT
from leadscore.pipeline.log import types_of
from leadscore.pipeline.log_sums import batch_of_made, batches
from leadscore.rules.formats import select_one
from leadscore.steps.latest import THING, Latest
from leadscore.steps.sums import Newest
from leadscore.steps.traces import KINDS, NAMED, list_named, newest_of_rules
from leadscore.tables.coded import code, looked_up

if TYPE_CHECKING:
    from leadscore.pipeline.inputs import Session
    from leadscore.pipeline.log import AgedActivities
    from leadscore.pipeline.parts import Part
    from leadscore.steps.traces import Kind
    from leadscore.tables.batch import Batch
    from leadscore.tables.coded import Coded
    from leadscore.tables.layout import Layout

__all__ = ["add_traces"]


def add_traces(session: Session, leads: pl.DataFrame, activities: Part) -> pl.DataFrame:
    """Add what leads read and took, and when they last did what each rule counts.

    Args:
        session: The run.
        leads: One row per contact that is on a list or waits.
        activities: What was read of the activities.
    """
    if activities.rows is None or leads.is_empty():
        return leads
    aged = activities.aged
    if aged is None or aged.coded is None:
        found = _of_texts(session, activities.rows, leads[CONTACT])
    else:
        found = _of_numbers(session, aged, aged.coded, activities.made, leads[CONTACT])
    for told in found:
        theirs = leads.select(CONTACT).join(told, on=CONTACT, how="left", maintain_order="left")
        leads = leads.with_columns(theirs.drop(CONTACT).iter_columns())
    return leads


def _of_texts(session: Session, rows: pl.LazyFrame, leads: pl.Series) -> list[pl.DataFrame]:
    """Look at activities as texts."""
    theirs = rows.filter(pl.col(CONTACT).is_in(leads.implode()))
    found = [newest_of_rules(theirs, session.rules)]
    if "activities" in session.inputs:
        layout = session.inputs["activities"].layout
        found += [list_named(theirs, kind, layout, session.rules.as_of) for kind in _kinds(layout)]
    return pl.collect_all(found, engine="streaming")


def _kinds(layout: Layout) -> list[Kind]:
    """Return what activities can name."""
    return [kind for kind in KINDS if layout.has(kind.column)]


def _of_numbers(
    session: Session, aged: AgedActivities, coded: Coded, made: pl.DataFrame, leads: pl.Series
) -> list[pl.DataFrame]:
    """Look once at activities as numbers, and at those that stand in columns of contacts."""
    place, layout, as_of = _place_among(leads), aged.layout, session.rules.as_of
    theirs = replace(coded, rows=coded.rows.with_columns(place).filter(pl.col(CONTACT) >= 0))
    newest = Newest(session.rules, leads.len())
    things = {kind: _things(coded, layout, kind, leads.len()) for kind in _kinds(layout)}
    numbered = [one for one in things.values() if one is not None]
    for batch in batches(theirs, layout, session, [one.column for one in numbered]):
        newest.add(batch)
        for one in numbered:
            one.add(batch)
    of_leads = made.with_columns(place).filter(pl.col(CONTACT) >= 0)
    if of_leads.height:
        newest.add(batch_of_made(of_leads, session))
    told = [
        list_named(aged.rows_of(leads), kind, layout, as_of)
        if one is None
        else kind.tell(one.last(leads).lazy(), as_of)
        for kind, one in things.items()
    ]
    ages = pl.DataFrame({CONTACT: leads, **newest.columns()})
    return [ages, *pl.collect_all(told, engine="streaming")]


def _place_among(leads: pl.Series) -> pl.Expr:
    """Return the place of a contact among leads, -1 for others; null for nobody."""
    ids = leads.to_numpy()
    places = np.full(ids.max() + 2, -1, np.int64)
    places[ids] = np.arange(leads.len())
    return looked_up(pl.col(CONTACT).clip(upper_bound=len(places) - 1), pl.Series(places)).alias(CONTACT)


def _things(coded: Coded, layout: Layout, kind: Kind, leads: int) -> _Things | None:
    """Return what looks at the things that one column names; None where its texts have no numbers, or are too many."""
    place = layout.places[kind.column]
    if place == coded.time or place not in coded.words:
        return None
    named = coded.table(place, lambda text: kind.name(text, layout.missing))
    types = select_one(types_of(coded, layout), kind.counts(pl.col("text")))
    return _Things(code(place), named, types) if Latest.can_hold(leads, named.len()) else None


class _Things:
    """The things of one kind that leads had to do with."""

    def __init__(self, column: str, named: pl.Series, types: pl.Series) -> None:
        """Begin with nothing.

        Args:
            column: The column with the number of each activity's text.
            named: What each text names, null for nothing.
            types: Whether activities of each type count.
        """
        self.column = column
        self._names = named.drop_nulls().unique().sort()
        # NOTE: what comes after all others stands for nothing.
        places = (named.rank("dense").cast(pl.Int64) - 1).extend_constant(None, 1)
        self._places = places.fill_null(-1).to_numpy()
        self._types = types.extend_constant(None, 1).fill_null(value=False).to_numpy()
        self._latest = Latest(self._names.len())

    def add(self, batch: Batch) -> None:
        """Add activities of leads."""
        codes = batch.cells[self.column].cast(pl.Int64).fill_null(len(self._places) - 1).to_numpy()
        things = self._places[codes]
        chosen = np.flatnonzero(batch.aged & (batch.age >= 0) & self._types[batch.types] & (things >= 0))
        self._latest.add(batch.contact[chosen], things[chosen], batch.age[chosen])

    def last(self, leads: pl.Series) -> pl.DataFrame:
        """Return `row:contact`, `named` and `row:age`, sorted by contact, the newest first."""
        found = self._latest.newest_first()
        return found.select(
            leads.gather(found[CONTACT]),
            self._names.gather(found[THING]).alias(NAMED),
            pl.exclude(CONTACT, THING),
        )
