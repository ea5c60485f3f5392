"""Rules with a small export: comments at their top say what is to be said of them, then which records there are.

`30 x DE, 50` stands for 30 records with these cells. Those of contacts are numbered; those of other inputs belong to
the contacts in turn.
"""

from __future__ import annotations

import csv
from datetime import date
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from leadscore.pipeline.health import examine
from leadscore.pipeline.inputs import Inputs, Settings
from leadscore.schema.inspection import Inspection, inspect_text
from leadscore.schema.load import parse_rules

if TYPE_CHECKING:
    from pathlib import Path

    from leadscore.results.health import Health

AS_OF: Final = date(2026, 11, 1)
INPUTS: Final = ("contacts", "activities", "deals", "companies")


def split(text: str) -> tuple[list[str], dict[str, list[list[str]]]]:
    """Return what the comments at the top of a case say: the expected lines, and the records of each input."""
    comments = [
        line.removeprefix("#").removeprefix(" ")
        for line in takewhile(lambda line: line[:1] == "#", text.split("\n"))
    ]
    first = next(place for place, line in enumerate(comments) if line.partition(":")[0] in INPUTS)
    tables: dict[str, list[list[str]]] = {}
    name = ""
    for line in comments[first:]:
        head, colon, rest = line.partition(":")
        if head in INPUTS and colon:
            name = head
            tables[name] = [["contact_id", *(cell.strip() for cell in rest.split(","))]]
        else:
            times, _, cells = line.partition(" x")
            start = len(tables[name]) if name == "contacts" else 1
            tables[name] += [
                [str(start + number), *(cell.strip() for cell in cells.split(","))]
                for number in range(int(times))
            ]
    return [line for line in comments[:first] if line], tables


def examined(text: str, folder: Path) -> Health:
    """Run the rules of a case on its export."""
    files = {}
    for name, rows in split(text)[1].items():
        files[name] = (folder / f"{name}.csv",)
        with files[name][0].open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return examine(Inputs(files), parse_rules(text, "rules.yaml", None), Settings(AS_OF, folder))  # type: ignore[arg-type]


def inspected(text: str, folder: Path) -> Inspection:
    """Return everything there is to say of a case."""
    return inspect_text(text, "rules.yaml", None).with_findings(examined(text, folder).findings)
