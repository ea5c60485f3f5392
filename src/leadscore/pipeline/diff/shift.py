"""How lead scores change: for all leads, and segment by segment."""

from __future__ import annotations

from typing import Final

import polars as pl

from leadscore.pipeline.diff.segments import MISSING, segment
from leadscore.pipeline.diff.sides import BOTH, CHANGE, MAIN, MOVED, new, old
from leadscore.results.movement import Segment, Segmentation, Shift

__all__ = ["segmented", "shift_of"]

MOST: Final = 20
"""Segments that are shown each."""
OTHERS: Final = "(others)"
_VALUE: Final = "value"


def shift_of(pairs: pl.DataFrame) -> Shift:
    """Return how lead scores change.

    Args:
        pairs: What `join_sides` returns; leads that only one side has do not count.
    """
    both = pairs.filter(BOTH)
    change = both[CHANGE].sort()
    return Shift(
        leads=both.height,
        moved=int(both[MOVED].sum()),
        up=int((change > 0).sum()),
        down=int((change < 0).sum()),
        same=int((change == 0).sum()),
        old=_mean(both[old(MAIN)]),
        new=_mean(both[new(MAIN)]),
        mean=_mean(change),
        lower=_quartile(change, 1),
        median=_quartile(change, 2),
        upper=_quartile(change, 3),
    )


def _mean(tenths: pl.Series) -> float | None:
    """Return the mean of numbers of tenths, with two decimals."""
    return None if tenths.is_empty() else _hundredths(10 * int(tenths.sum()), len(tenths))


def _quartile(ordered: pl.Series, number: int) -> float | None:
    """Return a quartile of numbers of tenths, with two decimals; between two of them it lies as far as its place does."""
    if ordered.is_empty():
        return None
    place, rest = divmod((len(ordered) - 1) * number, 4)
    low, high = int(ordered[place]), int(ordered[min(place + 1, len(ordered) - 1)])
    return _hundredths(10 * (4 * low + rest * (high - low)), 4)


def _hundredths(numerator: int, denominator: int) -> float:
    """Return a quotient of hundredths, rounded half away from zero, as a number."""
    size = (2 * abs(numerator) + denominator) // (2 * denominator)
    return (size if numerator > 0 else -size) / 100


def segmented(pairs: pl.DataFrame, field: str) -> Segmentation:
    """Return how lead scores change in the segments of a field: the largest, who has no value, and the rest.

    A lead belongs where the old rules put it, where they make the field.

    Args:
        pairs: What `join_sides` returns, with the values of the field.
        field: The field.
    """
    value = pl.coalesce(pl.col(old(segment(field))), pl.col(new(segment(field))))
    valued = pairs.filter(BOTH).with_columns(value.alias(_VALUE))
    counted = valued.drop_nulls(_VALUE).group_by(_VALUE).len().sort("len", _VALUE, descending=[True, False])
    names = counted[_VALUE].to_list()
    shown = names[:MOST]
    segments = [Segment(name, shift_of(valued.filter(pl.col(_VALUE) == name))) for name in shown]
    rest = valued.filter(~pl.col(_VALUE).is_in(shown))
    for title, rows in ((MISSING, valued.filter(pl.col(_VALUE).is_null())), (OTHERS, rest)):
        if not rows.is_empty():
            segments.append(Segment(title, shift_of(rows)))
    return Segmentation(field, tuple(segments), len(names) - len(shown))
