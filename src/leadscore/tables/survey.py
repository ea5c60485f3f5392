"""One pass over a file's bytes: its hash, its encoding, and whether it is as plain as most exports are.

*Plain* is a file in which every line below the header has the header's number of cells and there is no quote: in
such a file a line is a record, and any reader reads it right. That is proven here and not assumed, for Polars fills
up a record that is too short without a word.
"""

from __future__ import annotations

from codecs import getincrementaldecoder
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from leadscore.tables import refusals
from leadscore.tables.file import open_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from leadscore.tables.header import Header

__all__ = ["Survey", "survey"]

_CHUNK: Final = 1 << 20
_MARKS: Final = b',"\n\0'
_NO_MARKS: Final = bytes(set(range(256)) - set(_MARKS))


@dataclass(frozen=True)
class Survey:
    """What a file's bytes are.

    Attributes:
        sha256: Their hash.
        lines: Lines below the header, blank ones included.
        plain: Whether each of them is a record without quotes.
    """

    sha256: str
    lines: int
    plain: bool


def survey(path: Path, header: Header) -> Survey:
    """Read all of a file once.

    Raises:
        InputError: The file is not UTF-8, or changed meanwhile.
    """
    digest = sha256()
    encoding = _Encoding(path)
    lines = _Lines(len(header.cells))
    for chunk in _chunks(path, header.size):
        digest.update(chunk)
        encoding.read(chunk)
        if encoding.size > header.size:
            lines.read(chunk)
    encoding.end()
    return Survey(digest.hexdigest(), lines.count, lines.all_plain)


def _chunks(path: Path, first: int) -> Iterator[bytes]:
    """Yield the first bytes by themselves and then all the others."""
    with open_file(path) as file:
        size = path.stat().st_size
        yield file.read(first)
        while chunk := file.read(_CHUNK):
            yield chunk
        if file.tell() != size:
            raise refusals.changed_while_read(path)


class _Encoding:
    """Checks chunk by chunk that bytes are UTF-8."""

    def __init__(self, path: Path) -> None:
        self.size = 0
        self._path = path
        self._decoder = getincrementaldecoder("utf-8")()

    def read(self, chunk: bytes) -> None:
        self._decode(chunk)
        self.size += len(chunk)

    def end(self) -> None:
        self._decode(b"", final=True)

    def _decode(self, chunk: bytes, *, final: bool = False) -> None:
        pending = len(self._decoder.getstate()[0])
        if chunk.isascii() and not pending and not final:
            return
        try:
            self._decoder.decode(chunk, final)
        except UnicodeDecodeError as error:
            before = self.size - pending + error.start
            raise refusals.not_utf8(self._path, self._line(before), error.object[error.start]) from error

    def _line(self, before: int) -> int:
        with open_file(self._path) as file:
            return 1 + sum(
                file.read(min(_CHUNK, before - at)).count(b"\n") for at in range(0, before, _CHUNK)
            )


class _Lines:
    """Counts lines chunk by chunk and compares their marks (commas, quotes, line ends) with those of plain records."""

    def __init__(self, columns: int) -> None:
        # NOTE: a blank line and a record of one empty cell look the same, so a file of one column is never plain.
        self._plain = columns > 1
        self._columns = columns
        self._pattern = (b"," * (columns - 1) + b"\n") * (_CHUNK // columns + 2)
        self._marks = 0
        self._ends = 0
        self._last = b"\n"
        self._held = b""

    def read(self, chunk: bytes) -> None:
        self._last = chunk[-1:]
        if self._plain:
            self._compare(self._held + chunk)
        if not self._plain:
            self._ends += chunk.count(b"\n")

    def _compare(self, chunk: bytes) -> None:
        # A carriage return at the end may be half a line end: it waits for the next chunk.
        whole = chunk.removesuffix(b"\r")
        self._held = chunk[len(whole) :]
        marks = whole.translate(None, _NO_MARKS)
        start = self._marks % self._columns
        if marks == self._pattern[start : start + len(marks)] and _returns_end_lines(whole):
            self._marks += len(marks)
        else:
            self._plain = False
            self._ends = self._marks // self._columns

    @property
    def _is_open(self) -> bool:
        return self._last != b"\n"

    @property
    def count(self) -> int:
        return (self._marks // self._columns if self._plain else self._ends) + self._is_open

    @property
    def all_plain(self) -> bool:
        return self._plain and (self._marks + self._is_open) % self._columns == 0


def _returns_end_lines(chunk: bytes) -> bool:
    """Return whether every carriage return is followed by a line feed."""
    return b"\r" not in chunk or chunk.count(b"\r\n") == chunk.count(b"\r")
