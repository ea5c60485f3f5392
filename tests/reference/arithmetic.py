"""Exact numbers: thousandths of a point, tenths of a score, and one way of rounding."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor


def round_half_away(number: Fraction) -> int:
    """Round to a whole number, halves away from zero."""
    size = floor(abs(number) + Fraction(1, 2))
    return -size if number < 0 else size


def exact(number: float | Decimal) -> Fraction:
    """Return a number of the rules file exactly as it is written there."""
    return Fraction(Decimal(str(number)))


def thousandths(points: float | Decimal) -> int:
    """Return points of the rules file, which have at most three decimals, in thousandths."""
    return int(exact(points) * 1000)


def clamp(number: int, low: int | None, high: int | None) -> int:
    """Put a number between two limits, of which either may be absent."""
    if high is not None:
        number = min(number, high)
    return number if low is None else max(number, low)


def score_text(tenths: int) -> str:
    """Write a score with one decimal: `60.0`."""
    return f"{Decimal(tenths) / 10:.1f}"


def signed_points(points: int) -> str:
    """Write thousandths of a point with a sign and no needless zeros: `+40`, `-0.125`."""
    return f"{Decimal(points) / 1000:+.3f}".rstrip("0").rstrip(".")
