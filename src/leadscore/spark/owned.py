"""The lines of scored contacts whose owners are known only when all leads are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import CONTACT, LEAD_OWNER
from leadscore.spark.cells import as_arrow, bytes_of
from leadscore.spark.job import session_of
from leadscore.spark.rows import package_of, rows_of, unpacked, written_rows
from leadscore.spark.worker import SPAN
from leadscore.steps import present

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from leadscore.spark.cells import Cogrouped, GroupKey
    from leadscore.spark.job import Job
    from leadscore.spark.rows import Row

__all__ = ["OWNERS", "owned_scorer", "owners_of"]

OWNERS: Final = ":owners"


def owners_of(owned: pl.DataFrame) -> Iterator[Row]:
    """Yield, for each bucket, who has which of its contacts."""
    for (bucket,), rows in (
        owned.with_columns(bucket=pl.col(CONTACT) // SPAN)
        .partition_by("bucket", as_dict=True, include_key=False)
        .items()
    ):
        yield package_of(OWNERS, int(bucket), rows)


def owned_scorer(job: Job, schema: pa.Schema) -> Cogrouped:
    """Return what makes lines of the contacts of a bucket and their owners.

    Args:
        job: The run.
        schema: That of `rows.RESULT`.
    """

    def lines(key: GroupKey, held: pa.Table, owners: pa.Table) -> pa.Table:
        bucket = int(key[0].as_py())
        session = session_of(job, Path())
        form = present.scored_form(session.rules, session.layout, guard_all=session.settings.guard_all)
        nobody = pl.DataFrame(schema={CONTACT: pl.Int64, LEAD_OWNER: pl.String})
        owned = pl.concat([nobody, *(unpacked(one) for one in bytes_of(owners["data"]))])
        rows = []
        for package in bytes_of(held["data"]):
            people = unpacked(package).join(owned, on=CONTACT, how="left", maintain_order="left")
            rows += written_rows(form.lines(people), bucket)
        return as_arrow(rows_of(rows), schema)

    return lines
