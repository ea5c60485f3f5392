"""Which files are read at all: ordinary ones that are not known to be something else."""

from __future__ import annotations

import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, Final

from leadscore.tables import refusals

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["BOM", "BUFFER", "check_file", "open_file", "refuse_other_formats"]

BOM: Final = b"\xef\xbb\xbf"

BUFFER: Final = 1 << 18
"""Bytes that are read or written at once; a fifth faster than the default where many short pieces are copied."""

_UNPACK: Final = "unpack it first"
_SAVE_AS: Final = "save it as “CSV UTF-8”"
# NOTE: four bytes before two: UTF-32 starts like UTF-16. Polars unpacks gzip, zstd and zlib by these bytes unasked.
_FORMATS: Final = (
    (b"\xff\xfe\0\0", "UTF-32 text", _SAVE_AS),
    (b"\0\0\xfe\xff", "UTF-32 text", _SAVE_AS),
    (b"\xff\xfe", "UTF-16 text", _SAVE_AS),
    (b"\xfe\xff", "UTF-16 text", _SAVE_AS),
    (
        b"PK\x03\x04",
        "a zip archive or an Excel workbook",
        "unpack it first, or save the sheet as “CSV UTF-8”",
    ),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", _SAVE_AS),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", _UNPACK),
    *(
        (b"x" + level, "by its first two bytes a zlib archive", "unpack it first, or rename the first column")
        for level in (b"\1", b"^", b"\x9c", b"\xda")
    ),
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


def refuse_other_formats(path: Path, start: bytes) -> None:
    """Refuse what is no CSV file by its first bytes.

    Raises:
        InputError: It is a known other format.
    """
    for magic, kind, remedy in _FORMATS:
        if start.startswith(magic):
            raise refusals.not_text(path, kind, remedy)
