"""Frames of Spark through the Python interface: scored by the run that scores files, and never brought to the driver."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import polars as pl
from pyspark.sql import functions as F

from leadscore.api.cells import kinds_of, valued
from leadscore.api.result import Result
from leadscore.errors import UsageError
from leadscore.publish import folder_lock
from leadscore.publish.limits import check_guards, check_publishable
from leadscore.results import Published
from leadscore.spark.cells import mapped
from leadscore.spark.job import job_of
from leadscore.spark.read import read_frame
from leadscore.spark.run import score_given
from leadscore.spark.session import plain_errors
from leadscore.spark.storage import has_scheme, uri_of
from leadscore.steps.present import lead_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from pyspark.sql import DataFrame

    from leadscore.api.jobs import Job
    from leadscore.spark.run import SparkRun

__all__ = ["score_spark"]

_SCORED: Final = "scored.csv"
_REJECTED: Final = "rejected.csv"
_LIST: Final = "handoff/"
_TYPES: Final = {pl.String(): "string", pl.Float64(): "double", pl.Int64(): "long", pl.Date(): "date"}


def score_spark(job: Job) -> Result[Any]:
    """Score frames of Spark, in the session that they are of.

    Raises:
        InputError: An input is not what it was given as.
        RulesError: The rules need something that the inputs do not have.
        FindingError: The run found something that must not be published.
        UsageError: The frames are of Spark Connect, which has no workers of its own to ask.
    """
    spark = job.frames["contacts"].sparkSession
    if not hasattr(spark, "sparkContext") or type(spark).__module__.startswith("pyspark.sql.connect"):
        raise UsageError(
            "frames of Spark Connect cannot be scored\n"
            "  help: use a session of the cluster itself, or leadscore score --engine spark"
        )
    told = job_of(job.rules, job.as_of, job.without)
    with plain_errors(), TemporaryDirectory(prefix="leadscore-") as scratch:
        given = {name: read_frame(name, frame, name) for name, frame in job.frames.items()}
        run = score_given(spark, replace(told, dedupe=job.dedupe, force=job.force), given, Path(scratch))
        check_publishable(run.told.findings, job.limit, "max_rejected=…")
        check_guards(run.told.findings.tripped, "force=True")
    lists = [path for path in run.told.headers if path.startswith(_LIST)]
    return Result(
        scored=_frame(run, _SCORED, job),
        rejected=_frame(run, _REJECTED, job),
        lists={PurePosixPath(path).stem: _frame(run, path, job) for path in lists},
        summary=run.told.summary,
        publish_to=partial(_publish, run),
    )


def _frame(run: SparkRun, path: str, job: Job) -> DataFrame:
    """Return the lines of an output as a frame."""
    rules = job.rules.rules
    delimiter = rules.outputs.delimiter if path.startswith(_LIST) else ","
    names = _cut(run.told.headers[path].removeprefix("\ufeff"), delimiter).row(0)
    typed = set(lead_columns(rules)) if path == _SCORED else set(names)
    places = [f"c{place}" for place in range(len(names))]
    kinds = kinds_of(names, rules)
    types = [_TYPES[kinds[name]] if name in typed else "string" for name in names]
    schema = ", ".join(f"{place} {type_}" for place, type_ in zip(places, types, strict=True))
    lines = run.rows.filter((F.col("output") == path) & (F.col("text") != "")).select("text")
    found = mapped(lines, _reader(kinds, names, typed, delimiter), schema)
    own = (
        {field.name: field.dataType for field in job.frames["contacts"].schema.fields}
        if path == _SCORED
        else {}
    )
    columns = [
        F.col(place).cast(own[name] if name in own and name not in typed else type_).alias(name)
        for place, name, type_ in zip(places, names, types, strict=True)
    ]
    return found.select(*columns)


def _cut(lines: str, delimiter: str) -> pl.DataFrame:
    return pl.read_csv(lines.encode(), has_header=False, infer_schema=False, separator=delimiter)


def _reader(
    kinds: Mapping[str, pl.DataType], names: Sequence[str], typed: Collection[str], delimiter: str
) -> Callable[[pl.DataFrame], pl.DataFrame]:
    """Return what makes rows of lines."""

    def read(lines: pl.DataFrame) -> pl.DataFrame:
        rows = _cut("".join(lines["text"]), delimiter)
        rows.columns = [f"c{place}" for place in range(rows.width)]
        return rows.select(
            valued(pl.col(place), kinds[name] if name in typed else pl.String())
            for place, name in zip(rows.columns, names, strict=True)
        )

    return read


def _publish(run: SparkRun, folder: str) -> Published:
    address = uri_of(folder).rstrip("/")
    with nullcontext() if has_scheme(folder) else folder_lock(Path(folder)), plain_errors():
        return Published(Path(folder), run.outputs.publish(address), (), folder if has_scheme(folder) else "")
