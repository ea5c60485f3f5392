"""Frames of every kind, made of texts, and the cells of frames of every kind as a CSV file has them."""

from __future__ import annotations

import csv
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import polars as pl
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

KINDS: Final = ("polars", "lazy", "pandas", "pyarrow")
_MADE: Final[dict[str, Callable[[pl.DataFrame], Any]]] = {
    "polars": lambda frame: frame,
    "lazy": lambda frame: frame.lazy(),
    "pandas": lambda frame: frame.to_pandas(),
    "pyarrow": lambda frame: frame.to_arrow(),
}


def made(kind: str, frame: pl.DataFrame) -> Any:
    """Return a frame of Polars as one of some kind."""
    return _MADE[kind](frame)


def texts(header: Sequence[str], rows: Sequence[Sequence[str | None]]) -> pl.DataFrame:
    """Return a frame of texts."""
    return pl.DataFrame(list(rows), schema=dict.fromkeys(header, pl.String), orient="row")


def kind_of(frame: object) -> str:
    """Return what kind of frame something is."""
    kinds = {pl.DataFrame: "polars", pl.LazyFrame: "lazy", pd.DataFrame: "pandas", pa.Table: "pyarrow"}
    return kinds[type(frame)]


def as_polars(frame: Any) -> pl.DataFrame:
    """Return a frame of any kind as one of Polars."""
    if isinstance(frame, pd.DataFrame | pa.Table):
        found = pl.DataFrame(frame)
        found.columns = list(frame.columns if isinstance(frame, pd.DataFrame) else frame.column_names)
        return found
    return frame.collect() if isinstance(frame, pl.LazyFrame) else frame


def cells(frame: Any) -> list[list[str]]:
    """Return the header and the rows of a frame of any kind, each cell as a CSV file has it."""
    found = as_polars(frame)
    return [found.columns, *([_cell(value) for value in row] for row in found.iter_rows())]


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def records(path: Path) -> list[list[str]]:
    """Return the header and the records of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))
