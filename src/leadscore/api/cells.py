"""Cells of written tables, as values: scores and places as numbers, days as days, everything else as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import (
    FIXED,
    HANDOFF_DUE,
    HANDOFF_SINCE,
    LAST_ACTIVITY,
    LEAD_AS_OF,
    LEAD_RANK,
    LEAD_SCORE,
    LEAD_STAGE_SINCE,
    REJECTED,
    WAITING_PLACE,
)
from leadscore.steps.present import lead_columns
from leadscore.tables.cells import Columns, cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leadscore.results import OutputTable
    from leadscore.schema.model import Rules

__all__ = ["kinds_of", "lead_cells", "table_cells", "valued"]

_DAYS: Final = (LEAD_AS_OF, LEAD_STAGE_SINCE, LAST_ACTIVITY, HANDOFF_SINCE, HANDOFF_DUE)
_PLACES: Final = (LEAD_RANK, WAITING_PLACE, REJECTED[1])
_NO_SCORES: Final = frozenset(FIXED) - {LEAD_SCORE}


def lead_cells(leads: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Return the columns `lead_…` of `scored.csv`.

    Args:
        leads: They as text.
        rules: The rules that they were made by.
    """
    names = lead_columns(rules)
    return _typed(cells(leads, Columns(names, names), names), names, rules)


def table_cells(table: OutputTable, rules: Rules) -> pl.DataFrame:
    """Return all columns of a table that is written, whose names are its own and not those of an export.

    Args:
        table: The table.
        rules: The rules that it was made by.
    """
    return _typed(table.rows, table.header, rules)


def kinds_of(names: Sequence[str], rules: Rules) -> dict[str, pl.DataType]:
    """Return what the cells of columns are.

    Args:
        names: Columns that this program writes.
        rules: The rules that they were made by.
    """
    scores = set(lead_columns(rules)) - _NO_SCORES
    kinds: dict[str, pl.DataType] = dict.fromkeys(names, pl.String())
    kinds |= {name: pl.Float64() for name in names if name in scores}
    kinds |= {name: pl.Date() for name in names if name in _DAYS}
    return kinds | {name: pl.Int64() for name in names if name in _PLACES}


def valued(cell: pl.Expr, kind: pl.DataType) -> pl.Expr:
    """Return the text of a written cell as what it is."""
    return cell.str.to_date("%Y-%m-%d") if kind == pl.Date() else cell.cast(kind)


def _typed(rows: pl.DataFrame, names: Sequence[str], rules: Rules) -> pl.DataFrame:
    kinds = kinds_of(names, rules)
    named = zip(rows.columns, names, strict=True)
    return rows.select(valued(pl.col(cell), kinds[name]).alias(name) for cell, name in named)
