"""One run at a time per output folder."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from filelock import FileLock, Timeout

from leadscore.publish import refusals

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from filelock import BaseFileLock

__all__ = ["LOCK", "folder_lock"]

LOCK: Final = ".leadscore.lock"


@contextmanager
def folder_lock(folder: Path, hint: str = refusals.ANOTHER) -> Iterator[None]:
    """Keep other runs out of an output folder.

    The folder is made if it is missing, and removed again if nothing was put into it, so that a failed run changes
    nothing. The system frees the lock of a killed process.

    Args:
        folder: The folder.
        hint: What to do if another run is in it.

    Raises:
        FolderBusyError: Another run is in it.
        OutputError: The folder cannot be made or written.
    """
    with refusals.unwritable(folder):
        missing = [place for place in (folder, *folder.parents) if not place.exists()]
    try:
        with _acquired(folder, hint):
            yield
    finally:
        # NOTE: of a folder that another run holds, or that has files in it, this removes nothing.
        with suppress(OSError):
            for place in missing:
                place.rmdir()


@contextmanager
def _acquired(folder: Path, hint: str) -> Iterator[None]:
    lock = FileLock(folder / LOCK)
    with refusals.unwritable(folder):
        _make(folder)
        _acquire(lock, folder, hint)
    try:
        yield
    finally:
        # NOTE: removed while it is held: who opened it meanwhile gets a lock on no file, which filelock refuses.
        with suppress(OSError):
            (folder / LOCK).unlink()
        lock.release()


def _acquire(lock: BaseFileLock, folder: Path, hint: str) -> None:
    try:
        lock.acquire(blocking=False)
    except Timeout as error:
        raise refusals.busy(folder, hint) from error


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise refusals.no_folder(folder) from error
