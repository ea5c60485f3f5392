"""Round thresholds near the quartiles of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import polars as pl

__all__ = ["thresholds"]

_STEPS: Final = (1, 2, 5)
_LARGEST: Final = 12
_ROUND: Final = tuple(step * 10**power for power in range(_LARGEST) for step in _STEPS)
FEWEST: Final = 0.05
"""The part of the numbers that lie between two thresholds at least."""


def thresholds(values: pl.Series) -> tuple[int, ...]:
    """Return up to three round numbers near the quartiles, ascending, with some numbers between any two of them.

    Args:
        values: Numbers, ascending.
    """
    found: list[int] = []
    for part in (0.25, 0.5, 0.75):
        quartile = values.quantile(part, interpolation="lower")
        rounded = _nearest(float(quartile)) if quartile is not None and quartile > 0 else 0
        if rounded and _between(values, found[-1] if found else None, rounded) >= FEWEST:
            found.append(rounded)
    while found and _between(values, found[-1], None) < FEWEST:
        found.pop()
    return tuple(found)


def _nearest(value: float) -> int:
    """Return the round number whose ratio to a number is nearest to one; the smaller of two."""
    return int(min(_ROUND, key=lambda one: (max(one / value, value / one), one)))


def _between(values: pl.Series, low: int | None, high: int | None) -> float:
    """Return the part of the numbers from a threshold on, below another."""
    above = len(values) if low is None else int((values >= low).sum())
    beyond = 0 if high is None else int((values >= high).sum())
    return (above - beyond) / len(values) if len(values) else 0.0
