"""Publishes a run: everything is written beside, and then put into place at once."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from leadscore.history import Pending, way
from leadscore.publish import refusals
from leadscore.publish.documents import Output, run_json, summary_json
from leadscore.publish.interrupts import uninterrupted
from leadscore.publish.names import RUN, SUMMARY, check_names
from leadscore.publish.parquet import write_parquet
from leadscore.publish.staging import Staging
from leadscore.publish.tables import write_table
from leadscore.publish.together import write_together
from leadscore.results import LazyTable, Published, SlicedTables

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from leadscore.history import History
    from leadscore.history.record import Night
    from leadscore.results import Manifest, OutputTable, Summary

    _Tables = OutputTable | SlicedTables | LazyTable

__all__ = ["Leave", "publish", "settle_folder"]


def publish(
    folder: Path,
    tables: Sequence[_Tables],
    summary: Summary,
    manifest: Manifest,
    leave: Leave | None = None,
) -> Published:
    """Write all files of a run, `summary.json` and `run.json` included, in place of those of the last run.

    A run that fails leaves the folder as it was. What a killed run has left half done is undone by the next one.
    Files of the last run that this one does not write are removed; nothing else in the folder is touched.

    Args:
        folder: The output folder, which is there and held by `folder_lock`. It may be a link to one.
        tables: The CSV files, workbooks and Parquet files; those that are made as they are written, too.
        summary: Becomes `summary.json`.
        manifest: Becomes `run.json`, together with the hashes of all other files.
        leave: What the run leaves to its history. Once that counts, a run that fails or is killed is completed by the next.

    Raises:
        OutputError: The folder cannot be written, something in it is in the way, or a table is too long for a workbook.
        InputError: A table that is made as it is written turns out to be wrong.
        ValueError: A table has a name that no run may write, or one that another table has.
    """
    names = (*(path for table in tables for path in _paths(table)), SUMMARY)
    check_names(names)
    staging = Staging(folder)
    with refusals.unwritable(folder):
        staging.check(names)
        with uninterrupted():
            staging.settle()
        try:
            _stage(staging, tables, summary, manifest)
            if leave is not None:
                _commit(staging, folder, leave)
            with uninterrupted(), refusals.unfinished(folder, remembered=leave is not None):
                removed = staging.place(names)
        finally:
            # NOTE: the run is published or not by now; what cannot be cleared away, the next one clears.
            with suppress(OSError), uninterrupted():
                staging.settle()
    return Published(folder, (*names, RUN), removed)


@dataclass(frozen=True)
class Leave:
    """What a run leaves to its history.

    Attributes:
        history: The history.
        night: What was written there, and does not count yet.
    """

    history: History
    night: Night


def settle_folder(folder: Path) -> None:
    """Complete or undo what a killed run has left half done in an output folder that is held by `folder_lock`.

    Raises:
        OutputError: The folder cannot be written.
    """
    with refusals.uncompleted(folder), uninterrupted():
        Staging(folder).settle()


def _commit(staging: Staging, folder: Path, leave: Leave) -> None:
    """Let a staged run count in its history; from here on it is only ever completed."""
    staging.belong_to(leave.history.folder)
    run = sha256((staging.new / RUN).read_bytes()).hexdigest()
    with refusals.unremembered(leave.history.folder):
        leave.history.commit(leave.night, Pending(way(leave.history.folder, folder), run))


def _stage(staging: Staging, tables: Sequence[_Tables], summary: Summary, manifest: Manifest) -> None:
    staging.open()
    outputs = [one for table in tables for one in _write(table, staging.new, manifest.as_of)]
    text = summary_json(summary).encode()
    (staging.new / SUMMARY).write_bytes(text)
    outputs.append(Output(SUMMARY, None, sha256(text).hexdigest()))
    # NOTE: last, because it says that everything is staged.
    (staging.new / RUN).write_bytes(run_json(manifest, outputs).encode())


def _paths(table: _Tables) -> Iterable[str]:
    return table.headers if isinstance(table, SlicedTables) else (table.path,)


def _write(table: _Tables, folder: Path, day: date) -> list[Output]:
    if isinstance(table, SlicedTables):
        return write_together(table, folder)
    place = folder / table.path
    if isinstance(table, LazyTable):
        return [write_parquet(table, place)]
    if place.suffix == ".xlsx":
        from leadscore.publish.workbook import write_workbook  # noqa: PLC0415 - xlsxwriter, for who wants workbooks

        return [write_workbook(table, place, day)]
    return [write_table(table, place)]
