"""How well a score ranks: the area under the ROC curve, by ranks, with ties at their mean."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

__all__ = ["area_under_roc"]


def area_under_roc(scores: Mapping[str, Fraction], winners: AbstractSet[str]) -> float:
    """Return the chance that a winner has a higher score than another one; a tie counts half.

    Source: the Mann-Whitney U statistic divided by the number of pairs.
    """
    won = Counter(score for who, score in scores.items() if who in winners)
    lost = Counter(score for who, score in scores.items() if who not in winners)
    better, below = Fraction(0), 0
    for score in sorted({*won, *lost}):
        better += won[score] * (below + Fraction(lost[score], 2))
        below += lost[score]
    return float(better / (won.total() * lost.total()))
