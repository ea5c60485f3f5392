"""Every story is scored by the command line, and every byte of what comes out is compared.

`pytest tests/golden --update-golden` writes what comes out into `expected`: read the difference like code.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from leadscore.cli import app

STORIES = sorted(path.parent for path in Path(__file__).parent.glob("*/rules.yaml"))


def score(story: Path, out: Path) -> None:
    as_of = (story / "as_of.txt").read_text().strip()
    options = ["-r", str(story / "rules.yaml"), "--as-of", as_of, "-o", str(out), "-q"]
    result = CliRunner().invoke(app, ["score", str(story / "contacts.csv"), *options], catch_exceptions=False)
    assert result.exit_code == 0, result.output


def contents(folder: Path) -> dict[str, str]:
    """Return all files but `run.json`, which holds no more than their hashes."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "run.json")
    return {path.relative_to(folder).as_posix(): path.read_bytes().decode() for path in files}


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_story(story: Path, tmp_path: Path, update_golden: bool) -> None:
    score(story, tmp_path / "out")
    if update_golden:
        shutil.rmtree(story / "expected", ignore_errors=True)
        shutil.copytree(tmp_path / "out", story / "expected", ignore=shutil.ignore_patterns("run.json"))
    assert contents(tmp_path / "out") == contents(story / "expected")


def test_every_story_shows_its_arithmetic() -> None:
    assert STORIES
    assert all((story / "README.md").is_file() for story in STORIES)
