"""The whole numbers of the engine as the decimal numbers that people read, exactly."""

from __future__ import annotations

from decimal import Decimal

from leadscore.decimals import decimal_text

__all__ = ["as_per_cent", "as_points", "as_score"]


def as_points(thousandths: int) -> Decimal:
    """Return thousandths as a number of points, without needless zeros."""
    return Decimal(decimal_text(thousandths, 3))


def as_score(tenths: int) -> Decimal:
    """Return tenths as a score, which always has one decimal."""
    return Decimal(decimal_text(tenths, 1, fixed=True))


def as_per_cent(millionths: int) -> Decimal:
    """Return millionths in per cent."""
    return Decimal(decimal_text(millionths, 4))
