"""The folder that the benchmark works in: exports of an invented CRM, and rules."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from tests.bench.scale.facts import AS_OF
from tests.bench.scale.rulebooks import rulebook, write_rules

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["RULES", "make_data", "rows"]

RULES = {"rules8.yaml": 8, "rules40.yaml": 40, "rules50.yaml": 45}
"""Rules files, and how many of their rules read activities; five more read contacts."""


def make_data(folder: Path, contacts: int) -> None:
    """Write the exports with `leadscore sample`, unless they are there, and the rules."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "contacts.csv").exists():
        arguments = (
            "--contacts",
            str(contacts),
            "--seed",
            "1",
            "--as-of",
            AS_OF.isoformat(),
            "-o",
            str(folder),
        )
        command = (sys.executable, "-m", "leadscore", "sample", *arguments)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    for name, activity_rules in RULES.items():
        write_rules(folder / name, rulebook(activity_rules))


def rows(path: Path) -> int:
    """Return how many lines a file has below its header."""
    with path.open("rb") as file:
        blocks = iter(lambda: file.read(1 << 20), b"")
        return sum(block.count(b"\n") for block in blocks) - 1
