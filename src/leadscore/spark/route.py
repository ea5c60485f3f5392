"""What looks across contacts before they are scored, by Spark: who comes to which bucket, and who is named by whom.

Contacts come to a bucket by their id, and what is of a contact comes to its bucket. What is of nobody may come to any bucket,
but for names that several contacts have: within a bucket only one of them might be left, so they come to buckets without
contacts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING, Final

from pyspark.sql import Window
from pyspark.sql import functions as F

from leadscore.spark.cells import cell, mapped
from leadscore.spark.claims import (
    ASKS,
    CLAIM,
    COMPANY,
    HOME,
    answered,
    claims_of_companies,
    claims_of_contacts,
)
from leadscore.spark.prepare import COMPANY_KEYS, CONTACT_KEYS, ROW_KEYS, company_keys, contact_keys, row_keys
from leadscore.spark.read import FILE, RAW
from leadscore.steps.match import BY_ID, BY_NAME

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pyspark.sql import Column, DataFrame

    from leadscore.pipeline.inputs import Session
    from leadscore.schema.model import InputName
    from leadscore.spark.job import Job
    from leadscore.spark.read import Given

__all__ = ["AGAIN", "BUCKET", "HOME", "TOLD", "Routed", "Run", "bucket_of", "route", "with_others"]

BUCKET: Final = "bucket"
AGAIN: Final = "again"
TOLD: Final = "told"
"""The kind of a row that says of a contact, `c0`, how many name it by its id and its address, and who else has the address."""
TOLD_CELLS: Final = 6
_KEYED: Final[tuple[InputName, ...]] = ("activities", "deals")
_IDS: Final = {"activities": "activity_id", "deals": "deal_id"}


@dataclass(frozen=True)
class Routed:
    """Rows by bucket.

    Attributes:
        contacts: `bucket`, `key`, the cells of contacts, `file`, `raw`.
        others: `bucket`, `kind`, cells, `file`, `raw`, and `again`: whether another one with this id counts.
        kept: What is kept beside the run until it is over.
    """

    contacts: DataFrame
    others: DataFrame
    kept: tuple[DataFrame, ...] = ()


@dataclass(frozen=True)
class Run:
    """What all of this needs to know.

    Attributes:
        job: The run, as workers know it, with how its columns are written.
        session: The same, as the driver knows it.
        given: The inputs.
        buckets: How many buckets there are.
    """

    job: Job
    session: Session
    given: Mapping[InputName, Given]
    buckets: int

    @property
    def width(self) -> int:
        """How many cells rows have that are not contacts."""
        others = [len(one.header) for name, one in self.given.items() if name != "contacts"]
        return max([*others, TOLD_CELLS])

    def cells(self, name: InputName) -> list[str]:
        """Return the columns with the cells of an input."""
        return [cell(place) for place in range(len(self.job.sources[name].header))]

    def has(self, name: InputName, field: str) -> bool:
        """Return whether an input is there and has a column for a field."""
        return name in self.session.inputs and self.session.inputs[name].layout.has(field)

    def any_bucket(self, columns: Sequence[str]) -> Column:
        """Return a bucket for rows that are of nobody."""
        return F.pmod(F.xxhash64(*columns), F.lit(self.buckets)).cast("int")


def route(job: Job, session: Session, given: Mapping[InputName, Given], buckets: int) -> Routed:
    """Bring everything that belongs together to one bucket.

    Args:
        job: The run, as workers know it, with how its columns are written.
        session: The same, as the driver knows it.
        given: The inputs.
        buckets: How many buckets there are.
    """
    run = Run(job, session, given, buckets)
    asking = [name for name in _KEYED if name in given and _asks(run, name)]
    across = bool(asking) or _has_claims(run)
    known = _known(run)
    if across:
        known = known.persist()
    parts = [_sent(run, _keyed(run, name)) for name in _KEYED if name in given and name not in asking]
    if across:
        parts += _answers(run, known, asking)
    if "companies" in given:
        parts.append(_counted(run, known))
    if not parts:
        parts = [_laid_out(run, known.limit(0), F.lit(""))]
    others = reduce(lambda some, more: some.unionByName(more), parts)
    contacts = known.filter("kind = 'contacts'").select(BUCKET, "key", *run.cells("contacts"), FILE, RAW)
    # NOTE: new names for the same columns, as Spark cannot tell two sides apart that come from one frame.
    return Routed(contacts, others.toDF(*others.columns), (known,) if across else ())


def bucket_of(key: Column, buckets: int) -> Column:
    """Return the bucket of a contact.

    Args:
        key: What its id is compared by.
        buckets: How many buckets there are.
    """
    return F.pmod(F.xxhash64(F.concat(F.lit(BY_ID), key)), F.lit(buckets)).cast("int")


def _asks(run: Run, name: InputName) -> bool:
    """Return whether rows of an input name contacts by more than an id, or are compared with rows of other contacts."""
    return any(run.has(name, field) for field in ("email", "contact_name", _IDS[name]))


def _has_claims(run: Run) -> bool:
    return "companies" in run.given or run.has("contacts", "email") or run.has("contacts", "referred_by")


def _order(columns: Sequence[str]) -> Column:
    """Return what decides among rows of one id: their cells."""
    return F.array(*(F.coalesce(F.col(name), F.lit("")) for name in columns))


def _known(run: Run) -> DataFrame:
    """Return contacts and companies with their keys, and whether each is the first of its id."""
    cells = run.cells("contacts")
    schema = f"{', '.join(f'{name} string' for name in (*cells, FILE, RAW))}, {CONTACT_KEYS}"
    people = mapped(run.given["contacts"].rows.select(*cells, FILE, RAW), contact_keys(run.job), schema)
    found = people.withColumns({"kind": F.lit("contacts"), "ord": _order(cells), "one": F.col("key")})
    if "companies" in run.given:
        found = found.unionByName(_companies(run), allowMissingColumns=True)
    alone = F.concat(F.lit("?"), F.xxhash64("ord", RAW))
    first = Window.partitionBy("kind", F.coalesce("one", alone)).orderBy("ord")
    placed = found.withColumn("first", (F.row_number().over(first) == 1) & F.col("one").isNotNull())
    nobodys = run.any_bucket(["ord", RAW])
    return placed.withColumn(BUCKET, F.coalesce(bucket_of(F.col("key"), run.buckets), nobodys))


def _companies(run: Run) -> DataFrame:
    cells = run.cells("companies")
    schema = f"{', '.join(f'{name} string' for name in (*cells, FILE, RAW))}, {COMPANY_KEYS}"
    rows = run.given["companies"].rows.select(*cells, FILE, RAW)
    found = mapped(rows, company_keys(run.job), schema)
    good = F.col(RAW).isNull()
    # NOTE: records that cannot be cut are no companies, whatever is left of them.
    return found.withColumns(
        {
            "kind": F.lit("companies"),
            "ord": _order(cells),
            "one": F.when(good, F.col("company_id")),
            "company_id": F.when(good, F.col("company_id")),
            "domain": F.when(good, F.col("domain")),
        }
    )


def _keyed(run: Run, name: InputName) -> DataFrame:
    """Return activities or deals with the key by which each finds its contact, as `k`."""
    cells = run.cells(name)
    schema = f"{', '.join(f'{column} string' for column in (*cells, FILE, RAW))}, {ROW_KEYS}"
    rows = mapped(run.given[name].rows.select(*cells, FILE, RAW), row_keys(run.job, name), schema)
    layout = run.session.inputs[name].layout
    compared = cells if name == "deals" else [cell(layout.places[one]) for one in sorted(layout.places)]
    return _padded(run, rows, len(cells)).withColumns({"kind": F.lit(name), "ord": _order(compared)})


def _padded(run: Run, rows: DataFrame, there: int) -> DataFrame:
    none = F.lit(None).cast("string")
    return rows.withColumns({cell(place): none for place in range(there, run.width)})


def with_others(routed: Routed, more: DataFrame) -> Routed:
    """Return routed rows with further ones, which lack some of their columns."""
    both = routed.others.unionByName(more, allowMissingColumns=True)
    return replace(routed, others=both.toDF(*both.columns))


def _laid_out(run: Run, rows: DataFrame, kind: Column) -> DataFrame:
    """Return rows with all columns of `Routed.others`; what they do not have is null."""
    none = F.lit(None).cast("string")
    names = [*map(cell, range(run.width)), FILE, RAW]
    columns = [F.col(name) if name in rows.columns else none.alias(name) for name in names]
    again = F.col(AGAIN) if AGAIN in rows.columns else F.lit(False).alias(AGAIN)
    return rows.select(F.col(BUCKET).alias(BUCKET), kind.alias("kind"), *columns, again)


def _sent(run: Run, rows: DataFrame) -> DataFrame:
    """Return rows that name contacts by ids alone, each in its bucket."""
    bucket = F.pmod(F.xxhash64("k"), F.lit(run.buckets)).cast("int")
    cells = [*map(cell, range(run.width)), RAW]
    known = rows.withColumn(BUCKET, F.when(F.col("k").isNotNull(), bucket).otherwise(run.any_bucket(cells)))
    return _laid_out(run, known, F.col("kind"))


def _answers(run: Run, known: DataFrame, asking: Sequence[InputName]) -> list[DataFrame]:
    """Return what comes of it when all that names somebody meets all that is named."""
    messages = [claims_of_contacts(known)]
    if "companies" in run.given:
        messages.append(claims_of_companies(known, run.cells("companies")))
    for name in asking:
        named = F.col("k").startswith(BY_NAME)
        rows = _keyed(run, name).withColumn("k", F.when(named, F.concat("kind", "k")).otherwise(F.col("k")))
        messages.append(rows.withColumn("role", F.lit(ASKS)))
    met = answered(
        reduce(lambda some, more: some.unionByName(more, allowMissingColumns=True), messages), run.width
    )
    kept = [_told(run, met), *([_of_companies(run, met)] if "companies" in run.given else [])]
    return [*kept, _settled(run, met, asking)] if asking else kept


def _told(run: Run, met: DataFrame) -> DataFrame:
    """Return what is told to contacts: who names them, and with whom they share an address."""
    texts = [
        F.col("owner"),
        F.col("by_id"),
        F.col("by_email"),
        F.col("address"),
        *(F.col("both")[n] for n in (0, 1)),
    ]
    told = met.filter(
        (F.col("kind") == CLAIM)
        & (F.col("by_id").isNotNull() | F.col("by_email").isNotNull() | F.col("address").isNotNull())
    ).select(
        bucket_of(F.col("owner"), run.buckets).alias(BUCKET),
        *(text.cast("string").alias(cell(place)) for place, text in enumerate(texts)),
    )
    return _laid_out(run, told, F.lit(TOLD))


def _of_companies(run: Run, met: DataFrame) -> DataFrame:
    """Return companies in the buckets of contacts that ask for them, and those without an id to be counted."""
    asked = met.filter((F.col("kind") == COMPANY) & F.col("found.place").isNotNull())
    cells = [F.col(f"found.{name}").alias(name) for name in run.cells("companies")]
    given = asked.select(BUCKET, *cells, F.col(f"found.{FILE}").alias(FILE))
    nameless = met.filter((F.col("kind") == HOME) & F.col("alone"))
    counted = nameless.withColumns(
        {AGAIN: F.col("place") > 1, BUCKET: run.any_bucket(run.cells("companies"))}
    )
    return _laid_out(run, given, F.lit("companies")).unionByName(_laid_out(run, counted, F.lit(HOME)))


def _counted(run: Run, known: DataFrame) -> DataFrame:
    """Return the companies of which it is known by their id, or by its absence, whether they repeat another one."""
    nameless = F.col("company_id").isNull() & F.col("domain").isNotNull()
    home = known.filter((F.col("kind") == "companies") & ~nameless)
    again = F.col("company_id").isNotNull() & ~F.col("first")
    cells = run.cells("companies")
    theirs = _padded(run, home.select(*cells, FILE, RAW, again.alias(AGAIN), BUCKET), len(cells))
    return _laid_out(run, theirs, F.lit(HOME))


def _settled(run: Run, met: DataFrame, asking: Sequence[InputName]) -> DataFrame:
    """Return activities and deals, each in the bucket of its contact, and whether another one with its id counts."""
    by_name = F.col("k").startswith(F.concat("kind", F.lit(BY_NAME)))
    rows = met.filter(F.col("kind").isin(*asking)).withColumn(
        "of", F.when(~by_name | (F.col("claims") == 1), F.col("found.place"))
    )
    cells = [*map(cell, range(run.width)), RAW]
    bucket = (
        F.when(F.col("of").isNotNull(), bucket_of(F.col("of"), run.buckets))
        .when(by_name & (F.col("claims") > 1), F.lit(run.buckets) + run.any_bucket(cells))
        .otherwise(run.any_bucket(cells))
    )
    placed = rows.withColumn(BUCKET, bucket)
    if any(run.has(name, _IDS[name]) for name in asking):
        placed = placed.withColumn(AGAIN, _again())
    return _laid_out(run, placed, F.col("kind"))


def _again() -> Column:
    """Return whether of the rows with one id one of another contact counts."""
    alone = F.concat(F.lit("?"), F.xxhash64("ord", "k", FILE))
    counts = F.col("of").isNotNull() & F.col("copy").isNotNull()
    order = [F.when(counts, 0).otherwise(1), -F.col("age"), "type", "ord"]
    window = Window.partitionBy("kind", F.coalesce("copy", alone)).orderBy(*order)
    first = F.first(F.when(counts, F.col("of"))).over(
        window.rowsBetween(Window.unboundedPreceding, Window.unboundedFollowing)
    )
    return F.coalesce(counts & (F.col("of") != first), F.lit(False))
