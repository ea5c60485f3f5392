"""How many contacts are looked at together changes nothing of what comes out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from polars.testing import assert_frame_equal

from leadscore.pipeline import Inputs, Settings, score_inputs
from leadscore.pipeline.past import Past
from leadscore.publish import publish
from leadscore.schema.load import load_rules
from tests.golden.test_golden import STORIES, contents

if TYPE_CHECKING:
    from pathlib import Path

    from leadscore.pipeline.past import Leaves


def score(story: Path, folder: Path, rows_at_once: int, *, past: Past | None) -> Leaves | None:
    """Score a story and publish it below a folder, and return what it leaves."""
    out, scratch = folder / "out", folder / "scratch"
    for one in (out, scratch):
        one.mkdir(parents=True)
    names = ("contacts", "activities", "deals", "companies", "costs")
    files = {name: (path,) for name in names if (path := story / f"{name}.csv").exists()}
    absent = frozenset(name for name in names if name not in files)
    day = date.fromisoformat((story / "as_of.txt").read_text().strip())
    settings = Settings(day, scratch, past=past, ledger=past is not None, rows_at_once=rows_at_once)
    run = score_inputs(Inputs(files, absent), load_rules(story / "rules.yaml"), settings)  # type: ignore[arg-type]
    publish(out, run.outputs, run.summary, run.manifest)
    return run.leaves


@pytest.mark.parametrize("most", [1, 3])
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_small_slices_give_the_expected_files(story: Path, most: int, tmp_path: Path) -> None:
    score(story, tmp_path, most, past=None)
    assert contents(tmp_path / "out") == contents(story / "expected")


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_small_slices_leave_the_same_history_and_ledger(story: Path, tmp_path: Path) -> None:
    first = score(story, tmp_path / "first", 1_000, past=Past())
    assert first is not None
    past = Past(first.tables["state"], first.tables["handoffs"], first.counts)
    some, all_ = (score(story, tmp_path / str(most), most, past=past) for most in (3, 1_000))
    assert some is not None
    assert all_ is not None
    assert some.counts == all_.counts
    for name, table in all_.tables.items():
        assert_frame_equal(some.tables[name], table)
    files = [
        {path.name: path.read_bytes() for path in (tmp_path / most / "out").rglob("*") if path.is_file()}
        for most in ("3", "1000")
    ]
    assert files[0] == files[1]
    assert "ledger.parquet" in files[0]
