"""Kinds of frames: how each is told, read, and made.

A library is never imported to look whether a frame is one of its own: the frame's class says where it comes from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias, TypeVar

from leadscore.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    import polars as pl
    import pyarrow as pa
    from pyspark.sql import DataFrame as SparkFrame

    AnyFrame: TypeAlias = pl.DataFrame | pl.LazyFrame | pd.DataFrame | pa.Table | SparkFrame

__all__ = ["SPARK", "Frame", "Kind", "check_names", "kind_of", "library_of"]

Frame = TypeVar("Frame", "pl.DataFrame", "pl.LazyFrame", "pd.DataFrame", "pa.Table", "SparkFrame")
"""A table of a library: what goes in, and what comes out."""

SPARK: Final = "pyspark.sql.DataFrame"
_CLASSES: Final = {
    ("polars", "DataFrame"): "polars.DataFrame",
    ("polars", "LazyFrame"): "polars.LazyFrame",
    ("pandas", "DataFrame"): "pandas.DataFrame",
    ("pyarrow", "Table"): "pyarrow.Table",
    ("pyspark.sql", "DataFrame"): SPARK,
}
"""What a class is called, by the package it is from and its name."""


class Kind(Protocol):
    """One kind of frames that are in memory."""

    def read(self, name: str, frame: Any) -> pl.DataFrame | pl.LazyFrame:
        """Return a frame as one of Polars.

        Args:
            name: What it is, for messages.
            frame: A frame of this kind.

        Raises:
            InputError: It has columns that are no columns of a table.
        """

    def make(self, rows: pl.DataFrame) -> Any:
        """Return rows as a frame of this kind."""

    def add(self, frame: Any, rows: pl.Series, added: pl.DataFrame) -> Any:
        """Return some rows of a frame with further columns, in the place of those that are called like them.

        Args:
            frame: A frame of this kind, which was read before.
            rows: The places of the rows, counted from 0.
            added: The columns, one row for each of these rows.
        """


def library_of(name: str, frame: object) -> str:
    """Return what kind of frame something is: one of those that `score` takes.

    Args:
        name: What it is given as, for messages.
        frame: Anything.

    Raises:
        UsageError: It is none.
    """
    for one in type(frame).__mro__:
        for (package, title), kind in _CLASSES.items():
            inside = one.__module__ == package or one.__module__.startswith(f"{package}.")
            if inside and one.__name__ == title:
                return kind
    raise UsageError(
        f"{name}: this is no frame but {_said(frame)}; read are frames of Polars (also lazy), pandas, PyArrow and Spark\n"
        f"  help: {_advice(name, frame)}"
    )


def _said(frame: object) -> str:
    return "None" if frame is None else f"{type(frame).__module__}.{type(frame).__qualname__}"


def _advice(name: str, frame: object) -> str:
    if isinstance(frame, str):
        return f'read the file first, every cell as text: polars.read_csv("{name}.csv", infer_schema=False)'
    return "convert it to one of these"


def kind_of(library: str) -> Kind:
    """Return how frames of a library are read and made; the library is there, as there is a frame of it."""
    if library.startswith("polars."):
        from leadscore.api import of_polars  # noqa: PLC0415 - each kind imports its own library

        return of_polars.Lazy() if library == "polars.LazyFrame" else of_polars.Eager()
    if library == "pandas.DataFrame":
        from leadscore.api.of_pandas import Pandas  # noqa: PLC0415

        return Pandas()
    from leadscore.api.of_arrow import Arrow  # noqa: PLC0415

    return Arrow()


def check_names(name: str, columns: Sequence[object]) -> None:
    """Check that columns have names, each its own.

    Args:
        name: What they are columns of, for messages.
        columns: Their names.

    Raises:
        InputError: One is no text, or two are the same.
    """
    for column in columns:
        if not isinstance(column, str):
            raise InputError(
                f"{name}: the names of columns are text; found {column!r}\n"
                "  help: was the frame read without its header? Else name its columns"
            )
    twice = next((column for place, column in enumerate(columns) if column in columns[:place]), None)
    if twice is not None:
        raise InputError(f'{name} has two columns called "{twice}"\n  help: rename one of them')
