"""Holds what the hand-written ways wrote against what leadscore wrote, cell by cell.

    python -m tests.bench.scale.compare SCORED FILE [FILE]

Order does not matter. Of `zen.csv`, a sample, only the contacts in it are held against each other. What differs is printed, and the exit code is then 1.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

from tests.bench.scale.facts import RESULT

SAMPLE = "zen.csv"
SHOWN = 5
"""Contacts that are shown of those that differ."""


def main() -> None:
    """Compare the files that the command line names."""
    scored, *others = (Path(name) for name in sys.argv[1:])
    found = [text for other in others if (text := difference(scored, other))]
    if found:
        sys.exit("\n".join(found))


def difference(scored: Path, other: Path) -> str:
    """Return how a file of a hand-written way differs from `scored.csv`; nothing if it does not."""
    scores = [name for name in RESULT if name.startswith("lead_") and name != "lead_stage"]
    ours = _read(scored).with_columns(pl.col(scores).str.replace(".", "", literal=True))
    theirs = _read(other)
    if other.name == SAMPLE:
        ours = ours.join(theirs, on="contact_id", how="semi")
    ours, theirs = (table.with_columns(pl.col(scores).cast(pl.Int64)) for table in (ours, theirs))
    different = pl.concat([ours, theirs]).filter(~pl.struct(RESULT).is_duplicated()).sort("contact_id")
    if ours.height == theirs.height and different.is_empty():
        return ""
    cells = "\n".join(str(row) for row in different.head(2 * SHOWN).rows())
    return (
        f"{other.name} is not {scored.name}: {different.height:,} rows of {ours.height:,} and {theirs.height:,} "
        f"have no twin; the first of {RESULT}:\n{cells}"
    )


def _read(path: Path) -> pl.DataFrame:
    return pl.scan_csv(path, infer_schema=False).select(RESULT).collect(engine="streaming")


if __name__ == "__main__":
    main()
