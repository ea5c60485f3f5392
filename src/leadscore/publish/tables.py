"""Writes a table as CSV: UTF-8, line feeds, quotes only where they are needed."""

from __future__ import annotations

import codecs
import io
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.publish.documents import Output

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from leadscore.results import OutputTable

__all__ = ["header_line", "table_lines", "write_table"]

_ROWS_AT_ONCE: Final = 10_000
"""Enough for every core, and little beside the table itself."""


def write_table(table: OutputTable, place: Path) -> Output:
    """Write a table.

    Args:
        table: Its rows hold text; an empty text is an empty cell, like null.
        place: The file to be made.

    Raises:
        ValueError: The header is not as wide as the rows.
        OSError: The file cannot be written.
    """
    if len(table.header) != table.rows.width:
        raise ValueError(f"{table.path}: {len(table.header)} header cells for {table.rows.width} columns")
    digest = sha256()
    with place.open("xb") as file:
        for part in _parts(table):
            file.write(part)
            digest.update(part)
    return Output(table.path, table.rows.height, digest.hexdigest())


def table_lines(table: OutputTable) -> bytes:
    """Return the rows of a small table as they are written."""
    return b"".join(_lines(rows, table.delimiter) for rows in table.rows.iter_slices(_ROWS_AT_ONCE))


def _parts(table: OutputTable) -> Iterator[bytes]:
    """Yield the lines of the header and of the rows, so that the same rule quotes both."""
    if table.bom:
        yield codecs.BOM_UTF8
    yield header_line(table.header, table.delimiter)
    for rows in table.rows.iter_slices(_ROWS_AT_ONCE):
        yield _lines(rows, table.delimiter)


def header_line(header: tuple[str, ...], delimiter: str = ",") -> bytes:
    """Return the line of a header, its cells quoted as those of rows are."""
    names = [str(place) for place in range(len(header))]
    return _lines(pl.DataFrame([header], schema=dict.fromkeys(names, pl.String), orient="row"), delimiter)


def _lines(rows: pl.DataFrame, delimiter: str) -> bytes:
    # NOTE: Polars quotes an empty text, and writes nothing for null. In a table of one column that would be a blank
    # line, which readers skip: there the quotes are needed.
    text = pl.col(pl.String)
    whole = rows.with_columns(text.fill_null("") if rows.width == 1 else pl.when(text != "").then(text))
    lines = io.BytesIO()
    whole.write_csv(lines, include_header=False, separator=delimiter)
    return lines.getvalue()
