"""Whether who scores higher buys more often, as plain values between the layers."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from decimal import Decimal

__all__ = ["FEWEST_WON", "Outcome", "Prediction", "wilson"]

FEWEST_WON: Final = 20
"""Won deals below which win rates say too little."""
_CONFIDENCE: Final = 0.95


def wilson(hits: int, trials: int) -> tuple[float, float]:
    """Return between which shares the true one lies, in 95 of 100 cases: the Wilson score interval.

    With p = hits/trials and z the normal quantile, it is (p + z²/2n ± z·√(p(1-p)/n + z²/4n²)) / (1 + z²/n). Source:
    E. B. Wilson, Probable inference, the law of succession, and statistical inference, Journal of the American
    Statistical Association 22 (1927), pages 209 to 212. Unlike the usual one it is right for few trials too, and
    never below 0 or above 1.

    Args:
        hits: How often it happened.
        trials: How often it could have; at least once.
    """
    z = NormalDist().inv_cdf((1 + _CONFIDENCE) / 2)
    share, spread = hits / trials, z * z / trials
    middle = share + spread / 2
    half = z * sqrt(share * (1 - share) / trials + spread / (4 * trials))
    low = 0.0 if hits == 0 else (middle - half) / (1 + spread)
    high = 1.0 if hits == trials else (middle + half) / (1 + spread)
    return low, high


@dataclass(frozen=True)
class Outcome:
    """What became of the contacts of one grade, or of one tenth by score. Shares are in per cent.

    Attributes:
        by: `grade` or `decile`.
        name: The grade, or the number of the tenth: 1 has the highest scores.
        lowest: The lowest lead score in it; None where nobody is in it.
        highest: The highest.
        leads: Contacts in it.
        decided: Those of them with a deal that is won or lost.
        won: Those of them with a deal that is won.
        win_rate: `won` in per cent of `decided`; None of nothing, and where there are too few won deals to tell.
        low: The lower end of its 95 % interval.
        high: The upper end of it.
        conversion: `won` in per cent of `leads`, likewise.
    """

    by: str
    name: str
    lowest: Decimal | None
    highest: Decimal | None
    leads: int
    decided: int
    won: int
    win_rate: float | None
    low: float | None
    high: float | None
    conversion: float | None


@dataclass(frozen=True)
class Prediction:
    """Whether the lead score predicts what is bought, with what is known now.

    Attributes:
        path: The file of the outcomes, below the output folder.
        won_deals: Deals that are won.
        enough: Whether these are enough to tell.
        fewest: How many would be.
        grades: The outcomes by grade, the best first; empty where the rules have no grades.
        deciles: The outcomes by lead score, the highest tenth first.
    """

    path: str
    won_deals: int
    enough: bool
    fewest: int
    grades: tuple[Outcome, ...]
    deciles: tuple[Outcome, ...]
