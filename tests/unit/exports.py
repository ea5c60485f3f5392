"""Small exports, laid out as a run does it once they are read."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from leadscore.columns import FILE, LINE, own
from leadscore.schema.model import Source
from leadscore.tables.layout import lay_out

if TYPE_CHECKING:
    from leadscore.schema.model import InputName
    from leadscore.tables.layout import Layout


@dataclass(frozen=True)
class Export:
    """Records of one input, and where its fields stand."""

    frame: pl.LazyFrame
    layout: Layout


def export(text: str, name: InputName = "contacts", missing: tuple[str, ...] = ()) -> Export:
    """Return what a CSV text holds, as the reader gives it; its header is line 1 of file 0."""
    header, *rows = csv.reader(text.splitlines())
    cells = {own(place): [row[place] for row in rows] for place in range(len(header))}
    places = {FILE: [0] * len(rows), LINE: list(range(2, len(rows) + 2))}
    schema = dict.fromkeys(cells, pl.String()) | {FILE: pl.Int32(), LINE: pl.Int64()}
    frame = pl.LazyFrame(cells | places, schema=schema)
    return Export(frame, lay_out(name, f"{name}.csv", tuple(header), Source(), missing))
