"""The commit record: which files of a history count. What it does not name was never there.

It is replaced as a whole, so a run is in the history or it is not, whenever it is killed.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from leadscore.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "RECORD",
    "Night",
    "Pending",
    "Record",
    "is_pending",
    "lost",
    "read_record",
    "unreadable",
    "way",
    "write_record",
]

RECORD: Final = "history.json"
FORMAT: Final = 2


@dataclass(frozen=True)
class Night:
    """One run of the history.

    Attributes:
        as_of: Its as-of date.
        files: Its files, by what they hold; paths below the folder of the history.
    """

    as_of: date
    files: dict[str, str]


@dataclass(frozen=True)
class Pending:
    """A run that is in the history, and whose files may not all be in their place yet.

    Attributes:
        folder: The output folder, as the way that leads there from the history.
        run: Hash of its `run.json`, in hexadecimal digits.
    """

    folder: str
    run: str


@dataclass(frozen=True)
class Record:
    """What counts.

    Attributes:
        nights: The runs, by their as-of date, each once.
        pending: The last one, as long as it is being published.
    """

    nights: tuple[Night, ...] = ()
    pending: Pending | None = None

    def before(self, day: date) -> Record:
        """Return the record without the runs from a day on."""
        return replace(self, nights=tuple(night for night in self.nights if night.as_of < day))

    @property
    def files(self) -> frozenset[str]:
        """Every file that counts."""
        return frozenset(name for night in self.nights for name in night.files.values())


@dataclass(frozen=True)
class _Content:
    """The record as it is written."""

    nights: list[dict[str, Any]]
    pending: dict[str, str] | None
    format: int = field(default=FORMAT)


def read_record(folder: Path) -> Record:
    """Read the record of a history; of a folder without one it is empty.

    Raises:
        InputError: The file is no such record, or cannot be read.
    """
    place = folder / RECORD
    try:
        content = json.loads(place.read_text("utf-8"))
    except FileNotFoundError:
        return Record()
    except OSError as error:
        raise unreadable(place, error) from None
    except (ValueError, RecursionError):
        raise _broken(place, "it is not the record of a history") from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise _broken(
            place, f"it is not of format {FORMAT}, which this version of leadscore reads and writes"
        )
    try:
        nights = tuple(
            Night(date.fromisoformat(night["as_of"]), _names(night["files"])) for night in content["nights"]
        )
        pending = Pending(**content["pending"]) if content["pending"] else None
    except (KeyError, TypeError, ValueError, AttributeError):
        raise _broken(place, "parts of it are missing") from None
    return Record(nights, pending)


def _names(files: dict[str, str]) -> dict[str, str]:
    """Return names of files as they stand in a record, none of which leads out of its folder."""
    if not all(_is_inside(name) for name in files.values()):
        raise ValueError
    return dict(files)


def _is_inside(name: str) -> bool:
    folder, slash, file = name.partition("/")
    return (
        bool(slash) and folder.isalpha() and not file.startswith(".") and "/" not in file and "\\" not in file
    )


def write_record(folder: Path, record: Record) -> None:
    """Put a record in the place of the one before it, at once.

    Raises:
        OSError: The folder cannot be written.
    """
    nights = [{"as_of": night.as_of.isoformat(), "files": night.files} for night in record.nights]
    content = _Content(nights, asdict(record.pending) if record.pending else None)
    new = folder / f".{RECORD}.new"
    with new.open("w", encoding="utf-8", newline="\n") as file:
        json.dump(asdict(content), file, ensure_ascii=False, indent=1)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    new.replace(folder / RECORD)


def way(start: Path, end: Path) -> str:
    """Return the way from one folder to another, which stays right if both are moved; absolute between drives."""
    try:
        return os.path.relpath(end.resolve(), start.resolve())
    except ValueError:
        return str(end.resolve())


def is_pending(folder: Path, run: str) -> bool:
    """Return whether a run with this hash of its `run.json` is in a history and waits to be published."""
    try:
        pending = read_record(folder).pending
    except InputError:
        return False
    return pending is not None and pending.run == run


def lost(folder: Path) -> InputError:
    """Return the error for files of a history without the record that says which of them count."""
    return _broken(folder / RECORD, "it is missing, and only it says which of the other files count")


def unreadable(place: Path, error: OSError) -> InputError:
    """Return the error for a file that the system does not let anybody read."""
    return InputError(
        f"{place} cannot be read ({error.strerror or error})\n"
        "  help: make sure that the user who runs leadscore may read the folder of the history"
    )


def _broken(place: Path, what: str) -> InputError:
    return InputError(
        f"{place}: {what}\n"
        "  help: bring the file back from a backup, or name another folder and build the history again from the exports"
    )
