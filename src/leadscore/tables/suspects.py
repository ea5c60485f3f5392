"""Which lines are not a whole record by themselves, and what becomes of them.

Most lines of most files are a record each, and one regular expression over all lines says so. The others are
*suspects*: a part of a record that goes over several lines, a record that Polars would stumble over, a malformed one,
or blank. They are settled one after another in plain Python. Of a record with a broken quote only the first line is
rejected, and reading resumes with the next one, so that one missing quote costs one record and not the rest of the
file. No attempt goes on where there are twice as many cells as in the header: so the work stays in proportion to the
file, whatever is in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final, Literal

import polars as pl

from leadscore.columns import LINE
from leadscore.tables.grammar import BAD_BYTE, cut, cut_lines, plain_line_pattern, requote
from leadscore.tables.lines import LineReader, join_lines, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from typing import BinaryIO

    from leadscore.tables.grammar import Shape

__all__ = ["MISSING_QUOTE", "Finding", "find_suspects", "settle"]

MISSING_QUOTE: Final = "a quote is opened and never closed: the lines that follow are records of their own"

_MOST_COLUMNS: Final = 1_000
_TEXT: Final = "text"

Kind = Literal["record", "blank", "malformed"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one suspect turned out to be.

    Attributes:
        kind: A good record, a blank line, or a malformed record.
        line: Its first line.
        lines: Over how many lines it goes.
        start: Its first byte in the file.
        end: The first byte behind it.
        text: Of a good record, its cells in a form that Polars reads right; of a malformed one, what is reported.
        reason: Why it is malformed.
    """

    kind: Kind
    line: int
    lines: int
    start: int
    end: int
    text: str = ""
    reason: str = ""


def find_suspects(path: Path, header_lines: int, shape: Shape) -> pl.Series:
    """Return the numbers of all lines below the header that are not a record of this shape by themselves."""
    text = pl.col(_TEXT)
    # NOTE: the expression grows with the columns; where it would get too big for the engine, all lines are suspects.
    whole = (
        text.str.contains(plain_line_pattern(shape))
        if shape.columns <= _MOST_COLUMNS
        else pl.lit(value=False)
    )
    return (
        pl.scan_lines(path.absolute(), name=_TEXT, row_index_name=LINE, row_index_offset=1, glob=False)
        .filter(pl.col(LINE) > header_lines, ~whole | (text == ""))
        .select(pl.col(LINE).cast(pl.Int64))
        .collect(engine="streaming")
        .to_series()
        .sort()
    )


def settle(file: BinaryIO, suspects: Iterable[int], shape: Shape) -> Iterator[Finding]:
    """Yield what the suspects are, in file order.

    Args:
        file: The file's bytes, read from the start.
        suspects: Numbers of the suspect lines, ascending.
        shape: What a record looks like.
    """
    reader = LineReader(file)
    for line in suspects:
        if line >= reader.line:
            reader.skip_to(line)
            yield _settle_one(reader, shape)


def _settle_one(reader: LineReader, shape: Shape) -> Finding:
    columns = shape.columns
    record = cut_lines(reader.peek(), most_cells=2 * columns, delimiter=shape.delimiter)
    if record.is_blank:
        return _finding("blank", reader, 1)
    if record.fault:
        return _finding("malformed", reader, 1, reason=record.fault)
    if len(record.cells) == columns:
        return _finding("record", reader, record.lines, text=requote(record.cells, shape.delimiter))
    if record.lines > 2 and _hides_records(reader, record.lines, shape):
        return _finding("malformed", reader, 1, reason=MISSING_QUOTE)
    return _finding("malformed", reader, record.lines, reason=_wrong_count(len(record.cells), columns))


def _hides_records(reader: LineReader, lines: int, shape: Shape) -> bool:
    """Return whether all lines between the first and the last look like records: then the opening quote is the mistake."""
    inside = [cut(line.decode("utf-8"), shape.delimiter) for line in islice(reader.peek(), 1, lines - 1)]
    return all(not record.fault and len(record.cells) == shape.columns for record in inside)


def _wrong_count(found: int, columns: int) -> str:
    return f"has {found} field{'' if found == 1 else 's'}, the header has {columns}"


def _finding(kind: Kind, reader: LineReader, lines: int, *, text: str = "", reason: str = "") -> Finding:
    line, start = reader.line, reader.offset
    taken = reader.take(lines)
    return Finding(
        kind,
        line,
        lines,
        start,
        reader.offset,
        text if kind == "record" else shorten(join_lines(taken).replace(BAD_BYTE, BAD_BYTE[-1])),
        reason,
    )
