"""Random draws that are the same in every run, on every machine and in every version of Python.

Only `random.Random(text).random()` is used, whose sequence Python promises to keep, and only `+ - * /` on what
it returns: functions such as `exp` differ in their last digit between machines.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["Draws", "spread"]

Item = TypeVar("Item")


class Draws:
    """A stream of draws that depends on its name alone; most are never drawn from, so it begins with the first draw.

    Attributes:
        roll: Returns the next number, at least 0 and below 1.
    """

    __slots__ = ("_name", "roll")

    roll: Callable[[], float]

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Callable[[], float]:
        """Begin the stream, when `roll` is looked for the first time."""
        if name != "roll":
            raise AttributeError(name)
        self.roll = Random(self._name).random  # noqa: S311 - invented people need no secrecy
        return self.roll

    def chance(self, share: float) -> bool:
        """Return true in this share of cases."""
        return self.roll() < share

    def pick(self, items: Sequence[Item]) -> Item:
        """Return one of the items, each equally likely."""
        return items[int(self.roll() * len(items))]

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both included."""
        return low + int(self.roll() * (high - low + 1))

    def mostly_low(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`: half of the draws fall into the first quarter."""
        roll = self.roll()
        return low + int(roll * roll * (high - low + 1))


def spread(weights: Mapping[Item, int]) -> tuple[Item, ...]:
    """Return each item as often as its weight says, so that `pick` draws by weight."""
    return tuple(item for item, weight in weights.items() for _ in range(weight))
