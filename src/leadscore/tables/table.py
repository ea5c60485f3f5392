"""One input, read: what its records are and where each of them comes from."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

import polars as pl

from leadscore.columns import FILE, LINE, own
from leadscore.tables.file import open_file
from leadscore.tables.grammar import BAD_BYTE
from leadscore.tables.lines import LineReader, join_lines, shorten
from leadscore.tables.repair import LINES, no_spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from leadscore.results import SourceFile
    from leadscore.tables.cache import Origin
    from leadscore.tables.pick import LineText

__all__ = ["Table", "raw_records"]

_RAW = "raw"


@dataclass(frozen=True)
class Table:
    """One input, from one or more files with the same header.

    Attributes:
        input: Which input it is, for messages: `contacts`, `activities`, ….
        files: The files, in the order in which they were given.
        header: Header cells as written; they may repeat or be empty.
        frame: One row per well-formed record, in file order: `own(0)`, `own(1)`, … (String, as read; an empty cell
            is an empty text or null), `FILE` (Int32) and `LINE` (Int64).
        malformed: One row per malformed record, columns `REJECTED`.
        spans: `FILE`, `LINE` and `LINES` of the records in `frame` that go over several lines.
        texts: Where the lines of each file's records can be looked up; None for a file without lines.
        serials: Whether a number may stand for a day, as in a workbook.
        lines: The text of each file in which every good record is a line; None for any other.
        origin: What the files were before they were read; None where `frame` is not all of them.
    """

    input: str
    files: tuple[SourceFile, ...]
    header: tuple[str, ...]
    frame: pl.LazyFrame
    malformed: pl.DataFrame
    spans: pl.DataFrame = field(
        default_factory=lambda: no_spans().with_columns(pl.lit(0, pl.Int32).alias(FILE))
    )
    texts: tuple[Path | None, ...] = ()
    serials: bool = False
    lines: tuple[LineText | None, ...] = ()
    origin: Origin | None = None


def raw_records(table: Table, places: pl.DataFrame) -> pl.DataFrame:
    """Look up the text of records as it stands in the files.

    Args:
        table: The input they belong to.
        places: `FILE` and `LINE` of the records, among other columns.

    Returns:
        The same rows in the same order, plus `raw`: all lines of the record, the line end of the last one aside,
        and no more than its first 10,000 characters. Of a record without lines it is the cells, as a CSV file has them.

    Raises:
        InputError: A file cannot be read any more.
    """
    wanted = (
        places.select(FILE, LINE)
        .unique()
        .sort(FILE, LINE)
        .join(table.spans, on=[FILE, LINE], how="left", validate="1:1", maintain_order="left")
    )
    found: list[str] = []
    for index, source in enumerate(table.files):
        there = wanted.filter(pl.col(FILE) == index).select(LINE, pl.col(LINES).fill_null(1))
        text = table.texts[index] if table.texts else source.path
        found += _texts(text, there.iter_rows()) if text else _cells(table, index, there)
    raw = wanted.select(FILE, LINE, pl.Series(_RAW, found, pl.String))
    return places.join(raw, on=[FILE, LINE], how="left", validate="m:1", maintain_order="left")


def _texts(path: Path, places: Iterable[tuple[int, int]]) -> Iterator[str]:
    with open_file(path) as file:
        reader = LineReader(file)
        for line, count in places:
            reader.skip_to(line)
            yield shorten(join_lines(islice(reader.peek(), count)).replace(BAD_BYTE, BAD_BYTE[-1]))


def _cells(table: Table, index: int, there: pl.DataFrame) -> Iterator[str]:
    rows = table.frame.filter(pl.col(FILE) == index, pl.col(LINE).is_in(there[LINE].implode()))
    names = [own(place) for place in range(len(table.header))]
    for row in rows.sort(LINE).select(names).collect(engine="streaming").iter_slices(1):
        yield shorten(row.write_csv(include_header=False).removesuffix("\n"))
