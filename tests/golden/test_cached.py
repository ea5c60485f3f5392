"""Every story comes out the same where what was read is kept, and where it is found again."""

from __future__ import annotations

import shutil
from functools import partial
from typing import TYPE_CHECKING

import pytest

from leadscore.pipeline import Settings
from leadscore.tables import cache
from tests.golden.test_golden import STORIES, contents, score

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_story_twice(story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "LEAST_BYTES", 1)
    monkeypatch.setattr(cache, "_SETTLED", -(10**9))
    monkeypatch.setattr("leadscore.cli.scoring.Settings", partial(Settings, rows_at_once=2))
    copy = shutil.copytree(story, tmp_path / "story")
    for out in ("first", "again"):
        score(copy, tmp_path / out)
        assert contents(tmp_path / out) == contents(story / "expected")
    assert list((copy / cache.FOLDER).iterdir())
