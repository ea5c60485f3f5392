"""Inputs as Spark reads them: CSV and Parquet, files and folders; every cell as text."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING, Any, Final

from leadscore.errors import InputError
from leadscore.spark.cells import cell, text_cells
from leadscore.spark.storage import Storage
from leadscore.tables.parts import find_parts
from leadscore.tables.text import peek_header

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pyspark.sql import DataFrame, SparkSession

    from leadscore.schema.model import InputName, Source
    from leadscore.spark.storage import Found
    from leadscore.tables.header import Header

__all__ = ["FILE", "RAW", "Given", "line_end", "read_frame", "read_paths"]

FILE: Final = "file"
"""Name of the file of a record."""
RAW: Final = "raw"
"""The text of a record that cannot be cut into the header's fields; null of every other one."""
_HEAD: Final = 1 << 20
_BEGINNING: Final = 1 << 16
_QUOTED: Final = re.compile(rb'"[^"]*(?:"|\Z)')
_BARE: Final = re.compile(rb"(?<!\r)\n")
_SMALL: Final = 16 << 20
"""Bytes of a file that need not be read in pieces."""
_BAD: Final = "leadscore: not cut into fields"


@dataclass(frozen=True)
class Given:
    """One input.

    Attributes:
        input: Which one.
        name: What it is called in reports.
        files: The names of its files.
        header: Header cells as written.
        rows: `c0`, `c1`, … as text, `file` and `raw`.
        size: Its bytes, 0 where they are not known.
        delimiter: What stands between its cells.
    """

    input: InputName
    name: str
    files: tuple[str, ...]
    header: tuple[str, ...]
    rows: DataFrame
    size: int = 0
    delimiter: str = ","


def read_paths(
    spark: SparkSession, input_: InputName, paths: Sequence[str], source: Source, scratch: Path
) -> Given:
    """Read the files of an input.

    Args:
        spark: The session.
        input_: Which input it is.
        paths: Files, folders and patterns, with or without a scheme.
        source: What the rules say of how it is written.
        scratch: A folder for the beginning of a file.

    Raises:
        InputError: They cannot be read.
    """
    storage = Storage(spark)
    found = [one for path in paths for one in storage.files(path)]
    head = storage.head(found[0].uri, _HEAD)
    if head.startswith(b"PAR1"):
        frame = spark.read.parquet(*(one.uri for one in found))
        given = read_frame(input_, frame, found[0].name)
        return replace(given, files=tuple(one.name for one in found), size=sum(one.size for one in found))
    return _read_csv(spark, input_, found, _header(found[0], head, source, scratch))


def _header(file: Found, head: bytes, source: Source, scratch: Path) -> tuple[Header, str]:
    """Return the header of a CSV file, and how its bytes become text."""
    head = _unpacked(head)
    place = scratch / f"head-{file.name.removesuffix('.gz')}"
    place.write_bytes(head)
    part = find_parts(place)[0]
    if part.kind != "text" or part.packing:
        raise InputError(
            f"{file.uri}: Spark reads CSV and Parquet, and this is something else\n"
            "  help: export CSV or Parquet, or leave out --engine spark"
        )
    header = peek_header(part, source)
    if header.line != 1:
        raise InputError(
            f"{file.uri}: the header stands on line {header.line}; with --engine spark it must be the first line of every file\n"
            "  help: remove what stands above it, or leave out --engine spark"
        )
    return header, source.encoding or _encoding(file, head)


def _unpacked(head: bytes) -> bytes:
    """Return the beginning of a file, of a packed one what is in it."""
    return zlib.decompressobj(wbits=31).decompress(head, _HEAD) if head.startswith(b"\x1f\x8b") else head


def line_end(head: bytes) -> str | None:
    """Return how records end if it is by a return and a line feed, all of those that begin a file; else None."""
    outside = _QUOTED.sub(b"", head)
    return "\r\n" if b"\r\n" in outside and not _BARE.search(outside) else None


def _encoding(file: Found, head: bytes) -> str:
    try:
        head[: len(head) - 4].decode("utf-8") if len(head) == _HEAD else head.decode("utf-8")
    except UnicodeDecodeError as error:
        if len(head) == _HEAD and error.start > _HEAD - 16:
            return "UTF-8"
        raise InputError(
            f"{file.uri}: this is not UTF-8, and Spark does not find out by itself what it is\n"
            "  help: say it in the rules file, such as sources: {contacts: {encoding: windows-1252}}"
        ) from None
    return "UTF-8"


def _read_csv(
    spark: SparkSession, input_: InputName, found: Sequence[Found], known: tuple[Header, str]
) -> Given:
    from pyspark.sql import functions as F
    from pyspark.sql import types as T

    header, encoding = known
    distinct = len({title.lower() for title in header.cells} | {_BAD, "", FILE}) == len(header.cells) + 3
    if not distinct and len(found) > 1:
        raise InputError(
            f"{found[0].uri}: columns of one name, and several files: Spark cannot tell whether their headers are the same\n"
            "  help: give each column a name of its own, or leave out --engine spark"
        )
    names = header.cells if distinct else tuple(map(cell, range(len(header.cells))))
    schema = T.StructType([T.StructField(name, T.StringType()) for name in (*names, _BAD)])
    options: dict[str, Any] = {
        "header": True,
        "enforceSchema": not distinct,
        "sep": header.delimiter,
        "encoding": encoding,
        "quote": '"',
        "escape": '"',
        "mode": "PERMISSIVE",
        "columnNameOfCorruptRecord": _BAD,
        "columnPruning": False,
        "maxCharsPerColumn": -1,
        "multiLine": _spans_lines(spark, found, encoding),
    }
    ends: list[str | None] = [None] * len(found)
    if options["multiLine"]:
        # NOTE: Spark finds out by itself how lines end, and makes line feeds of what ends lines within cells too.
        storage = Storage(spark)
        ends = [line_end(_unpacked(storage.head(one.uri, _BEGINNING))) for one in found]
    columns = [*map(cell, range(len(header.cells))), RAW, FILE]
    read = []
    for end in sorted(set(ends), key=str):
        reader = spark.read.schema(schema).options(**options)
        uris = [one.uri for one, own_end in zip(found, ends, strict=True) if own_end == end]
        rows = (reader if end is None else reader.option("lineSep", end)).csv(uris)
        with_file = rows.withColumn(FILE, F.col("_metadata.file_name")) if "_metadata" not in names else rows
        # NOTE: by place, as names may hold anything.
        read.append(with_file.toDF(*columns))
    return Given(
        input_,
        found[0].name if len(found) == 1 else _folder_of(found),
        tuple(one.name for one in found),
        header.cells,
        reduce(lambda some, more: some.unionByName(more), read),
        sum(one.size for one in found),
        header.delimiter,
    )


def _folder_of(found: Sequence[Found]) -> str:
    return f"{found[0].name} and {len(found) - 1:,} more"


def _spans_lines(spark: SparkSession, found: Sequence[Found], encoding: str) -> bool:
    """Return whether a record may go over several lines: if none does, a file can be read in pieces at once."""
    from pyspark.sql import functions as F

    if encoding != "UTF-8" or all(one.size < _SMALL for one in found):
        return True
    lines = spark.read.text([one.uri for one in found])
    quotes = F.length("value") - F.length(F.replace(F.col("value"), F.lit('"'), F.lit("")))
    return bool(lines.filter(quotes % 2 == 1).limit(1).count())


def read_frame(input_: InputName, frame: DataFrame, name: str) -> Given:
    """Read an input that is a frame of Spark, such as one of Parquet files.

    Raises:
        InputError: A column holds lists or the like.
    """
    from pyspark.sql import functions as F

    header = tuple(frame.columns)
    rows = text_cells(frame, name).withColumn(RAW, F.lit(None).cast("string")).withColumn(FILE, F.lit(name))
    return Given(input_, name, (name,), header, rows)
