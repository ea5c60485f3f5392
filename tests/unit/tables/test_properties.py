"""What a program writes is read, whatever is in its cells; and one stray quote costs one record."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from leadscore.columns import LINE, own
from leadscore.schema.model import Source
from leadscore.tables import Table, read_table

if TYPE_CHECKING:
    from collections.abc import Sequence

Quoting = Literal[0, 1]
"""`csv.QUOTE_MINIMAL` or `csv.QUOTE_ALL`."""

CELL = st.text(alphabet=st.sampled_from('ab1 ä€🎉",\n\r;\t'), max_size=6)
PLAIN_CELL = st.text(alphabet="ab1 ä€;'", max_size=4)
QUOTINGS: tuple[Quoting, ...] = (0, 1)
AS_WRITTEN = Source(delimiter=",", header_line=1)
SEVERAL = settings(max_examples=300, deadline=None)


@st.composite
def tables(draw: st.DrawFn, cell: st.SearchStrategy[str] = CELL) -> list[list[str]]:
    columns = draw(st.integers(1, 4))
    return draw(
        st.lists(st.lists(cell, min_size=columns, max_size=columns), max_size=8).map(
            lambda rows: [[f"c{n}" for n in range(columns)], *rows]
        )
    )


def written(
    rows: Sequence[Sequence[str]], quoting: Quoting, line_end: str, blank: str = ""
) -> tuple[str, list[int]]:
    """Return a CSV file, with a blank line after each record if `blank` is one, and the line of each record."""
    text, lines = "", []
    for row in rows:
        lines.append(text.count("\n") + 1)
        record = StringIO(newline="")
        # Before Python 3.13, the writer left a carriage return without quotes if lines ended with LF.
        how = csv.QUOTE_ALL if "\r" in "".join(row) else quoting
        csv.writer(record, quoting=how, lineterminator=line_end).writerow(row)
        text += record.getvalue() + blank
    return text, lines


def read(content: bytes, folder: str) -> Table:
    path = Path(folder) / "contacts.csv"
    path.write_bytes(content)
    return read_table("contacts", [path], Path(folder), AS_WRITTEN)


def accepted(table: Table) -> pl.DataFrame:
    return table.frame.with_columns(pl.col("^own:.*$").fill_null("")).collect(engine="streaming")


def cells(table: Table, frame: pl.DataFrame) -> list[list[str]]:
    return [list(row) for row in frame.select(own(place) for place in range(len(table.header))).rows()]


@SEVERAL
@given(
    tables(),
    st.sampled_from(QUOTINGS),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "\n", "\r\n"]),
    st.booleans(),
)
def test_what_was_written_is_read(
    rows: list[list[str]], quoting: Quoting, line_end: str, blank: str, closed: bool
) -> None:
    text, lines = written(rows, quoting, line_end, blank)
    with TemporaryDirectory() as folder:
        table = read((text if closed else text.rstrip("\r\n")).encode(), folder)
        frame = accepted(table)
    assert cells(table, frame) == rows[1:]
    assert frame[LINE].to_list() == lines[1:]
    assert table.malformed.is_empty()


@SEVERAL
@given(tables(PLAIN_CELL), st.data())
def test_one_stray_quote_costs_one_record_at_most(rows: list[list[str]], data: st.DataObject) -> None:
    text, lines = written(rows, csv.QUOTE_MINIMAL, "\n")
    place = data.draw(st.integers(text.index("\n") + 1, len(text)))
    with TemporaryDirectory() as folder:
        table = read((text[:place] + '"' + text[place:]).encode(), folder)
        frame = accepted(table)
    hit = text.count("\n", 0, place) + 1
    found = dict(zip(frame[LINE], cells(table, frame), strict=True))
    assert {line: row for line, row in found.items() if line != hit} == {
        line: row for line, row in zip(lines[1:], rows[1:], strict=True) if line != hit
    }
