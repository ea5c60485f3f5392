"""The ledger of ten thousand sample leads, added up in one sum per contact and score."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest

from tests.cli.shell import leadscore

ROOT = Path(__file__).parents[2]
LEADS = 10_000


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the example rules make of the sample."""
    folder = tmp_path_factory.mktemp("ledger")
    made = leadscore(
        folder, "sample", "--contacts", str(LEADS), "--seed", "7", "--as-of", "2026-11-01", "-o", "."
    )
    assert made.code == 0, made.err
    rules = ("-r", str(ROOT / "rules.example.yaml"), "--as-of", "2026-11-01")
    answer = leadscore(folder, "score", "contacts.csv", *rules, "--ledger", "-q", "-o", "out")
    assert (answer.code, answer.err) == (0, "")
    return folder / "out"


def test_every_score_of_every_lead_is_the_sum_of_its_lines(out: Path) -> None:
    ledger = pl.read_parquet(out / "ledger.parquet")
    is_score = pl.col("kind") == "score"
    kept = pl.col("before") - pl.col("lost_to_decay") - pl.col("lost_to_cap")
    shares = pl.col("points").filter(pl.col("kind").is_in(["part", "rounding"])).sum()
    sums = ledger.group_by("contact_id", "score", maintain_order=True).agg(
        added=kept.sum() - pl.col("lost_to_limit").sum() + shares,
        points=pl.col("points").filter(is_score).first(),
        shown=pl.col("shown").filter(is_score).first(),
    )
    assert sums.height == 3 * LEADS
    assert sums.filter(pl.col("added").ne_missing(pl.col("points"))).is_empty()


def test_what_the_ledger_shows_is_what_is_written(out: Path) -> None:
    ledger = pl.read_parquet(out / "ledger.parquet").filter(kind="score")
    for score, column in (("fit", "lead_fit"), ("engagement", "lead_engagement"), ("total", "lead_score")):
        with (out / "scored.csv").open(encoding="utf-8", newline="") as file:
            written = [(row["contact_id"], row[column]) for row in csv.DictReader(file)]
        shown = ledger.filter(score=score).select("contact_id", "shown").rows()
        assert [(contact, f"{tenths / 10:.1f}") for contact, tenths in shown] == written
