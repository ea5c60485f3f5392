"""Between Spark and Polars: records travel as text cells, named `c0`, `c1` and so on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

import polars as pl

from leadscore.columns import LINE
from leadscore.tables import refusals
from leadscore.tables.frames import text_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pyarrow as pa
    from pyspark.sql import DataFrame

    GroupKey: TypeAlias = tuple[pa.Scalar[Any], ...]
    Cogrouped: TypeAlias = Callable[[GroupKey, pa.Table, pa.Table], pa.Table]

__all__ = [
    "arrow_schema",
    "as_arrow",
    "bytes_of",
    "cell",
    "grouped",
    "kinds_of",
    "mapped",
    "text_cells",
    "texts_of",
]

_KINDS: Final[Mapping[str, pl.DataType]] = {
    "string": pl.String(),
    "int": pl.Int32(),
    "long": pl.Int64(),
    "boolean": pl.Boolean(),
    "binary": pl.Binary(),
    "array<string>": pl.List(pl.String()),
}
_NESTED: Final = ("array", "map", "struct", "binary", "variant")


def cell(place: int) -> str:
    """Return the name of the column with the cells at this place, counted from 0."""
    return f"c{place}"


def as_arrow(frame: pl.DataFrame, schema: pa.Schema) -> pa.Table:
    """Return a frame as Spark declared it. NOTE: the texts of Polars are of another width, which Spark refuses."""
    return frame.to_arrow(compat_level=pl.CompatLevel.oldest()).cast(schema)


def arrow_schema(schema: str) -> pa.Schema:
    """Return a schema that is written as Spark writes it."""
    from pyspark.sql.pandas.types import to_arrow_schema
    from pyspark.sql.types import StructType

    found = StructType.fromDDL(schema)
    if not isinstance(found, StructType):
        raise TypeError(f"{schema!r} is no schema")
    return to_arrow_schema(found)


def kinds_of(schema: str) -> dict[str, pl.DataType]:
    """Return the columns of a schema that is written as Spark writes it, as Polars knows them."""
    return {name: _KINDS[kind] for name, kind in (column.split() for column in schema.split(", "))}


def texts_of(column: pa.Array[Any] | pa.ChunkedArray[Any]) -> list[str]:
    """Return the texts of a column without null."""
    return cast("list[str]", column.to_pylist())


def bytes_of(column: pa.Array[Any] | pa.ChunkedArray[Any]) -> list[bytes]:
    """Return the packages of a column without null."""
    return cast("list[bytes]", column.to_pylist())


def mapped(rows: DataFrame, function: Callable[[pl.DataFrame], pl.DataFrame], schema: str) -> DataFrame:
    """Return what a function makes of rows, piece by piece, on the workers.

    Args:
        rows: Rows of Spark.
        function: Makes rows of rows; which come together is chance.
        schema: The columns that it returns, as Spark writes them.
    """
    arrow = arrow_schema(schema)

    def on_worker(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            made = function(pl.DataFrame(pl.from_arrow(batch)))
            yield from as_arrow(made, arrow).to_batches()

    return rows.mapInArrow(on_worker, schema)


def grouped(
    rows: DataFrame, by: str, function: Callable[[pl.DataFrame], pl.DataFrame], schema: str
) -> DataFrame:
    """Return what a function makes of rows, group by group, on the workers.

    Args:
        rows: Rows of Spark.
        by: The column whose rows are together.
        function: Makes rows of all rows of a group.
        schema: The columns that it returns, as Spark writes them.
    """
    arrow = arrow_schema(schema)

    def on_worker(group: pa.Table) -> pa.Table:
        return as_arrow(function(pl.DataFrame(pl.from_arrow(group)).drop(by)), arrow)

    return rows.groupBy(by).applyInArrow(on_worker, schema)


def text_cells(frame: DataFrame, name: str) -> DataFrame:
    """Return the columns of a frame as texts, as a CSV export has them.

    Raises:
        InputError: A column holds lists or the like.
    """
    nested = [field.name for field in frame.schema.fields if field.dataType.typeName() in _NESTED]
    if nested:
        raise refusals.nested_columns(name, nested)
    named = frame.toDF(*map(cell, range(len(frame.columns))))
    if all(field.dataType.typeName() == "string" for field in frame.schema.fields):
        return named
    return mapped(named, _as_text, ", ".join(f"{column} string" for column in named.columns))


def _as_text(rows: pl.DataFrame) -> pl.DataFrame:
    texts = text_rows(rows.lazy(), rows.schema).drop(LINE).collect()
    return texts.rename(dict(zip(texts.columns, rows.columns, strict=True)))
