"""What leads did, as far as lists tell of it: looked up in the activities once it is known who is on a list."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from leadscore.columns import AGE, CONTACT, own
from leadscore.pipeline.log import types_of
from leadscore.pipeline.log_sums import batch_of_made, batches
from leadscore.rules.formats import select_one
from leadscore.steps import traces
from leadscore.steps.sums import Newest
from leadscore.steps.traces import NAMED
from leadscore.tables.coded import code, looked_up

if TYPE_CHECKING:
    from collections.abc import Callable

    from leadscore.pipeline.inputs import Session
    from leadscore.pipeline.log import AgedActivities
    from leadscore.pipeline.parts import Part
    from leadscore.steps.sums import Batch
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
        clashing = [name for name in told.columns if name in leads.columns and name != CONTACT]
        leads = leads.drop(clashing).join(told, on=CONTACT, how="left", maintain_order="left")
    return leads


def _of_texts(session: Session, rows: pl.LazyFrame, leads: pl.Series) -> list[pl.DataFrame]:
    """Look at activities as texts."""
    theirs = rows.filter(pl.col(CONTACT).is_in(leads.implode()))
    found = [traces.newest_of_rules(theirs, session.rules)]
    log = session.inputs.get("activities")
    if log is not None and log.layout.has("url"):
        found.append(traces.list_pages(theirs, log.layout, session.rules.as_of))
    if log is not None and log.layout.has("asset"):
        found.append(traces.list_assets(theirs, log.layout))
    return pl.collect_all(found, engine="streaming")


def _of_numbers(
    session: Session, aged: AgedActivities, coded: Coded, made: pl.DataFrame, leads: pl.Series
) -> list[pl.DataFrame]:
    """Look once at activities as numbers, and at those that stand in columns of contacts."""
    place = _place_among(leads)
    theirs = replace(coded, rows=coded.rows.with_columns(place).filter(pl.col(CONTACT) >= 0))
    newest, named = Newest(session.rules, leads.len()), _named(coded, aged.layout)
    for batch in batches(theirs, aged.layout, session, [one.column for one in named.values()]):
        newest.add(batch)
        for one in named.values():
            one.add(batch)
    of_leads = made.with_columns(place).filter(pl.col(CONTACT) >= 0)
    if of_leads.height:
        newest.add(batch_of_made(of_leads, session))
    found = [pl.DataFrame({CONTACT: np.arange(leads.len()), **newest.columns()})]
    if "url" in named:
        found.append(traces.tell_pages(named["url"].last().lazy(), session.rules.as_of).collect())
    if "asset" in named:
        found.append(traces.tell_assets(named["asset"].last().lazy()).collect())
    return [told.with_columns(leads.gather(told[CONTACT])) for told in found]


def _place_among(leads: pl.Series) -> pl.Expr:
    """Return the place of a contact among leads, -1 for others; null for nobody."""
    ids = leads.to_numpy()
    places = np.full(ids.max() + 2, -1, np.int64)
    places[ids] = np.arange(leads.len())
    return looked_up(pl.col(CONTACT).clip(upper_bound=len(places) - 1), pl.Series(places)).alias(CONTACT)


def _named(coded: Coded, layout: Layout) -> dict[str, _Named]:
    """Return what collects the pages and the assets that activities name, as far as there are such columns."""
    ways = {"url": (traces.page_of, traces.is_reading), "asset": (traces.asset_of, traces.is_taking)}
    types = types_of(coded, layout).extend_constant(None, 1)
    return {
        field: _Named(
            coded,
            layout.places[field],
            partial(name, missing=layout.missing),
            select_one(types, counts(pl.col("text"))),
        )
        for field, (name, counts) in ways.items()
        if layout.has(field)
    }


class _Named:
    """What activities of some types name in one column, each thing with the age at which it was last."""

    def __init__(self, coded: Coded, place: int, name: Callable[[pl.Expr], pl.Expr], types: pl.Series) -> None:
        """Begin with nothing.

        Args:
            coded: The activities.
            place: The column.
            name: Returns what a text names, null for nothing.
            types: Whether activities of each type count; the last one is that of no type.
        """
        numbered = place in coded.words and place != coded.time
        self.column = code(place) if numbered else own(place)
        self._table = _in_order(coded.table(place, name)) if numbered else None
        self._name = name
        self._types = types.fill_null(value=False).to_numpy()
        self._parts = [pl.DataFrame(schema={CONTACT: pl.Int64, NAMED: self._kind, AGE: pl.Int64})]

    @property
    def _kind(self) -> pl.DataType:
        return pl.String() if self._table is None else self._table.dtype

    def add(self, batch: Batch) -> None:
        """Add some activities, all of them of contacts."""
        chosen = np.flatnonzero(batch.aged & (batch.age >= 0) & self._types[batch.types])
        cells = batch.cells[self.column].gather(chosen)
        named = select_one(cells, self._name(pl.col("text"))) if self._table is None else self._table.gather(cells)
        rows = {CONTACT: batch.contact[chosen], NAMED: named, AGE: batch.age[chosen]}
        self._parts.append(pl.DataFrame(rows).pipe(traces.youngest))

    def last(self) -> pl.DataFrame:
        """Return what each contact's activities name, the newest first."""
        return pl.concat(self._parts).pipe(traces.youngest).sort(CONTACT, AGE, NAMED)


def _in_order(texts: pl.Series) -> pl.Series:
    """Return texts as what is sorted like them, and compared as fast as numbers."""
    return texts.cast(pl.Enum(texts.drop_nulls().unique().sort()))
