"""Companies are counted by themselves, as each comes to every bucket with a contact that is joined to it."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
from pyspark.sql import functions as F

from leadscore.columns import FILE as ROW_FILE
from leadscore.pipeline.parts import _unreadable
from leadscore.spark.cells import cell, mapped
from leadscore.spark.job import session_of
from leadscore.spark.malformed import malformed_records
from leadscore.spark.prepare import as_records
from leadscore.spark.read import FILE, RAW
from leadscore.spark.route import kept_companies
from leadscore.spark.totals import Notes, together
from leadscore.spark.worker import NOTES, RESULT, first_of, lines_row, rows_of
from leadscore.steps import present
from leadscore.steps.reject import is_blank
from leadscore.steps.type import add_typed

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyspark.sql import DataFrame, SparkSession

    from leadscore.spark.job import Job
    from leadscore.spark.read import Given
    from leadscore.spark.route import Routed
    from leadscore.spark.worker import Row

__all__ = ["count_companies", "rejected_companies"]

_FOUND = "found binary"


def count_companies(spark: SparkSession, job: Job, routed: Routed, given: Given) -> DataFrame:
    """Return what became of companies, as a package for the office.

    Args:
        spark: The session.
        job: The run.
        routed: Where contacts and the companies that they are joined to went.
        given: The companies.
    """
    cells = [cell(place) for place in range(len(given.header))]
    used = routed.others.filter(F.col("kind") == "companies").select(cells).distinct().count()
    marked = kept_companies(job, given).groupBy("repeated").count().collect()
    counted: dict[bool, int] = {again: number for again, number in marked}  # noqa: C416 - rows are no pairs for mypy
    looked = mapped(given.rows.select(*cells, FILE, RAW), _look(job), _FOUND).collect()
    found = together(pickle.loads(one[0]) for one in looked)  # noqa: S301 - our own workers made it
    kept, repeated = counted.get(False, 0), counted.get(True, 0)
    fates = {
        "used": used,
        "repeated": repeated,
        "unknown_contact": kept - used,
        "rejected": found.fates.get("companies", {}).get("rejected", 0),
    }
    notes = Notes(
        read={"companies": found.read.get("companies", 0)},
        fates={"companies": fates},
        first=found.first,
        unreadable=found.unreadable,
    )
    row: Row = (NOTES, -2, 0, None, pickle.dumps(notes))
    return spark.createDataFrame([row], RESULT)


def _look(job: Job) -> Callable[[pl.DataFrame], pl.DataFrame]:
    """Return what makes of companies what cannot be read of them."""
    header, delimiter = job.sources["companies"].header, job.sources["companies"].delimiter

    def look(rows: pl.DataFrame) -> pl.DataFrame:
        session = session_of(job, Path())
        layout = session.inputs["companies"].layout
        records = as_records(rows, len(header))
        good = records.filter(pl.col(RAW).is_null()).lazy()
        typed = good.pipe(add_typed, session.readings("companies"), layout, session.zone)
        bad = _malformed(records, header, delimiter)
        notes = Notes(
            read={"companies": good.collect().height + bad.height},
            fates={"companies": {"rejected": bad.height}},
            first=tuple(first_of("companies", bad)),
            unreadable=_unreadable(session, "companies", typed),
        )
        return pl.DataFrame({"found": [pickle.dumps(notes)]})

    return look


def _malformed(records: pl.DataFrame, header: tuple[str, ...], delimiter: str) -> pl.DataFrame:
    bad = records.filter(pl.col(RAW).is_not_null())
    titles = sorted(bad[FILE].unique())
    places = pl.col(FILE).replace_strict(titles, range(len(titles)), default=0, return_dtype=pl.Int32)
    numbered = bad.with_columns(places.alias(ROW_FILE)) if titles else bad
    return malformed_records(numbered, titles, len(header), delimiter).filter(~is_blank())


def rejected_companies(given: Given) -> DataFrame:
    """Return the lines of companies that are no records."""
    header, delimiter = given.header, given.delimiter

    def lines(rows: pl.DataFrame) -> pl.DataFrame:
        table = present.rejected_table(_malformed(as_records(rows, len(header)), header, delimiter))
        return rows_of([lines_row(table, -2)])

    cells = [cell(place) for place in range(len(header))]
    bad = given.rows.filter(F.col(RAW).isNotNull()).select(*cells, FILE, RAW)
    return mapped(bad.repartition(1), lines, RESULT)
