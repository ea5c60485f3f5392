"""The floor: a bare streaming read of the used columns, a copy of the contacts, and the hashes that `run.json` asks for.

    python -m tests.bench.scale.floor FOLDER OUT [--scan]

Hashing runs beside in a thread, as whoever wants it fast would do it. With `--scan` nothing is written or hashed, and
all that is asked for is one contact: a bare scan of the inputs.
"""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from hashlib import file_digest
from pathlib import Path

import polars as pl

from tests.bench.scale.facts import USED

NAMES = ("contacts.csv", "activities.csv")


def floor(folder: Path, out: Path) -> None:
    """Read and hash the inputs, and write the contacts."""
    with ThreadPoolExecutor(1) as beside:
        hashed = beside.submit(lambda: [_hash(folder / name) for name in NAMES])
        activities = pl.scan_csv(folder / "activities.csv", infer_schema=False)
        counts = activities.select(pl.col(USED).count()).collect(engine="streaming")
        pl.scan_csv(folder / "contacts.csv", infer_schema=False).sink_csv(out / "floor.csv")
        lines = [f"{digest} {name}" for digest, name in zip(hashed.result(), NAMES, strict=True)]
    (out / "floor.txt").write_text("\n".join([*lines, str(counts.row(0))]), "utf-8")


def scan(folder: Path) -> None:
    """Read the inputs, and keep one contact."""
    for name, columns in zip(NAMES, ((), USED), strict=True):
        table = pl.scan_csv(folder / name, infer_schema=False)
        kept = table.select(columns) if columns else table
        kept.filter(pl.col("contact_id") == "1000001").collect(engine="streaming")


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    if "--scan" in sys.argv:
        scan(Path(sys.argv[1]))
    else:
        floor(Path(sys.argv[1]), Path(sys.argv[2]))
