"""Some records of a log as numbers, in arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

__all__ = ["Batch", "Texts"]


@dataclass(frozen=True)
class Texts:
    """One column of a batch that activities are asked for, as one kind of value.

    Attributes:
        codes: The place of each activity's value in the table; the last one is that of nothing.
        table: The values, nothing among them.
    """

    codes: NDArray[np.int64]
    table: pl.Series


@dataclass(frozen=True)
class Batch:
    """Some activities.

    Attributes:
        contact: The contact of each, -1 for nobody.
        age: Whole days on the as-of date, below 0 for what is later.
        aged: Whether the age is known.
        types: The place of each type in `names`.
        names: The normalised types; None is no type, and so is the last one.
        texts: The columns of `where` that are texts which repeat, by the names of their typed columns.
        cells: The others, one row per activity.
    """

    contact: NDArray[np.int64]
    age: NDArray[np.int64]
    aged: NDArray[np.bool_]
    types: NDArray[np.int64]
    names: Sequence[str | None]
    texts: Mapping[str, Texts]
    cells: pl.DataFrame
