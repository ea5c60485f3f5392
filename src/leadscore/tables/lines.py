"""A file's lines as bytes, one after another, with a look ahead."""

from __future__ import annotations

from collections import deque
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["LineReader", "join_lines", "shorten"]

_MOST_RAW = 10_000


class LineReader:
    """Goes forward through a file from one wanted line to the next.

    Attributes:
        line: Number of the next line, counted from 1.
        offset: Its first byte.
    """

    def __init__(self, file: BinaryIO) -> None:
        self.line = 1
        self.offset = 0
        self._file = file
        self._ahead: deque[bytes] = deque()

    def skip_to(self, line: int) -> None:
        """Move forward, so that this line is the next one."""
        while self._ahead and self.line < line:
            self.take(1)
        if self.line < line:
            deque(islice(self._file, line - self.line), maxlen=0)
            self.line, self.offset = line, self._file.tell()

    def peek(self) -> Iterator[bytes]:
        """Yield the lines from the next one on, with their line ends, without moving."""
        place = 0
        while True:
            if place == len(self._ahead):
                line = self._file.readline()
                if not line:
                    return
                self._ahead.append(line)
            yield self._ahead[place]
            place += 1

    def take(self, count: int) -> list[bytes]:
        """Return the next lines, which were looked at before, and move behind them; fewer at the end of the file."""
        taken = [self._ahead.popleft() for _ in range(min(count, len(self._ahead)))]
        self.line += count
        self.offset += sum(map(len, taken))
        return taken


def join_lines(lines: Iterable[bytes]) -> str:
    """Return lines as one text without the last line end."""
    return b"".join(lines).decode("utf-8").removesuffix("\n").removesuffix("\r")


def shorten(raw: str) -> str:
    """Return the raw text of a record as it is reported: its first 10,000 characters."""
    return raw if len(raw) <= _MOST_RAW else raw[:_MOST_RAW] + "…"
