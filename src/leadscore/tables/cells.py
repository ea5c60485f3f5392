"""Cells of written tables: text, null where they are empty, harmless to a spreadsheet where people open them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Columns", "cell", "cells", "guarded", "guarded_header"]

_FORMULA: Final = r"^[=+\-@\t\r]"
# NOTE: letters of a currency need a blank before the number: -ABC5 would be the cell ABC5.
_BEFORE: Final = r"(?:[$€£¥]|(?:[A-Z]{3}|Fr\.?)[ \u00a0])"
_AFTER: Final = r"(?:%|[$€£¥]|[A-Z]{3}|Fr\.?)"
_DIGITS: Final = r"[.,]?[0-9](?:[0-9.,'’ \u00a0\u202f]*[0-9])?(?:[eE][+-]?[0-9]+)?"
_NUMBER: Final = rf"^[+-]?[ \u00a0]?{_BEFORE}?[ \u00a0]?{_DIGITS}[ \u00a0]?{_AFTER}?$"
_PHONE: Final = r"^\+[0-9 ()\-./]*[0-9][0-9 ()\-./]*$"


def guarded(cell: pl.Expr) -> pl.Expr:
    """Put `'` before text that a spreadsheet would run as a formula; numbers and phone numbers stay as they are."""
    harmless = cell.str.contains(_NUMBER) | cell.str.contains(_PHONE)
    return pl.when(cell.str.contains(_FORMULA) & ~harmless).then("'" + cell).otherwise(cell)


@dataclass(frozen=True)
class Columns:
    """Columns of a written table.

    Attributes:
        names: Names in the engine's frame.
        header: Header cells, in the same order.
    """

    names: tuple[str, ...]
    header: tuple[str, ...]

    def __add__(self, other: Columns) -> Columns:
        """Return the columns of both, one after the other."""
        return Columns(self.names + other.names, self.header + other.header)


def cells(frame: pl.DataFrame, columns: Columns, guard: Iterable[str]) -> pl.DataFrame:
    """Return columns as text cells, null for empty, with those of `guard` guarded."""
    risky = set(guard)
    return frame.select(
        cell(pl.col(name), guard=name in risky).alias(str(place)) for place, name in enumerate(columns.names)
    )


def cell(value: pl.Expr, *, guard: bool) -> pl.Expr:
    """Return a value as the text of a cell, null where that is empty."""
    text = value.cast(pl.String)
    text = pl.when(text != "").then(text)
    return guarded(text) if guard else text


def guarded_header(header: tuple[str, ...]) -> tuple[str, ...]:
    """Return the cells of a header, guarded."""
    cells = pl.Series(header, dtype=pl.String)
    return tuple(pl.select(guarded(pl.lit(cells))).to_series())
