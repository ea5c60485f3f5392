"""What a run leaves for the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import (
    FURTHEST,
    KEY,
    LEAD_STAGE,
    LEAD_STAGE_SINCE,
    RECYCLED_BY,
    RECYCLED_ON,
    WAS_FURTHEST,
    WAS_RECYCLED_BY,
    WAS_RECYCLED_ON,
    WAS_SINCE,
    WAS_STAGE,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["REMEMBERED", "remember"]

REMEMBERED: Final = (KEY, LEAD_STAGE, LEAD_STAGE_SINCE, FURTHEST, RECYCLED_BY, RECYCLED_ON)
"""The columns of contacts that are looked at."""


def remember(contacts: pl.DataFrame) -> pl.DataFrame:
    """Return what the next run has to know of the contacts of this one.

    Args:
        contacts: One row per contact, with its stage and what is to be remembered.

    Returns:
        One row per contact: `row:key` and the columns of `MEMORY`.
    """
    kept: Sequence[pl.Expr] = (
        pl.col(LEAD_STAGE).alias(WAS_STAGE),
        pl.col(LEAD_STAGE_SINCE).str.to_date("%Y-%m-%d").alias(WAS_SINCE),
        pl.col(FURTHEST).alias(WAS_FURTHEST),
        pl.col(RECYCLED_BY).alias(WAS_RECYCLED_BY),
        pl.col(RECYCLED_ON).alias(WAS_RECYCLED_ON),
    )
    return contacts.select(KEY, *kept)
