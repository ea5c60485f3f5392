"""Runs for whose temporary files there is no room end with a word on it, and leave nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pytest

from tests.unit.publish.runs import tree

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("resource", reason="only some systems bound the size of files")

BOUNDED: Final = """\
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
del sys.argv[1]
from leadscore.cli import main
main()
"""
NOW: Final = ("contacts.csv", "--as-of", "2026-11-01")
SCORE: Final = ("score", *NOW, "-q", "-o", "out", "--history", "history")
OTHER_COMMANDS: Final = (("explain", *NOW, "-c", "1"), ("check", "rules.yaml", *NOW))


@pytest.fixture(autouse=True)
def temporary_files(folder: Path) -> Path:
    """Where runs put them."""
    place = folder / "tmp"
    place.mkdir()
    return place


def bounded(folder: Path, most: int, *arguments: str) -> tuple[int, str]:
    """Run the program so that it can write no file of more than so many bytes, with temporary files in `tmp`."""
    done = subprocess.run(
        [sys.executable, "-c", BOUNDED, str(most), *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONUTF8": "1", "TMPDIR": str(folder / "tmp")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    return done.returncode, done.stderr


def error_of(err: str) -> str:
    """Return the error among what was said, without where the folder of the run is."""
    return err[err.index("error: ") :]


@pytest.mark.parametrize("arguments", [SCORE, *OTHER_COMMANDS])
def test_no_room_for_temporary_files(folder: Path, arguments: tuple[str, ...]) -> None:
    before = tree(folder)
    code, err = bounded(folder, 100, *arguments)
    first, second, *more = error_of(err).splitlines()
    assert code == 2
    assert first.startswith(f"error: {folder / 'tmp' / 'leadscore-'}")
    assert first.endswith(": temporary files cannot be written here (File too large)")
    assert second.startswith("  help: make room there")
    assert more == []
    assert tree(folder) == before


def test_less_and_less_room(folder: Path) -> None:
    """Whatever it is that finds no room, it is told, and nothing is left or changed."""
    assert bounded(folder, 1 << 20, *SCORE) == (0, "")
    before, told = tree(folder), set()
    for most in (3_200, 2_500, 2_000, 1_500, 1_000, 500):
        code, err = bounded(folder, most, *SCORE)
        assert (code, "should not have happened" in err) == (2, False), (most, err)
        told.add(error_of(err).split(": ")[2].split(" (")[0])
        assert tree(folder) == before
    assert "temporary files cannot be written here" in told
    assert len(told) > 1
