"""Which files are read at all: ordinary ones that are not known to be something else."""

from __future__ import annotations

import re
import stat
from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING, BinaryIO, Final

from leadscore.tables import refusals

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["BOM", "BUFFER", "check_file", "hash_file", "open_file", "refuse_other_formats"]

BOM: Final = b"\xef\xbb\xbf"

BUFFER: Final = 1 << 18
"""Bytes that are read or written at once; a fifth faster than the default where many short pieces are copied."""

_HASHED_AT_ONCE: Final = 1 << 24
_SAVE_AS: Final = "save it as “CSV UTF-8” or as .xlsx"
_ARCHIVE: Final = "unpack it first; of archives only .zip and .gz are read"
# NOTE: Polars unpacks zstd and zlib by these bytes unasked.
_FORMATS: Final = (
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", _SAVE_AS),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", _ARCHIVE),
    (b"BZh", "a bzip2 archive", _ARCHIVE),
    (b"\xfd7zXZ", "an xz archive", _ARCHIVE),
    (b"7z\xbc\xaf", "a 7z archive", _ARCHIVE),
    (b"%PDF", "a PDF document", "export the list itself as CSV"),
    *(
        (b"x" + level, "by its first two bytes a zlib archive", "unpack it first, or rename the first column")
        for level in (b"\1", b"^", b"\x9c", b"\xda")
    ),
)
_WEB_PAGE: Final = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|table|\?xml)", re.IGNORECASE
)
_PACKED: Final = (
    (b"PK\x03\x04", "an archive or a workbook inside an archive", "unpack it first"),
    (b"\x1f\x8b", "an archive inside an archive", "unpack it first"),
    (b"PAR1", "a Parquet file inside an archive", "unpack it first"),
)


def check_file(path: Path) -> os.stat_result:
    """Check that a path is an ordinary file, without opening it: opening a pipe would wait.

    Returns:
        What the system knows of the file.

    Raises:
        InputError: It is not.
    """
    try:
        str(path.absolute()).encode("utf-8")
        found = path.stat()
    except UnicodeEncodeError as error:
        raise refusals.bad_name(path) from error
    except (FileNotFoundError, NotADirectoryError) as error:
        raise refusals.no_such_file(path) from error
    except OSError as error:
        raise refusals.unreadable(path, error) from error
    if stat.S_ISDIR(found.st_mode):
        raise refusals.no_regular_file(path, "a folder")
    if not stat.S_ISREG(found.st_mode):
        raise refusals.no_regular_file(path, "a pipe or a device")
    return found


@contextmanager
def open_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file's bytes for reading.

    Raises:
        InputError: The system does not allow it.
    """
    try:
        file = path.open("rb", buffering=BUFFER)
    except OSError as error:
        raise refusals.unreadable(path, error) from error
    with file:
        yield file


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal digits.

    Raises:
        InputError: The system does not allow it.
    """
    digest = sha256()
    with open_file(path) as file:
        while chunk := file.read(_HASHED_AT_ONCE):
            digest.update(chunk)
    return digest.hexdigest()


def refuse_other_formats(place: str, start: bytes, *, packed: bool = False) -> None:
    """Refuse what is no text by its first bytes.

    Args:
        place: Where it is, for messages.
        start: Its first bytes.
        packed: Whether it was packed itself.

    Raises:
        InputError: It is a known other format.
    """
    if _WEB_PAGE.match(start):
        remedy = "some systems call it .xls: open it in a spreadsheet and save it as .xlsx, or export CSV"
        raise refusals.other_format(place, "a web page", remedy)
    for magic, kind, remedy in (*_FORMATS, *(_PACKED if packed else ())):
        if start.startswith(magic):
            raise refusals.other_format(place, kind, remedy)
