"""Who has bought and who has not, by grade and by lead score."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import LEAD_GRADE, tenths, typed

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["DECILES", "outcomes_by_decile", "outcomes_by_grade"]

DECILES: Final = 10
GROUP: Final = "group"


def outcomes_by_grade(contacts: pl.LazyFrame, grades: Sequence[str], score: str) -> pl.LazyFrame:
    """Count who has bought, by grade.

    Args:
        contacts: One row per contact, with the counts of its deals.
        grades: All grades, the best first.
        score: The lead score.

    Returns:
        One row per grade, in their order: `group`, `lowest` and `highest` in tenths, `leads`, `decided`, `won`.
    """
    every = pl.LazyFrame({GROUP: list(grades)}, schema={GROUP: pl.String})
    return _counted(contacts.with_columns(pl.col(LEAD_GRADE).alias(GROUP)), every, score)


def outcomes_by_decile(contacts: pl.LazyFrame, score: str) -> pl.LazyFrame:
    """Count who has bought, by tenths of the contacts in the order of the lead score, the highest first.

    Equal scores stay together, in the tenth in which the first of them is, so that tenths are of different sizes.

    Args:
        contacts: One row per contact, with the counts of its deals.
        score: The lead score.

    Returns:
        One row per tenth, as of `outcomes_by_grade`; the group is its number from 1.
    """
    names = [str(number + 1) for number in range(DECILES)]
    ahead = pl.col(tenths(score)).rank("min", descending=True).cast(pl.Int64) - 1
    number = ahead * DECILES // pl.len().cast(pl.Int64) + 1
    every = pl.LazyFrame({GROUP: names})
    return _counted(contacts.with_columns(number.cast(pl.String).alias(GROUP)), every, score)


def _counted(contacts: pl.LazyFrame, every: pl.LazyFrame, score: str) -> pl.LazyFrame:
    won, lost = (pl.col(typed("number", f"deals.{state}")) > 0 for state in ("won", "lost"))
    value, whole = pl.col(tenths(score)), pl.Int64
    counted = contacts.group_by(GROUP).agg(
        value.min().alias("lowest"),
        value.max().alias("highest"),
        pl.len().cast(whole).alias("leads"),
        (won | lost).sum().cast(whole).alias("decided"),
        won.sum().cast(whole).alias("won"),
    )
    return every.join(counted, on=GROUP, how="left", validate="1:1", maintain_order="left").with_columns(
        pl.col("leads", "decided", "won").fill_null(0)
    )
