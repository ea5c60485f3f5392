"""Frames of Spark are scored, cell by cell, as frames of Polars are."""

from __future__ import annotations

import csv
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

import leadscore
from leadscore.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from pyspark.sql import DataFrame, SparkSession

    from leadscore.api import Result

# NOTE: what pyspark thinks of the versions of other packages, and leaves to be closed at the end, is no matter of ours.
pytestmark = [
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
CONTACTS = [
    (1, "ada@acme.example", "CEO", 300, date(2026, 1, 5), 'say "hi", ok'),
    (2, "bo@acme.example", None, 12, None, "a\r\nb"),
    (3, "=2+3", "Engineer", None, date(2026, 9, 30), ""),
    (4, None, "Intern", 7, None, "x"),
]
SCHEMA = "contact_id long, email string, job_title string, employees long, signed_on date, note string"
HEADER = ("contact_id", "email", "job_title", "employees", "signed_on", "note")
ACTIVITIES = [
    (1, "demo_request", "2026-10-30"),
    (2, "page_view", "2026-10-01"),
    (9, "page_view", "2026-10-01"),
]
RULES = """
version: 1
scores:
  fit:
    rules:
      - {id: chief, label: Chief, when: {job_title: {has_word: ceo}}, points: 40}
      - {id: large, label: =Large, when: {employees: {at_least: 100}}, points: 30}
  engagement:
    rules:
      - {id: demo, label: Asked for a demo, activity: demo_request, points: 50, decay: {half_life: 30d}}
      - {id: view, label: Looked, activity: page_view, points: 7}
  total: {combine: {fit: 40, engagement: 60}}
stages: [{name: lead}, {name: mql, enter: {score.total: {at_least: 1}}}]
"""


def texts(frame: pl.DataFrame) -> list[list[str]]:
    return sorted([["" if cell is None else str(cell) for cell in row] for row in frame.iter_rows()])


def collected(frame: DataFrame) -> pl.DataFrame:
    return pl.DataFrame(pl.from_arrow(frame.toArrow()))


def test_spark_frames_give_the_cells_of_polars_frames(spark: SparkSession, tmp_path: Path) -> None:
    rules, as_of = leadscore.load_rules(text=RULES), date(2026, 11, 1)
    contacts = pl.DataFrame(CONTACTS, schema=HEADER, orient="row")
    log = pl.DataFrame(ACTIVITIES, schema=["contact_id", "type", "occurred_at"], orient="row")
    here = leadscore.score(contacts, rules=rules, as_of=as_of, activities=log)
    there: Result[DataFrame] = leadscore.score(
        spark.createDataFrame(
            CONTACTS,
            SCHEMA,
        ),
        rules=rules,
        as_of=as_of,
        activities=spark.createDataFrame(ACTIVITIES, "contact_id long, type string, occurred_at string"),
    )
    scored = collected(there.scored)
    assert scored.schema == here.scored.schema
    assert texts(scored) == texts(here.scored)
    assert here.lists.keys() == there.lists.keys() == {"mql"}
    assert collected(there.lists["mql"]).rows() == here.lists["mql"].rows()
    assert collected(there.lists["mql"]).schema == here.lists["mql"].schema
    assert collected(there.rejected).is_empty()
    assert repr(there) == repr(here)
    there.write(tmp_path / "out")
    with (tmp_path / "out" / "scored.csv" / "part-00000.csv").open(newline="", encoding="utf-8") as file:
        header, *rows = list(csv.reader(file))
    assert header == here.scored.columns
    assert sorted(rows) == texts(here.scored)


def test_frames_of_two_libraries_are_not_mixed(spark: SparkSession) -> None:
    contacts = spark.createDataFrame(
        CONTACTS[:1],
        SCHEMA,
    )
    with pytest.raises(UsageError, match="frame of Spark and activities is one of polars"):
        leadscore.score(
            contacts,
            rules=leadscore.load_rules(text=RULES),
            as_of=date(2026, 11, 1),
            activities=pl.DataFrame(),
        )
