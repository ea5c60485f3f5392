"""The CSV files of an export, written for many nights at once."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from leadscore.sample.entries import Entry

__all__ = ["Night", "SampleFile", "Sheet", "cell_lines"]

_HELD: Final = 1 << 15
"""Characters that a file holds in memory before it is opened: thousands of files cannot be open at a time."""


@dataclass(frozen=True)
class SampleFile:
    """A file that was written.

    Attributes:
        path: Where it lies.
        rows: Records in it, the header aside.
    """

    path: Path
    rows: int


@dataclass(frozen=True)
class Night:
    """An export of a world.

    Attributes:
        folder: Where its files lie.
        age: Days before the last day of the world.
    """

    folder: Path
    age: int


class Sheet:
    """The files of one name, one for each night, which get that name only when they are complete."""

    def __init__(self, name: str, header: tuple[str, ...], nights: Sequence[Night]) -> None:
        self._nights = nights
        self._files = [_File(night.folder / f"{name}.csv") for night in nights]
        self._header = header

    def __enter__(self) -> Self:
        """Begin all files."""
        for file in self._files:
            file.begin(self._header)
        return self

    def __exit__(self, *_: object) -> None:
        """Remove what was not published."""
        for file in self._files:
            file.drop()

    def add(self, entries: Sequence[Entry]) -> None:
        """Write at the end of each night's file the entries that are there on that night."""
        known = list(zip(entries, cell_lines(entry.row for entry in entries), strict=True))
        for night, file in zip(self._nights, self._files, strict=True):
            file.add([line for entry, line in known if entry.is_there(night.age)])

    def add_to(self, place: int, rows: Iterable[tuple[str, ...]]) -> None:
        """Write rows at the end of the file of one night."""
        self._files[place].add(cell_lines(rows))

    def complete(self) -> None:
        """Write out what is still in memory, without giving a file its name."""
        for file in self._files:
            file.flush()

    def publish(self) -> list[SampleFile]:
        """Give the files their name, in place of files that have it already."""
        return [file.publish() for file in self._files]


class _File:
    """A file that is opened only to write what has come together."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._partial = path.with_name(path.name + ".partial")
        self._lines: list[str] = []
        self._size = 0
        self._rows = 0

    def begin(self, header: tuple[str, ...]) -> None:
        """Start anew with the header."""
        self._partial.write_text("".join(cell_lines([header])), encoding="utf-8", newline="")

    def add(self, lines: Sequence[str]) -> None:
        self._lines += lines
        self._rows += len(lines)
        self._size += sum(map(len, lines))
        if self._size > _HELD:
            self.flush()

    def flush(self) -> None:
        with self._partial.open("a", encoding="utf-8", newline="") as file:
            file.writelines(self._lines)
        self._lines.clear()
        self._size = 0

    def drop(self) -> None:
        """Remove what has no name yet."""
        self._partial.unlink(missing_ok=True)

    def publish(self) -> SampleFile:
        self._partial.replace(self._path)
        return SampleFile(self._path, self._rows)


def cell_lines(rows: Iterable[tuple[str, ...]]) -> list[str]:
    """Return each row as a line of a CSV file, with its line break."""
    lines = _Lines()
    csv.writer(lines, lineterminator="\n").writerows(rows)
    return lines.lines


class _Lines:
    """Keeps what is written to it: `csv` writes each row at once."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.write = self.lines.append
