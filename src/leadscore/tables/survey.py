"""One pass over a text's bytes: its hash, its encoding, and whether it is as plain as most exports are.

*Plain* is a text in which every line below the header has the header's number of cells and there is no quote: in
such a text a line is a record, and any reader reads it right. That is proven here (see `proof`) and not assumed, for
Polars fills up a record that is too short without a word.
"""

from __future__ import annotations

from codecs import getincrementaldecoder
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from leadscore.tables import refusals
from leadscore.tables.file import hash_file, open_file
from leadscore.tables.proof import CHUNK, LineProof

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from leadscore.tables.header import Header

__all__ = ["NotUtf8Error", "Survey", "Waymarks", "survey"]


class NotUtf8Error(Exception):
    """A text is not UTF-8 to its end."""


@dataclass(frozen=True)
class Waymarks:
    """Places in a text, ascending, from which its lines can be counted without reading all that is before.

    Attributes:
        lines: How many lines below the header end before each place.
        offsets: The places, in bytes.
    """

    lines: Sequence[int]
    offsets: Sequence[int]


@dataclass(frozen=True)
class Survey:
    """What a text's bytes are.

    Attributes:
        sha256: Their hash; empty if nobody asked for it.
        lines: Lines below the header, blank ones included.
        suspects: Numbers of those that are not a record by themselves; None where there may be many.
        quoted: Whether there is a quote in any other line.
        marks: Where some of its lines begin.
    """

    sha256: str
    lines: int
    suspects: tuple[int, ...] | None
    quoted: bool
    marks: Waymarks

    @classmethod
    def of_facts(cls, facts: Mapping[str, Any]) -> Survey:
        """Return a survey that was kept."""
        suspects = None if facts["suspects"] is None else tuple(facts["suspects"])
        return cls(**{**facts, "suspects": suspects, "marks": Waymarks(**facts["marks"])})

    @property
    def plain(self) -> bool:
        """Whether every line is a record without quotes."""
        return self.suspects == () and not self.quoted


def survey(path: Path, header: Header, *, hashed: bool = True) -> Survey:
    """Read all of a text once.

    Args:
        path: The text.
        header: Its header.
        hashed: Whether its hash is needed.

    Raises:
        NotUtf8Error: It is not UTF-8.
        InputError: The file changed meanwhile.
    """
    encoding = _Encoding()
    lines = LineProof(header.shape, header.lines)
    counted, offsets = list[int](), list[int]()
    # NOTE: hashing takes as long as all the rest, and the interpreter lets it run beside.
    with ThreadPoolExecutor(1) as beside:
        hashing = beside.submit(hash_file, path) if hashed else None
        for chunk in _chunks(path, header.size):
            encoding.read(chunk)
            if encoding.size > header.size:
                counted.append(lines.count)
                offsets.append(encoding.size - len(chunk))
                lines.read(chunk)
        sha256 = hashing.result() if hashing else ""
    encoding.end()
    lines.end()
    suspects = None if lines.gave_up else tuple(lines.suspects)
    return Survey(sha256, lines.count, suspects, lines.quoted, Waymarks(counted, offsets))


def _chunks(path: Path, first: int) -> Iterator[bytes]:
    """Yield the first bytes by themselves and then all the others; none ends with half a line end."""
    with open_file(path) as file:
        size = path.stat().st_size
        yield file.read(first)
        while chunk := file.read(CHUNK):
            yield chunk + file.read(1) if chunk.endswith(b"\r") else chunk
        if file.tell() != size:
            raise refusals.changed_while_read(path)


class _Encoding:
    """Checks chunk by chunk that bytes are UTF-8."""

    def __init__(self) -> None:
        self.size = 0
        self._decoder = getincrementaldecoder("utf-8")()

    def read(self, chunk: bytes) -> None:
        self._decode(chunk)
        self.size += len(chunk)

    def end(self) -> None:
        self._decode(b"", final=True)

    def _decode(self, chunk: bytes, *, final: bool = False) -> None:
        if chunk.isascii() and not self._decoder.getstate()[0] and not final:
            return
        try:
            self._decoder.decode(chunk, final)
        except UnicodeDecodeError as error:
            raise NotUtf8Error from error
