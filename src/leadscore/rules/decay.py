"""How activities fade: a table of integer weights by whole-day age."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from typing import Final

from leadscore.schema.scores import HalfLife, Linear, NoDecay, Step

__all__ = ["FULL", "weight_table"]

FULL: Final = 1_000_000
"""The weight of an activity that counts in full, in millionths."""

_PRECISION: Final = 50
_OLDEST: Final = 3_660_000
"""Days from the first to the last date that can be written: no activity is older."""


def weight_table(decay: NoDecay | HalfLife | Linear | Step) -> tuple[int, ...]:
    """Return the weight of an activity by its age in days, in millionths.

    The formulas are those of the rules language: `none` is 10⁶; `half_life: H` is 10⁶·0.5^(age/H); `linear: L` is
    10⁶·max(0, 1 − age/L); `step: {every: E, lose: P%}` is 10⁶·max(0, 1 − P·⌊age/E⌋); all rounded half away from zero.

    Returns:
        Weights for ages from 0 on. Every later age has the last weight.
    """
    match decay:
        case NoDecay():
            return (FULL,)
        case HalfLife(half_life=days):
            return _halving(days)
        case Linear(linear=days):
            return tuple(_rounded(FULL * (days - age), days) for age in range(days + 1))
        case Step(step=size):
            return _steps(size.every, size.lose)


def _halving(days: int) -> tuple[int, ...]:
    """Multiply by the daily factor with far more digits than are kept, so that no platform's `pow` matters."""
    with localcontext(Context(prec=_PRECISION)):
        daily = Decimal(2) ** (Decimal(-1) / Decimal(days))
        exact = Decimal(FULL)
        weights = []
        for age in range(21 * days + 1):
            if age % days == 0:  # a tie needs the exact value, and only whole halvings can tie
                exact = Decimal(FULL) / 2 ** (age // days)
            weights.append(int(exact.to_integral_value(rounding=ROUND_HALF_UP)))
            exact *= daily
    return (*weights, 0)


def _steps(every: int, lose: int) -> tuple[int, ...]:
    whole = 100_000  # 100 %, in thousandths of a per cent
    last = min(-(-whole // lose) * every, _OLDEST)
    return tuple(_rounded(FULL * max(0, whole - lose * (age // every)), whole) for age in range(last + 1))


def _rounded(numerator: int, denominator: int) -> int:
    """Return a quotient that is not negative, rounded half up."""
    return (2 * numerator + denominator) // (2 * denominator)
