"""Frames of pandas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.api.kinds import check_names
from leadscore.errors import InputError, UsageError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Pandas"]

_REFUSED: Final = (TypeError, ValueError, NotImplementedError, OverflowError, pl.exceptions.PolarsError)
"""What PyArrow and Polars raise at a column that is no column of one type."""


class Pandas:
    """Frames of pandas. Their index is no column; rows keep theirs."""

    def read(self, name: str, frame: pd.DataFrame) -> pl.DataFrame:
        """Return a frame as one of Polars; not-a-number is null.

        Raises:
            InputError: A name of a column is no text, two are the same, or a column has cells of several types.
        """
        names = list(frame.columns)
        check_names(name, names)
        try:
            found = pl.from_pandas(frame, nan_to_null=True)
        except ModuleNotFoundError as error:
            raise UsageError(
                f"{name}: a frame of pandas is read by pyarrow, which is not installed\n  help: pip install pyarrow"
            ) from error
        except _REFUSED as error:
            raise InputError(_mixed(name, frame)) from error
        found.columns = names  # NOTE: Polars gives a name to a column whose name is an empty text
        return found

    def make(self, rows: pl.DataFrame) -> pd.DataFrame:
        """Return rows as a frame."""
        return rows.to_pandas()

    def add(self, frame: pd.DataFrame, rows: pl.Series, added: pl.DataFrame) -> pd.DataFrame:
        """Return some rows of a frame with further columns, in the place of those that are called like them."""
        kept = [column for column in frame.columns if column not in added.columns]
        made = added.to_pandas()
        own = frame[kept].iloc[rows.to_numpy()]
        return own.assign(**{column: made[column].array for column in added.columns})


def _mixed(name: str, frame: pd.DataFrame) -> str:
    """Say which column cannot be read."""
    for column in frame.columns:
        try:
            pl.from_pandas(frame[[column]])
        except _REFUSED:
            return (
                f'{name}: the cells of "{column}" are of several types\n'
                f'  help: make them one, such as text: {name}["{column}"] = {name}["{column}"].astype("string")'
            )
    return f"{name}: the frame cannot be read as columns of one type each\n  help: make it one of Polars yourself"
