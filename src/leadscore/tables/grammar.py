"""The grammar of a record: RFC 4180, cells between delimiters, quoted where they hold one, a quote or a line end.

As in Python's `csv`, a quote inside a cell that does not start with one is a character like any other (`5" pipe`).
The grammar is written down twice, for a record at a time and for a column of lines; the second one is stricter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "BAD_BYTE",
    "BAD_BYTES",
    "CARRIAGE_RETURN",
    "MOST_CELLS",
    "Record",
    "Shape",
    "cut",
    "cut_lines",
    "plain_line_pattern",
    "requote",
    "unquote",
]

BAD_BYTE: Final = "\0\ufffd"
"""What stands in a file's copy for a byte that its encoding does not have; no record can contain it."""

CARRIAGE_RETURN: Final = "contains a carriage return outside quotes"
_UNCLOSED: Final = "a quote is opened and never closed"
_AFTER_QUOTE: Final = "text after a closing quote"
_NUL: Final = "contains a NUL byte"
BAD_BYTES: Final = "contains bytes that are no character in the encoding of the file"

MOST_CELLS: Final = 100_000
"""A record does not have more, so that a line of megabytes does not take minutes."""

_MOST_LINES: Final = 1024
"""A record does not go over more lines, so that one missing quote does not swallow a file."""


@dataclass(frozen=True)
class Shape:
    """What every record of a table looks like.

    Attributes:
        columns: How many cells it has.
        delimiter: What stands between them, one character.
    """

    columns: int
    delimiter: str = ","


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


@cache
def _cell(delimiter: str) -> re.Pattern[str]:
    # NOTE: `*+` never gives back what it took, so that an unclosed quote is found in one go, however long the cell.
    mark = re.escape(delimiter)
    return re.compile(
        rf"""(?P<cell> "[^"\0]*+(?:""[^"\0]*+)*+" | [^"{mark}\r\n\0][^{mark}\r\n\0]* | )
             (?: (?P<delimiter>{mark}) | \r?\n | \r?\Z | (?P<wrong>.) )""",
        re.VERBOSE | re.DOTALL,
    )


def cut(text: str, delimiter: str = ",", most_cells: int = MOST_CELLS) -> Record:
    """Cut the first record of a text into cells; one with too many is given up."""
    cells: list[str] = []
    fault = ""
    for match in _cell(delimiter).finditer(text):
        cells.append(match["cell"])
        if not match["delimiter"]:
            fault = _fault(match["cell"], match["wrong"], text[match.end() - 1 :]) if match["wrong"] else ""
            break
        if len(cells) > most_cells:
            fault = f"has more than {most_cells:,} fields"
            break
    return Record(tuple(cells), 1 + text.count("\n", 0, match.end("cell")), fault)


def cut_lines(lines: Iterator[bytes], most_cells: int, delimiter: str = ",") -> Record:
    """Cut the record that starts with the next line, taking as many lines as it needs.

    Args:
        lines: The lines with their line ends.
        most_cells: Where an open record has more cells than this, it is given up.
        delimiter: What stands between cells.

    Raises:
        UnicodeDecodeError: The lines are not UTF-8.
    """
    text, taken = "", 0
    while True:
        more = list(islice(lines, max(taken, 1)))
        text += b"".join(more).decode("utf-8")
        taken += len(more)
        record = cut(text, delimiter)
        if record.fault != _UNCLOSED or len(record.cells) > most_cells or not more or taken >= _MOST_LINES:
            return record


def _fault(cell: str, wrong: str, rest: str) -> str:
    if wrong == "\0":
        return _nul(rest)
    if cell.startswith('"'):
        return _AFTER_QUOTE
    if wrong == '"':
        # The cell is empty: the quote opens one, which then runs into a NUL byte or out of text.
        at = rest.find("\0")
        return _nul(rest[at:]) if at >= 0 else _UNCLOSED
    return CARRIAGE_RETURN


def _nul(rest: str) -> str:
    return BAD_BYTES if rest.startswith(BAD_BYTE) else _NUL


def unquote(cell: str) -> str:
    """Return what a well-formed cell means."""
    return cell[1:-1].replace('""', '"') if cell.startswith('"') else cell


def requote(cells: tuple[str, ...], delimiter: str = ",") -> str:
    """Return a record whose cells have quotes around them wherever they have a quote in them."""
    return delimiter.join(
        '"' + cell.replace('"', '""') + '"' if '"' in cell[1:] and cell[0] != '"' else cell for cell in cells
    )


def plain_line_pattern(shape: Shape) -> str:
    """Return the regular expression of a line that is a record by itself, for Polars and for Python.

    Lines with a quote inside a cell that does not start with one are left out: other readers stumble over them.
    """
    mark = rf"\x{ord(shape.delimiter):02x}"
    cell = rf'(?:"[^"\x00]*(?:""[^"\x00]*)*"|[^"{mark}\r\n\x00]*)'
    return f"^(?:{cell}{mark}){{{shape.columns - 1}}}{cell}$"
