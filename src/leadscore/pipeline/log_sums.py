"""Activities that are kept as numbers are summed, some at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from leadscore.columns import AGE, CONTACT, own, typed
from leadscore.pipeline.log import table_of, types_of, value_of
from leadscore.pipeline.log_kept import find_sums, keep_sums
from leadscore.rules.activity_rules import TYPE
from leadscore.steps import activity
from leadscore.steps.sums import Sums
from leadscore.steps.type import add_missing_typed
from leadscore.tables.batch import Batch, Texts
from leadscore.tables.coded import code

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from leadscore.pipeline.inputs import Session
    from leadscore.tables.coded import Coded
    from leadscore.tables.layout import Layout

__all__ = ["batch_of_made", "batches", "sum_log"]

_AT_ONCE: Final = 400_000


def sum_log(coded: Coded, layout: Layout, session: Session, made: pl.DataFrame, contacts: int) -> Sums:
    """Sum activities that were kept as numbers, as far as their sums were not kept, and those that were made of contacts.

    Args:
        coded: The activities.
        layout: Where their fields stand, and how they are written.
        session: The run.
        made: Activities that stand in columns of contacts, all of them used.
        contacts: How many contacts there are.
    """
    kept = find_sums(session, layout)
    total = Sums(session.rules, activity.types_counted(session.rules.model), contacts, kept.known)
    if total.missing:
        for batch in batches(_wanted(coded, layout, total), layout, session):
            total.add_missing(batch)
        keep_sums(session, layout, total, kept)
    if made.height:
        total.add(batch_of_made(made, session))
    return total


def _wanted(coded: Coded, layout: Layout, total: Sums) -> Coded:
    """Return the activities of the types that missing sums are about; all of them where something is about all."""
    if total.misses(None):
        return coded
    types = enumerate(types_of(coded, layout))
    numbers = [number for number, name in types if total.misses(name)]
    return replace(coded, rows=coded.rows.filter(pl.col(code(layout.places["type"])).is_in(numbers)))


def batches(coded: Coded, layout: Layout, session: Session, also: Sequence[str] = ()) -> Iterator[Batch]:
    """Yield the activities some at a time.

    Args:
        coded: The activities.
        layout: Where their fields stand, and how they are written.
        session: The run.
        also: Columns that are among the cells of a batch as they are.
    """
    tables, values = dict[str, pl.Series](), {name: pl.col(name) for name in also}
    for one in session.readings("activities"):
        name, table = typed(one.kind, one.field), table_of(coded, one, session, layout)
        if table is None:
            values[name] = value_of(coded, one, session, layout)
        else:
            tables[name] = table.extend_constant(None, 1)
            values[name] = pl.col(code(layout.places[one.column]))
    types = types_of(coded, layout).extend_constant(None, 1)
    age = activity.age_on(coded.day(session.zone, layout), layout, session.rules.as_of)
    rows = coded.rows.with_columns(coded.cell(place).alias(own(place)) for place in coded.words)
    wanted = rows.select(CONTACT, age.alias(AGE), pl.col(code(layout.places["type"])).alias("type"), **values)
    for part in wanted.collect_batches(chunk_size=_AT_ONCE, maintain_order=False, engine="streaming"):
        yield Batch(
            contact=part[CONTACT].fill_null(-1).to_numpy(),
            age=part[AGE].fill_null(0).to_numpy(),
            aged=part[AGE].is_not_null().to_numpy(),
            types=_codes(part["type"], types),
            names=types.to_list(),
            texts={name: Texts(_codes(part[name], table), table) for name, table in tables.items()},
            cells=part.select(name for name in values if name not in tables),
        )


def _codes(codes: pl.Series, table: pl.Series) -> NDArray[np.int64]:
    """Return places in a table whose last entry stands for nothing."""
    return codes.cast(pl.Int64).fill_null(table.len() - 1).to_numpy()


def batch_of_made(made: pl.DataFrame, session: Session) -> Batch:
    """Return activities that stand in columns of contacts as a batch."""
    readings = session.readings("activities")
    names = made[TYPE].unique().sort().extend_constant(None, 1)
    places = {name: place for place, name in enumerate(names) if name is not None}
    cells = (
        made.lazy()
        .pipe(add_missing_typed, readings)
        .select(sorted({typed(one.kind, one.field) for one in readings}))
    )
    return Batch(
        contact=made[CONTACT].to_numpy(),
        age=made[AGE].to_numpy(),
        aged=np.ones(made.height, np.bool_),
        types=made[TYPE].replace_strict(places, return_dtype=pl.Int64).to_numpy(),
        names=names.to_list(),
        texts={},
        cells=cells.collect(),
    )
