"""Spark finds, cell by cell, what one machine finds."""

from __future__ import annotations

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.golden.test_golden import STORIES
from tests.properties.program import write_example
from tests.properties.strategies import Example, examples
from tests.spark.cluster import executors
from tests.spark.runs import by_polars, by_spark, sorted_exports

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# NOTE: what pyspark thinks of the versions of other packages, and leaves to be closed at the end, is no matter of ours.
pytestmark = [
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
GENERATED = 50
WORKERS = 2


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_golden_stories_are_told_alike(spark: SparkSession, story: Path, tmp_path: Path) -> None:
    as_of = date.fromisoformat((story / "as_of.txt").read_text().strip())
    sorted_exports(story, tmp_path / "sorted")
    here = by_polars(tmp_path / "sorted", story / "rules.yaml", as_of, tmp_path)
    there = by_spark(spark, story, story / "rules.yaml", as_of, tmp_path)
    assert there == here


def drawn(number: int) -> list[Example]:
    """Draw examples as hypothesis does, others in every run."""
    found: list[Example] = []

    @settings(
        max_examples=number, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(examples())
    def draw(example: Example) -> None:
        found.append(example)

    draw()
    return found[-number:]


def test_generated_runs_are_scored_alike(spark: SparkSession, tmp_path: Path) -> None:
    runs = []
    for number, example in enumerate(drawn(GENERATED)):
        folder = tmp_path / str(number)
        folder.mkdir()
        write_example(example, folder)
        sorted_exports(folder, folder / "sorted")
        runs.append((folder, example.as_of))
    with ThreadPoolExecutor(3) as beside:
        found = [
            beside.submit(by_spark, spark, folder, folder / "rules.yaml", as_of, folder)
            for folder, as_of in runs
        ]
        for (folder, as_of), there in zip(runs, found, strict=True):
            here = by_polars(folder / "sorted", folder / "rules.yaml", as_of, folder)
            assert there.result() == here, (folder / "rules.yaml").read_text(encoding="utf-8")


def test_accounts_and_owners_are_found_across_buckets(spark: SparkSession, tmp_path: Path) -> None:
    folder = Path(__file__).parents[2]
    rules, as_of = folder / "rules.example.yaml", date(2026, 11, 1)
    sorted_exports(folder / "sample_data", tmp_path / "sorted")
    here = by_polars(tmp_path / "sorted", rules, as_of, tmp_path)
    there = by_spark(spark, folder / "sample_data", rules, as_of, tmp_path)
    assert "accounts.csv" in here.outputs
    assert "handoff/waiting.csv" in here.outputs
    assert there == here


def test_a_worker_that_is_killed_changes_nothing(spark: SparkSession, tmp_path: Path) -> None:
    folder = Path(__file__).parents[2]
    score = partial(
        by_spark, spark, folder / "sample_data", folder / "rules.example.yaml", date(2026, 11, 1), tmp_path
    )
    whole, before = score(), executors()
    assert len(before) == WORKERS
    with ThreadPoolExecutor(1) as beside:
        running = beside.submit(score)
        tracker = spark.sparkContext.statusTracker()
        while not any(
            (found := tracker.getStageInfo(one)) and found.numCompletedTasks
            for one in tracker.getActiveStageIds()
        ):
            assert not running.done()
            time.sleep(0.01)
        os.kill(before[0], signal.SIGKILL)
        assert not running.done()
        assert running.result() == whole
    after = executors()
    assert before[0] not in after
    assert set(after) - set(before)
