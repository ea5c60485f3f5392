"""What workers return: lines of outputs, and packages for those who go on with them."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeVar

import polars as pl

from leadscore.publish.tables import table_lines
from leadscore.spark.cells import kinds_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from leadscore.results import OutputTable

__all__ = ["NOTES", "RESULT", "Row", "lines_rows", "package_of", "rows_of", "unpacked", "written_rows"]

RESULT: Final = "output string, bucket int, place int, number long, text string, data binary"
"""What workers return, in this order: lines of an output, or something for those who go on, which begins with `:`."""
NOTES: Final = ":notes"
_KINDS: Final = kinds_of(RESULT)

_PIECE: Final = 1 << 20
"""Bytes of lines that travel as one text; Java holds such a text several times over."""

Row = tuple[str, int, int, str | None, bytes | None]
"""Of what, of which bucket, how many, and one of lines and a package."""


def rows_of(rows: Iterable[Row]) -> pl.DataFrame:
    """Return rows of `RESULT` as a frame."""
    kinds = {name: kind for name, kind in _KINDS.items() if name != "place"}
    found = pl.DataFrame(list(rows), schema=kinds, orient="row").with_row_index("place")
    return found.select(pl.col(name).cast(kind) for name, kind in _KINDS.items())


def written_rows(lines: Mapping[str, pl.Series], bucket: int) -> list[Row]:
    """Return the lines of several outputs as rows of `RESULT`."""
    return [
        (path, bucket, some.len(), _text(some), None)
        for path, one in lines.items()
        for some in _slices(one, int(one.str.len_bytes().sum()))
    ]


def _text(lines: pl.Series) -> str:
    return "".join(f"{line}\n" for line in lines)


def lines_rows(table: OutputTable, bucket: int) -> list[Row]:
    """Return the lines of an output as rows of `RESULT`."""
    return [
        (table.path, bucket, some.height, table_lines(replace(table, rows=some)).decode(), None)
        for some in _slices(table.rows, int(table.rows.estimated_size()))
    ]


_Rows = TypeVar("_Rows", pl.Series, pl.DataFrame)


def _slices(rows: _Rows, size: int) -> Iterator[_Rows]:
    """Yield rows some at a time, so that none are much larger than a piece; without any, one slice of none."""
    step = max(1, len(rows) * _PIECE // max(size, 1))
    for first in range(0, max(len(rows), 1), step):
        yield rows.slice(first, step)


def package_of(name: str, bucket: int, frame: pl.DataFrame) -> Row:
    """Return a frame as one row of `RESULT`."""
    package = io.BytesIO()
    frame.write_ipc(package, compression="lz4")
    return (name, bucket, frame.height, None, package.getvalue())


def unpacked(package: bytes) -> pl.DataFrame:
    """Return the frame of a package."""
    return pl.read_ipc(io.BytesIO(package))
