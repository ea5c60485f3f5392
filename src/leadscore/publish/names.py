"""The names of a run's files, and what the `run.json` of an earlier run says about its own."""

from __future__ import annotations

import json
import re
import stat
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["FOLDERS", "RUN", "SUMMARY", "check_names", "is_folder", "named_outputs"]

RUN: Final = "run.json"
SUMMARY: Final = "summary.json"
FOLDERS: Final = ("stages", "handoff")

# NOTE: this is what keeps a run inside its folder. No `..`, no separator of another system, no hidden file.
_OWN: Final = re.compile(rf"(?:(?:{'|'.join(FOLDERS)})/)?[A-Za-z][A-Za-z0-9_-]*\.(?:csv|json|parquet|xlsx)")


def check_names(names: Iterable[str]) -> None:
    """Check that files may have these names, which is a question of our own code, not of the user's data.

    Raises:
        ValueError: A name is given twice, leads out of the folder or is none of those that a run writes.
    """
    seen = {RUN}
    for name in names:
        if name in seen or not _is_own(name):
            raise ValueError(f"{name!r} cannot be the name of an output")
        seen.add(name)


def named_outputs(run: Path) -> frozenset[str]:
    """Return the outputs that a `run.json` names.

    What it says is not trusted: a name that no run could have written is left out, and of a file that is missing or
    no `run.json` at all nothing is left.
    """
    try:
        if not stat.S_ISREG(run.lstat().st_mode):
            return frozenset()
        content = json.loads(run.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return frozenset()
    names = (_entry(output, "path") for output in _items(_entry(content, "outputs")))
    return frozenset(name for name in names if isinstance(name, str) and _is_own(name) and name != RUN)


def is_folder(place: Path) -> bool:
    """Return whether a folder lies here, and not a link to one."""
    try:
        return stat.S_ISDIR(place.lstat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False


def _is_own(name: str) -> bool:
    return _OWN.fullmatch(name) is not None


def _entry(content: Any, key: str) -> Any:
    return content.get(key) if isinstance(content, dict) else None


def _items(content: Any) -> list[Any]:
    return content if isinstance(content, list) else []
