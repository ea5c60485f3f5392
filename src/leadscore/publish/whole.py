"""One file that is written whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from leadscore.errors import OutputError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["check_free", "write_whole"]


def check_free(path: Path, *, replace: bool) -> None:
    """Check that a file of this name can be written.

    Args:
        path: The file.
        replace: Whether one that is there may be overwritten.

    Raises:
        OutputError: Its folder is not there, or a folder has its name.
        UsageError: It is there.
    """
    if path.is_dir():
        raise OutputError(f"{path}: this is a folder, not a file\n  help: name a file with -o")
    if not path.parent.is_dir():
        raise OutputError(
            f"{path}: there is no folder {path.parent}\n  help: make the folder, or choose another one with -o"
        )
    if os.path.lexists(path) and not replace:
        raise _is_there(path)


def write_whole(path: Path, text: str, *, replace: bool) -> None:
    """Write a text beside its place, then put it there.

    Args:
        path: The file.
        text: Its text.
        replace: Whether one that is there may be overwritten.

    Raises:
        OutputError: It cannot be written.
        UsageError: It is there.
    """
    check_free(path, replace=replace)
    beside = path.parent / f".{path.name}.new"
    try:
        beside.write_text(text, encoding="utf-8", newline="\n")
        _put(beside, path, replace=replace)
    except OSError as error:
        raise OutputError(f"{path} cannot be written ({error.strerror})") from None
    finally:
        with suppress(OSError):
            beside.unlink()


def _put(beside: Path, path: Path, *, replace: bool) -> None:
    """Put a file into its place; without `replace` only where none came to be there meanwhile."""
    if replace:
        beside.replace(path.resolve() if path.is_symlink() else path)
        return
    try:
        os.link(beside, path)
    except FileExistsError:
        raise _is_there(path) from None
    except (OSError, NotImplementedError):  # a file system without second names
        beside.replace(path)


def _is_there(path: Path) -> UsageError:
    return UsageError(
        f"{path} is there already, and was not touched\n  help: choose another name with -o, or overwrite it with --force"
    )
