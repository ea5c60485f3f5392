"""What is too much for memory lies beside the run, in temporary files; what the system has against that is told."""

from __future__ import annotations

import errno
import os
import re
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from leadscore.tables import refusals

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["new_folder", "run_folder", "told_as_the_system_does", "write_aside"]

_SAID: Final = re.compile(r"\(os error (\d+)\)")
_OF_WRITING: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM}
"""What the system says where there is no room, or none may write. Whatever else it says can be of what is read meanwhile."""


@contextmanager
def run_folder() -> Iterator[Path]:
    """Make a folder for the temporary files of a run, which are gone when it ends.

    Raises:
        OutputError: There is no place for one.
    """
    try:
        folder = TemporaryDirectory(prefix="leadscore-")
    except OSError as error:
        place = Path(error.filename).parent if error.filename else "TMPDIR"
        raise refusals.no_room(place, error) from error
    with folder as place:
        yield Path(place)


def new_folder(scratch: Path, prefix: str | None = None) -> Path:
    """Make a folder in the one of a run, for files that nobody else has.

    Args:
        scratch: The folder of the run.
        prefix: How its name begins.

    Raises:
        OutputError: It cannot be made.
    """
    try:
        return Path(mkdtemp(prefix=prefix, dir=scratch))
    except OSError as error:
        raise refusals.no_room(scratch, error) from error


def write_aside(rows: pl.LazyFrame | pl.DataFrame, place: Path, **how: Any) -> None:
    """Write rows to a temporary file.

    Args:
        rows: The rows; lazy ones as they are made.
        place: The file.
        how: What Polars is told of the way.

    Raises:
        OutputError: There is no room for them.
    """
    try:
        if isinstance(rows, pl.DataFrame):
            rows.write_parquet(place, **how)
        else:
            rows.sink_parquet(place, **how, engine="streaming")
    except (OSError, pl.exceptions.ComputeError) as problem:
        error = _system_error(problem)
        if error is None or (error.errno not in _OF_WRITING and str(place) not in str(problem)):
            raise
        raise refusals.no_room(place.parent, error) from problem


@contextmanager
def told_as_the_system_does() -> Iterator[None]:
    """Raise what the system refuses as such; Polars tells a full disk as a fault of the file.

    Raises:
        OSError: The system refused something.
    """
    try:
        yield
    except pl.exceptions.ComputeError as problem:
        error = _system_error(problem)
        if error is None:
            raise
        raise error from problem


def _system_error(problem: Exception) -> OSError | None:
    """Return what the system refused, which Polars tells in words of its own; None if it was something else."""
    found = _SAID.search(str(problem))
    if found is None:
        return problem if isinstance(problem, OSError) else None
    return OSError(int(found[1]), os.strerror(int(found[1])))
