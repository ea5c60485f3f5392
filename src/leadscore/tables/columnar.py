"""Tables that come in cells and not in lines: sheets of Excel workbooks, and Parquet files.

Their cells become text as a CSV export would write them (see `frames`). A record's place is its row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from leadscore.columns import LINE, own
from leadscore.results import Dialect, SourceFile
from leadscore.tables import refusals
from leadscore.tables.frames import check_cells, text_rows
from leadscore.tables.repair import no_malformed, no_spans
from leadscore.tables.scan import FileRecords
from leadscore.tables.workbook import read_sheet

if TYPE_CHECKING:
    from leadscore.schema.model import Source
    from leadscore.tables.parts import Part

__all__ = ["columnar_header", "read_columnar"]


def columnar_header(part: Part, source: Source) -> tuple[str, ...]:
    """Return the header cells of a sheet or of a Parquet file.

    Raises:
        InputError: It cannot be read.
    """
    if part.kind == "workbook":
        return read_sheet(part, source).header
    return tuple(_schema(part))


def read_columnar(part: Part, source: Source) -> FileRecords:
    """Read a sheet or a Parquet file; none of its records is malformed.

    Raises:
        InputError: It cannot be read.
    """
    if part.kind == "workbook":
        return _workbook(part, source)
    schema = _schema(part)
    frame = pl.scan_parquet(part.path.absolute(), glob=False, hive_partitioning=False)
    return _records(part, tuple(schema), text_rows(frame, schema), _count(part, frame), Dialect("parquet"))


def _records(
    part: Part, header: tuple[str, ...], frame: pl.LazyFrame, rows: int, dialect: Dialect
) -> FileRecords:
    source = SourceFile(part.path, rows, part.hash(), part.member, dialect)
    return FileRecords(source, header, frame, no_malformed(), no_spans(), None)


def _workbook(part: Part, source: Source) -> FileRecords:
    sheet = read_sheet(part, source)
    schema = {own(place): pl.String for place in range(len(sheet.header))}
    cells = pl.DataFrame(sheet.rows, schema=schema, orient="row")
    frame = cells.with_columns(pl.Series(LINE, sheet.places, pl.Int64)).lazy()
    return _records(part, sheet.header, frame, cells.height, sheet.dialect)


def _schema(part: Part) -> pl.Schema:
    try:
        schema = pl.read_parquet_schema(part.path)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise refusals.damaged_parquet(part.place) from error
    if not schema:
        raise refusals.empty_file(part.place)
    check_cells(part.place, schema)
    return pl.Schema(schema)


def _count(part: Part, frame: pl.LazyFrame) -> int:
    """Return the number of rows, having read all of them: damage inside a file shows nowhere else in time."""
    names = frame.collect_schema().names()
    nulls = [pl.col(name).is_null().sum().alias(own(place)) for place, name in enumerate(names)]
    try:
        return int(frame.select(pl.len().alias(LINE), *nulls).collect(engine="streaming")[LINE].item())
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise refusals.damaged_parquet(part.place) from error
