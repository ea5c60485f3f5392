"""Whether lines are records, proven by their marks: delimiters, quotes and line ends, in the order in which they stand.

Where the marks of many lines are those of one plain record again and again, each line is such a record. The same
goes for lines whose cells are all quoted, if a quote stands on both sides of each delimiter and line end, so that
nothing is left for it to be but the border of a cell. Lines that are neither are looked at one by one as long as they
stand close together.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from leadscore.tables.grammar import plain_line_pattern

if TYPE_CHECKING:
    from leadscore.tables.grammar import Shape

__all__ = ["CHUNK", "LineProof"]

CHUNK: Final = 1 << 20
"""Bytes that are looked at together."""

_MARKS: Final = b'"\n\0'
_MOST_ODD_CHUNKS: Final = 20
"""Pieces of the text that are looked at line by line, which is slower than the engine's way to do it at once."""
_FEW_ODD_CHUNKS: Final = 3
"""As many are always looked at so; where every second piece is odd, no more of them."""
_MOST_COLUMNS: Final = 1_000


class LineProof:
    """Goes through the lines below a header.

    Attributes:
        count: Lines so far, an unfinished one aside.
        suspects: Numbers of those that are not a record by themselves.
        quoted: Whether there is a quote in any other line.
        gave_up: Whether there may be more suspects than are known.
    """

    def __init__(self, shape: Shape, above: int) -> None:
        self.count = 0
        self.suspects: list[int] = []
        self.quoted = False
        # NOTE: a blank line and a record of one empty cell look the same, so of one column all lines are suspects.
        self.gave_up = not 1 < shape.columns <= _MOST_COLUMNS
        self._above = above
        self._odd = 0
        self._chunks = 0
        self._open = b""
        self._phase: int | None = 0
        self._all_quoted = False
        self._columns = shape.columns
        self._delimiter = shape.delimiter.encode()
        self._others = bytes(set(range(256)) - set(_MARKS + self._delimiter))
        self._plain = _Pattern(self._delimiter * (shape.columns - 1) + b"\n")
        self._quoted = _Pattern(b'""' + (self._delimiter + b'""') * (shape.columns - 1) + b"\n")
        self._line = re.compile(plain_line_pattern(shape).encode())

    def read(self, chunk: bytes) -> None:
        """Go on with the next bytes, which do not end between a carriage return and its line feed."""
        end = chunk.rfind(b"\n") + 1
        self._chunks += 1
        if self.gave_up:
            self.count += chunk.count(b"\n")
        elif not self._goes_on_plainly(chunk):
            self._phase = None
            if end:
                self._read_lines(self._open + chunk[:end])
                self._start_again(chunk[end:])
        self._open = chunk[end:] if end else self._open + chunk

    def end(self) -> None:
        """Finish with the last line, if no line feed ends it."""
        if self._open and self.gave_up:
            self.count += 1
        elif self._open:
            self._read_lines(self._open + b"\n")

    def _goes_on_plainly(self, chunk: bytes) -> bool:
        """Return whether a chunk goes on where plain lines before it ended; this is how nearly all texts are read."""
        if self._phase is None or not _returns_end_lines(chunk):
            return False
        marks = chunk.translate(None, self._others)
        if not self._plain.has(marks, self._phase):
            return False
        lines, self._phase = divmod(self._phase + len(marks), self._columns)
        self.count += lines
        return True

    def _start_again(self, opened: bytes) -> None:
        """Go on plainly behind plain lines, if what is open of the next one is plain."""
        marks = opened.translate(None, self._others)
        plain = _returns_end_lines(opened) and self._plain.has(marks, 0)
        self._phase = len(marks) if plain and not self._all_quoted else None

    def _read_lines(self, lines: bytes) -> None:
        """Look at whole lines."""
        marks = lines.translate(None, self._others)
        clean = _returns_end_lines(lines)
        self._all_quoted = False
        if clean and self._plain.is_repeated_in(marks):
            self.count += len(marks) // self._plain.size
        elif clean and self._quoted.is_repeated_in(marks) and self._all_flanked(lines, marks):
            self.count += len(marks) // self._quoted.size
            self.quoted = self._all_quoted = True
        else:
            self._look_closer(lines)

    def _all_flanked(self, lines: bytes, marks: bytes) -> bool:
        from leadscore.tables.flanks import all_flanked  # noqa: PLC0415 - numpy, for the files that need it

        return all_flanked(lines, self._delimiter, len(marks) // self._quoted.size, self._columns)

    def _look_closer(self, lines: bytes) -> None:
        self._odd += 1
        first = self._above + self.count + 1
        self.count += lines.count(b"\n")
        often = self._odd > _FEW_ODD_CHUNKS and 2 * self._odd > self._chunks
        if often or self._odd > _MOST_ODD_CHUNKS:
            self.gave_up = True
            return
        for place, line in enumerate(lines.split(b"\n")[:-1], first):
            text = line.removesuffix(b"\r")
            if not text or not self._line.match(text):
                self.suspects.append(place)
            elif b'"' in text:
                self.quoted = True


class _Pattern:
    """The marks of lines that all look the same."""

    def __init__(self, line: bytes) -> None:
        self.size = len(line)
        self._line = line
        self._lines = line * (CHUNK // self.size + 2)

    def has(self, marks: bytes, phase: int) -> bool:
        """Return whether marks are those of such lines, of the first without so many of its marks."""
        if phase + len(marks) > len(self._lines):
            self._lines = self._line * ((phase + len(marks)) // self.size + 2)
        return self._lines.startswith(marks, phase)

    def is_repeated_in(self, marks: bytes) -> bool:
        """Return whether marks are those of such lines, none of them cut off."""
        return len(marks) % self.size == 0 and self.has(marks, 0)


def _returns_end_lines(lines: bytes) -> bool:
    """Return whether every carriage return is followed by a line feed."""
    return b"\r" not in lines or lines.count(b"\r\n") == lines.count(b"\r")
