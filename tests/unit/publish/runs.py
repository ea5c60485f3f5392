"""Small runs to publish, and a way to stop one at any step."""

from __future__ import annotations

import json
import shutil
import sys
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl
import pytest

from leadscore.publish import publish
from leadscore.results import ListFileUse, Manifest, OutputTable, Published, SourceFile, Summary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

AS_OF: Final = date(2026, 11, 1)
NOTHING: Final = Summary("Acme", AS_OF, 0, (), 0, 0, (), (), (), (), (), (), ("Nobody came.",))
MANIFEST: Final = Manifest(
    version="0.1.0",
    as_of=AS_OF,
    rules="rules.yaml",
    rules_sha256="aa",
    lists=(ListFileUse("lists/competitors.txt", 3, "bb"),),
    inputs={"contacts": (SourceFile(Path("/somewhere/contacts.csv"), 2, "cc"),)},
)
BEFORE: Final = ("scored.csv", "stages/lead.csv", "stages/old.csv", "handoff/mql.csv")
"""What an earlier run wrote."""
AFTER: Final = ("scored.csv", "rejected.csv", "stages/lead.csv", "stages/mql.csv")
"""What the run under test writes."""

_STEPS: Final = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "shutil.rmtree"}
_watchers: list[Callable[[str], None]] = []


def table(path: str, content: str = "x", header: tuple[str, ...] = ("id", "name")) -> OutputTable:
    return OutputTable(path, header, pl.DataFrame({"a": [content], "b": ["Zoë"]}))


def run(folder: Path, paths: tuple[str, ...] = AFTER, content: str = "x") -> Published:
    return publish(folder, [table(path, content) for path in paths], NOTHING, MANIFEST)


def fail(folder: Path) -> None:
    """Begin a run, and find out only then that it cannot be."""
    with pytest.raises(ValueError, match="header cells"):
        publish(folder, [table("scored.csv", header=("id",))], NOTHING, MANIFEST)


def tree(folder: Path) -> dict[str, bytes | str | None]:
    """Return everything below a folder: what files contain, where links lead, None for folders."""
    return {str(place.relative_to(folder)): _content(place) for place in sorted(folder.rglob("*"))}


def mixed(folder: Path) -> list[str]:
    """Return the files that are not those of the run whose `run.json` lies here."""
    run_json = folder / "run.json"
    outputs = json.loads(run_json.read_bytes())["outputs"] if run_json.exists() else []
    hashes = {output["path"]: output["sha256"] for output in outputs}
    return [path for path in hashes if sha256((folder / path).read_bytes()).hexdigest() != hashes[path]]


@contextmanager
def watched(watcher: Callable[[str], None]) -> Iterator[None]:
    """Call the watcher before every change of a file's or folder's name."""
    _watchers.append(watcher)
    try:
        yield
    finally:
        _watchers.remove(watcher)


def stop_at(step: int, stop: Callable[[], None]) -> Callable[[str], None]:
    """Return a watcher that does this before one step, counted from 0.

    Removing empty folders does not count, nor what comes when all that is left is to clear away.
    """
    seen: list[str] = []

    def watcher(event: str) -> None:
        if event != "os.rmdir":
            seen.append(event)
        if len(seen) == step + 1 and seen[-1] == event and "shutil.rmtree" not in seen:
            stop()

    return watcher


def snapshots(act: Callable[[Path], object], folder: Path, into: Path) -> list[Path]:
    """Do something with a folder, and return copies of it as it was before every step, as if killed there."""
    copies: list[Path] = []

    def copy(_: str) -> None:
        _watchers.remove(copy)
        copies.append(into / str(len(copies)))
        shutil.copytree(folder, copies[-1], symlinks=True)
        _watchers.append(copy)

    with watched(copy):
        act(folder)
    return copies


def _content(place: Path) -> bytes | str | None:
    if place.is_symlink():
        return str(place.readlink())
    return place.read_bytes() if place.is_file() else None


def _audit(event: str, _: tuple[object, ...]) -> None:
    if event in _STEPS:
        for watcher in tuple(_watchers):
            watcher(event)


sys.addaudithook(_audit)
