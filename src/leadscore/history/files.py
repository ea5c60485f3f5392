"""Files of a history: named after what is in them, which is looked at again before one is used."""

from __future__ import annotations

from hashlib import file_digest
from typing import IO, TYPE_CHECKING, Final

from leadscore.errors import InputError
from leadscore.history.record import unreadable

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["named", "sound"]

_HASH: Final = 12
"""Hexadecimal digits of a hash that stand in a file's name."""
_DAY: Final = len("2026-11-01")


def named(folder: str, day: str, file: IO[bytes], ending: str) -> str:
    """Return the name that says what is in a file.

    Args:
        folder: The folder of the history that it is for.
        day: The as-of date of its run, as YYYY-MM-DD.
        file: The file, at its beginning.
        ending: How its name ends.
    """
    return f"{folder}/{day}-{_digest(file)}{ending}"


def sound(base: Path, name: str) -> Path:
    """Return where a file lies, after a look whether it still is what was written.

    Args:
        base: The folder of the history.
        name: What `named` returned.

    Raises:
        InputError: It is missing, cannot be read, or something else is in it.
    """
    place = base / name
    try:
        with place.open("rb") as file:
            digest = _digest(file)
    except FileNotFoundError:
        raise _lost(place, "is missing") from None
    except OSError as error:
        raise unreadable(place, error) from None
    if not place.stem.endswith(f"-{digest}"):
        raise _lost(place, "is not what was written")
    return place


def _digest(file: IO[bytes]) -> str:
    return file_digest(file, "sha256").hexdigest()[:_HASH]  # type: ignore[arg-type]  # any binary file will do


def _lost(place: Path, what: str) -> InputError:
    return InputError(
        f"{place}: this file of the history {what}\n"
        f"  help: bring the folder back from a backup, or run the nights from {place.name[:_DAY]} on again, "
        "the first one with --rebuild"
    )
