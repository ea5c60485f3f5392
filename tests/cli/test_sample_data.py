"""What must hold of every run, on the sample with the example rules."""

from __future__ import annotations

import csv
import random
import shutil
from pathlib import Path

import pytest

from tests.cli.shell import hashes, leadscore

ROOT = Path(__file__).parents[2]
NOW = ("--as-of", "2026-11-01", "-q")


def ids(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row["contact_id"] for row in csv.DictReader(file)]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample, scored once into `out`."""
    folder = tmp_path_factory.mktemp("sample")
    shutil.copytree(ROOT / "sample_data", folder / "sample_data")
    shutil.copy(ROOT / "rules.example.yaml", folder / "rules.yaml")
    answer = leadscore(folder, "score", "sample_data/contacts.csv", *NOW, "-o", "out")
    assert (answer.code, answer.err) == (0, "")
    return folder


def test_stage_files_and_disqualified_are_the_scored_contacts(sample: Path) -> None:
    out = sample / "out"
    parts = [*ids(out / "disqualified.csv"), *(one for path in out.glob("stages/*.csv") for one in ids(path))]
    assert sorted(parts) == sorted(ids(out / "scored.csv"))
    assert len(parts) == 500


def test_contacts_on_lists_are_in_the_stage_of_the_list(sample: Path) -> None:
    out = sample / "out"
    assert set(ids(out / "handoff/mql.csv")) <= set(ids(out / "stages/mql.csv"))
    assert set(ids(out / "handoff/sql.csv")) <= set(ids(out / "stages/sql.csv"))


def test_shuffled_activities_give_the_same_bytes(sample: Path) -> None:
    log = sample / "sample_data/activities.csv"
    header, *lines = log.read_text(encoding="utf-8").splitlines(keepends=True)
    random.Random(7).shuffle(lines)
    log.write_text(header + "".join(lines), encoding="utf-8", newline="")
    leadscore(sample, "score", "sample_data/contacts.csv", *NOW, "-o", "shuffled")
    first, second = hashes(sample / "out"), hashes(sample / "shuffled")
    assert {**first, "run.json": ""} == {**second, "run.json": ""}  # run.json has the hash of the log itself
