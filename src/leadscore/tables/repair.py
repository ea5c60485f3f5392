"""A copy of a file in which every line is one row.

Malformed records and blank lines are replaced by *fillers*, rows that no file can contain, one for each of their
lines; a good record that goes over several lines is followed by one for each line more. So the place of a row in the
copy is still its line number in the file. All other bytes are copied as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final

import polars as pl

from leadscore.columns import LINE, REJECTED
from leadscore.tables import refusals
from leadscore.tables.file import BUFFER, open_file
from leadscore.tables.suspects import Finding, settle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from leadscore.tables.grammar import Shape

__all__ = ["FILLER", "LINES", "Repair", "no_malformed", "no_spans", "note_findings", "repair"]

FILLER: Final = "\0"
"""First cell of a filler: no good record contains this character."""

LINES: Final = "lines"
"""Int64: over how many lines a record goes."""

_CHUNK: Final = 1 << 20
_MALFORMED: Final = {name: pl.Int64 if name == "line" else pl.String for name in REJECTED}


@dataclass(frozen=True)
class Repair:
    """What was changed in a file's copy.

    Attributes:
        fillers: How many rows of the copy are fillers.
        malformed: Malformed records, columns `REJECTED`, in file order.
        spans: `LINE` and `LINES` of every good record that goes over several lines.
    """

    fillers: int
    malformed: pl.DataFrame
    spans: pl.DataFrame


def no_malformed() -> pl.DataFrame:
    """Return the table of malformed records of a file without any."""
    return pl.DataFrame(schema=_MALFORMED)


def no_spans() -> pl.DataFrame:
    """Return the table of long records of a file without any."""
    return pl.DataFrame(schema={LINE: pl.Int64, LINES: pl.Int64})


def repair(path: Path, name: str, copy: Path, suspects: pl.Series, shape: Shape) -> Repair:
    """Write the copy.

    Args:
        path: The file.
        name: What it is called in reports.
        copy: Where to write.
        suspects: Numbers of its suspect lines, ascending.
        shape: What a record looks like.

    Raises:
        InputError: There is no room for it.
    """
    try:
        with open_file(path) as file, open_file(path) as source, copy.open("wb", buffering=BUFFER) as target:
            findings = _Findings(name)
            _copy(source, target, findings.watch(settle(file, suspects, shape)), shape)
    except OSError as error:
        raise refusals.no_copy(name, error) from error
    return findings.repair()


def note_findings(name: str, findings: Iterable[Finding]) -> Repair:
    """Return what findings come to, where nothing is copied.

    Args:
        name: What the file is called in reports.
        findings: All of them, in file order.
    """
    notes = _Findings(name)
    for _ in notes.watch(findings):
        pass
    return notes.repair()


class _Findings:
    """Notes what goes by."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._fillers = 0
        self._malformed: list[tuple[int, str, str]] = []
        self._spans: list[tuple[int, int]] = []

    def watch(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        for finding in findings:
            self._fillers += _fillers(finding)
            if finding.kind == "malformed":
                self._malformed.append((finding.line, finding.reason, finding.text))
            elif finding.kind == "record" and finding.lines > 1:
                self._spans.append((finding.line, finding.lines))
            yield finding

    def repair(self) -> Repair:
        found = pl.DataFrame(
            self._malformed, schema={"line": pl.Int64, "reason": pl.String, "raw": pl.String}, orient="row"
        )
        malformed = found.with_columns(file=pl.lit(self._name), column=pl.lit(""), value=pl.lit("")).select(
            REJECTED
        )
        spans = pl.DataFrame(self._spans, schema=no_spans().schema, orient="row")
        return Repair(self._fillers, malformed, spans)


def _fillers(finding: Finding) -> int:
    return finding.lines - 1 if finding.kind == "record" else finding.lines


def _copy(source: BinaryIO, target: BinaryIO, findings: Iterable[Finding], shape: Shape) -> None:
    filler = (FILLER + shape.delimiter * (shape.columns - 1) + "\n").encode()
    for finding in findings:
        _copy_bytes(source, target, finding.start - source.tell())
        if finding.kind == "record":
            target.write(finding.text.encode() + b"\n")
        target.write(filler * _fillers(finding))
        source.seek(finding.end)
    while chunk := source.read(_CHUNK):
        target.write(chunk)


def _copy_bytes(source: BinaryIO, target: BinaryIO, count: int) -> None:
    target.writelines(source.read(_CHUNK) for _ in range(count // _CHUNK))
    target.write(source.read(count % _CHUNK))
