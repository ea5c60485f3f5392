"""Several tables that are written together, as plain values between the layers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

__all__ = ["SlicedTables", "Slices"]

Slices = Callable[[], Iterator[Mapping[str, "pl.Series"]]]
"""What makes the lines of several tables, slice by slice, each by the table's path."""


@dataclass(frozen=True)
class SlicedTables:
    """CSV tables of the same rows, which are made a slice at a time and written into all of them at once.

    Attributes:
        headers: The header of each, by its path below the output folder, with `/`.
        slices: Makes the lines: text without line ends, quoted as CSV.
    """

    headers: Mapping[str, tuple[str, ...]]
    slices: Slices
