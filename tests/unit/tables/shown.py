"""What a table holds, as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from leadscore.columns import LINE, own

if TYPE_CHECKING:
    from leadscore.tables import Table

__all__ = ["rejected", "rows"]


def rows(table: Table) -> list[tuple[object, ...]]:
    """Return line and cells of every record."""
    cells = [pl.col(own(place)).fill_null("") for place in range(len(table.header))]
    return table.frame.select(LINE, *cells).collect(engine="streaming").rows()


def rejected(table: Table) -> list[tuple[object, ...]]:
    """Return line, reason and raw text of every malformed record."""
    return table.malformed.select("line", "reason", "raw").rows()
