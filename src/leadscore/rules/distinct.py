"""Texts that repeat are read once: a log has millions of rows, and few types, pages and days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.rules.formats import select_one

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["coded", "each_once", "read_each_once"]

_LOOKED_AT: Final = 1_000
"""Cells by which a part of a column is judged."""
_FEW: Final = 100
"""Cells that are read one by one, whether they repeat or not."""


def each_once(
    cell: pl.Expr, read: Callable[[pl.Expr], pl.Expr], kind: type[pl.DataType] | pl.DataType
) -> pl.Expr:
    """Read a column of texts, each distinct text of a part of it once, where many of them repeat.

    Args:
        cell: String column.
        read: Makes the expression that reads a text; it sees nothing else, and null makes null.
        kind: What it makes of it.
    """
    return cell.map_batches(lambda texts: read_each_once(texts, read), return_dtype=kind, is_elementwise=True)


def read_each_once(texts: pl.Series, read: Callable[[pl.Expr], pl.Expr]) -> pl.Series:
    """Do for one part of a column what `each_once` does for all of it."""
    column = pl.col("text")
    if not _repeats(texts):
        return select_one(texts, read(column))
    codes, words = coded(texts)
    found = select_one(words, read(column))
    return found.gather(codes) if found.len() else found.extend_constant(None, texts.len())


def coded(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return texts as numbers, null for null, and the distinct texts at these places.

    NOTE: the numbers follow the order in which texts come; they are good for looking up, and must not be seen outside.
    """
    words = pl.Categories.random()
    # NOTE: the words are kept only as long as there is a column of them.
    found = texts.cast(pl.Categorical(words))
    return found.to_physical(), words.to_series()


def _repeats(texts: pl.Series) -> bool:
    if texts.len() <= _FEW:
        return False
    start = texts.head(_LOOKED_AT)
    return 2 * start.n_unique() <= start.len()
