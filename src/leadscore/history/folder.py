"""A folder with a history: opened for one run, which sees what the runs before it left, and leaves its own.

```
history.json                        the commit record: which of the files below count
state/2026-11-01-<hash>.parquet     one row per contact: its stage, since when, scores
handoffs/2026-11-01-<hash>.parquet  one row per hand-off that ever was: list, since when, owner, answer
transitions/2026-11-01-<hash>.parquet  one row per contact whose stage changed in that run
runs/2026-11-01-<hash>.json         counts of that run
```

Files are named after what is in them, so that none is ever overwritten. Those that nothing counts any more go with the
next run: transitions and counts stay for good, of state and hand-offs the last `KEPT`.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from leadscore.errors import UsageError
from leadscore.history.files import named, sound
from leadscore.history.record import RECORD, Night, Pending, Record, lost, read_record, write_record
from leadscore.tables.aside import told_as_the_system_does

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

__all__ = ["KEPT", "History", "open_history"]

KEPT: Final = 8
"""Runs whose state is kept: so many nights a rebuild may go back."""
TABLES: Final = ("state", "transitions", "handoffs")
COUNTS: Final = "runs"
_PASSING: Final = ("state", "handoffs")


@dataclass(frozen=True)
class History:
    """A history, as one run sees it.

    Attributes:
        folder: Where it lies.
        as_of: The as-of date of the run.
        record: What counts of it before the run.
        pending: The last run, if it was killed before all of its files were in their place.
    """

    folder: Path
    as_of: date
    record: Record
    pending: Pending | None = None

    @property
    def last(self) -> date | None:
        """The as-of date of the run before this one; None for the first."""
        return self.record.nights[-1].as_of if self.record.nights else None

    def table(self, name: str) -> pl.LazyFrame | None:
        """Return what the run before this one left under a name; None for the first.

        Raises:
            InputError: The file is missing, or not what was written.
        """
        if self.last is None:
            return None
        return pl.scan_parquet(sound(self.folder, self.record.nights[-1].files[name]), glob=False)

    def transitions(self) -> pl.LazyFrame | None:
        """Return the transitions of all runs before this one, oldest first; None for the first.

        Raises:
            InputError: A file is missing, or not what was written.
        """
        files = [sound(self.folder, night.files["transitions"]) for night in self.record.nights]
        return pl.scan_parquet(files, glob=False) if files else None

    def counts(self, runs: int = 0) -> list[dict[str, Any]]:
        """Return the counts of the runs before this one, oldest first.

        Args:
            runs: How many of the last ones; 0 for all of them.

        Raises:
            InputError: A file is missing, or not what was written.
        """
        files = [sound(self.folder, night.files[COUNTS]) for night in self.record.nights[-runs:]]
        return [json.loads(file.read_text("utf-8")) for file in files]

    def stage(self, tables: Mapping[str, pl.DataFrame], counts: Mapping[str, Any]) -> Night:
        """Write what this run leaves, beside what counts; nothing of it counts yet.

        Args:
            tables: A table for each name in `TABLES`.
            counts: Counts of the run, as JSON knows them.

        Raises:
            OSError: The folder cannot be written.
        """
        if not (self.folder / RECORD).exists():
            # NOTE: files without a record are never those of a first run, so one that is lost is noticed.
            self.folder.mkdir(parents=True, exist_ok=True)
            write_record(self.folder, Record())
        written = {name: tables[name] for name in TABLES} | {COUNTS: counts}
        files = {name: _write(self.folder, self.as_of, name, content) for name, content in written.items()}
        return Night(self.as_of, files)

    def commit(self, night: Night, pending: Pending) -> None:
        """Let what a run left count from now on; whoever is killed later has it published by the next run.

        Raises:
            OSError: The folder cannot be written.
        """
        write_record(self.folder, Record((*self.record.nights, night), pending))

    def settle(self) -> None:
        """Say that the last run is published."""
        record = read_record(self.folder)
        if record.pending is not None:
            write_record(self.folder, replace(record, pending=None))

    def sweep(self) -> None:
        """Remove the files that nothing counts any more; what cannot be removed, a later run removes."""
        record = read_record(self.folder)
        passed = {night.files[name] for night in record.nights[:-KEPT] for name in _PASSING}
        counting = record.files - passed
        for name in (*TABLES, COUNTS):
            with suppress(OSError):
                for place in (self.folder / name).iterdir():
                    if f"{name}/{place.name}" not in counting:
                        place.unlink()
                (self.folder / name).rmdir()
        if record == Record() and not _has_files(self.folder):
            with suppress(OSError):
                (self.folder / RECORD).unlink()

    def forget(self, contact: str) -> int:
        """Take a contact out of every file, as if it had never been in an export; counts stay as they were.

        Args:
            contact: Its id, as ids compare.

        Returns:
            How many rows were about it.

        Raises:
            OSError: The folder cannot be written.
        """
        record, removed = read_record(self.folder), 0
        nights = []
        for night in record.nights:
            files = dict(night.files)
            for name in TABLES:
                place = self.folder / files[name]
                if place.is_file():
                    rows = pl.read_parquet(place)
                    kept = rows.filter(pl.col("contact_id") != contact)
                    removed += rows.height - kept.height
                    files[name] = _write(self.folder, night.as_of, name, kept)
            nights.append(Night(night.as_of, files))
        write_record(self.folder, replace(record, nights=tuple(nights)))
        self.sweep()
        return removed


def _write(base: Path, as_of: date, name: str, content: pl.DataFrame | Mapping[str, Any]) -> str:
    """Write a file under a name that says what is in it, and return that name."""
    ending = ".parquet" if isinstance(content, pl.DataFrame) else ".json"
    folder = base / name
    folder.mkdir(parents=True, exist_ok=True)
    new = folder / f".new{ending}"
    with new.open("w+b") as file:
        if isinstance(content, pl.DataFrame):
            with told_as_the_system_does():
                content.write_parquet(file, compression="zstd", compression_level=3)
        else:
            file.write(json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
        file.seek(0)
        place = named(name, as_of.isoformat(), file, ending)
    new.replace(base / place)
    return place


def open_history(folder: Path, as_of: date, *, rebuild: bool = False) -> History:
    """Return a history as a run of a day sees it: what the runs before that day left.

    Args:
        folder: Where it lies, or will lie.
        as_of: The as-of date of the run.
        rebuild: Whether runs of that day and later are to be dropped.

    Raises:
        UsageError: There are later runs that are not to be dropped, or what was before that day is no longer kept.
        InputError: The folder holds something else.
    """
    record = read_record(folder)
    if not (folder / RECORD).exists() and _has_files(folder):
        raise lost(folder)
    before = record.before(as_of)
    later = [night.as_of for night in record.nights if night.as_of > as_of]
    if later and not rebuild:
        raise UsageError(
            f"{folder}: the history goes up to {later[-1]}, and this run is of {as_of}, which is earlier\n"
            "  help: use --rebuild to drop the runs from that day on, and then run the later nights again, in order"
        )
    if before != record and before.nights and not _is_kept(folder, before.nights[-1]):
        kept = [night.as_of for night in record.nights if (folder / night.files["state"]).is_file()]
        first = next((night.as_of for night in record.nights if kept and night.as_of > kept[0]), None)
        hint = f"the earliest night that can be run again is {first}; " if first else ""
        raise UsageError(
            f"{folder}: what the history knew before {as_of} is no longer kept\n"
            f"  help: {hint}else rebuild from the first night, {record.nights[0].as_of}, or into an empty folder"
        )
    return History(folder, as_of, replace(before, pending=None), record.pending)


def _has_files(folder: Path) -> bool:
    """Return whether there are files of runs in a folder, whether they count or not."""
    return any(any((folder / name).glob("[!.]*")) for name in (*TABLES, COUNTS))


def _is_kept(folder: Path, night: Night) -> bool:
    """Return whether a run can begin with what another one left."""
    return all((folder / night.files[name]).is_file() for name in _PASSING)
