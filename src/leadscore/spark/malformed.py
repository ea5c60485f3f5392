"""Records that cannot be cut into the header's fields, as Spark found them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from leadscore.columns import FILE, REJECTED
from leadscore.spark.read import RAW
from leadscore.tables.grammar import cut
from leadscore.tables.lines import shorten
from leadscore.tables.repair import no_malformed

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["malformed_records"]


def malformed_records(
    rows: pl.DataFrame, titles: Sequence[str], columns: int, delimiter: str
) -> pl.DataFrame:
    """Return malformed records with the columns of `REJECTED`; there are no line numbers here.

    Args:
        rows: The records, with `raw` and `row:file`.
        titles: The names of the files.
        columns: How many cells a record has.
        delimiter: What stands between them.
    """
    if rows.is_empty():
        return no_malformed()
    told = [
        (titles[file], _reason(raw, columns, delimiter), shorten(raw))
        for file, raw in rows.select(FILE, RAW).iter_rows()
    ]
    found = pl.DataFrame(
        told, schema={"file": pl.String, "reason": pl.String, "raw": pl.String}, orient="row"
    )
    empty = pl.lit("")
    return found.with_columns(
        pl.lit(None, pl.Int64).alias("line"), empty.alias("column"), empty.alias("value")
    ).select(REJECTED)


def _reason(raw: str, columns: int, delimiter: str) -> str:
    record = cut(raw, delimiter)
    if record.fault:
        return record.fault
    found = len(record.cells)
    return f"has {found} field{'' if found == 1 else 's'}, the header has {columns}"
