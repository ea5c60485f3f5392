"""Cells become values: the one place where text is given a kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import typed
from leadscore.rules.values import as_kind, is_there
from leadscore.schema.fields import field_info
from leadscore.schema.uses import field_uses

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from leadscore.columns import Kind
    from leadscore.schema.model import InputName, Rules
    from leadscore.tables.layout import Layout

__all__ = ["Reading", "add_missing_typed", "add_typed", "readings", "unreadable_cells"]

_TYPES: Final[Mapping[Kind, pl.DataType]] = {
    "text": pl.String(),
    "number": pl.Float64(),
    "flag": pl.Boolean(),
    "day": pl.Date(),
}


@dataclass(frozen=True, order=True)
class Reading:
    """One field, read as one kind.

    Attributes:
        input: The input that has the column.
        field: The field's name as the rules write it.
        column: The column's name in its input.
        kind: What it is read as.
        alone: Whether every test reads it as this kind only, so that another value is worth telling.
    """

    input: InputName
    field: str
    column: str
    kind: Kind
    alone: bool


def readings(rules: Rules) -> tuple[Reading, ...]:
    """Return every column that the rules read, with the kinds as which they do, sorted."""
    found: dict[tuple[InputName, str, str, Kind], bool] = {}
    for use in field_uses(rules):
        info = field_info(use.field)
        if use.of_activity:
            key: tuple[InputName, str] = ("activities", use.field)
        elif info is not None and info.kind is None and info.column is not None:
            key = (info.input, info.column)
        else:
            continue
        for kind in use.kinds:
            place = (key[0], use.field, key[1], kind)
            found[place] = found.get(place, True) and len(use.kinds) == 1
    return tuple(sorted(Reading(*place, alone) for place, alone in found.items()))


def add_typed(frame: pl.LazyFrame, wanted: Iterable[Reading], layout: Layout, zone: str) -> pl.LazyFrame:
    """Add one column per reading, `<kind>:<field>`, null where the cell is missing or unreadable.

    Args:
        frame: Rows of an input, with their own cells.
        wanted: What to read of this input.
        layout: Where its fields stand, and how they are written.
        zone: Time zone that gives a time with an offset its day.
    """
    return frame.with_columns(
        as_kind(
            reading.kind,
            layout.cell(reading.column),
            zone,
            layout.missing,
            layout.format_of(reading.column),
        ).alias(typed(reading.kind, reading.field))
        for reading in wanted
    )


def add_missing_typed(contacts: pl.LazyFrame, wanted: Iterable[Reading]) -> pl.LazyFrame:
    """Add the typed columns of readings whose input was not given, null for every contact.

    Args:
        contacts: One row per contact, joined to what the inputs gave.
        wanted: What the rules read of that input.
    """
    there = set(contacts.collect_schema().names())
    names = {typed(reading.kind, reading.field): _TYPES[reading.kind] for reading in wanted}
    return contacts.with_columns(
        pl.lit(None, type_).alias(name) for name, type_ in names.items() if name not in there
    )


def unreadable_cells(wanted: Iterable[Reading], layout: Layout) -> dict[str, pl.Expr]:
    """Return, per reading that is no text, whether a cell holds something that cannot be read as its kind.

    The expressions go over rows that `add_typed` has seen; each stands under the name of its typed column.
    """
    return {
        typed(reading.kind, reading.field): _unreadable(reading, layout)
        for reading in wanted
        if reading.kind != "text" and reading.alone
    }


def _unreadable(reading: Reading, layout: Layout) -> pl.Expr:
    present = is_there(reading.kind, layout.cell(reading.column), layout.missing)
    return present & pl.col(typed(reading.kind, reading.field)).is_null()
