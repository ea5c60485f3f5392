"""What a given file holds: a text, a workbook, a Parquet file, or packed texts, one table each.

Packed files are never trusted: names inside an archive only show in reports, sizes are bounded, and what is unpacked goes
to the scratch folder under names of our own.
"""

from __future__ import annotations

import gzip
import struct
import zlib
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import BufferedReader, RawIOBase
from lzma import LZMAError
from typing import TYPE_CHECKING, Final, Literal, cast
from zipfile import BadZipFile, ZipFile

from leadscore.tables import refusals
from leadscore.tables.file import check_file, hash_file, open_file, refuse_other_formats

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import IO, BinaryIO

__all__ = ["DAMAGE", "Part", "find_parts"]

Kind = Literal["text", "workbook", "parquet"]
Packing = Literal["", "gzip", "zip"]

_ZIP: Final = b"PK\x03\x04"
_EMPTY_ZIP: Final = b"PK\x05\x06"
_GZIP: Final = b"\x1f\x8b"
_PARQUET: Final = b"PAR1"
_START: Final = 256
_ROOM: Final = 100 << 20
"""Bytes that anything may unpack to."""
_RATIO: Final = 200
"""How many times its packed size a bigger file may unpack to; exports shrink to a fifth, seldom to a fiftieth."""
_MOST_MEMBERS: Final = 1_000
_WORKBOOK: Final = "xl/workbook.xml"
_TEXT_ENDINGS: Final = (".csv", ".txt", ".tsv", ".tab")


DAMAGE: Final = (
    BadZipFile,
    zlib.error,
    LZMAError,
    struct.error,
    EOFError,
    OSError,
    KeyError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
"""What Python raises at an archive that is damaged."""


@dataclass(frozen=True)
class Part:
    """One table of a given file.

    Attributes:
        path: The file.
        kind: What the table is.
        packing: What it is packed in.
        member: Its name inside an archive, for reports and for finding it there; empty elsewhere.
        sha256: Hash of the archive, where there are members.
        hashed: Whether anybody asks for the hash of the file.
    """

    path: Path
    kind: Kind
    packing: Packing = ""
    member: str = ""
    sha256: str = ""
    hashed: bool = True

    @property
    def name(self) -> str:
        """What it is called in reports."""
        return f"{self.path.name}/{self.member}" if self.member else self.path.name

    @property
    def place(self) -> str:
        """Where it is, in messages."""
        return f"{self.path}/{self.member}" if self.member else str(self.path)

    def hash(self) -> str:
        """Return the hash of the file; empty if nobody asks for it.

        Raises:
            InputError: The file cannot be read.
        """
        return (self.sha256 or hash_file(self.path)) if self.hashed else ""

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Open its bytes, unpacked.

        Raises:
            InputError: They cannot be read, or unpack to far more than an export does.
        """
        with open_file(self.path) as file:
            if self.packing == "gzip":
                limit = _most_bytes(self.path)
                yield _buffered(_Unpacked(cast("IO[bytes]", gzip.GzipFile(fileobj=file)), self, limit))
            elif self.packing == "zip":
                with _member_of(file, self) as (member, size):
                    yield _buffered(_Unpacked(member, self, size))
            else:
                yield file


@contextmanager
def _member_of(file: BinaryIO, part: Part) -> Iterator[tuple[IO[bytes], int]]:
    """Open a member of an archive, and return what it says of its size."""
    with ExitStack() as stack:
        try:
            archive = stack.enter_context(ZipFile(file))
            member = stack.enter_context(archive.open(part.member))
            size = archive.getinfo(part.member).file_size
        except DAMAGE as error:
            raise refusals.damaged_archive(part.place) from error
        yield member, size


def _buffered(raw: RawIOBase) -> BinaryIO:
    return BufferedReader(raw, buffer_size=1 << 18)


def _most_bytes(path: Path) -> int:
    return max(_ROOM, _RATIO * path.stat().st_size)


class _Unpacked(RawIOBase):
    """Reads what is packed, and stops where it is damaged or there is more than there should be."""

    def __init__(self, source: IO[bytes], part: Part, limit: int) -> None:
        self._source = source
        self._part = part
        self._left = limit

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            data = self._source.read(len(buffer))
        except DAMAGE as error:
            raise refusals.damaged_archive(self._part.place) from error
        self._left -= len(data)
        if self._left < 0:
            raise refusals.unpacks_to_too_much(self._part.path)
        buffer[: len(data)] = data
        return len(data)


def find_parts(path: Path) -> tuple[Part, ...]:
    """Return the tables of a file, in order.

    Raises:
        InputError: It cannot be read, or is something else.
    """
    check_file(path)
    with open_file(path) as file:
        start = file.read(_START)
    if start.startswith(_PARQUET):
        return (Part(path, "parquet"),)
    if start.startswith(_GZIP):
        part = Part(path, "text", "gzip")
        with part.open() as file:
            refuse_other_formats(part.place, file.read(_START), packed=True)
        return (part,)
    if start.startswith((_ZIP, _EMPTY_ZIP)):
        return _in_archive(path)
    refuse_other_formats(str(path), start)
    return (Part(path, "text"),)


def _in_archive(path: Path) -> tuple[Part, ...]:
    try:
        with open_file(path) as file, ZipFile(file) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except DAMAGE as error:
        raise refusals.damaged_archive(str(path)) from error
    if len(entries) > _MOST_MEMBERS or sum(entry.file_size for entry in entries) > _most_bytes(path):
        raise refusals.unpacks_to_too_much(path)
    if any(entry.filename == _WORKBOOK for entry in entries):
        return (Part(path, "workbook"),)
    if any(entry.flag_bits & 1 for entry in entries):
        raise refusals.locked_archive(path)
    names = [entry.filename for entry in entries if not _is_by_the_way(entry.filename)]
    others = [name for name in names if not name.lower().endswith(_TEXT_ENDINGS)]
    if others or not names:
        raise refusals.other_members(path, others)
    if len(set(names)) < len(names):
        raise refusals.damaged_archive(str(path))
    sha256 = hash_file(path)
    return tuple(_member(Part(path, "text", "zip", name, sha256)) for name in sorted(names))


def _is_by_the_way(name: str) -> bool:
    """Return whether a member was put there by the system that packed the archive."""
    return name.startswith("__MACOSX/") or name.rpartition("/")[2] in {
        ".DS_Store",
        "Thumbs.db",
        "desktop.ini",
    }


def _member(part: Part) -> Part:
    with part.open() as file:
        refuse_other_formats(part.place, file.read(_START), packed=True)
    return part
