"""How far a distribution has shifted, as a population stability index."""

from __future__ import annotations

from bisect import bisect_right
from decimal import Decimal
from math import fsum, log
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["FEWEST", "shift"]

BINS: Final = 10
"""Parts into which the values of the last run are cut."""
SMOOTHING: Final = 0.001
"""What is added to the share of each bin."""
FEWEST: Final = 200
"""Values below which an index is chance.

That of two random samples of so many, in ten bins, is below 0.22 in 99 of 100 cases; of half as many it would be 0.43. (It is
about chi-squared with nine degrees of freedom, times the sum of 1/n of both.)
"""
_DIGITS: Final = Decimal("0.001")


def shift(last: Mapping[int, int], now: Mapping[int, int]) -> Decimal | None:
    """Return how far a distribution has shifted, with three decimals; None of fewer than `FEWEST` values, then or now.

    The index is the sum over all bins of `(now - last) * ln(now / last)`, each a share of all values. Statistics knows it as
    the divergence J(1, 2) of Kullback and Leibler, On Information and Sufficiency (1951); credit scoring as population
    stability index: Siddiqi, Credit Risk Scorecards (2006), takes less than 0.1 for stable and more than 0.25 for shifted. It
    is never negative, and 0 where both distributions are the same.

    Bins are the tenths of the last run. Values that are the same are never parted, and one that a tenth or more of the last
    run have is a bin of its own; so there may be fewer bins, and some that were empty. `SMOOTHING` is added to each share, then
    and now: else a single value in a bin that was empty would weigh infinitely.

    Args:
        last: How many there were of each value.
        now: How many there are.
    """
    if min(sum(last.values()), sum(now.values())) < FEWEST:
        return None
    cuts = _cuts(last)
    found = fsum((b - a) * log(b / a) for a, b in zip(_shares(last, cuts), _shares(now, cuts), strict=True))
    return Decimal(found).quantize(_DIGITS)


def _cuts(values: Mapping[int, int]) -> list[int]:
    """Return the values at which bins after the first one begin, ascending."""
    tenth = sum(values.values()) / BINS
    cuts: set[int] = set()
    inside = 0
    for value in sorted(values):
        if values[value] >= tenth:
            cuts |= {value, value + 1}
            inside = 0
        else:
            if inside >= tenth:
                cuts.add(value)
                inside = 0
            inside += values[value]
    return sorted(cuts)


def _shares(values: Mapping[int, int], cuts: Sequence[int]) -> list[float]:
    """Return the share of values in each bin, smoothed."""
    total = sum(values.values())
    counts = [0] * (len(cuts) + 1)
    for value, number in values.items():
        counts[bisect_right(cuts, value)] += number
    return [(number / total + SMOOTHING) / (1 + SMOOTHING * len(counts)) for number in counts]
