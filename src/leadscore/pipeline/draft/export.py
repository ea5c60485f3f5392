"""What an export has that rules can go by."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import AGE
from leadscore.errors import InputError
from leadscore.pipeline.draft.columns import look_at_columns, look_at_numbers
from leadscore.pipeline.draft.log import look_at_events, look_at_log
from leadscore.pipeline.draft.sources import event_columns, missing_words, open_dates, say_columns
from leadscore.pipeline.draft.words import PRIVATE, PRIVATE_PARTS
from leadscore.pipeline.formats import Column as DayColumn
from leadscore.pipeline.formats import decide_formats, say_formats
from leadscore.pipeline.starter import starter_rules
from leadscore.rules.values import as_text
from leadscore.steps.present import lead_columns
from leadscore.tables.contract import check_columns
from leadscore.tables.layout import column_list

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from leadscore.pipeline.draft.columns import Column, Numbers
    from leadscore.pipeline.draft.log import Activities
    from leadscore.pipeline.draft.sources import Said
    from leadscore.schema.model import InputName
    from leadscore.tables import Table
    from leadscore.tables.layout import Layout

__all__ = ["ENOUGH", "Export", "Part", "is_private", "look_at_export"]

ENOUGH: Final = 0.1
"""The part of the cells of a column that hold something, below which no rule reads it."""
READABLE: Final = 0.8
"""The part of the filled cells of a column that can be read as numbers, from which on it is one of numbers."""
_SIZES: Final = ("employees", "revenue")
_DAYS: Final[Mapping[str, tuple[str, ...]]] = {
    "activities": ("occurred_at",),
    "deals": ("created_at", "closed_at"),
}
"""Columns that a run reads as days, whatever the rules say."""
_SEVERAL: Final = 8
"""Different numbers of a column from which on bands say more than values."""


@dataclass(frozen=True, eq=False)
class Part:
    """One input after it has been looked at.

    Attributes:
        table: Its records.
        said: What the rules file has to say of it.
        layout: Where its fields stand.
        frame: Its records in memory; of activities none.
        columns: Its columns, by name; of activities none.
        numbers: Those that are read as numbers, by name.
    """

    table: Table
    said: Said
    layout: Layout
    frame: pl.DataFrame = field(default_factory=pl.DataFrame)
    columns: Mapping[str, Column] = field(default_factory=dict)
    numbers: Mapping[str, Numbers] = field(default_factory=dict)

    def filled(self, name: str) -> Column | None:
        """Return a column if enough of it is filled."""
        column = self.columns.get(name)
        return column if column is not None and column.share >= ENOUGH else None


@dataclass(frozen=True, eq=False)
class Export:
    """An export after it has been looked at.

    Attributes:
        parts: The inputs that are there.
        activities: What the contacts did; None where nothing of it is known.
    """

    parts: Mapping[InputName, Part]
    activities: Activities | None

    @property
    def contacts(self) -> Part:
        """The contacts."""
        return self.parts["contacts"]

    @property
    def tables(self) -> dict[InputName, Table]:
        """The records of all inputs."""
        return {name: part.table for name, part in self.parts.items()}


def is_private(column: Column) -> bool:
    """Return whether the header of a column says that its values are nobody else's business."""
    words = set(column.field.split("_"))
    return bool(words & PRIVATE) or any(part in column.field for part in PRIVATE_PARTS)


def look_at_export(tables: Mapping[InputName, Table], as_of: date) -> Export:
    """Look at an export, and find out what has to be said of it so that it can be read.

    Args:
        tables: The inputs.
        as_of: Days after it are not looked at.

    Raises:
        InputError: It has no column without which it cannot be read.
    """
    contacts = _contacts(tables["contacts"])
    parts: dict[InputName, Part] = {"contacts": contacts}
    ids = contacts.frame.select(as_text(contacts.layout.cell("contact_id")).alias("id"))["id"].drop_nulls()
    for name, table in tables.items():
        if name != "contacts":
            parts[name] = _other(name, table, ids)
    if "activities" in parts:
        log = parts["activities"]
        return Export(parts, look_at_log(log.table.frame, _dated(log), as_of))
    parts["contacts"], activities = _with_events(contacts, as_of)
    return Export(parts, activities)


def _contacts(table: Table) -> Part:
    replaced = lead_columns(starter_rules().rules)
    said = say_columns("contacts", table, replaced)
    layout = said.lay_out(table, replaced)
    if not layout.has("contact_id"):
        raise InputError(
            f"{layout.file} has no column that tells contacts apart: none is filled, and different, in every record\n"
            "  help: export the id of the contacts too\n"
            f"  {column_list(layout)}"
        )
    check_columns(layout)
    part = Part(table, said, layout, table.frame.collect(engine="streaming"))
    part = _looked_at("contacts", part, replaced)
    return _with_sizes(part, offered=True)


def _other(name: InputName, table: Table, ids: pl.Series) -> Part:
    said = say_columns(name, table, (), ids)
    layout = said.lay_out(table, ())
    check_columns(layout)
    part = Part(table, said, layout)
    if name == "companies":
        frame = table.frame.collect(engine="streaming")
        part = _with_sizes(_looked_at(name, replace(part, frame=frame), ()), offered=False)
    return _with_dates(part, table.frame, _DAYS.get(name, ()))


def _looked_at(name: InputName, part: Part, replaced: tuple[str, ...] | list[str]) -> Part:
    """Look at the columns, once more if words in them turn out to stand for nothing."""
    columns = look_at_columns(name, part.frame, part.layout)
    words = missing_words(columns.values())
    if words:
        part = replace(part, said=replace(part.said, missing=words))
        part = replace(part, layout=part.said.lay_out(part.table, replaced))
        columns = look_at_columns(name, part.frame, part.layout)
    own = {name: column for name, column in columns.items() if column.header not in replaced}
    return replace(part, columns=own)


def _with_sizes(part: Part, *, offered: bool) -> Part:
    """Read employees and revenue as numbers, and of contacts the other columns that are some, if they settle how."""
    found: dict[str, Numbers] = {}
    for name in _SIZES:
        column = part.filled(name)
        numbers = column and look_at_numbers(part.frame, part.layout, column, part.said.options)
        if numbers and numbers.share >= READABLE:
            found[name], part = numbers, _with_numbers(part, numbers)
    for column in part.columns.values() if offered else ():
        if column.known or is_private(column) or column.share < ENOUGH or column.distinct < _SEVERAL:
            continue
        numbers = look_at_numbers(part.frame, part.layout, column, part.said.options)
        settled = not numbers.decimal or numbers.decimal == part.said.options.get("decimal")
        ranged = numbers.ranges == ("ranges" in part.said.options)
        if numbers.share >= READABLE and settled and ranged:
            found[column.field] = numbers
    return replace(part, numbers=found)


def _with_numbers(part: Part, numbers: Numbers) -> Part:
    said, header = part.said, numbers.column.header
    if numbers.decimal:
        mark = "comma" if numbers.decimal == "," else "point"
        why = f'the numbers of "{header}" can be read in two ways; a decimal {mark} is assumed'
        said = said.with_option("decimal", numbers.decimal, why)
    if numbers.ranges:
        why = f'of a range in "{header}", such as 50-200, the lower end counts'
        said = said.with_option("ranges", "lower", why)
    return replace(part, said=said)


def _with_dates(part: Part, rows: pl.LazyFrame, fields: tuple[str, ...]) -> Part:
    """Assume that the day comes first where no date of a column says whether it is the day or the month."""
    open_ = open_dates(rows, part.layout, fields)
    if not open_:
        return part
    headers = " and ".join(f'"{part.layout.header_of(name)}"' for name in open_)
    why = f"the dates of {headers} can be read in two ways; the day first is assumed"
    return replace(part, said=part.said.with_option("dates", "day_first", why))


def _with_events(part: Part, as_of: date) -> tuple[Part, Activities | None]:
    """Take columns of contacts for activities, where there is no log of them."""
    events = event_columns(part.frame, part.layout, part.columns.values())
    if not events:
        return part, None
    part = replace(part, said=replace(part.said, events=events))
    part = _with_dates(part, part.frame.lazy(), tuple(events))
    return part, look_at_events(part.frame, _dated(part, tuple(events)), events, as_of)


def _dated(part: Part, fields: tuple[str, ...] = ("occurred_at",)) -> Layout:
    """Return where fields stand and how their days are written."""
    columns, source = [DayColumn(name, "day", AGE) for name in fields], part.said.source
    layout = say_formats(columns, part.layout, source, serials=part.table.serials)
    return decide_formats(part.table.frame, columns, layout, source)
