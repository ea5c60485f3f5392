"""Cells become lines of CSV: all of a table's at once, and only those with care that need it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import polars as pl

from leadscore.tables.cells import guarded

__all__ = ["DELIMITER", "Lines", "csv_lines", "text_cells"]

DELIMITER: Final = ","
_QUOTED: Final = r'[,"\n\r]'
"""What a cell is quoted for."""
_SUSPECT: Final = r"^[=+\-@\t\r]"
"""How a cell begins that may have to be guarded."""
_SUSPECT_LATER: Final = r",(?:[=\-@\t\r]|\+(?:[^0-9]|[0-9][0-9 ]*[^0-9 ,]|$))"
"""What a line has in it if any of its cells but the first begins like that, and is no plain phone number, which are many."""


def text_cells(frame: pl.DataFrame) -> pl.DataFrame:
    """Return columns as the texts of cells, empty where there is nothing."""
    other = [name for name, kind in frame.schema.items() if kind != pl.String]
    texts = frame.with_columns(pl.col(other).cast(pl.String)) if other else frame
    return texts.with_columns(pl.col(name).fill_null("") for name in texts.columns if texts[name].has_nulls())


@dataclass(frozen=True)
class Lines:
    """Rows as lines of CSV without their ends.

    Attributes:
        plain: Each row, as it is.
        odd: The places of those with a cell that a spreadsheet would run.
        safe: These, with such cells guarded.
    """

    plain: pl.Series
    odd: pl.Series
    safe: pl.Series

    @cached_property
    def guarded(self) -> pl.Series:
        """Each row, guarded."""
        # NOTE: a Series is changed in place.
        return self.plain if self.odd.is_empty() else self.plain.clone().scatter(self.odd, self.safe)

    @classmethod
    def of(cls, cells: pl.DataFrame) -> Lines:
        """Return the lines of rows.

        Args:
            cells: What `text_cells` returns.
        """
        joined = _joined(cells)
        suspect = cells.to_series(0).str.contains(_SUSPECT) | joined.str.contains(_SUSPECT_LATER)
        places = suspect.arg_true()
        changed, safe = _guarded(cells[places])
        return cls(_quoted(cells, joined), places.gather(changed), csv_lines(safe))


def csv_lines(cells: pl.DataFrame) -> pl.Series:
    """Return each row as a line of CSV without its end, cells quoted where they need it.

    Args:
        cells: What `text_cells` returns. The line of one empty cell alone is blank.
    """
    return _quoted(cells, _joined(cells))


def _joined(cells: pl.DataFrame) -> pl.Series:
    return cells.select(pl.concat_str(pl.all(), separator=DELIMITER).alias("line")).to_series()


def _quoted(cells: pl.DataFrame, lines: pl.Series) -> pl.Series:
    """Return lines with the cells quoted that need it.

    Args:
        cells: The cells.
        lines: What `_joined` returns of them.
    """
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
    return lines.clone().scatter(places, _joined(careful))


def _guarded(cells: pl.DataFrame) -> tuple[pl.Series, pl.DataFrame]:
    """Guard cells that a spreadsheet would run.

    Returns:
        The places of the rows that this changes, and these rows, guarded.
    """
    suspect = cells.select(pl.all().str.contains(_SUSPECT).any())
    names = [column.name for column in suspect if column.item()]
    if not names:
        return pl.Series(dtype=pl.UInt32), cells.clear()
    safe = cells.with_columns(guarded(pl.col(name)).alias(name) for name in names)
    differ = pl.select(pl.any_horizontal(safe[name] != cells[name] for name in names)).to_series()
    return differ.arg_true(), safe.filter(differ)
