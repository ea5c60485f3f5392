"""Tables as files: texts in every dialect, packed texts, workbooks, Parquet. Nothing here knows leadscore."""

from __future__ import annotations

import codecs
import gzip
import zipfile
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING, Final

import polars as pl
import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from tests.matrix.neutral import Value

__all__ = [
    "DIALECTS",
    "Dialect",
    "covering",
    "encoded",
    "write_gzip",
    "write_parquet",
    "write_text",
    "write_workbook",
    "write_zip",
]

Rows = list[list[str]]

_ENCODINGS: Final = ("utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-32-le", "cp1252")
_MARKS: Final = {
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
}
_DELIMITERS: Final = (",", ";", "\t", "|")
_LINE_ENDS: Final = ("\n", "\r\n", "\r")


@dataclass(frozen=True)
class Dialect:
    """How a table is written as text.

    Attributes:
        encoding: Python's name of it; UTF-16 and UTF-32 get their byte order mark.
        delimiter: What stands between cells.
        line_end: What ends a record.
        quoted: Whether all cells are quoted, also those that need not be.
    """

    encoding: str = "utf-8"
    delimiter: str = ","
    line_end: str = "\n"
    quoted: bool = False

    @property
    def name(self) -> str:
        """What tests call it."""
        marks = {
            ",": "comma",
            ";": "semicolon",
            "\t": "tab",
            "|": "bar",
            "\n": "lf",
            "\r\n": "crlf",
            "\r": "cr",
        }
        return "-".join((self.encoding, marks[self.delimiter], marks[self.line_end]))


DIALECTS: Final = tuple(Dialect(*parts) for parts in product(_ENCODINGS, _DELIMITERS, _LINE_ENDS))
"""Every encoding with every delimiter and every line end."""


def covering(number: int) -> tuple[Dialect, ...]:
    """Return a few of them, others for each layout.

    Every layout meets every encoding, delimiter and line end. Over all layouts every two values of different kinds meet.

    Args:
        number: Which layout it is.
    """
    return tuple(
        Dialect(
            encoding,
            _DELIMITERS[(number + place) % len(_DELIMITERS)],
            _LINE_ENDS[(number // len(_DELIMITERS) + place) % len(_LINE_ENDS)],
        )
        for place, encoding in enumerate(_ENCODINGS)
    )


def encoded(rows: Rows, dialect: Dialect) -> bytes:
    """Return a table as the bytes of a text."""
    lines = (dialect.delimiter.join(_written(cell, dialect) for cell in row) for row in rows)
    text = "".join(line + dialect.line_end for line in lines)
    return _MARKS.get(dialect.encoding, b"") + text.encode(dialect.encoding)


def _written(cell: str, dialect: Dialect) -> str:
    needed = any(mark in cell for mark in (dialect.delimiter, '"', "\r", "\n"))
    doubled = cell.replace('"', '""')
    return f'"{doubled}"' if needed or dialect.quoted else cell


def write_text(path: Path, rows: Rows, dialect: Dialect) -> Path:
    """Write a table as text."""
    path.write_bytes(encoded(rows, dialect))
    return path


def write_gzip(path: Path, rows: Rows, dialect: Dialect) -> Path:
    """Write a table as packed text."""
    path.write_bytes(gzip.compress(encoded(rows, dialect), mtime=0))
    return path


def write_zip(path: Path, parts: Iterable[Rows], dialect: Dialect) -> Path:
    """Write the parts of a table as members of one archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, rows in enumerate(parts, start=1):
            archive.writestr(f"{path.stem}_{number:03}.csv", encoded(rows, dialect))
    return path


def write_workbook(path: Path, rows: Sequence[Sequence[Value]]) -> Path:
    """Write a table as the sheet of a workbook, with real numbers, times and flags."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet, days = book.add_worksheet("Export"), book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
        for place, row in enumerate(rows):
            for column, value in enumerate(row):
                match value:
                    case None | "":
                        continue
                    case bool():
                        sheet.write_boolean(place, column, value)
                    case int() | Decimal():
                        sheet.write_number(place, column, float(value))
                    case datetime():
                        sheet.write_datetime(place, column, value, days)
                    case _:
                        sheet.write_string(place, column, str(value))
    return path


def write_parquet(path: Path, header: Sequence[str], rows: Sequence[Sequence[Value]]) -> Path:
    """Write a table as Parquet, each column as what it is."""
    columns = {name: [row[place] for row in rows] for place, name in enumerate(header)}
    pl.DataFrame(
        {name: pl.Series([_plain(cell) for cell in cells], strict=True) for name, cells in columns.items()}
    ).write_parquet(path)
    return path


def _plain(value: Value) -> object:
    return None if value == "" else float(value) if isinstance(value, Decimal) else value
