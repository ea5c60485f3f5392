"""Why nothing can be written: what was found, what is allowed, what to do."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from leadscore.errors import FolderBusyError, OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = [
    "ANOTHER",
    "busy",
    "in_the_way",
    "no_folder",
    "uncompleted",
    "unfinished",
    "unremembered",
    "unwritable",
]

ANOTHER: Final = "wait until it has ended, or choose another folder with -o"
"""What to do while another run writes into an output folder."""


def busy(folder: Path, hint: str = ANOTHER) -> FolderBusyError:
    """Return the error for a folder that another run holds."""
    return FolderBusyError(f"{folder}: another run of leadscore is writing into this folder\n  help: {hint}")


def no_folder(folder: Path) -> OutputError:
    """Return the error for an output folder that cannot be one."""
    return OutputError(
        f"{folder}: this is a file or lies below one, so nothing can be written into it\n  help: choose another folder with -o"
    )


def in_the_way(place: Path, found: str, wanted: str) -> OutputError:
    """Return the error for something in the output folder that is not what a run keeps at this place."""
    return OutputError(
        f"{place}: this is {found}, but leadscore keeps {wanted} of this name here\n"
        "  help: move it away, or choose another folder with -o"
    )


@contextmanager
def uncompleted(folder: Path) -> Iterator[None]:
    """Say of an earlier run, which its history counts, that its files cannot be put into place now either.

    Raises:
        OutputError: The system refused something.
    """
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"{folder}: the last run with this history has not put all of its files in place here, and that cannot be "
            f"done now ({error.strerror or error})\n"
            "  help: make sure that you may write there and that the disk has room, and run again; or remove that "
            "folder, if nobody needs its files"
        ) from error


@contextmanager
def unremembered(history: Path) -> Iterator[None]:
    """Say of a history that it cannot be written, so that its run is not published either.

    Raises:
        OutputError: The system refused something.
    """
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"{history}: the history cannot be written here ({error.strerror or error}); nothing was published\n"
            "  help: make sure that you may write there and that the disk has room"
        ) from error


@contextmanager
def unfinished(folder: Path, *, remembered: bool) -> Iterator[None]:
    """Say of a run that its history counts already that it is completed later; of others nothing.

    Raises:
        OutputError: The system refused something, and the run is remembered.
    """
    try:
        yield
    except OSError as error:
        if not remembered:
            raise
        raise OutputError(
            f"{folder}: the run is in its history, but not all of its files could be put in place "
            f"({error.strerror or error})\n"
            "  help: make sure that you may write there; the next run with this history completes it first"
        ) from error


@contextmanager
def unwritable(folder: Path) -> Iterator[None]:
    """Turn what the system refuses into one error for the user.

    Raises:
        OutputError: The system refused something.
    """
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"{folder}: the results cannot be written here ({error.strerror or error}); nothing was published\n"
            "  help: make sure that you may write there, that the disk has room and that no other program has one "
            "of the files open; or choose another folder with -o"
        ) from error
