"""What looks across contacts before they are scored: who comes to which bucket, and who is named by whom.

Contacts come to a bucket by their id, and what is of a contact comes to its bucket. What is of nobody may come to any bucket,
but for names that several contacts have: within a bucket only one of them might be left, so they come to buckets without
contacts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING, Final

from pyspark.sql import functions as F

from leadscore.spark.cells import cell, grouped, mapped
from leadscore.spark.meet import KNOWN, MESSAGE, ROUTED, first_of_ids, meet, once
from leadscore.spark.prepare import company_keys, contact_keys, row_keys
from leadscore.spark.read import FILE, RAW

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl
    from pyspark.sql import Column, DataFrame

    from leadscore.pipeline.inputs import Session
    from leadscore.schema.model import InputName
    from leadscore.spark.job import Job
    from leadscore.spark.read import Given

__all__ = ["BUCKET", "Routed", "route", "with_others"]

BUCKET: Final = "bucket"
_KEYED: Final[tuple[InputName, ...]] = ("activities", "deals")
_IDS: Final = {"activities": "activity_id", "deals": "deal_id"}
_PLACE: Final = "place"
_CARRIED: Final = ("kind", "dest", "cells", FILE, RAW, "again")


@dataclass(frozen=True)
class Routed:
    """Rows by bucket.

    Attributes:
        contacts: `bucket`, `dest`, `cells`, `file`, `raw` of contacts, and `kind` and `again`.
        others: The same of everything else; `again` says that another one with this id counts.
        buckets: How many there are.
        kept: What is kept beside the run until it is over.
    """

    contacts: DataFrame
    others: DataFrame
    buckets: int
    kept: tuple[DataFrame, ...] = ()


@dataclass(frozen=True)
class _Run:
    """What all of this needs to know."""

    job: Job
    session: Session
    given: Mapping[InputName, Given]
    buckets: int

    def has(self, name: InputName, field: str) -> bool:
        return name in self.session.inputs and self.session.inputs[name].layout.has(field)

    def mapped(
        self, name: InputName, function: Callable[[pl.DataFrame], pl.DataFrame], schema: str
    ) -> DataFrame:
        given = self.given[name]
        return mapped(given.rows.select(*map(cell, range(len(given.header))), FILE, RAW), function, schema)

    def together(
        self, rows: DataFrame, key: Column, function: Callable[[pl.DataFrame], pl.DataFrame], schema: str
    ) -> DataFrame:
        """Return what a function makes of rows that are together where their key is the same."""
        place = F.pmod(
            F.xxhash64(F.coalesce(key, F.xxhash64("cells", RAW).cast("string"))), F.lit(self.buckets)
        )
        return grouped(rows.withColumn(_PLACE, place.cast("int")), _PLACE, function, schema)


def route(job: Job, session: Session, given: Mapping[InputName, Given], buckets: int) -> Routed:
    """Bring everything that belongs together to one bucket.

    Args:
        job: The run, as workers know it, with how its columns are written.
        session: The same, as the driver knows it.
        given: The inputs.
        buckets: How many buckets there are.
    """
    run = _Run(job, session, given, buckets)
    asking = [name for name in _KEYED if name in given and _asks(run, name)]
    known = _known(run).persist()
    parts = [
        run.mapped(name, row_keys(job, name), ROUTED)
        for name in _KEYED
        if name in given and name not in asking
    ]
    if asking or _has_claims(run):
        parts.append(_met(run, known, asking))
    if "companies" in given:
        parts.append(known.filter("kind = 'home' and k is null"))
    others = [one.select(*_CARRIED, *(["apart"] if "apart" in one.columns else [])) for one in parts]
    if not others:
        others = [known.filter("false").select(*_CARRIED)]
    together = reduce(lambda some, more: some.unionByName(more, allowMissingColumns=True), others)
    contacts = _in_bucket(known.filter("kind = 'contacts'"), buckets)
    # NOTE: new names for the same columns, as Spark cannot tell two sides apart that come from one frame.
    sent = _in_bucket(together, buckets)
    return Routed(contacts, sent.toDF(*sent.columns), buckets, (known,))


def with_others(routed: Routed, more: DataFrame) -> Routed:
    """Return routed rows with further ones, which lack some of their columns."""
    both = routed.others.unionByName(_in_bucket(more, routed.buckets), allowMissingColumns=True)
    return replace(routed, others=both.toDF(*both.columns))


def _in_bucket(rows: DataFrame, buckets: int) -> DataFrame:
    """Return rows with their bucket: that of the contact that they go to, else any; some must not meet a contact."""
    of = F.coalesce("dest", F.xxhash64("cells").cast("string"))
    bucket = F.pmod(F.xxhash64(of), F.lit(buckets))
    if "apart" in rows.columns:
        bucket = F.when(F.col("apart"), bucket + buckets).otherwise(bucket)
    there = [name for name in _CARRIED if name in rows.columns]
    return rows.select(bucket.cast("int").alias(BUCKET), *there)


def _asks(run: _Run, name: InputName) -> bool:
    """Return whether rows of an input name contacts by more than an id, or are compared with rows of other contacts."""
    return any(run.has(name, field) for field in ("email", "contact_name", _IDS[name]))


def _has_claims(run: _Run) -> bool:
    """Return whether contacts say something of each other or of companies."""
    return "companies" in run.given or run.has("contacts", "email") or run.has("contacts", "referred_by")


def _known(run: _Run) -> DataFrame:
    """Return contacts and companies, and what they say of themselves, as `MESSAGE`."""
    known = run.mapped("contacts", contact_keys(run.job), KNOWN)
    if "companies" in run.given:
        known = known.unionByName(run.mapped("companies", company_keys(run.job), KNOWN))
    return run.together(known, F.col("one"), first_of_ids, MESSAGE)


def _met(run: _Run, known: DataFrame, asking: list[InputName]) -> DataFrame:
    """Return what comes of it when all that names somebody meets all that is named."""
    messages = known.filter("k is not null").withColumn("apart", F.lit(None).cast("boolean"))
    for name in asking:
        messages = messages.unionByName(run.mapped(name, row_keys(run.job, name), ROUTED))
    met = run.together(messages.drop("apart"), F.col("k"), meet, ROUTED)
    if any(run.has(name, _IDS[name]) for name in asking):
        met = run.together(met, F.col("copy"), once, ROUTED)
    return met
