"""One file: proven to be plain, or repaired, then scanned.

1. Plain (see `survey`): Polars scans it without looking for quotes.
2. Every line is a record by itself, with quotes somewhere: Polars scans it with quotes.
3. Else its repaired copy is scanned (see `repair`), and the rows that are fillers are left out.

In all three cases a row's place is its line number.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

import polars as pl

from leadscore.columns import LINE, own
from leadscore.results import SourceFile
from leadscore.tables import refusals
from leadscore.tables.repair import FILLER, no_malformed, no_spans, repair
from leadscore.tables.survey import survey
from leadscore.tables.suspects import find_suspects

if TYPE_CHECKING:
    from leadscore.tables.header import Header
    from leadscore.tables.survey import Survey

__all__ = ["FileRecords", "read_file"]


@dataclass(frozen=True)
class FileRecords:
    """The records of one file.

    Attributes:
        source: The file.
        frame: One row per well-formed record: `own(0)`, `own(1)`, … and `LINE`.
        malformed: One row per malformed record, columns `REJECTED`.
        spans: `LINE` and `LINES` of the records in `frame` that go over several lines.
    """

    source: SourceFile
    frame: pl.LazyFrame
    malformed: pl.DataFrame
    spans: pl.DataFrame


def read_file(path: Path, header: Header, scratch: Path) -> FileRecords:
    """Sort the records of a file into well-formed and malformed ones.

    Args:
        path: The file.
        header: Its header.
        scratch: A folder for a repaired copy, which lives as long as the frame is used.

    Raises:
        InputError: The file cannot be read.
    """
    found = survey(path, header)
    if found.plain:
        return _whole(path, header, found, quote=None)
    suspects = find_suspects(path, header.lines, len(header.cells))
    if suspects.is_empty():
        return _whole(path, header, found, quote='"')
    return _repaired(path, header, found, suspects, scratch)


def _whole(path: Path, header: Header, found: Survey, quote: str | None) -> FileRecords:
    source = SourceFile(path, found.lines, found.sha256)
    return FileRecords(source, _scan(path, header, quote), no_malformed(), no_spans())


def _repaired(path: Path, header: Header, found: Survey, suspects: pl.Series, scratch: Path) -> FileRecords:
    copy = Path(mkdtemp(dir=scratch)) / "repaired.csv"
    fixed = repair(path, copy, suspects, len(header.cells))
    frame = _scan(copy, header, '"').filter(pl.col(own(0)).ne_missing(FILLER))
    good = found.lines - fixed.fillers
    _check_count(path, frame, good)
    source = SourceFile(path, good + fixed.malformed.height, found.sha256)
    return FileRecords(source, frame, fixed.malformed, fixed.spans)


def _scan(path: Path, header: Header, quote: str | None) -> pl.LazyFrame:
    cells = [own(place) for place in range(len(header.cells))]
    return pl.scan_csv(
        path.absolute(),
        has_header=False,
        skip_lines=header.lines,
        schema=dict.fromkeys(cells, pl.String),
        infer_schema=False,
        quote_char=quote,
        row_index_name=LINE,
        row_index_offset=header.lines + 1,
        glob=False,
    ).select(*cells, pl.col(LINE).cast(pl.Int64))


def _check_count(path: Path, frame: pl.LazyFrame, good: int) -> None:
    rows = frame.select(pl.len()).collect(engine="streaming").item()
    if rows != good:
        raise refusals.miscounted(path, good, rows)
