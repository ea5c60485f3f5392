"""Writes the file of a comparison: whole, or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from leadscore.errors import OutputError
from leadscore.publish.tables import write_table

if TYPE_CHECKING:
    from leadscore.results import OutputTable

__all__ = ["write_movement"]


def write_movement(table: OutputTable, place: Path) -> None:
    """Write a table in place of what lies there.

    Args:
        table: The leads that change.
        place: The file; a link to one is followed.

    Raises:
        OutputError: It cannot be written.
    """
    target = Path(os.path.realpath(place))
    if target.is_dir():
        raise OutputError(
            f"{place} is a folder, and a file is written\n  help: name a file, such as {place / table.path}"
        )
    beside: Path | None = None
    try:
        beside = Path(mkdtemp(prefix=".leadscore-", dir=target.parent))
        write_table(table, beside / table.path)
        (beside / table.path).replace(target)
    except OSError as error:
        raise OutputError(
            f"{place} cannot be written ({error.strerror or error})\n  help: name another file with -o"
        ) from None
    finally:
        if beside is not None:
            _remove(beside, table.path)


def _remove(folder: Path, name: str) -> None:
    """Remove the folder beside, and what is left in it of a file that was not written."""
    with suppress(OSError):
        (folder / name).unlink(missing_ok=True)
        folder.rmdir()
