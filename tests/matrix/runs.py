"""Runs over the exports of one layout, and what they say of each lead, whatever its system calls it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.pipeline import Inputs, Settings, score_inputs
from leadscore.schema.load import parse_rules
from tests.matrix.dialects import write_text
from tests.matrix.neutral import AS_OF, RECORDS, RULES, Id, Outcome, Status, Step
from tests.written import tables_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from leadscore.pipeline import Run
    from leadscore.results import OutputTable
    from leadscore.schema.model import InputName
    from tests.matrix.dialects import Dialect, Rows
    from tests.matrix.layout import Layout
    from tests.matrix.neutral import Record, Value

__all__ = [
    "INPUTS",
    "Result",
    "cells",
    "records",
    "result",
    "rules_of",
    "score",
    "tables",
    "values",
    "write_all",
]

Row = dict[str, str | None]

INPUTS: Final[tuple[InputName, ...]] = ("contacts", "activities", "deals")
_NOT_OF_EVERY_SYSTEM: Final = ("first_name", "last_name", "owner")
"""Columns of a hand-off list that some systems have no cells for."""


@dataclass(frozen=True)
class Result:
    """What a run found out, without what is the system's own: its ids, headers and cells.

    Attributes:
        leads: What was written of each lead.
        lists: Whom each hand-off list holds, in order, and what was written of them.
        records: How many records of each input were read, used, later, of nobody, repeated and rejected.
        unreadable: Columns with cells that could not be read.
    """

    leads: Mapping[int, Row]
    lists: Mapping[str, list[tuple[int, Row]]]
    records: Mapping[str, tuple[int, ...]]
    unreadable: tuple[str, ...]


def values(layout: Layout, name: InputName) -> list[list[Value]]:
    """Return the records of one input as they stand in a file that knows numbers and times."""
    columns = layout.columns[name].values()
    return [[_value(layout, record, column) for column in columns] for record in RECORDS[name]]


def _value(layout: Layout, record: Record, column: str) -> Value:
    value: Value = column[1:] if column.startswith("=") else record[column]
    return layout.style.cell(value) if isinstance(value, Id | Outcome | Status | Step) else value


def records(layout: Layout, name: InputName) -> Rows:
    """Return the records of one input as text."""
    return [[layout.style.cell(value) for value in row] for row in values(layout, name)]


def cells(layout: Layout, name: InputName) -> Rows:
    """Return one whole export: its frame, its header and its records."""
    above, below = ([list(row) for row in rows] for rows in (layout.above, layout.below))
    return [*above, list(layout.columns[name]), *records(layout, name), *below]


def write_all(folder: Path, layout: Layout, dialect: Dialect) -> dict[InputName, tuple[Path, ...]]:
    """Write all exports of a layout as texts."""
    return {name: (write_text(folder / f"{name}.csv", cells(layout, name), dialect),) for name in INPUTS}


def score(
    folder: Path, layout: Layout, files: Mapping[InputName, tuple[Path, ...]], *, profile: str = ""
) -> Run:
    """Score exports with the rules that all layouts share."""
    with TemporaryDirectory(dir=folder) as scratch:
        settings = Settings(AS_OF, Path(scratch))
        return score_inputs(Inputs(files), _parsed(rules_of(layout, profile)), settings)


_parsed = cache(partial(parse_rules, file="rules.yaml", folder=None))


def rules_of(layout: Layout, profile: str = "") -> str:
    """Return the rules, with what they say of the customer's own columns, and of the system if that is said."""
    sources: dict[str, dict[str, object]] = {name: {} for name in INPUTS}
    for name, source in sources.items():
        if name in layout.mapped:
            source["columns"] = dict(layout.mapped[name])
        if profile:
            source["profile"] = profile
    return f"{RULES}sources: {json.dumps(sources, ensure_ascii=False)}\n"


def tables(found: Run) -> dict[str, list[Row]]:
    """Return every table of a run."""
    return {table.path: _rows(table) for table in tables_of(found)}


def _rows(table: OutputTable) -> list[Row]:
    texts = table.rows.select(pl.all().cast(pl.String))
    return [dict(zip(table.header, row, strict=True)) for row in texts.iter_rows()]


def result(found: Run, layout: Layout) -> Result:
    """Return what a run says of the leads."""
    numbers = {layout.style.cell(record["id"]): place for place, record in enumerate(RECORDS["contacts"], 1)}
    header = next(header for header, field in layout.contacts.items() if field == "id")
    written = tables(found)
    return Result(
        leads=dict(_numbered(row, header, numbers) for row in written["writeback.csv"]),
        lists={
            path: [_numbered(row, "contact_id", numbers) for row in rows]
            for path, rows in written.items()
            if path.startswith("handoff/")
        },
        records={
            one.input: (one.read, one.used, one.later, one.unknown_contact, one.repeated, one.rejected)
            for one in found.summary.inputs
        },
        unreadable=tuple(
            f"{one.input}: {one.column} as {one.kind}: {one.examples}" for one in found.summary.unreadable
        ),
    )


def _numbered(row: Row, header: str, numbers: Mapping[str, int]) -> tuple[int, Row]:
    """Return which lead a row is of, and its cells that are the same in every system."""
    left_out = (header, *_NOT_OF_EVERY_SYSTEM)
    return numbers[str(row[header])], {name: cell for name, cell in row.items() if name not in left_out}
