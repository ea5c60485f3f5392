"""The history that a command line names: held by a lock while a run uses it, and completed first if the last run was killed."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from leadscore.cli.talk import say
from leadscore.errors import UsageError
from leadscore.history import open_history
from leadscore.pipeline.past import Past
from leadscore.publish import Leave, folder_lock, settle_folder, unremembered

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from leadscore.history import History, Pending
    from leadscore.pipeline.past import Leaves

__all__ = ["history_of", "past_of", "staged"]


@contextmanager
def history_of(
    name: str | None, out: Path, as_of: date, *, rebuild: bool, only_read: bool = False
) -> Iterator[History | None]:
    """Hold the history of a run, after the run before it has been published as a whole; None for a run without one.

    Args:
        name: The folder that the command line names.
        out: The output folder of the run.
        as_of: The as-of date of the run.
        rebuild: Whether runs of that day and later are to be dropped.
        only_read: Whether the run leaves nothing there; then the history is not held, and is as it was.

    Raises:
        UsageError: The run cannot be in this history.
        FolderBusyError: Another run holds it.
    """
    if name is None:
        if rebuild:
            raise UsageError("--rebuild is about a history\n  help: name it with --history DIR")
        yield None
        return
    folder = Path(name)
    if folder.resolve() == out.resolve():
        raise UsageError(
            f"{name} is the output folder too\n  help: keep the history in a folder of its own, which no run clears away"
        )
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{name} is a file, and a history is a folder\n  help: name a folder with --history")
    if only_read:
        yield open_history(folder, as_of, rebuild=rebuild)
        return
    with folder_lock(folder, "wait until it has ended, or name another folder with --history"):
        history = open_history(folder, as_of, rebuild=rebuild)
        if history.pending is not None:
            _complete(folder, history.pending)
            with unremembered(folder):
                history.settle()
        try:
            yield history
            # NOTE: the run is published and in the history by now; what could not be noted of that, the next one notes.
            with suppress(OSError):
                history.settle()
        finally:
            history.sweep()


def _complete(history: Path, pending: Pending) -> None:
    """Put the files of a killed run into place that its history counts already."""
    folder = Path(os.path.normpath(history.resolve() / pending.folder))
    if not folder.is_dir():
        say(f"note: the last run had not put all of its files in place, and {folder} is not there any more")
        return
    with folder_lock(
        folder, "wait until it has ended; the last run with this history has to be completed there first"
    ):
        settle_folder(folder)
    say(f"the last run had not put all of its files in place; {folder} is complete now")


def past_of(history: History | None) -> Past | None:
    """Return what the runs before left; None for a run without a history."""
    if history is None:
        return None
    state, handoffs = history.table("state"), history.table("handoffs")
    if state is None or handoffs is None:
        return Past()
    return Past(state.collect(), handoffs.collect(), counts=history.counts(1)[0])


def staged(history: History | None, leaves: Leaves | None) -> Leave | None:
    """Write what a run leaves to its history, where it does not count yet.

    Raises:
        OutputError: The folder cannot be written.
    """
    if history is None or leaves is None:
        return None
    with unremembered(history.folder):
        return Leave(history, history.stage(leaves.tables, leaves.counts))
