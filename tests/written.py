"""What a run would write, table by table."""

from __future__ import annotations

import csv
from itertools import chain
from typing import TYPE_CHECKING

import polars as pl

from leadscore.results import OutputTable

if TYPE_CHECKING:
    from leadscore.pipeline import Run

__all__ = ["tables_of"]


def tables_of(run: Run) -> list[OutputTable]:
    """Return all tables of a run, those of the scored contacts too, with null for empty cells."""
    slices = list(run.scored.slices())
    lines = {path: list(chain.from_iterable(some[path] for some in slices)) for path in run.scored.headers}
    scored = [_table(path, header, lines[path]) for path, header in run.scored.headers.items()]
    return [*scored, *run.tables]


def _table(path: str, header: tuple[str, ...], lines: list[str]) -> OutputTable:
    names = [str(place) for place in range(len(header))]
    rows = [[cell or None for cell in row] for row in csv.reader(lines, strict=True)]
    return OutputTable(path, header, pl.DataFrame(rows, dict.fromkeys(names, pl.String), orient="row"))
