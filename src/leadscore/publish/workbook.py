"""Writes a table as a workbook for Excel: one sheet, its header frozen, with filters and columns that fit."""

from __future__ import annotations

import io
import re
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import polars as pl
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.utility import xl_col_to_name

from leadscore.errors import OutputError
from leadscore.publish.documents import Output

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from leadscore.results import OutputTable

__all__ = ["MOST_CHARACTERS", "MOST_ROWS", "write_workbook"]

MOST_ROWS: Final = 1_048_576
"""Rows of a sheet, the header among them."""
MOST_CHARACTERS: Final = 32_767
"""UTF-16 units of a cell."""
_MOST_NAME: Final = 31
_NARROWEST: Final = 8
_WIDEST: Final = 50
"""Characters; longer text is wrapped."""
_ARROW: Final = 3
"""Room for the button of the filter beside a title."""
_FIRST_YEAR: Final = 1900
"""Excel knows no day before it."""
_PLAIN: Final[dict[str, Any]] = {
    "constant_memory": True,
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "use_zip64": True,
}
"""Text stays text, and a long list does not have to fit into memory."""
# NOTE: XlsxWriter takes text of this form for XML of its own, and would write it as it is.
_RICH: Final = re.compile(r"<r>.*</r>", re.DOTALL)


def write_workbook(table: OutputTable, place: Path, day: date) -> Output:
    """Write a table. Nothing in it becomes a formula, a link or, if it is text, a number.

    Args:
        table: Whole numbers, numbers and days become such; all else is text. A fraction is shown with one decimal.
        place: The file to be made.
        day: Stands in the file as the day on which it was made, so that the same table gives the same bytes.

    Raises:
        OutputError: The table has more rows than a sheet can have.
        OSError: The file cannot be written.
    """
    if table.rows.height >= MOST_ROWS:
        raise _too_long(table)
    content = io.BytesIO()
    with TemporaryDirectory(dir=place.parent) as scratch:
        book = xlsxwriter.Workbook(content, {**_PLAIN, "tmpdir": scratch})
        book.set_properties({"created": datetime(day.year, day.month, day.day)})  # noqa: DTZ001 - a day without a clock
        sheet = book.add_worksheet(_sheet_name(table.path))
        formats = [_format(book, rows) for rows in table.rows.iter_columns()]
        _lay_out(sheet, table, formats)
        _write_header(sheet, table.header, book.add_format({"bold": True, "valign": "top"}))
        _write_rows(sheet, table.rows, formats)
        _close(book)
    with place.open("xb") as file:
        file.write(content.getbuffer())
    return Output(table.path, table.rows.height, sha256(content.getbuffer()).hexdigest())


def _close(book: xlsxwriter.Workbook) -> None:
    try:
        book.close()
    except FileCreateError as problem:  # which hides what the system said
        raise problem.args[0] from None


def _too_long(table: OutputTable) -> OutputError:
    return OutputError(
        f"{table.path} would have {table.rows.height:,} rows, and a sheet of a workbook has at most {MOST_ROWS - 1:,} "
        "below its header; nothing was published\n"
        "  help: leave out --xlsx, or let fewer contacts into this list"
    )


def _sheet_name(path: str) -> str:
    """Return the file's name, as far as it can be that of a sheet; Excel keeps one name for itself."""
    name = PurePosixPath(path).stem[:_MOST_NAME]
    return f"{name}_" if name.lower() == "history" else name


def _format(book: xlsxwriter.Workbook, cells: pl.Series) -> Format:
    """Return how the cells of a column look: top, as the lines of a wrapped neighbour begin there."""
    looks: dict[str, Any] = {"valign": "top"}
    if cells.dtype == pl.Date:
        looks["num_format"] = "yyyy-mm-dd"
    elif cells.dtype.is_float():
        looks["num_format"] = "0.0"
    elif cells.dtype.is_integer():
        looks["num_format"] = "0"
    elif _longest(cells) > _WIDEST:
        looks["text_wrap"] = True
    else:
        looks["num_format"] = "@"
    return book.add_format(looks)


def _longest(cells: pl.Series) -> int:
    longest = cells.cast(pl.String).str.len_chars().max()
    return longest if isinstance(longest, int) else 0


def _lay_out(sheet: Worksheet, table: OutputTable, formats: Sequence[Format]) -> None:
    last = len(table.header) - 1
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, table.rows.height, last)
    sheet.ignore_errors({"number_stored_as_text": f"A1:{xl_col_to_name(last)}{MOST_ROWS}"})
    for column, (title, cells, format_) in enumerate(
        zip(table.header, table.rows.iter_columns(), formats, strict=True)
    ):
        width = max(_NARROWEST, len(title) + _ARROW, _longest(cells) + 1)
        sheet.set_column(column, column, min(_WIDEST, width), format_)


def _write_header(sheet: Worksheet, titles: Sequence[str], bold: Format) -> None:
    for column, title in enumerate(titles):
        sheet.write_string(0, column, _text(title), bold)


def _write_rows(sheet: Worksheet, rows: pl.DataFrame, formats: Sequence[Format]) -> None:
    for number, row in enumerate(rows.iter_rows(), start=1):
        for column, cell in enumerate(row):
            if cell is not None and cell != "":
                _write_cell(sheet, number, column, cell, formats[column])


def _write_cell(sheet: Worksheet, row: int, column: int, cell: object, format_: Format) -> None:
    if isinstance(cell, date) and cell.year >= _FIRST_YEAR:
        sheet.write_datetime(row, column, cell, format_)
    elif isinstance(cell, int | float):
        # NOTE: XlsxWriter would write the float 78.6 as 78.59999999999999, and the decimal as it is.
        sheet.write_number(row, column, Decimal(repr(cell)), format_)
    else:
        sheet.write_string(row, column, _text(str(cell)), format_)


def _text(text: str) -> str:
    """Return text that a cell can hold; a … stands for what is cut off."""
    if len(text) > MOST_CHARACTERS // 2:
        units = text.encode("utf-16-le")
        if len(units) > 2 * MOST_CHARACTERS:
            text = units[: 2 * (MOST_CHARACTERS - 1)].decode("utf-16-le", errors="ignore") + "…"
    return f"{text} " if _RICH.fullmatch(text) else text
