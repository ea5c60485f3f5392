"""`leadscore score --engine spark` as a shell runs it: a process and a Spark of its own, and nothing prepared for it."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest

from tests.cli.shell import Answer, leadscore
from tests.golden.test_golden import STORIES
from tests.spark.cluster import missing
from tests.spark.runs import sorted_exports

if TYPE_CHECKING:
    from pathlib import Path

STORY = next(story for story in STORIES if (story / "activities.csv").exists())
pytestmark = pytest.mark.skipif(missing() is not None, reason=str(missing()))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The exports of a story, in the order of their cells, and its rules."""
    for name in [name for name in os.environ if name.startswith(("SPARK_", "PYSPARK_"))]:
        monkeypatch.delenv(name)
    sorted_exports(STORY, tmp_path)
    (tmp_path / "rules.yaml").write_bytes((STORY / "rules.yaml").read_bytes())
    return tmp_path


def _score(folder: Path, *options: str) -> Answer:
    as_of = (STORY / "as_of.txt").read_text().strip()
    return leadscore(folder, "score", "contacts.csv", "--as-of", as_of, *options)


def test_the_summary_is_that_of_one_machine_and_java_keeps_quiet(folder: Path) -> None:
    here = _score(folder, "-o", "here")
    there = _score(folder, "-o", "there", "--engine", "spark", "--master", "local[1]")
    assert (there.code, there.err) == (0, here.err)
    without_lines = re.sub(r"(\.csv):\d+", r"\1", here.out)
    assert there.out.replace("Written to there", "Written to here") == without_lines
    assert (folder / "there" / "scored.csv" / "part-00000.csv").exists()


def test_what_cannot_be_a_master_is_said(folder: Path) -> None:
    ran = _score(folder, "--engine", "spark", "--master", "nowhere", "-q")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: Spark cannot be started with --master nowhere: Master must ")
    assert not (folder / "leadscore-out").exists()
