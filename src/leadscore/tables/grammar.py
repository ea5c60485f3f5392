"""The grammar of a record: RFC 4180, cells between commas, quoted where they hold a comma, a quote or a line end.

As in Python's `csv`, a quote inside a cell that does not start with one is a character like any other (`5" pipe`).
The grammar is written down twice, for a record at a time and for a column of lines; the second one is stricter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["CARRIAGE_RETURN", "Record", "cut", "cut_lines", "plain_line_pattern", "requote", "unquote"]

CARRIAGE_RETURN: Final = "contains a carriage return outside quotes"
_UNCLOSED: Final = "a quote is opened and never closed"
_AFTER_QUOTE: Final = "text after a closing quote"
_NUL: Final = "contains a NUL byte"

_MOST_LINES: Final = 1024
"""A record does not go over more lines, so that one missing quote does not swallow a file."""

# NOTE: `*+` never gives back what it took, so that an unclosed quote is found in one go, however long the cell.
_CELL: Final = re.compile(
    r"""(?P<cell> "[^"\0]*+(?:""[^"\0]*+)*+" | [^",\r\n\0][^,\r\n\0]* | )
        (?: (?P<comma>,) | \r?\n | \r?\Z | (?P<wrong>.) )""",
    re.VERBOSE | re.DOTALL,
)
_CELL_IN_LINE: Final = r'(?:"(?:[^"\x00]|"")*"|[^",\r\n\x00]*)'


@dataclass(frozen=True)
class Record:
    """What stands between two line ends outside quotes.

    Attributes:
        cells: The cells as written, quotes included, up to the fault if there is one.
        lines: Over how many lines they go.
        fault: Why this is no record, or an empty string.
    """

    cells: tuple[str, ...]
    lines: int
    fault: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether it is a line without a character."""
        return self.cells == ("",) and not self.fault


def cut(text: str) -> Record:
    """Cut the first record of a text into cells."""
    cells: list[str] = []
    fault = ""
    for match in _CELL.finditer(text):
        cells.append(match["cell"])
        if not match["comma"]:
            fault = _fault(match["cell"], match["wrong"], text) if match["wrong"] else ""
            break
    return Record(tuple(cells), 1 + text.count("\n", 0, match.end("cell")), fault)


def cut_lines(lines: Iterator[bytes], most_cells: int) -> Record:
    """Cut the record that starts with the next line, taking as many lines as it needs.

    Args:
        lines: The lines with their line ends.
        most_cells: Where an open record has more cells than this, it is given up.

    Raises:
        UnicodeDecodeError: The lines are not UTF-8.
    """
    text, taken = "", 0
    while True:
        more = list(islice(lines, max(taken, 1)))
        text += b"".join(more).decode("utf-8")
        taken += len(more)
        record = cut(text)
        if record.fault != _UNCLOSED or len(record.cells) > most_cells or not more or taken >= _MOST_LINES:
            return record


def _fault(cell: str, wrong: str, text: str) -> str:
    if wrong == "\0":
        return _NUL
    if cell.startswith('"'):
        return _AFTER_QUOTE
    if wrong == '"':
        # The cell is empty: the quote opens one, which then runs into a NUL byte or out of text.
        return _NUL if "\0" in text else _UNCLOSED
    return CARRIAGE_RETURN


def unquote(cell: str) -> str:
    """Return what a well-formed cell means."""
    return cell[1:-1].replace('""', '"') if cell.startswith('"') else cell


def requote(cells: tuple[str, ...]) -> str:
    """Return a record whose cells have quotes around them wherever they have a quote in them."""
    return ",".join(
        '"' + cell.replace('"', '""') + '"' if '"' in cell[1:] and cell[0] != '"' else cell for cell in cells
    )


def plain_line_pattern(columns: int) -> str:
    """Return the regular expression of a line that is a record by itself, for Polars.

    Lines with a quote inside a cell that does not start with one are left out: other readers stumble over them.
    """
    return f"^(?:{_CELL_IN_LINE},){{{columns - 1}}}{_CELL_IN_LINE}$"
