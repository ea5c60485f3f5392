"""What is not written changes nothing of what is shown."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from leadscore.pipeline import Inputs, Settings, score_inputs
from leadscore.pipeline.past import Past
from leadscore.schema.load import load_rules
from tests.golden.test_golden import STORIES
from tests.written import tables_of

if TYPE_CHECKING:
    from pathlib import Path

    from leadscore.pipeline import Run


def score(story: Path, scratch: Path, *, writes: bool) -> Run:
    names = ("contacts", "activities", "deals", "companies", "costs")
    files = {name: (path,) for name in names if (path := story / f"{name}.csv").exists()}
    absent = frozenset(name for name in names if name not in files)
    day = date.fromisoformat((story / "as_of.txt").read_text().strip())
    settings = Settings(day, scratch, past=Past(), writes=writes)
    return score_inputs(Inputs(files, absent), load_rules(story / "rules.yaml"), settings)  # type: ignore[arg-type]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_a_dry_run_shows_the_same_and_makes_no_lists(story: Path, tmp_path: Path) -> None:
    written, dry = (score(story, tmp_path, writes=writes) for writes in (True, False))
    assert dry.summary == written.summary
    assert dry.findings == written.findings
    paths = [table.path for table in tables_of(written) if not table.path.startswith("handoff/")]
    assert [table.path for table in tables_of(dry)] == paths
