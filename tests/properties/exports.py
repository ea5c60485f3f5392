"""Strategies for exports: contacts, activities, deals and companies with every kind of cell."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tests.properties.columns import ACTIVITIES, COMPANIES, CONTACTS, DEALS, Column
from tests.properties.odds import mostly
from tests.properties.pools import (
    DASHES,
    EMAILS,
    MISSING,
    day_cells,
    days,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date


_UNKNOWN_HEADERS = {"Funktion", "Ereignis"}
_KEYS = {"contact_id", "email", "type", "occurred_at", "stage"}


@dataclass(frozen=True)
class Table:
    """One export: its header and records, which headers `sources:` have to name, and how the file is written."""

    mapped: dict[str, str]
    header: list[str]
    rows: list[tuple[str, ...]]
    quoted: bool
    line_end: str

    @property
    def records(self) -> list[dict[str, str]]:
        return [dict(zip(self.header, row, strict=True)) for row in self.rows]

    @property
    def text(self) -> str:
        text = io.StringIO()
        writer = csv.writer(
            text, quoting=csv.QUOTE_ALL if self.quoted else csv.QUOTE_MINIMAL, lineterminator=self.line_end
        )
        writer.writerows([self.header, *self.rows])
        return text.getvalue()


def contact_tables(as_of: date) -> st.SearchStrategy[Table]:
    """Draw contacts; the first one is always accepted, and has an e-mail address."""
    return _tables(CONTACTS, as_of, {"contact_id": "1", "email": EMAILS[0]})


def activity_tables(as_of: date) -> st.SearchStrategy[Table]:
    """Draw activities, of which at least one finds a contact where there are any."""
    sure = {
        "contact_id": "1",
        "email": EMAILS[0],
        "activity_id": "",
        "type": "page_view",
        "occurred_at": days(as_of)[9],
    }
    columns = st.sampled_from(
        [
            ACTIVITIES,
            _without("email", ACTIVITIES),
            _without("contact_id", ACTIVITIES),
            _without("email", _without("company", ACTIVITIES)),
            _without("contact_name", ACTIVITIES),
        ]
    )
    return columns.flatmap(lambda some: mostly(_tables(some, as_of, sure), _tables(some, as_of, None), 9))


def deal_tables(as_of: date) -> st.SearchStrategy[Table]:
    """Draw deals."""
    columns = st.sampled_from(
        [
            DEALS,
            _without("email", DEALS),
            _without("contact_id", DEALS),
            _without("deal_id", DEALS),
            _without("contact_id", _without("email", DEALS)),
            _without("contact_id", _without("email", _without("company", DEALS))),
        ]
    )
    return columns.flatmap(lambda some: mostly(_tables(some, as_of, {}), _tables(some, as_of, None)))


def company_tables(as_of: date) -> st.SearchStrategy[Table]:
    """Draw companies."""
    columns = st.sampled_from([COMPANIES, _without("domain", COMPANIES), _without("company_id", COMPANIES)])
    return columns.flatmap(lambda some: mostly(_tables(some, as_of, {}), _tables(some, as_of, None)))


def _without(field: str, columns: Sequence[Column]) -> tuple[Column, ...]:
    return tuple(column for column in columns if column.field != field)


@st.composite
def _tables(
    draw: st.DrawFn, columns: Sequence[Column], as_of: date, first: Mapping[str, str] | None
) -> Table:
    """Draw a table whose first record has these cells; `None` is a table without records."""
    headers = [draw(st.sampled_from(column.headers)) for column in columns]
    rows: list[tuple[str, ...]] = []
    if first is not None:
        cells = (
            st.just(first[column.field]) if column.field in first else _cells(column, as_of)
            for column in columns
        )
        others = st.tuples(*(_cells(column, as_of) for column in columns))
        rows = [draw(st.tuples(*cells)), *draw(_some(others, 10 if columns is CONTACTS else 29))]
    named = zip(columns, headers, strict=True)
    mapped = {column.field: header for column, header in named if header in _UNKNOWN_HEADERS}
    return Table(mapped, headers, rows, draw(st.booleans()), draw(st.sampled_from(["\n", "\r\n"])))


def _some(records: st.SearchStrategy[tuple[str, ...]], most: int) -> st.SearchStrategy[list[tuple[str, ...]]]:
    few = st.lists(records, max_size=most // 2)
    return mostly(few, st.lists(records, min_size=most // 2, max_size=most))


@cache
def _cells(column: Column, as_of: date) -> st.SearchStrategy[str]:
    """Draw a cell; about one in five is missing, or one in ten where most of the record hangs on it."""
    cells: Sequence[str] = day_cells(as_of) if column.kind == "day" else column.cells
    nothing = MISSING + DASHES
    times = (9 if column.field in _KEYS else 4) * len(nothing) / len(cells)
    return st.sampled_from([*[*cells] * max(1, round(times)), *nothing * max(1, round(1 / times))])
