"""Companies are counted where each is once, as they come to every bucket with a contact that is joined to them."""

from __future__ import annotations

import json
import pickle
from hashlib import blake2b
from typing import TYPE_CHECKING

import polars as pl

from leadscore.columns import FILE as ROW_FILE
from leadscore.columns import own
from leadscore.pipeline.parts import unreadable_of
from leadscore.spark.cells import cell
from leadscore.spark.malformed import malformed_records
from leadscore.spark.prepare import as_records
from leadscore.spark.read import FILE, RAW
from leadscore.spark.rows import NOTES, lines_rows
from leadscore.spark.totals import Notes, first_of
from leadscore.steps import companies, present
from leadscore.steps.reject import is_blank
from leadscore.steps.type import add_typed

if TYPE_CHECKING:
    import pyarrow as pa

    from leadscore.pipeline.inputs import Session
    from leadscore.pipeline.scored import Scored
    from leadscore.spark.job import Job
    from leadscore.spark.rows import Row

__all__ = ["KEPT", "companies_used", "count_home"]

KEPT = "kept"
"""What is counted of companies that repeat no other; whether a contact has them is known when all buckets are."""
_HOME = "home"


def companies_used(scored: Scored) -> list[str]:
    """Return what tells the companies apart that the contacts of a bucket have."""
    table, layout = scored.session.inputs["companies"].table, scored.session.inputs["companies"].layout
    rows = table.frame.pipe(companies.identify_companies, layout).collect().lazy()
    matches = companies.match_companies(scored.people.accepted, rows, scored.session.layout)
    cells = [pl.col(own(place)).fill_null("") for place in range(len(table.header))]
    used = rows.join(matches.drop_nulls(companies.COMPANY), on=companies.COMPANY, how="semi").select(cells)
    return [
        blake2b(json.dumps(row).encode(), digest_size=16).hexdigest() for row in used.collect().iter_rows()
    ]


def count_home(job: Job, session: Session, others: pa.Table, bucket: int) -> list[Row]:
    """Return what is counted of the companies that are at home in a bucket, and the lines of those that are rejected.

    Args:
        job: The run.
        session: The same, opened.
        others: Everything that came to the bucket beside its contacts.
        bucket: Which one it is.
    """
    rows = pl.DataFrame(pl.from_arrow(others)).filter(pl.col("kind") == _HOME)
    if rows.is_empty():
        return []
    header, delimiter = job.sources["companies"].header, job.sources["companies"].delimiter
    layout = session.inputs["companies"].layout
    cells = [pl.col("cells").list.get(place).alias(cell(place)) for place in range(len(header))]
    records = as_records(rows.select(*cells, FILE, RAW, "again"), len(header))
    good = records.filter(pl.col(RAW).is_null())
    bad = _malformed(records, header, delimiter)
    repeated = int(good["again"].sum())
    notes = Notes(
        read={"companies": good.height + bad.height},
        fates={"companies": {"repeated": repeated, KEPT: good.height - repeated, "rejected": bad.height}},
        first=tuple(first_of("companies", bad)),
        unreadable=unreadable_of(
            session,
            "companies",
            good.lazy().pipe(add_typed, session.readings("companies"), layout, session.zone),
        ),
    )
    return [(NOTES, bucket, 0, None, pickle.dumps(notes)), *lines_rows(present.rejected_table(bad), bucket)]


def _malformed(records: pl.DataFrame, header: tuple[str, ...], delimiter: str) -> pl.DataFrame:
    bad = records.filter(pl.col(RAW).is_not_null())
    titles = sorted(bad[FILE].unique())
    places = pl.col(FILE).replace_strict(titles, range(len(titles)), default=0, return_dtype=pl.Int32)
    numbered = bad.with_columns(places.alias(ROW_FILE)) if titles else bad
    return malformed_records(numbered, titles, len(header), delimiter).filter(~is_blank())
