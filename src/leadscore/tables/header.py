"""A file's first record: the names of its columns."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from leadscore.tables import refusals
from leadscore.tables.file import BOM, check_file, open_file, refuse_other_formats
from leadscore.tables.grammar import CARRIAGE_RETURN, cut_lines, unquote

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from leadscore.tables.grammar import Record

__all__ = ["Header", "find_header", "read_header"]

_MOST_BYTES: Final = 1 << 20
_OTHER_SEPARATORS: Final = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}


@dataclass(frozen=True)
class Header:
    """Names of columns, and where the records begin.

    Attributes:
        cells: The names as written.
        lines: Lines up to the header's end; blank lines above it count.
        size: Bytes up to the header's end.
    """

    cells: tuple[str, ...]
    lines: int
    size: int


def read_header(path: Path) -> tuple[str, ...]:
    """Return the header cells of a file, as written, reading no more than its start.

    Raises:
        InputError: The file or its header cannot be read.
    """
    return find_header(path).cells


def find_header(path: Path) -> Header:
    """Find the first record of a file that is not blank.

    Raises:
        InputError: The file or its header cannot be read.
    """
    check_file(path)
    with open_file(path) as file:
        start = file.read(_MOST_BYTES)
    refuse_other_formats(path, start)
    lines = list(BytesIO(start.removeprefix(BOM)))
    blank = sum(1 for _ in takewhile(lambda line: not line.strip(), lines))
    if blank == len(lines):
        raise refusals.empty_file(path)
    record = _record(path, lines[blank:], blank + 1)
    end = blank + record.lines
    if len(start) == _MOST_BYTES and end >= len(lines):
        raise refusals.long_header(path, _MOST_BYTES)
    cells = _names(path, record, blank + 1)
    return Header(cells, end, len(start) - sum(map(len, lines[end:])))


def _record(path: Path, lines: Sequence[bytes], first: int) -> Record:
    try:
        return cut_lines(iter(lines), most_cells=_MOST_BYTES)
    except UnicodeDecodeError as error:
        raise refusals.not_utf8(path, first, error.object[error.start]) from error


def _names(path: Path, record: Record, line: int) -> tuple[str, ...]:
    if record.fault == CARRIAGE_RETURN:
        raise refusals.carriage_returns_only(path, line)
    if record.fault:
        raise refusals.bad_header(path, line, record.fault)
    cells = tuple(map(unquote, record.cells))
    _check_names(path, line, cells)
    return cells


def _check_names(path: Path, line: int, cells: tuple[str, ...]) -> None:
    if not any(cell.strip() for cell in cells):
        raise refusals.header_without_names(path, line)
    if len(cells) == 1:
        for separator, name in _OTHER_SEPARATORS.items():
            if separator in cells[0]:
                raise refusals.other_separator(path, line, name)
