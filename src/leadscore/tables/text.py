"""A text table on its way to the engine: as it lies there, or as a copy that the engine can scan.

Most files are UTF-8 with a line feed at the end of each line, and are scanned where they lie. Of any other one a copy
is made, which has the same lines: unpacked, in UTF-8, line feeds for the returns of old Macs, without what
stands below the table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from leadscore.results import Dialect
from leadscore.tables import refusals
from leadscore.tables.aside import new_folder
from leadscore.tables.encoding import UTF_8, by_mark, decoded, is_utf_8, named, weigh
from leadscore.tables.file import BUFFER, open_file, refuse_other_formats
from leadscore.tables.frame import MOST_BELOW, is_footer_row, is_small_print
from leadscore.tables.grammar import BAD_BYTE, cut, unquote
from leadscore.tables.header import MOST_BYTES, find_header

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from leadscore.schema.model import Source
    from leadscore.tables.encoding import Encoding
    from leadscore.tables.grammar import Shape
    from leadscore.tables.header import Header
    from leadscore.tables.parts import Part

__all__ = ["Text", "open_text", "peek_header", "reopen_text"]

_TAIL: Final = 1 << 16
_MAGIC: Final = 16
_RETURNS_ONLY: Final = "CR"
_QUOTED: Final = re.compile('"[^"]*"')


@dataclass(frozen=True)
class Text:
    """A table as text: UTF-8, lines that end with a line feed, or with a return and a line feed.

    Attributes:
        part: What was given.
        path: Where the text lies: the given file itself, or a copy.
        header: Its header.
        dialect: What was found.
    """

    part: Part
    path: Path
    header: Header
    dialect: Dialect

    @property
    def is_copy(self) -> bool:
        """Whether the text is not the given file itself."""
        return self.path != self.part.path


@dataclass(frozen=True)
class _Start:
    """The first part of a text."""

    text: str
    encoding: Encoding
    line_end: str
    whole: bool

    def header(self, part: Part, source: Source, *, mark: int) -> Header:
        return find_header(part.place, self.text, source, mark=mark, whole=self.whole)


def peek_header(part: Part, source: Source) -> Header:
    """Return the header of a text, reading no more than its start.

    Raises:
        InputError: The text or its header cannot be read.
    """
    return _start(part, source).header(part, source, mark=0)


def open_text(part: Part, source: Source, scratch: Path) -> Text:
    """Find out how a text is written, and make the copy that it needs.

    Args:
        part: What was given.
        source: What the rules say of the input.
        scratch: A folder for the copy, which lives as long as the table is used.

    Raises:
        InputError: The text or its header cannot be read.
    """
    start = _start(part, source)
    if part.packing or start.encoding.codec != UTF_8.codec or start.line_end == _RETURNS_ONLY:
        return _copied(part, source, start, scratch)
    header = start.header(part, source, mark=start.encoding.mark)
    if _footer(part.path, header):
        return _copied(part, source, start, scratch)
    return Text(part, part.path, header, _dialect(part, start, header))


def reopen_text(text: Text, source: Source, scratch: Path) -> Text:
    """Open a text again that is not UTF-8 to its end: as Windows-1252, or with its damaged bytes marked."""
    start = _start(text.part, source)
    if source.encoding is None:
        with text.part.open() as file:
            found = weigh(file).encoding
        start = _start(text.part, source, replace(found, mark=start.encoding.mark))
    return _copied(text.part, source, start, scratch)


def _start(part: Part, source: Source, encoding: Encoding | None = None) -> _Start:
    with part.open() as file:
        start = file.read(MOST_BYTES)
        whole = not file.read(1)
    encoding = encoding or _encoding(part, source, start)
    text = "".join(decoded(BytesIO(_whole_characters(start, encoding, whole=whole)), encoding))
    if encoding.codec != UTF_8.codec and not encoding.mark and "\0" in text[:_TAIL].replace(BAD_BYTE, ""):
        raise refusals.not_text(part.place)
    returns_only = "\r" in text and _returns_only(text)
    line_end = _RETURNS_ONLY if returns_only else "CRLF" if "\r\n" in text else "LF"
    return _Start(text.replace("\r", "\n") if returns_only else text, encoding, line_end, whole)


def _returns_only(text: str) -> bool:
    """Return whether lines end with returns alone; what stands in quotes may have other line breaks."""
    outside = _QUOTED.sub("", text)
    return "\r" in outside and "\n" not in outside


def _whole_characters(start: bytes, encoding: Encoding, *, whole: bool) -> bytes:
    """Return bytes without what the end of the sample cut off of a line."""
    if whole:
        return start
    feed = "\n".encode(encoding.codec)
    last = max(start.rfind(feed), start.rfind("\r".encode(encoding.codec)))
    return start if last < 0 else start[: last + len(feed)]


def _encoding(part: Part, source: Source, start: bytes) -> Encoding:
    if source.encoding is not None:
        return named(source.encoding, start)
    found = by_mark(start)
    if found is not None:
        return found
    if _looks_wide(start):
        raise refusals.wide_without_mark(part.place)
    if is_utf_8(start):
        return UTF_8
    with part.open() as file:
        return weigh(file).encoding


def _looks_wide(start: bytes) -> bool:
    """Return whether nearly every second byte of the first ones is 0, as in UTF-16 without a mark."""
    first = start[:64]
    zeros = max(first[1::2].count(0), first[::2].count(0))
    return len(first) >= 8 and zeros * 8 >= len(first) * 3


def _copied(part: Part, source: Source, start: _Start, scratch: Path) -> Text:
    copy = new_folder(scratch) / "text.csv"
    try:
        with part.open() as file, copy.open("wb", buffering=BUFFER) as target:
            for piece in decoded(file, start.encoding):
                target.write(
                    (piece.replace("\r", "\n") if start.line_end == _RETURNS_ONLY else piece).encode()
                )
    except OSError as error:
        raise refusals.no_copy(part.place, error) from error
    with copy.open("rb") as file:
        refuse_other_formats(part.place, file.read(_MAGIC))
    header = start.header(part, source, mark=0)
    footer = _footer(copy, header)
    if footer:
        with copy.open("r+b") as file:
            file.truncate(copy.stat().st_size - sum(map(len, footer)))
    below = sum(1 for line in footer if line.strip(b"\r\n"))
    return Text(
        part,
        copy,
        header,
        replace(_dialect(part, start, header), below=below, footer=_first_text(footer, header.shape)),
    )


def _first_text(footer: Sequence[bytes], shape: Shape) -> str:
    cells = (_cells(line, shape) for line in footer if line.strip())
    return next((cell.strip() for row in cells for cell in row if cell.strip()), "")[:80]


def _dialect(part: Part, start: _Start, header: Header) -> Dialect:
    return Dialect(
        format="csv",
        packing=part.packing,
        encoding=start.encoding.title,
        delimiter=header.delimiter,
        line_end=start.line_end,
        header_line=header.line,
        above=header.above,
    )


def _footer(path: Path, header: Header) -> list[bytes]:
    """Return the last lines of a text that are no records but its totals and small print."""
    if len(header.cells) < 2:
        return []
    shape = header.shape
    lines = _last_lines(path, header.size)
    candidates = [
        *takewhile(lambda line: _is_empty(line, shape) or is_footer_row(_cells(line, shape)), reversed(lines))
    ]
    candidates = candidates[:MOST_BELOW][::-1]
    marked = [place for place, line in enumerate(candidates) if is_small_print(_cells(line, shape))]
    if not marked:
        return []
    return candidates[_title(candidates[: marked[0]], shape) :]


def _is_blank(line: bytes, shape: Shape) -> bool:
    """Return whether there is nothing in a line; tabs alone may be a record of empty cells."""
    return not line.strip() and len(_cells(line, shape)) == 1


def _is_empty(line: bytes, shape: Shape) -> bool:
    """Return whether no cell of a line is filled."""
    return not any(cell.strip() for cell in _cells(line, shape))


def _title(lines: Sequence[bytes], shape: Shape) -> int:
    """Return where, above the small print, the blank line and the title begin that belong to it."""
    first = len(lines)
    while first and len(_cells(lines[first - 1], shape)) <= 1:
        first -= 1
    blank = (place for place in range(first, len(lines)) if _is_blank(lines[place], shape))
    return next(blank, len(lines))


def _last_lines(path: Path, header_size: int) -> list[bytes]:
    size = path.stat().st_size
    begin = max(header_size, size - _TAIL)
    with open_file(path) as file:
        file.seek(begin)
        lines = list(file)
    return lines if begin == header_size else lines[1:]


def _cells(line: bytes, shape: Shape) -> tuple[str, ...]:
    """Return the cells of a line; only quotes where it is no record by itself, or may be the last line of one."""
    record = cut(line.decode("utf-8", "replace"), shape.delimiter)
    open_ = record.fault or line.count(b'"') % 2
    return ('"',) * shape.columns if open_ else tuple(map(unquote, record.cells))
