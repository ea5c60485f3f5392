"""The names of a table's columns, found in the first part of its text."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final

from leadscore.tables import refusals
from leadscore.tables.delimiter import declared, find_delimiter
from leadscore.tables.frame import MOST_ABOVE, find_header_row
from leadscore.tables.grammar import Record, Shape, cut_lines, unquote

if TYPE_CHECKING:
    from leadscore.schema.model import Source

__all__ = ["MOST_BYTES", "Header", "find_header"]

MOST_BYTES: Final = 1 << 20
"""Bytes of a text in which its header must end."""
_MOST_ROWS: Final = MOST_ABOVE + 30


@dataclass(frozen=True)
class Header:
    """Names of columns, and where the records begin.

    Attributes:
        cells: The names as written.
        lines: Lines up to the header's end; blank ones and those above it count.
        size: Bytes up to the header's end, a byte order mark included.
        delimiter: What stands between cells.
        line: The line on which the header begins, counted from 1.
        above: Lines above it that are not blank.
    """

    cells: tuple[str, ...]
    lines: int
    size: int
    delimiter: str = ","
    line: int = 1
    above: int = 0

    @property
    def shape(self) -> Shape:
        """What every record looks like."""
        return Shape(len(self.cells), self.delimiter)


@dataclass(frozen=True)
class _Row:
    """One record of the first part of a text."""

    line: int
    record: Record


def find_header(place: str, start: str, source: Source, *, mark: int = 0, whole: bool = True) -> Header:
    """Find the header of a table.

    Args:
        place: Where the text is, for messages.
        start: The first part of the text, lines ending with a line feed.
        source: What the rules say of the input.
        mark: Bytes before the text.
        whole: Whether that is all of it.

    Raises:
        InputError: There is no header, or it cannot be read.
    """
    lines = start.split("\n")
    texts = [line for line in lines if line.strip()]
    if not texts:
        raise refusals.empty_file(place)
    said = declared(texts[0]) if len(texts) > 1 else None
    delimiter = source.delimiter or said or find_delimiter(texts[:_MOST_ROWS])
    rows = _rows(start, delimiter, skip=1 if said else 0)
    row = _header_row(place, rows, source, delimiter)
    _check(place, row, rows, delimiter)
    end = row.line - 1 + row.record.lines
    if not whole and end >= len(lines):
        raise refusals.long_header(place, MOST_BYTES)
    size = len("\n".join(lines[:end]).encode()) + (end < len(lines))
    above = sum(1 for line in lines[: row.line - 1] if line.strip())
    cells = _as_wide_as_records(
        tuple(map(unquote, row.record.cells)), [other for other in rows if other.line > row.line]
    )
    return Header(cells, end, mark + size, delimiter, row.line, above)


def _rows(start: str, delimiter: str, skip: int) -> list[_Row]:
    """Return the first records that are not blank."""
    lines = BytesIO(start.encode())
    rows: list[_Row] = []
    line = 1
    while len(rows) < _MOST_ROWS + skip:
        at = lines.tell()
        if not lines.readline().strip():
            if lines.tell() == at:
                break
            line += 1
            continue
        lines.seek(at)
        record = cut_lines(iter(lines), most_cells=MOST_BYTES, delimiter=delimiter)
        rows.append(_Row(line, record))
        lines.seek(at)
        for _ in range(1 if record.fault else record.lines):
            lines.readline()
        line += 1 if record.fault else record.lines
    return rows[skip:]


def _header_row(place: str, rows: list[_Row], source: Source, delimiter: str) -> _Row:
    if source.header_line is not None:
        found = next((row for row in rows if row.line == source.header_line), None)
        if found is None:
            raise refusals.no_header_there(place, source.header_line, [row.line for row in rows])
        return found
    cells = [[unquote(cell) if not row.record.fault else cell for cell in row.record.cells] for row in rows]
    at = find_header_row(cells)
    # NOTE: what cannot be read above the header may be the header itself, and what follows a record.
    columns = len(rows[at].record.cells)
    broken = (row for row in rows[:at] if row.record.fault or _cells_inside(row, delimiter) == columns)
    return next(broken, rows[at])


def _as_wide_as_records(cells: tuple[str, ...], below: list[_Row]) -> tuple[str, ...]:
    """Return a header with as many cells as records, where one delimiter at the end of lines is all the difference."""
    records = [row.record.cells for row in below if not row.record.fault]
    if records and all(len(record) == len(cells) + 1 and not record[-1].strip() for record in records):
        return (*cells, "")
    if (
        len(cells) > 1
        and not cells[-1].strip()
        and records
        and all(len(record) == len(cells) - 1 for record in records)
    ):
        return cells[:-1]
    return cells


def _check(place: str, row: _Row, rows: list[_Row], delimiter: str) -> None:
    if row.record.fault:
        raise refusals.bad_header(place, row.line, row.record.fault)
    cells = [unquote(cell) for cell in row.record.cells]
    if not any(cell.strip() for cell in cells):
        raise refusals.header_without_names(place, row.line)
    inside = _cells_inside(row, delimiter)
    if inside > 1 and (_all_quoted(rows) or any(len(other.record.cells) == inside for other in rows)):
        raise refusals.header_quoted_whole(place, row.line)


def _cells_inside(row: _Row, delimiter: str) -> int:
    """Return how many cells are in the quotes of a row that is one quoted cell, 0 of any other row."""
    only, *others = row.record.cells
    return 0 if others or not only.startswith('"') else len(unquote(only).split(delimiter))


def _all_quoted(rows: list[_Row]) -> bool:
    return all(len(row.record.cells) == 1 and row.record.cells[0].startswith('"') for row in rows)
