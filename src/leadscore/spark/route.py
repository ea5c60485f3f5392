"""What looks across contacts before they are scored, by Spark: who comes to which bucket, and who is named by whom.

Contacts come to a bucket by their id. What is of a contact comes to its bucket; what is of nobody comes to buckets in which
there are no contacts, so that within a bucket it finds nobody either.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyspark.sql import Window
from pyspark.sql import functions as F

from leadscore.columns import NAMED_BY_EMAIL, NAMED_BY_ID
from leadscore.spark.cells import cell, mapped
from leadscore.spark.prepare import (
    COMPANY_KEYS,
    CONTACT_KEYS,
    COPY_KEYS,
    company_keys,
    contact_keys,
    copy_keys,
    row_keys,
)
from leadscore.spark.read import FILE, RAW
from leadscore.steps.match import BY_EMAIL, BY_ID

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyspark.sql import Column, DataFrame

    from leadscore.pipeline.inputs import Session
    from leadscore.schema.model import InputName
    from leadscore.spark.job import Job
    from leadscore.spark.read import Given

__all__ = ["AGAIN_KIND", "BUCKET", "Routed", "route"]

BUCKET: Final = "bucket"
AGAIN_KIND: Final = "again:"
"""Begins the kind of a row that says which contact has the activity or deal with an id that several have."""
_ORDER: Final = "cells"
_KEYED: Final[tuple[InputName, ...]] = ("activities", "deals")


@dataclass(frozen=True)
class Routed:
    """Rows by bucket.

    Attributes:
        contacts: `bucket`, the key and the cells of contacts, `file`, `raw`, and how often each is named as who referred others.
        others: `bucket`, `kind`, cells, `file`, `raw`.
        width: How many cells `others` have.
        kept: What is kept beside the run until it is over.
    """

    contacts: DataFrame
    others: DataFrame
    width: int
    kept: tuple[DataFrame, ...] = ()


@dataclass(frozen=True)
class _Run:
    """What all of this needs to know."""

    job: Job
    session: Session
    given: Mapping[InputName, Given]
    buckets: int

    def width(self, name: InputName) -> int:
        return len(self.job.sources[name].header)

    def cells(self, name: InputName) -> list[str]:
        return [cell(place) for place in range(self.width(name))]

    def has(self, name: InputName, field: str) -> bool:
        return name in self.session.inputs and self.session.inputs[name].layout.has(field)


def route(job: Job, session: Session, given: Mapping[InputName, Given], buckets: int) -> Routed:
    """Bring everything that belongs together to one bucket.

    Args:
        job: The run, as workers know it, with how its columns are written.
        session: The same, as the driver knows it.
        given: The inputs.
        buckets: How many buckets there are.
    """
    run = _Run(job, session, given, buckets)
    people = _people(run)
    needed = _looks_across(run)
    if needed:
        people = people.persist()
    accepted = _accepted(run, people) if needed else people
    routed = _with_referrals(run, people, accepted)
    keys = _keys(run, accepted)
    width = max([run.width(name) for name in (*_KEYED, "companies") if name in given] + [3])
    parts = [_rows(run, name, keys, width) for name in _KEYED if name in given]
    parts += [_copies(run, name, accepted, keys, width) for name in _KEYED if _has_ids(run, name)]
    if "companies" in given:
        parts.append(_companies(run, accepted, width))
    if not parts:
        parts = [_padded(people.limit(0), F.lit(""), [], width)]
    others = parts[0]
    for one in parts[1:]:
        others = others.unionByName(one)
    contacts = routed.select(BUCKET, "key", *run.cells("contacts"), FILE, RAW, NAMED_BY_ID, NAMED_BY_EMAIL)
    # NOTE: new names for the same columns, as Spark cannot tell two sides apart that come from one frame.
    return Routed(contacts, others.toDF(*others.columns), width, (people,) if needed else ())


def _looks_across(run: _Run) -> bool:
    finds = any(
        run.has(name, field)
        for name in _KEYED
        for field in ("email", "contact_name", "activity_id", "deal_id")
    )
    return finds or run.has("contacts", "referred_by") or "companies" in run.given


def _has_ids(run: _Run, name: InputName) -> bool:
    return run.has(name, "activity_id" if name == "activities" else "deal_id")


def _hashed(run: _Run, key: Column) -> Column:
    return F.pmod(F.xxhash64(key), F.lit(run.buckets)).cast("int")


def _nobodys(run: _Run, columns: list[str]) -> Column:
    """Return a bucket without contacts."""
    return (F.lit(run.buckets) + F.pmod(F.xxhash64(*columns), F.lit(run.buckets))).cast("int")


def _order(columns: list[str]) -> Column:
    """Return what decides among rows of one id: their cells."""
    return F.array(*(F.coalesce(F.col(name), F.lit("")) for name in columns))


def _people(run: _Run) -> DataFrame:
    cells = run.cells("contacts")
    schema = f"{', '.join(f'{name} string' for name in (*cells, FILE, RAW))}, {CONTACT_KEYS}"
    found = mapped(run.given["contacts"].rows.select(*cells, FILE, RAW), contact_keys(run.job), schema)
    by_key = F.when(F.col("key").isNotNull(), _hashed(run, F.concat(F.lit(BY_ID), F.col("key"))))
    return found.withColumn(BUCKET, F.coalesce(by_key, _nobodys(run, [*cells, RAW])))


def _accepted(run: _Run, people: DataFrame) -> DataFrame:
    """Return the contacts that count: of those with one id, the one whose cells sort first."""
    first = Window.partitionBy("key").orderBy(_order(run.cells("contacts")))
    numbered = people.filter(F.col("key").isNotNull()).withColumn("place", F.row_number().over(first))
    return numbered.filter("place = 1").drop("place")


def _with_referrals(run: _Run, people: DataFrame, accepted: DataFrame) -> DataFrame:
    none = F.lit(None).cast("long")
    if not run.has("contacts", "referred_by"):
        return people.withColumn(NAMED_BY_ID, none).withColumn(NAMED_BY_EMAIL, none)
    found = people
    for by, key, name in (
        ("referred_by_id", "key", NAMED_BY_ID),
        ("referred_by_email", "email", NAMED_BY_EMAIL),
    ):
        named = (
            accepted.filter(F.col(by).isNotNull())
            .groupBy(F.col(by).alias("name"))
            .agg(F.count("*").alias(name))
        )
        found = found.join(named.hint("merge"), found[key] == named["name"], "left").drop("name")
    return found


def _keys(run: _Run, accepted: DataFrame) -> dict[InputName, DataFrame]:
    """Return, for each input whose rows may name contacts by more than an id, whose each key is: `k` and `owner`."""
    found: dict[InputName, DataFrame] = {}
    for name in _KEYED:
        parts = []
        if run.has(name, "email"):
            mails = accepted.filter(F.col("email").isNotNull()).groupBy("email")
            owner = F.min_by("key", _order(run.cells("contacts"))).alias("owner")
            parts.append(mails.agg(owner).select(F.concat(F.lit(BY_EMAIL), "email").alias("k"), "owner"))
        if run.has(name, "contact_name"):
            called = f"name_{name}"
            names = accepted.filter(F.col(called).isNotNull()).groupBy(F.col(called).alias("k"))
            counted = names.agg(F.min("key").alias("owner"), F.count("*").alias("number"))
            parts.append(counted.filter("number = 1").select("k", "owner"))
        if parts:
            found[name] = parts[0] if len(parts) == 1 else parts[0].unionByName(parts[1])
    return found


def _rows(run: _Run, name: InputName, keys: Mapping[InputName, DataFrame], width: int) -> DataFrame:
    """Return activities or deals, each in the bucket of its contact."""
    cells = run.cells(name)
    schema = f"{', '.join(f'{column} string' for column in (*cells, FILE, RAW))}, k string"
    rows = mapped(run.given[name].rows.select(*cells, FILE, RAW), row_keys(run.job, name), schema)
    found, bucket = _found(run, rows, name, keys)
    nobodys = _nobodys(run, [*cells, RAW])
    return _padded(found.withColumn(BUCKET, F.coalesce(bucket, nobodys)), F.lit(name), cells, width)


def _found(
    run: _Run, rows: DataFrame, name: InputName, keys: Mapping[InputName, DataFrame]
) -> tuple[DataFrame, Column]:
    """Return rows with what is known of their contact, and the bucket of that; null where they cannot have one."""
    by_id = F.when(F.col("k").startswith(BY_ID), _hashed(run, F.col("k")))
    if name not in keys:
        return rows, by_id
    found = rows.join(keys[name].hint("merge"), on="k", how="left")
    owned = F.when(F.col("owner").isNotNull(), _hashed(run, F.concat(F.lit(BY_ID), F.col("owner"))))
    return found, F.coalesce(by_id, owned)


def _padded(rows: DataFrame, kind: Column, cells: list[str], width: int) -> DataFrame:
    none = F.lit(None).cast("string")
    padding = [none.alias(cell(place)) for place in range(len(cells), width)]
    there = [name if name in rows.columns else none.alias(name) for name in (FILE, RAW)]
    return rows.select(F.col(BUCKET).alias(BUCKET), kind.alias("kind"), *cells, *padding, *there)


def _copies(
    run: _Run, name: InputName, accepted: DataFrame, keys: Mapping[InputName, DataFrame], width: int
) -> DataFrame:
    """Return whose an activity or deal is whose id rows of several contacts have: `c0` the id, `c1` the contact.

    Every bucket with such a row gets that. Only ids that occur more than once are looked at.
    """
    cells, layout = run.cells(name), run.session.inputs[name].layout
    rows = run.given[name].rows.select(*cells, FILE, RAW)
    field = "activity_id" if name == "activities" else "deal_id"
    # NOTE: ids that are the same have the same characters beside blanks; what is the same more often does no harm.
    bare = F.translate(F.col(cell(layout.places[field])), " \t\r\n\u00a0", "").alias("bare")
    twice = rows.groupBy(bare).count().filter("count > 1 and bare is not null and bare != ''").select("bare")
    some = rows.withColumn("bare", bare).join(twice.hint("merge"), on="bare", how="left_semi").drop("bare")
    schema = f"{', '.join(f'{column} string' for column in cells)}, {COPY_KEYS}"
    keyed = mapped(some, copy_keys(run.job, name), schema)
    all_ = accepted.select(F.concat(F.lit(BY_ID), "key").alias("k"), F.col("key").alias("owner"))
    known = all_.unionByName(keys[name]) if name in keys else all_
    of_somebody = keyed.join(known.hint("merge"), on="k")
    if name == "activities":
        ordered = [cell(layout.places[one]) for one in sorted(layout.places)]
        order = F.struct(-F.col("age"), "type", _order(ordered))
    else:
        order = _order(cells)
    decided = of_somebody.groupBy("copy").agg(
        F.min_by("owner", order).alias("winner"), F.collect_set("owner").alias("owners")
    )
    told = decided.filter(F.size("owners") > 1).select("copy", "winner", F.explode("owners").alias("owner"))
    bucketed = told.select(
        _hashed(run, F.concat(F.lit(BY_ID), F.col("owner"))).alias(BUCKET),
        F.col("copy").alias(cell(0)),
        F.col("winner").alias(cell(1)),
    ).distinct()
    return _padded(bucketed, F.lit(f"{AGAIN_KIND}{name}"), [cell(0), cell(1)], width)


def _companies(run: _Run, accepted: DataFrame, width: int) -> DataFrame:
    """Return companies in every bucket in which a contact is joined to them."""
    cells = run.cells("companies")
    kept = kept_companies(run.job, run.given["companies"]).filter("not repeated")
    first = Window.partitionBy("domain").orderBy(_order(cells))
    by_domain = kept.filter(F.col("domain").isNotNull()).withColumn("place", F.row_number().over(first))
    domains = by_domain.filter("place = 1").select(
        F.col("domain").alias("d"), F.col("identity").alias("by_domain")
    )
    ids = kept.filter(F.col("company_id").isNotNull()).select(
        F.col("company_id").alias("i"), F.col("identity").alias("by_id")
    )
    people = accepted.select(BUCKET, "company_id", "domain")
    found = people.join(ids.hint("merge"), F.col("company_id") == F.col("i"), "left").join(
        domains.hint("merge"), F.col("domain") == F.col("d"), "left"
    )
    wanted = found.select(BUCKET, F.coalesce("by_id", "by_domain").alias("identity")).dropna().distinct()
    return _padded(wanted.join(kept.hint("merge"), on="identity"), F.lit("companies"), cells, width)


def kept_companies(job: Job, given: Given) -> DataFrame:
    """Return companies with their keys, what tells them apart, and whether each repeats another one."""
    cells = [cell(place) for place in range(len(given.header))]
    schema = f"{', '.join(f'{name} string' for name in (*cells, FILE, RAW))}, {COMPANY_KEYS}"
    keyed = mapped(given.rows.select(*cells, FILE, RAW), company_keys(job), schema)
    good = keyed.filter(F.col(RAW).isNull()).withColumn("identity", F.sha2(F.to_json(_order(cells)), 256))
    by_id = Window.partitionBy("company_id").orderBy(_order(cells))
    marked = good.withColumn(
        "again", F.col("company_id").isNotNull() & (F.row_number().over(by_id) > 1)
    ).withColumn("known", F.when(~F.col("again"), F.col("domain")))
    by_domain = Window.partitionBy("known").orderBy(_order(cells))
    nameless = (
        F.col("company_id").isNull() & F.col("known").isNotNull() & (F.row_number().over(by_domain) > 1)
    )
    return marked.withColumn("repeated", F.col("again") | nameless)
