"""Which things contacts had to do with, and when last: over numbers, as there are many activities.

`steps.traces` says the same in expressions, and is what tests hold this to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from leadscore.columns import AGE, CONTACT

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["THING", "Latest"]

THING: Final = "thing"
"""Int64: the place of a thing among all things."""
_DAYS: Final = 1 << 22
"""More than there are from the first day of a calendar to the last."""


class Latest:
    """Each thing of each contact with the least age, batch by batch, in any order.

    NOTE: contact, thing and age are one number, by which they are sorted at once.
    """

    def __init__(self, things: int) -> None:
        """Begin with nothing.

        Args:
            things: How many there are; they are numbered from 0, by their order.
        """
        self._things = max(things, 1)
        self._keys = [np.zeros(0, np.int64)]

    @staticmethod
    def can_hold(contacts: int, things: int) -> bool:
        """Return whether so many contacts and things have numbers together."""
        return contacts * things * _DAYS <= np.iinfo(np.int64).max

    def add(self, contact: NDArray[np.int64], thing: NDArray[np.int64], age: NDArray[np.int64]) -> None:
        """Add activities: their contacts, what each has to do with, and their ages, none below 0."""
        self._keys.append(_youngest((contact * self._things + thing) * _DAYS + age))

    def newest_first(self) -> pl.DataFrame:
        """Return `row:contact`, `thing` and `row:age`, sorted by contact, the newest first, ties by thing."""
        keys = _youngest(np.concatenate(self._keys))
        pairs, ages = keys // _DAYS, keys % _DAYS
        contacts, things = pairs // self._things, pairs % self._things
        ordered = _sorted((contacts * _DAYS + ages) * self._things + things)
        rest = ordered // self._things
        return pl.DataFrame({CONTACT: rest // _DAYS, THING: ordered % self._things, AGE: rest % _DAYS})


def _youngest(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return of keys that differ in age alone the least one, all in order."""
    ordered = _sorted(keys)
    pairs = ordered // _DAYS
    first = np.ones(len(pairs), np.bool_)
    np.not_equal(pairs[1:], pairs[:-1], out=first[1:])
    return ordered[first]


def _sorted(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    return pl.Series(keys).sort().to_numpy()
