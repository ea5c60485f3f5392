"""One run on Spark: inputs come to buckets, workers score them, the office sums up."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING, Final

from pyspark.sql import functions as F

from leadscore.columns import own
from leadscore.pipeline.formats import Evidence, decide_by
from leadscore.rules.accounts import compile_accounts
from leadscore.rules.formats import Vote
from leadscore.spark.accounts import company_counts
from leadscore.spark.cells import arrow_schema, cell, mapped
from leadscore.spark.job import Job, Source, session_of
from leadscore.spark.office import SUMMARY, office
from leadscore.spark.owned import OWNERS, owned_scorer
from leadscore.spark.prepare import VOTES, votes_of
from leadscore.spark.read import RAW
from leadscore.spark.route import BUCKET, route, with_others
from leadscore.spark.rows import RESULT, package_of, rows_of
from leadscore.spark.worker import COSTS, HELD, USED, bucket_scorer
from leadscore.spark.write import Outputs

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import polars as pl
    from pyspark.sql import DataFrame, SparkSession

    from leadscore.pipeline.inputs import Session
    from leadscore.schema.model import InputName
    from leadscore.spark.office import Concluded
    from leadscore.spark.read import Given

__all__ = ["SparkRun", "score_given"]

_BUCKET_BYTES: Final = 96 << 20
_ARROW: Final = {
    "spark.sql.execution.arrow.maxRecordsPerBatch": "20000",
    # NOTE: with any other limit Spark asks after each record how large its batch is, which takes most of the time.
    "spark.sql.execution.arrow.maxBytesPerBatch": str((1 << 31) - 1),
    "spark.sql.execution.pythonUDF.arrow.enabled": "true",
}


@dataclass(frozen=True)
class SparkRun:
    """What a run found out, ready to be published.

    Attributes:
        told: What is told of it.
        outputs: What it writes.
        kept: What is kept beside the run until it is over.
    """

    told: Concluded
    outputs: Outputs
    rows: DataFrame
    kept: tuple[DataFrame, ...]

    def close(self) -> None:
        """Give back what was kept beside the run."""
        for one in self.kept:
            one.unpersist()


def score_given(
    spark: SparkSession,
    job: Job,
    given: Mapping[InputName, Given],
    scratch: Path,
    buckets: int | None = None,
) -> SparkRun:
    """Score every contact.

    Args:
        spark: The session.
        job: The run, before it is known how columns are written.
        given: The inputs.
        scratch: A folder for temporary files of the driver.
        buckets: How many parts contacts are scored in; None for as many as their bytes ask for.

    Raises:
        InputError: An input is not what it was given as.
        RulesError: The rules need something that the inputs do not have.
    """
    for name, value in _ARROW.items():
        spark.conf.set(name, value)
    sources = {name: Source(one.name, one.header, delimiter=one.delimiter) for name, one in given.items()}
    undecided = replace(job, sources=sources)
    session = session_of(undecided, scratch)
    decided = _decide(undecided, session, given)
    session = session_of(decided, scratch)
    buckets = buckets or _buckets(spark, given)
    # NOTE: each exchange goes into buckets; more parts would be empty tasks.
    spark.conf.set("spark.sql.shuffle.partitions", str(buckets))
    routed = route(decided, session, given, buckets)
    schema = arrow_schema(RESULT)
    if compile_accounts(session.rules.model) is not None:
        routed = with_others(routed, company_counts(decided, routed, buckets))
    scored = (
        routed.contacts.groupBy(BUCKET)
        .cogroup(routed.others.groupBy(BUCKET))
        .applyInArrow(bucket_scorer(decided, schema), RESULT)
        .persist()
    )
    notes, lines = [scored], [scored]
    if "companies" in given:
        notes.append(_used(scored))
    if "costs" in given:
        notes.append(_costs(given["costs"]))
    packages = scored.filter(F.col("output").startswith(":") & ~F.col("output").isin(HELD, USED))
    for one in notes[1:]:
        packages = packages.unionByName(one)
    summed = packages.repartition(1).mapInArrow(office(decided, schema), RESULT).persist()
    (package,) = summed.filter(F.col("output") == SUMMARY).select("data").collect()
    told: Concluded = pickle.loads(package[0])  # noqa: S301 - our own worker made it
    if session.rules.model.owners:
        lines.append(_owned(decided, scored, summed))
    rows = summed
    for one in lines:
        rows = rows.unionByName(one)
    return SparkRun(told, Outputs(spark, rows, told), rows, (scored, summed, *routed.kept))


def _used(scored: DataFrame) -> DataFrame:
    """Return how many companies contacts have, for the office."""
    digests = scored.filter((F.col("output") == USED) & (F.col("text") != "")).select(
        F.explode(F.split("text", "\n")).alias("one")
    )
    counted = digests.agg(F.count_distinct("one").alias("number"))
    none = F.lit(None)
    return counted.select(
        F.lit(USED).alias("output"),
        F.lit(-2).alias("bucket"),
        F.lit(0).alias("place"),
        "number",
        none.cast("string").alias("text"),
        none.cast("binary").alias("data"),
    )


def _owned(job: Job, scored: DataFrame, summed: DataFrame) -> DataFrame:
    """Return the lines of contacts, once the office has given them their owners."""
    schema = arrow_schema(RESULT)
    held = scored.filter(F.col("output") == HELD)
    owners = summed.filter(F.col("output") == OWNERS)
    return (
        held.groupBy(BUCKET).cogroup(owners.groupBy(BUCKET)).applyInArrow(owned_scorer(job, schema), RESULT)
    )


def _buckets(spark: SparkSession, given: Mapping[InputName, Given]) -> int:
    """Return how many buckets there are: more than cores, and none too large for a worker."""
    size = sum(one.size for one in given.values())
    cores = spark.sparkContext.defaultParallelism
    if not size:
        return max(4 * cores, int(spark.conf.get("spark.sql.shuffle.partitions") or cores))
    wanted = max(size // _BUCKET_BYTES + 1, min(4 * cores, size // (4 << 20) + 1))
    return int(wanted)


def _decide(job: Job, session: Session, given: Mapping[InputName, Given]) -> Job:
    """Decide how columns are written; all of their cells have a say."""
    found = _survey(job, session, given)
    sources = dict(job.sources)
    for name in given:
        layout, rules = session.inputs[name].layout, session.rules.model.source(name)
        columns = sorted(session.columns_read(name))
        evidence = {columns[place]: one for place, one in found.get(name, {}).items()}
        sources[name] = replace(sources[name], formats=dict(decide_by(evidence, layout, rules).formats))
    return replace(job, sources=sources)


def _survey(
    job: Job, session: Session, given: Mapping[InputName, Given]
) -> dict[InputName, dict[int, Evidence]]:
    """Return what the cells of columns say of how these are written, by the place of the column."""
    votes = [
        mapped(
            one.rows.select(*map(cell, range(len(one.header))), RAW), votes_of(job, name), VOTES
        ).withColumn("input", F.lit(name))
        for name, one in given.items()
        if session.columns_read(name)
    ]
    if not votes:
        return {}
    together = reduce(lambda some, more: some.unionByName(more), votes)
    counted = together.groupBy("input", "place", "vote").agg(F.sum("number"), F.min("example"))
    found: dict[InputName, dict[int, Evidence]] = {}
    for name, place, vote, number, example in counted.collect():
        known, new = found.setdefault(name, {}), _evidence(Vote(vote), number, example)
        known[place] = known[place] + new if place in known else new
    return found


def _evidence(vote: Vote, number: int, example: str | None) -> Evidence:
    counts = {said: number if said is vote else 0 for said in Vote}
    return Evidence(counts, {} if example is None else {vote: example})


def _costs(given: Given) -> DataFrame:
    columns = len(given.header)

    def pack(rows: pl.DataFrame) -> pl.DataFrame:
        named = rows.rename({cell(place): own(place) for place in range(columns)})
        return rows_of([package_of(COSTS, -1, named)])

    return mapped(given.rows.select(*(cell(place) for place in range(columns))), pack, RESULT)
