"""Writes a table as Parquet while it is made, so that it never has to fit into memory."""

from __future__ import annotations

from hashlib import file_digest
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.publish.documents import Output
from leadscore.tables.aside import told_as_the_system_does

if TYPE_CHECKING:
    from pathlib import Path

    from leadscore.results import LazyTable

__all__ = ["write_parquet"]

_ROWS_IN_GROUP: Final = 250_000


def write_parquet(table: LazyTable, place: Path) -> Output:
    """Write a table; the same rows give the same bytes on the same version of Polars.

    Args:
        table: Its rows are made here.
        place: The file to be made.

    Raises:
        OSError: The file cannot be written.
    """
    with place.open("xb") as file, told_as_the_system_does():
        table.rows.sink_parquet(
            file, compression="zstd", compression_level=3, row_group_size=_ROWS_IN_GROUP, maintain_order=True
        )
    with place.open("rb") as file:
        digest = file_digest(file, "sha256")
    rows = pl.scan_parquet(place).select(pl.len()).collect().item()
    return Output(table.path, rows, digest.hexdigest())
