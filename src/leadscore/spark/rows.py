"""What workers return: lines of outputs, and packages for those who go on with them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.publish.tables import table_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from leadscore.results import OutputTable

__all__ = ["NOTES", "RESULT", "Row", "lines_row", "package_of", "rows_of", "unpacked", "written_rows"]

RESULT: Final = "output string, bucket int, number long, text string, data binary"
"""What workers return: lines of an output, or something for those who go on, which begins with `:`."""
NOTES: Final = ":notes"
_KINDS: Final = {
    "output": pl.String,
    "bucket": pl.Int32,
    "number": pl.Int64,
    "text": pl.String,
    "data": pl.Binary,
}

Row = tuple[str, int, int, str | None, bytes | None]


def rows_of(rows: Iterable[Row]) -> pl.DataFrame:
    """Return rows of `RESULT` as a frame."""
    return pl.DataFrame(list(rows), schema=_KINDS, orient="row")


def written_rows(lines: Mapping[str, pl.Series], bucket: int) -> list[Row]:
    """Return the lines of several outputs as rows of `RESULT`."""
    return [(path, bucket, one.len(), _text(one), None) for path, one in lines.items()]


def _text(lines: pl.Series) -> str:
    return "".join(f"{line}\n" for line in lines)


def lines_row(table: OutputTable, bucket: int) -> Row:
    """Return the lines of an output as one row of `RESULT`."""
    return (table.path, bucket, table.rows.height, table_lines(table).decode(), None)


def package_of(name: str, bucket: int, frame: pl.DataFrame) -> Row:
    """Return a frame as one row of `RESULT`."""
    package = io.BytesIO()
    frame.write_ipc(package, compression="lz4")
    return (name, bucket, frame.height, None, package.getvalue())


def unpacked(package: bytes) -> pl.DataFrame:
    """Return the frame of a package."""
    return pl.read_ipc(io.BytesIO(package))
