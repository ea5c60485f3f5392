"""Cells become lines of CSV: all of a table's at once, and only those with care that need it."""

from __future__ import annotations

from typing import Final

import polars as pl

from leadscore.tables.cells import guarded

__all__ = ["DELIMITER", "csv_lines", "guard_cells", "text_cells"]

DELIMITER: Final = ","
_QUOTED: Final = r'[,"\n\r]'
"""What a cell is quoted for."""
_SUSPECT: Final = r"^[=+\-@\t\r]"
"""How a cell begins that may have to be guarded."""
_PHONE: Final = r"^\+[0-9][0-9 ]*$"
"""A cell that never has to be, which a column of phone numbers is full of."""


def text_cells(frame: pl.DataFrame) -> pl.DataFrame:
    """Return columns as the texts of cells, empty where there is nothing."""
    other = [name for name, kind in frame.schema.items() if kind != pl.String]
    texts = frame.with_columns(pl.col(other).cast(pl.String)) if other else frame
    return texts.with_columns(pl.col(name).fill_null("") for name in texts.columns if texts[name].has_nulls())


def csv_lines(cells: pl.DataFrame) -> pl.Series:
    """Return each row as a line of CSV without its end, cells quoted where they need it.

    Args:
        cells: What `text_cells` returns. The line of one empty cell alone is blank.
    """
    lines = _joined(cells)
    # NOTE: a line with more delimiters than there are columns has one inside of a cell.
    odd = lines.str.contains(r'["\n\r]') | (
        lines.str.count_matches(DELIMITER, literal=True) != cells.width - 1
    )
    places = odd.arg_true()
    if places.is_empty():
        return lines
    some = cells[places]
    needed = some.select(pl.all().str.contains(_QUOTED).any())
    text = pl.col([column.name for column in needed if column.item()])
    quoted = text.str.replace_all('"', '""', literal=True).str.replace("^", '"') + '"'
    careful = some.with_columns(pl.when(text.str.contains(_QUOTED)).then(quoted).otherwise(text))
    return lines.scatter(places, _joined(careful))


def _joined(cells: pl.DataFrame) -> pl.Series:
    return cells.select(pl.concat_str(pl.all(), separator=DELIMITER).alias("line")).to_series()


def guard_cells(cells: pl.DataFrame) -> tuple[pl.Series, pl.DataFrame]:
    """Guard cells that a spreadsheet would run.

    Args:
        cells: What `text_cells` returns.

    Returns:
        The places of the rows with such a cell, and these rows, guarded.
    """
    suspect = cells.select(pl.all().str.contains(_SUSPECT))
    odd = {column.name: _no_phones(cells[column.name], column.arg_true()) for column in suspect}
    names = [name for name, found in odd.items() if len(found)]
    if not names:
        return pl.Series(dtype=pl.UInt32), cells.clear()
    places = pl.concat([odd[name] for name in names]).unique().sort()
    some = cells[places]
    safe = some.with_columns(guarded(pl.col(name)).alias(name) for name in names)
    differ = pl.select(pl.any_horizontal(safe[name] != some[name] for name in names)).to_series()
    return places.filter(differ), safe.filter(differ)


def _no_phones(cells: pl.Series, places: pl.Series) -> pl.Series:
    return places.filter(~cells.gather(places).str.contains(_PHONE)) if len(places) else places
