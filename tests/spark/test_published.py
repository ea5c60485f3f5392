"""What a run on Spark leaves in its folder."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

from leadscore.errors import OutputError
from leadscore.publish.limits import parse_limit
from leadscore.schema.load import load_rules
from leadscore.spark.score import Order, score_on_spark
from tests.golden.test_golden import STORIES
from tests.spark.runs import NAMES, Cells, by_polars, compared, files_of, records, sorted_exports

if TYPE_CHECKING:
    from pathlib import Path

    from pyspark.sql import SparkSession

pytestmark = [
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


def _order(story: Path, out: Path) -> Order:
    files = files_of(story)
    paths: Any = {name: (str(place),) for name, place in files.items()}
    without: Any = frozenset(name for name in NAMES if name not in files)
    as_of = date.fromisoformat((story / "as_of.txt").read_text().strip())
    rules = load_rules(story / "rules.yaml")
    return Order(paths, without, rules, as_of, str(out), parse_limit("100%"))


def _read(folder: Path, delimiter: str) -> tuple[dict[str, Cells], dict[str, int]]:
    """Return the records of the outputs that `run.json` names, and in how many part files each is."""
    outputs, parts = dict[str, Cells](), defaultdict[str, int](int)
    for one in json.loads((folder / "run.json").read_text("utf-8"))["outputs"]:
        content = (folder / one["path"]).read_bytes()
        assert sha256(content).hexdigest() == one["sha256"]
        if one["rows"] is None:
            continue
        name, _, part = one["path"].rpartition("/")
        cells = records(content.decode(), delimiter if name.startswith("handoff/") else ",")
        assert len(cells) == one["rows"] + 1
        assert part == f"part-{parts[name]:05d}.csv"
        outputs.setdefault(name, cells[:1]).extend(cells[1:])
        parts[name] += 1
    return compared(outputs), parts


@pytest.mark.usefixtures("spark")
def test_part_files_hold_what_one_machine_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leadscore.spark.run._BUCKET_BYTES", 50)
    monkeypatch.setattr("leadscore.spark.write._MOST_BYTES", 1)
    story = STORIES[0]
    order = _order(story, tmp_path / "out")
    sorted_exports(story, tmp_path / "sorted")
    here = by_polars(tmp_path / "sorted", story / "rules.yaml", order.as_of, tmp_path)
    outcome = score_on_spark(order)
    outputs, parts = _read(tmp_path / "out", order.file.rules.outputs.delimiter)
    assert outputs == here.outputs
    assert parts["scored.csv"] > 1
    assert outcome.published is not None
    assert {*outcome.published.written} == {*outputs, "summary.json", "run.json"}


def test_a_run_takes_the_place_of_the_last_one_and_of_nothing_else(
    spark: SparkSession, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    order = _order(STORIES[0], out)
    (out / "scored.csv").mkdir(parents=True)
    with pytest.raises(OutputError, match="is in the way"):
        score_on_spark(order)
    (out / "scored.csv").rmdir()
    score_on_spark(order)
    first = {path: path.read_bytes() for path in out.rglob("*.csv") if path.is_file()}
    (out / "mine.txt").touch()
    score_on_spark(order)
    assert {path: path.read_bytes() for path in out.rglob("*.csv") if path.is_file()} == first
    assert (out / "mine.txt").exists()
    assert not (out / ".leadscore-staging").exists()
    assert not spark.sparkContext._jsc.sc().isStopped()
