"""Archives, workbooks and Parquet files as bytes."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

import polars as pl
from xlsxwriter import Workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["changed", "parquet", "sheets", "workbook", "zipped"]


def zipped(members: Mapping[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    """Return a zip archive of these members."""
    with ZipFile(file := BytesIO(), "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def changed(archive: bytes, change: Callable[[str, bytes], tuple[str, bytes]]) -> bytes:
    """Return an archive whose members have other names or contents."""
    with ZipFile(BytesIO(archive)) as old:
        return zipped(dict(change(name, old.read(name)) for name in old.namelist()))


def workbook(build: Callable[[Any], object]) -> bytes:
    """Return a workbook that is built by a function."""
    book = Workbook(file := BytesIO(), {"in_memory": True})
    build(book)
    book.close()
    return file.getvalue()


def sheets(**rows: list[list[object]]) -> bytes:
    """Return a workbook with these rows in its sheets, from the first cell on."""

    def build(book: Any) -> None:
        for name, lines in rows.items():
            sheet = book.add_worksheet(name)
            for place, line in enumerate(lines):
                sheet.write_row(place, 0, line)

    return workbook(build)


def parquet(columns: Mapping[str, object]) -> bytes:
    """Return a Parquet file of these columns."""
    pl.DataFrame(columns).write_parquet(file := BytesIO())
    return file.getvalue()
