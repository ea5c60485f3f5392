"""The same run by both engines, and what of it is compared."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from leadscore.pipeline import Inputs, Settings, score_inputs
from leadscore.schema.load import load_rules
from tests.written import tables_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from pyspark.sql import SparkSession

    from leadscore.results import Summary

NAMES = ("contacts", "activities", "deals", "companies", "costs")
BUCKETS = 2
Cells = list[list[str]]


@dataclass(frozen=True)
class Found:
    """What a run found: the records of each output, the header first, and the summary."""

    outputs: dict[str, Cells]
    summary: Summary


def sorted_exports(folder: Path, target: Path) -> None:
    """Copy exports with their records in the order of their cells, which is what order means on Spark."""
    target.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        if (folder / f"{name}.csv").exists():
            with (folder / f"{name}.csv").open(newline="", encoding="utf-8") as file:
                header, *rows = list(csv.reader(file))
            with (target / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
                csv.writer(file, lineterminator="\n").writerows([header, *sorted(filter(None, rows))])


def files_of(folder: Path) -> dict[str, Path]:
    return {name: place for name in NAMES if (place := folder / f"{name}.csv").exists()}


def by_polars(folder: Path, rules: Path, as_of: date, scratch: Path) -> Found:
    """Score exports on this machine."""
    files: Any = {name: (place,) for name, place in files_of(folder).items()}
    absent: Any = frozenset(name for name in NAMES if name not in files)
    run = score_inputs(Inputs(files, absent), load_rules(rules), Settings(as_of, scratch))
    outputs = {
        table.path: [list(table.header), *([cell or "" for cell in row] for row in table.rows.iter_rows())]
        for table in tables_of(run)
        if table.path.endswith(".csv")
    }
    return Found(compared(outputs), _without_lines(run.summary))


def by_spark(spark: SparkSession, folder: Path, rules: Path, as_of: date, scratch: Path) -> Found:
    """Score the same exports on Spark, without writing anything."""
    from pyspark.sql import functions as F

    from leadscore.spark.job import job_of
    from leadscore.spark.read import read_paths
    from leadscore.spark.run import score_given

    file = load_rules(rules)
    files: Any = files_of(folder)
    given = {
        name: read_paths(spark, name, [str(place)], file.rules.source(name), scratch)
        for name, place in files.items()
    }
    absent: Any = frozenset(name for name in NAMES if name not in files)
    run = score_given(spark, job_of(file, as_of, absent), given, scratch, BUCKETS)
    lines = (
        run.rows.filter(~F.col("output").startswith(":"))
        .select("output", "bucket", "place", "text")
        .collect()
    )
    run.close()
    texts = {
        name: head + "".join(text for output, _, _, text in sorted(lines) if output == name)
        for name, head in run.told.headers.items()
    }
    outputs = {name: records(text, _delimiter(name, rules)) for name, text in texts.items()}
    return Found(compared(outputs), _without_lines(run.told.summary))


def _delimiter(name: str, rules: Path) -> str:
    return load_rules(rules).rules.outputs.delimiter if name.startswith("handoff/") else ","


def records(text: str, delimiter: str = ",") -> Cells:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter))


def compared(outputs: Mapping[str, Cells]) -> dict[str, Cells]:
    """Return the records of outputs in orders of their own, without what Spark does not know."""
    return {name: _ordered(name, rows) for name, rows in outputs.items()}


def _ordered(name: str, rows: Cells) -> Cells:
    """Return the records of an output in an order of their own, but for lists, whose order is the result."""
    if name == "rejected.csv":
        rows = [[*row[:1], *row[2:4], _reason(row[4]), row[5]] for row in rows]
    return rows if name.startswith("handoff/") else [rows[0], *sorted(rows[1:])]


def _reason(text: str) -> str:
    return re.sub(r"^repeats the id of .*$", "repeats the id", text)


def _without_lines(summary: Summary) -> Summary:
    told: Iterable[Any] = (replace(one, line=None, reason=_reason(one.reason)) for one in summary.rejected)
    return replace(summary, rejected=tuple(sorted(told, key=str)) if len(summary.rejected) < 5 else ())
