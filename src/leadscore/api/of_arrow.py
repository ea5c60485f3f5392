"""Tables of PyArrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import polars as pl

from leadscore.api.kinds import check_names
from leadscore.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Arrow"]


class Arrow:
    """Tables of PyArrow."""

    def read(self, name: str, frame: pa.Table) -> pl.DataFrame:
        """Return a table as a frame of Polars.

        Raises:
            InputError: Two columns have the same name, or one has a type that Polars does not know.
        """
        check_names(name, frame.column_names)
        try:
            found = cast("pl.DataFrame", pl.from_arrow(frame))
        except (TypeError, ValueError, NotImplementedError, pl.exceptions.PolarsError) as error:
            raise InputError(
                f"{name}: the table cannot be read ({error})\n  help: write such columns as text, or leave them out"
            ) from error
        found.columns = (
            frame.column_names
        )  # NOTE: Polars gives a name to a column whose name is an empty text
        return found

    def make(self, rows: pl.DataFrame) -> pa.Table:
        """Return rows as a table."""
        return rows.to_arrow()

    def add(self, frame: pa.Table, rows: pl.Series, added: pl.DataFrame) -> pa.Table:
        """Return some rows of a table with further columns, in the place of those that are called like them."""
        kept = [column for column in frame.column_names if column not in added.columns]
        table = frame.select(kept).take(rows.to_arrow())
        for column in added.columns:
            table = table.append_column(column, added[column].to_arrow())
        return table
