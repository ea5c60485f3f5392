"""Tables that come in cells and not in lines: sheets of Excel workbooks, and Parquet files.

Their cells become text as a CSV export would write them: whole numbers without a point, days as `2026-12-31`, times as
`2026-12-31 14:05:00`, flags as `true` and `false`. A record's place is its row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from leadscore.columns import LINE, own
from leadscore.results import Dialect, SourceFile
from leadscore.tables import refusals
from leadscore.tables.repair import no_malformed, no_spans
from leadscore.tables.scan import FileRecords
from leadscore.tables.workbook import read_sheet

if TYPE_CHECKING:
    from leadscore.schema.model import Source
    from leadscore.tables.parts import Part

__all__ = ["columnar_header", "read_columnar"]

_WHOLE = 2.0**53


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
    cells = [_text(name, kind).alias(own(place)) for place, (name, kind) in enumerate(schema.items())]
    rows = frame.select(cells).with_row_index(LINE, offset=1)
    own_names = [own(place) for place in range(len(schema))]
    records = rows.select(*own_names, pl.col(LINE).cast(pl.Int64))
    return _records(part, tuple(schema), records, _count(part, frame), Dialect("parquet"))


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
    nested = [name for name, kind in schema.items() if kind.is_nested() or kind in (pl.Binary, pl.Object)]
    if nested:
        raise refusals.nested_columns(part.place, nested)
    if not schema:
        raise refusals.empty_file(part.place)
    return pl.Schema(schema)


def _count(part: Part, frame: pl.LazyFrame) -> int:
    """Return the number of rows, having read all of them: damage inside a file shows nowhere else in time."""
    names = frame.collect_schema().names()
    nulls = [pl.col(name).is_null().sum().alias(own(place)) for place, name in enumerate(names)]
    try:
        return int(frame.select(pl.len().alias(LINE), *nulls).collect(engine="streaming")[LINE].item())
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise refusals.damaged_parquet(part.place) from error


def _text(name: str, kind: pl.DataType) -> pl.Expr:
    """Return a column as the text that a CSV export would have."""
    cell = pl.col(name)
    if kind.is_float():
        whole = cell.is_finite() & (cell == cell.floor()) & (cell.abs() < _WHOLE)
        number = (
            pl.when(whole)
            .then(cell.cast(pl.Int64, strict=False).cast(pl.String))
            .otherwise(cell.cast(pl.String))
        )
        return pl.when(cell.is_not_nan()).then(number)
    if isinstance(kind, pl.Datetime):
        if kind.time_zone is not None:
            return cell.dt.convert_time_zone("UTC").dt.strftime("%Y-%m-%dT%H:%M:%SZ")
        return cell.dt.strftime("%Y-%m-%d %H:%M:%S")
    return cell.cast(pl.String)
