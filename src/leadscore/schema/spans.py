"""Sets of values between two ends: what is left of a field once some tests of it hold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

__all__ = ["Span", "Value"]

Value = Decimal | date | str | bool
"""What values of one kind are compared as."""


@dataclass(frozen=True)
class Span:
    """Values of one kind: all between two ends, or some of these.

    Attributes:
        low: The lower end; None where there is none.
        high: The upper end; None where there is none.
        above_low: Whether the lower end itself does not belong.
        below_high: Whether the upper end itself does not belong.
        allowed: The only values that belong, None for all.
        barred: Values that do not belong.
        step: Numbers that are no multiple of this do not belong.
    """

    low: Any = None
    high: Any = None
    above_low: bool = False
    below_high: bool = False
    allowed: frozenset[Value] | None = None
    barred: frozenset[Value] = frozenset()
    step: Decimal | None = None

    def from_(self, low: Any, *, above: bool = False) -> Span:
        """Return what of it is at least, or above, a value."""
        if self.low is not None and (self.low > low or (self.low == low and self.above_low)):
            return self
        return replace(self, low=low, above_low=above)

    def to(self, high: Any, *, below: bool = False) -> Span:
        """Return what of it is at most, or below, a value."""
        if self.high is not None and (self.high < high or (self.high == high and self.below_high)):
            return self
        return replace(self, high=high, below_high=below)

    def only(self, *values: Value) -> Span:
        """Return what of it is one of some values."""
        listed = frozenset(values)
        return replace(self, allowed=listed if self.allowed is None else listed & self.allowed)

    def without(self, *values: Value) -> Span:
        """Return what of it is none of some values."""
        return replace(self, barred=self.barred | frozenset(values))

    @property
    def is_empty(self) -> bool:
        """Whether no value belongs to it."""
        if self.allowed is not None:
            return not any(self._has(value) for value in self.allowed)
        if self.low is None or self.high is None:
            return False
        low, high = self._ends()
        if low != high:
            return bool(low > high)
        return not self._has(low)

    def _ends(self) -> tuple[Any, Any]:
        """Return the first and the last multiple of the step between the ends, where there is a step."""
        if self.step is None:
            return self.low, self.high
        first = (self.low / self.step).to_integral_value(ROUND_CEILING) * self.step
        last = (self.high / self.step).to_integral_value(ROUND_FLOOR) * self.step
        first += self.step if self.above_low and first == self.low else 0
        last -= self.step if self.below_high and last == self.high else 0
        return first, last

    def _has(self, value: Any) -> bool:
        low = self.low is None or value > self.low or (value == self.low and not self.above_low)
        high = self.high is None or value < self.high or (value == self.high and not self.below_high)
        even = self.step is None or value % self.step == 0
        return low and high and even and value not in self.barred
