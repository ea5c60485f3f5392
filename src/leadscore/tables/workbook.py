"""One sheet of an Excel workbook: its header and its rows as text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from leadscore.results import Dialect
from leadscore.tables import refusals
from leadscore.tables.extent import check_extent
from leadscore.tables.file import open_file
from leadscore.tables.frame import MOST_BELOW, find_header_row, is_footer_row, is_small_print

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leadscore.schema.model import Source
    from leadscore.tables.parts import Part

__all__ = ["Sheet", "read_sheet"]

_FIRST_ROWS: Final = 60


@dataclass(frozen=True)
class Sheet:
    """A table of a workbook.

    Attributes:
        header: Its header cells.
        rows: One list of cells per record, as wide as the header; None for an empty cell.
        places: The row of each record in the sheet, counted from 1.
        dialect: What was found.
    """

    header: tuple[str, ...]
    rows: list[list[str | None]]
    places: list[int]
    dialect: Dialect


def read_sheet(part: Part, source: Source) -> Sheet:
    """Read the sheet that the rules name, or else the only one that has cells and is not hidden.

    Raises:
        InputError: The workbook or its header cannot be read, or several sheets could be meant.
    """
    check_extent(part.path)
    try:
        with open_file(part.path) as file:
            book = CalamineWorkbook.from_filelike(file)
            name = _sheet_name(part, book, source)
            cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError) as error:
        raise refusals.damaged_workbook(part.place) from error
    rows = [(place, [_text(cell) for cell in row]) for place, row in enumerate(cells, 1)]
    return _table(
        part, name, [(place, row) for place, row in rows if any(cell.strip() for cell in row)], source
    )


def _sheet_name(part: Part, book: CalamineWorkbook, source: Source) -> str:
    names = [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    if source.sheet is not None:
        if source.sheet not in names:
            raise refusals.no_such_sheet(part.place, source.sheet, names)
        return source.sheet
    shown = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet
        and sheet.visible == SheetVisibleEnum.Visible
        and book.get_sheet_by_name(sheet.name).total_height > 0
    ]
    if not shown:
        raise refusals.empty_file(part.place)
    if len(shown) > 1:
        raise refusals.several_sheets(part.place, shown)
    return shown[0]


def _text(cell: object) -> str:
    """Return a cell as a CSV export would write it."""
    match cell:
        case bool():
            return "true" if cell else "false"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 2**53 else repr(cell)
        case datetime():
            return cell.isoformat(sep=" ", timespec="seconds")
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
        case _:
            return str(cell)


def _table(part: Part, name: str, filled: list[tuple[int, list[str]]], source: Source) -> Sheet:
    if not filled:
        raise refusals.empty_file(part.place)
    at = _header_place(part, filled, source)
    place, titles = filled[at]
    records = filled[at + 1 :]
    below = _rows_below([row for _, row in records[-MOST_BELOW:]]) if len(titles) > 1 else 0
    footer = next(
        (cell.strip() for _, row in records[len(records) - below :] for cell in row if cell.strip()), ""
    )[:80]
    records = records[: len(records) - below]
    width = max(len(_trimmed(row)) for row in [titles, *(row for _, row in records)])
    header = tuple(title.replace("\r\n", "\n") for title in titles[:width])
    if not any(title.strip() for title in header):
        raise refusals.header_without_names(part.place, place)
    rows = [[cell or None for cell in row[:width]] for _, row in records]
    dialect = Dialect(
        "xlsx", sheet=name, header_line=place, above=at, below=below, footer=footer if below else ""
    )
    return Sheet(header, rows, [place for place, _ in records], dialect)


def _header_place(part: Part, filled: Sequence[tuple[int, list[str]]], source: Source) -> int:
    first = filled[:_FIRST_ROWS]
    if source.header_line is None:
        width = max(len(_trimmed(row)) for _, row in first)
        return find_header_row([row[:width] for _, row in first])
    for at, (place, _) in enumerate(first):
        if place == source.header_line:
            return at
    raise refusals.no_header_there(part.place, source.header_line, [place for place, _ in first])


def _rows_below(last: Sequence[Sequence[str]]) -> int:
    """Return how many of the last rows are totals and small print."""
    count = 0
    for row in reversed(last):
        if not is_footer_row(row):
            break
        count += 1
    marked = [at for at, row in enumerate(last[len(last) - count :]) if is_small_print(row)]
    return count - marked[0] if marked else 0


def _trimmed(row: Sequence[str]) -> Sequence[str]:
    end = next((end for end in range(len(row), 0, -1) if row[end - 1].strip()), 0)
    return row[:end]
