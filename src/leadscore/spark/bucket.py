"""What came to a bucket, as the inputs of a run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import (
    ACCOUNT_ENGAGEMENT,
    AGAIN,
    ENGAGED,
    FILE,
    LINE,
    NAMED_BY_EMAIL,
    NAMED_BY_ID,
    own,
    typed,
)
from leadscore.results import SourceFile
from leadscore.spark.cells import cell
from leadscore.spark.malformed import malformed_records
from leadscore.spark.read import FILE as FROM
from leadscore.spark.read import RAW
from leadscore.tables import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from leadscore.schema.model import InputName
    from leadscore.spark.job import Job

__all__ = ["ACCOUNT_KIND", "COUNTS", "bucket_tables", "shared_emails"]

ACCOUNT_KIND: Final = "account"
"""The kind of a row that says of a contact, `c0`, what its company comes to."""
COUNTS: Final = {
    ENGAGED: pl.Int64,
    ACCOUNT_ENGAGEMENT: pl.Int64,
    typed("number", "company.engaged_contacts"): pl.Float64,
    typed("number", "company.deals_won"): pl.Float64,
    typed("number", "company.engagement"): pl.Float64,
}
"""What a company comes to, in the order of the cells of such a row."""
_TOLD: Final = "told"
_KEYED: Final = ("activities", "deals")


def bucket_tables(job: Job, people: pa.Table, others: pa.Table) -> dict[InputName, Table]:
    """Return the inputs of a bucket.

    Args:
        job: The run.
        people: Its contacts.
        others: Everything else, and what was found out by somebody who saw all.
    """
    contacts, rows = (pl.DataFrame(pl.from_arrow(one)) for one in (people, others))
    contacts = contacts.rename({"dest": "key"})
    told = [_named(rows), *([_counted(rows)] if ACCOUNT_KIND in rows["kind"] else [])]
    for one in told:
        contacts = contacts.join(one, on="key", how="left", validate="m:1")
    given = [name for one in told for name in one.columns[1:]]
    found: dict[InputName, Table] = {"contacts": _table(job, "contacts", contacts, given)}
    for name in job.sources:
        if name not in found:
            mine = rows.filter(pl.col("kind") == name).with_columns(pl.col("again").alias(AGAIN))
            if name == "companies":
                mine = mine.unique(["cells", FROM], maintain_order=True)
            found[name] = _table(job, name, mine, _also(name))
    return found


def _also(name: InputName) -> tuple[str, ...]:
    return (AGAIN,) if name in _KEYED else ()


def _cell(place: int) -> pl.Expr:
    return pl.col("cells").list.get(place, null_on_oob=True)


def _named(rows: pl.DataFrame) -> pl.DataFrame:
    """Return how often contacts are named as who referred others: `key` and two counts."""
    told = rows.filter(pl.col("kind") == _TOLD).select(
        _cell(0).alias("key"),
        _cell(1).cast(pl.Int64).alias(NAMED_BY_ID),
        _cell(2).cast(pl.Int64).alias(NAMED_BY_EMAIL),
    )
    return told.group_by("key").agg(pl.col(NAMED_BY_ID, NAMED_BY_EMAIL).max())


def _counted(rows: pl.DataFrame) -> pl.DataFrame:
    counts = [
        _cell(place).cast(kind).alias(name) for place, (name, kind) in enumerate(COUNTS.items(), start=1)
    ]
    return rows.filter(pl.col("kind") == ACCOUNT_KIND).select(_cell(0).alias("key"), *counts)


def shared_emails(others: pa.Table) -> pl.DataFrame:
    """Return the addresses that several contacts have, each with two of their ids: `email`, `one` and `other`.

    Args:
        others: Everything that came to a bucket beside its contacts.
    """
    rows = pl.DataFrame(pl.from_arrow(others))
    shared = rows.filter((pl.col("kind") == _TOLD) & _cell(3).is_not_null())
    return shared.select(
        *(_cell(place).alias(name) for place, name in ((3, "email"), (4, "one"), (5, "other")))
    ).sort("email")


def _table(job: Job, name: InputName, rows: pl.DataFrame, also: Sequence[str]) -> Table:
    """Return the records of an input, in the order of their cells."""
    header, delimiter = job.sources[name].header, job.sources[name].delimiter
    cells = [cell(place) for place in range(len(header))]
    titles = sorted(rows[FROM].drop_nulls().unique()) or [job.sources[name].name]
    files = pl.col(FROM).replace_strict(titles, range(len(titles)), default=0, return_dtype=pl.Int32)
    cut = rows.with_columns(_cell(place).alias(one) for place, one in enumerate(cells))
    ordered = cut.sort(*(pl.col(one).fill_null("") for one in cells)).with_columns(files.alias(FILE))
    good = ordered.filter(pl.col(RAW).is_null()).select(
        *(pl.col(one).alias(own(place)) for place, one in enumerate(cells)), FILE, *also
    )
    numbered = good.with_row_index(LINE, offset=1).with_columns(pl.col(LINE).cast(pl.Int64))
    malformed = malformed_records(ordered.filter(pl.col(RAW).is_not_null()), titles, len(header), delimiter)
    counted = dict(ordered.group_by(FILE).len().iter_rows())
    sources = tuple(SourceFile(Path(title), counted.get(place, 0), "") for place, title in enumerate(titles))
    nowhere = (None,) * len(titles)
    return Table(name, sources, header, numbered.lazy(), malformed, texts=nowhere, lines=nowhere)
