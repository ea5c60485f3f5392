"""Frames as tables: their columns have types, and their cells become text as a CSV export would write them.

Whole numbers are written without a point, days as `2026-12-31`, times as `2026-12-31 14:05:00` (in UTC, as
`2026-12-31T13:05:00Z`, where they have a zone), flags as `true` and `false`; null and not-a-number are empty. A
record's place is its row, counted from 1.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import FILE, LINE, own
from leadscore.results import Dialect, SourceFile
from leadscore.tables import refusals
from leadscore.tables.repair import no_malformed
from leadscore.tables.table import Table

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["check_cells", "frame_table", "text_rows"]

FORMAT: Final = "frame"
"""How reports call what is no file."""
_WHOLE: Final = 2.0**53


def frame_table(input: str, frame: pl.DataFrame | pl.LazyFrame) -> Table:  # noqa: A002 - the word of the documentation
    """Return a frame as an input; none of its records is malformed.

    Args:
        input: Which input it is; messages and results call it so in the place of a file.
        frame: Its records, whose order and content are the same whenever it is computed. The names of its columns are
            the header.

    Raises:
        InputError: It has no columns, or some whose cells are no single values.
    """
    lazy = frame.lazy()
    schema = lazy.collect_schema()
    check_cells(input, schema)
    rows = lazy.select(pl.len()).collect(engine="streaming").item()
    return Table(
        input=input,
        files=(SourceFile(Path(input), rows, "", dialect=Dialect(FORMAT)),),
        header=tuple(schema),
        frame=text_rows(lazy, schema).with_columns(pl.lit(0, pl.Int32).alias(FILE)),
        malformed=no_malformed(),
        texts=(None,),
        lines=(None,),
    )


def check_cells(place: str, schema: Mapping[str, pl.DataType]) -> None:
    """Check that columns have cells that can be text.

    Args:
        place: Where they are, for messages.
        schema: Their names and types.

    Raises:
        InputError: There are none, or some have cells that are no single values.
    """
    nested = [name for name, kind in schema.items() if kind.is_nested() or kind in (pl.Binary, pl.Object)]
    if nested:
        raise refusals.nested_columns(place, nested)
    if not schema:
        raise refusals.no_columns(place)


def text_rows(frame: pl.LazyFrame, schema: Mapping[str, pl.DataType]) -> pl.LazyFrame:
    """Return the records of a frame as text: `own(0)`, `own(1)`, … and `LINE`.

    Args:
        frame: One row per record.
        schema: The names and types of its columns.
    """
    cells = [_text(name, kind).alias(own(place)) for place, (name, kind) in enumerate(schema.items())]
    rows = frame.select(cells).with_row_index(LINE, offset=1)
    return rows.select(*(own(place) for place in range(len(schema))), pl.col(LINE).cast(pl.Int64))


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
    if isinstance(kind, pl.Duration):
        return cell.dt.to_string("iso")
    return cell.cast(pl.String)
