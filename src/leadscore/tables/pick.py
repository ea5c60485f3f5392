"""Some records of a table, by their places or by what stands in them, without a look at the cells of all others."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, Final

import polars as pl

from leadscore.columns import FILE, LINE, own
from leadscore.tables.file import open_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from leadscore.tables.header import Header
    from leadscore.tables.survey import Waymarks
    from leadscore.tables.table import Table

__all__ = ["LineText", "find_records", "pick_records", "scan_text"]

_MOST_PICKED: Final = 5_000
"""Records that are looked up one by one; for more, the table is gone through."""
_MOST_FOUND: Final = 200_000
"""Lines that are held in memory; a text that stands in more of them finds nobody."""
_TEXT: Final = "text"


@dataclass(frozen=True)
class LineText:
    """A text in which every good record is a line.

    Attributes:
        path: The text.
        header: Its header.
        quote: What quotes its cells, None if nothing does.
        marks: Where some of its lines begin.
        left_out: The lines that are no good records, ascending.
    """

    path: Path
    header: Header
    quote: str | None
    marks: Waymarks
    left_out: Sequence[int] = ()

    def read(self, lines: Sequence[int]) -> pl.DataFrame:
        """Return the records on these lines, ascending: their own cells and `LINE`."""
        with open_file(self.path) as file:
            return self._records(b"".join(self._lines(file, lines)), lines)

    def find(self, texts: Sequence[str]) -> pl.DataFrame | None:
        """Return the records in whose lines one of these texts stands as it is; None if these are very many."""
        lines = pl.scan_lines(
            self.path.absolute(), name=_TEXT, row_index_name=LINE, row_index_offset=1, glob=False
        )
        there = pl.col(_TEXT).str.contains_any(list(texts)) & (pl.col(LINE) > self.header.lines)
        found = lines.filter(there).head(_MOST_FOUND).collect(engine="streaming").sort(LINE)
        if found.height == _MOST_FOUND:
            return None
        found = found.filter(~pl.col(LINE).is_in(list(self.left_out)))
        return self._records("".join(f"{line}\n" for line in found[_TEXT]).encode(), found[LINE])

    def _records(self, texts: bytes, lines: Sequence[int] | pl.Series) -> pl.DataFrame:
        cells = scan_text(BytesIO(texts), self.header, self.quote, skip=0).drop(LINE).collect()
        return cells.with_columns(pl.Series(LINE, lines).cast(pl.Int64))

    def _lines(self, file: BinaryIO, lines: Sequence[int]) -> Iterator[bytes]:
        passed = 0
        file.seek(self.header.size)
        for line in lines:
            above = line - self.header.lines - 1
            mark = bisect_left(self.marks.lines, above) - 1
            if mark >= 0 and self.marks.lines[mark] > passed:
                passed = self.marks.lines[mark]
                file.seek(self.marks.offsets[mark])
            deque(islice(file, above - passed), maxlen=0)
            yield file.readline()
            passed = above + 1


def scan_text(
    source: Path | BytesIO, header: Header, quote: str | None, *, skip: int, ragged: bool = False
) -> pl.LazyFrame:
    """Scan the records of a text: `own(0)`, `own(1)`, … and `LINE`, counted from the line behind those skipped.

    Args:
        source: The text.
        header: Its header, perhaps without standing in it.
        quote: What quotes its cells, None if nothing does.
        skip: Lines above the first record.
        ragged: Whether lines with too many cells are cut off.
    """
    cells = [own(place) for place in range(len(header.cells))]
    return pl.scan_csv(
        source,
        has_header=False,
        separator=header.delimiter,
        skip_lines=skip,
        schema=dict.fromkeys(cells, pl.String),
        infer_schema=False,
        quote_char=quote,
        truncate_ragged_lines=ragged,
        row_index_name=LINE,
        row_index_offset=skip + 1,
        glob=False,
    ).select(*cells, pl.col(LINE).cast(pl.Int64))


def pick_records(table: Table, places: pl.DataFrame) -> pl.DataFrame:
    """Return some records of a table, with all their cells, in file order.

    Args:
        table: The table.
        places: `FILE` and `LINE` of good records, each once.

    Raises:
        InputError: A file cannot be read any more.
    """
    if places.height > _MOST_PICKED or not table.lines or not all(table.lines):
        few = table.frame.join(places.lazy(), on=[FILE, LINE], how="semi", maintain_order="none")
        return few.collect(engine="streaming").sort(FILE, LINE)
    found = []
    for place, text in enumerate(table.lines):
        lines = places.filter(pl.col(FILE) == place)[LINE].sort().to_list()
        found.append(text.read(lines) if text and lines else None)
    return _together(table, found)


def find_records(table: Table, texts: Sequence[str]) -> pl.DataFrame | None:
    """Return the records in whose lines one of these texts stands, in file order.

    Args:
        table: The table.
        texts: Parts of cells, as they are written.

    Returns:
        The records with all their cells; None if lines do not tell, or these are very many.
    """
    if not table.lines or any(not text or '"' in text for text in texts):
        return None
    found = []
    for text in table.lines:
        rows = text.find(texts) if text and texts else None
        if rows is None and texts:
            return None
        found.append(rows)
    return _together(table, found)


def _together(table: Table, found: Sequence[pl.DataFrame | None]) -> pl.DataFrame:
    empty = table.frame.clear().collect()
    named = [
        rows.with_columns(pl.lit(place, pl.Int32).alias(FILE)).select(empty.columns)
        for place, rows in enumerate(found)
        if rows is not None and rows.height
    ]
    return pl.concat([empty, *named])
