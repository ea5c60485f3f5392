"""One text: proven to be plain, or repaired, then scanned.

1. Plain (see `survey`): Polars scans it without looking for quotes.
2. Every line is a record by itself, with quotes somewhere: Polars scans it with quotes.
3. Plain but for lines that are malformed or blank: as 1, and these lines are left out.
4. Else its repaired copy is scanned (see `repair`), and the rows that are fillers are left out.

In all cases a row's place is its line number.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import LINE, own
from leadscore.results import SourceFile
from leadscore.tables.aside import new_folder
from leadscore.tables.cache import Origin
from leadscore.tables.file import open_file
from leadscore.tables.pick import LineText, scan_text
from leadscore.tables.repair import FILLER, no_malformed, no_spans, note_findings, repair
from leadscore.tables.survey import NotUtf8Error, Survey, survey
from leadscore.tables.suspects import find_suspects, settle
from leadscore.tables.text import open_text, reopen_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from leadscore.schema.model import Source
    from leadscore.tables.cache import Cache
    from leadscore.tables.header import Header
    from leadscore.tables.parts import Part
    from leadscore.tables.repair import Repair
    from leadscore.tables.suspects import Finding
    from leadscore.tables.text import Text

__all__ = ["FileRecords", "read_text"]

_MOST_LEFT_OUT: Final = 10_000
"""Lines that are left out by their numbers; where there are more, a copy without them is scanned."""


@dataclass(frozen=True)
class FileRecords:
    """The records of one file.

    Attributes:
        source: The file.
        header: Its header cells as written.
        frame: One row per well-formed record: `own(0)`, `own(1)`, … and `LINE`.
        malformed: One row per malformed record, columns `REJECTED`.
        spans: `LINE` and `LINES` of the records in `frame` that go over several lines.
        text: Where the lines of its records can be looked up; None where it has no lines.
        lines: Its text, where every good record is a line; else None.
    """

    source: SourceFile
    header: tuple[str, ...]
    frame: pl.LazyFrame
    malformed: pl.DataFrame
    spans: pl.DataFrame
    text: Path | None
    lines: LineText | None = None


def read_text(part: Part, source: Source, scratch: Path, cache: Cache | None = None) -> FileRecords:
    """Sort the records of a text into well-formed and malformed ones.

    Args:
        part: What was given.
        source: What the rules say of the input.
        scratch: A folder for copies, which live as long as the frame is used.
        cache: What is kept beside the inputs; None for nothing.

    Raises:
        InputError: The text cannot be read.
    """
    text = open_text(part, source, scratch)
    try:
        found, suspects = _look_at(text, cache)
    except NotUtf8Error:
        text = reopen_text(text, source, scratch)
        found, suspects = _look_at(text, cache)
    # NOTE: a survey that gave up has not seen every quote.
    without_quotes = found.suspects is not None and not found.quoted
    quote = None if without_quotes else '"'
    if suspects.is_empty():
        records = _records(text, found, _scan(text.path, text.header, quote))
        return replace(records, lines=LineText(text.path, text.header, quote, found.marks))
    # NOTE: Polars takes the number of columns from the first line below the header.
    starts_well = suspects[0] > text.header.lines + 1
    if without_quotes and starts_well and suspects.len() <= _MOST_LEFT_OUT:
        with open_file(text.path) as file:
            findings = tuple(settle(file, suspects, text.header.shape))
        if not any(finding.kind == "record" for finding in findings):
            return _left_out(text, found, findings)
    return _repaired(text, found, suspects, scratch)


def _look_at(text: Text, cache: Cache | None) -> tuple[Survey, pl.Series]:
    """Read all of a text once, unless that was kept; also return the lines that are no record by themselves."""
    if cache is None or text.is_copy:
        found = survey(text.path, text.header, hashed=text.part.hashed and not text.is_copy)
        return found, _suspects(text, found)
    origin, about = Origin.of([text.path]), (text.header,)
    kept = cache.find("text", [origin], about)
    if kept is not None and (kept.facts["survey"]["sha256"] or not text.part.hashed):
        return Survey.of_facts(kept.facts["survey"]), pl.Series(LINE, kept.facts["suspects"], pl.Int64)
    found = survey(text.path, text.header, hashed=text.part.hashed)
    suspects = _suspects(text, found)
    if suspects.len() <= _MOST_LEFT_OUT:
        cache.keep("text", [origin], about, {"survey": asdict(found), "suspects": suspects.to_list()})
    return found, suspects


def _suspects(text: Text, found: Survey) -> pl.Series:
    if found.suspects is None:
        return find_suspects(text.path, text.header.lines, text.header.shape)
    return pl.Series(LINE, found.suspects, pl.Int64)


def _source(text: Text, found: Survey, rows: int) -> SourceFile:
    part = text.part
    sha256 = part.hash() if text.is_copy else found.sha256
    return SourceFile(part.path, rows, sha256, part.member, text.dialect)


def _records(text: Text, found: Survey, frame: pl.LazyFrame, fixed: Repair | None = None) -> FileRecords:
    rows = found.lines if fixed is None else found.lines - fixed.fillers + fixed.malformed.height
    return FileRecords(
        _source(text, found, rows),
        text.header.cells,
        frame,
        fixed.malformed if fixed else no_malformed(),
        fixed.spans if fixed else no_spans(),
        text.path,
    )


def _left_out(text: Text, found: Survey, findings: Sequence[Finding]) -> FileRecords:
    lines = [line for finding in findings for line in range(finding.line, finding.line + finding.lines)]
    frame = _scan(text.path, text.header, None, ragged=True).filter(~pl.col(LINE).is_in(lines))
    records = _records(text, found, frame, note_findings(text.part.name, findings))
    return replace(records, lines=LineText(text.path, text.header, None, found.marks, lines))


def _repaired(text: Text, found: Survey, suspects: pl.Series, scratch: Path) -> FileRecords:
    copy = new_folder(scratch) / "repaired.csv"
    fixed = repair(text.path, text.part.name, copy, suspects, text.header.shape)
    frame = _scan(copy, text.header, '"').filter(pl.col(own(0)).ne_missing(FILLER))
    return _records(text, found, frame, fixed)


def _scan(path: Path, header: Header, quote: str | None, *, ragged: bool = False) -> pl.LazyFrame:
    return scan_text(path.absolute(), header, quote, skip=header.lines, ragged=ragged)
