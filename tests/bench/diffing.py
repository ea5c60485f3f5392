"""What a comparison of two rules files costs, as a ratio to one `score` of the same exports in the same run.

    python -m tests.bench.diffing [--contacts 100000] [--rounds 5] [--folder DIR]

Both read the same exports with the same rules; the second rules of the comparison differ in a few points. Every
measurement is a process of its own, the two commands take turns, and medians are compared.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter

from leadscore.sample import write_sample

ROOT = Path(__file__).parents[2]
COMMANDS = {
    "score": ("score", "contacts.csv", "-r", "old.yaml", "-q"),
    "diff": ("diff", "old.yaml", "new.yaml", "contacts.csv", "--by", "country"),
}


def main() -> None:
    """Make the exports, measure, and print the ratio."""
    options = _options()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(options.folder or scratch)
        _make(folder, options.contacts)
        seconds: dict[str, list[float]] = {name: [] for name in COMMANDS}
        for _ in range(options.rounds):
            for name, command in COMMANDS.items():
                seconds[name].append(_process(folder, command))
    found = {name: median(values) for name, values in seconds.items()}
    print(f"{options.contacts:,} contacts, medians of {options.rounds}, seconds")
    print("".join(f"{name:>10}{value:8.2f}" for name, value in found.items()), end="")
    print(f"{'ratio':>10}{found['diff'] / found['score']:8.2f}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--contacts", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", help="where the exports are made and kept; else they are removed")
    return parser.parse_args()


def _make(folder: Path, contacts: int) -> None:
    """Write exports, and rules that differ in what a request for a demo and a company's size are worth."""
    if not (folder / "contacts.csv").exists():
        write_sample(folder, contacts=contacts, seed=1, as_of=date(2026, 11, 1))
    shutil.copytree(ROOT / "sample_data" / "lists", folder / "sample_data" / "lists", dirs_exist_ok=True)
    rules = (ROOT / "rules.example.yaml").read_text("utf-8")
    bigger = rules.replace("below: 250, points: 15", "below: 250, points: 22")
    changed = re.sub(r"points: 40\n", "points: 30\n", bigger)
    (folder / "old.yaml").write_text(rules, "utf-8")
    (folder / "new.yaml").write_text(changed, "utf-8")


def _process(folder: Path, command: tuple[str, ...]) -> float:
    start = perf_counter()
    arguments = [sys.executable, "-m", "leadscore", *command, "--as-of", "2026-11-01"]
    subprocess.run(arguments, cwd=folder, check=True, capture_output=True)
    return perf_counter() - start


if __name__ == "__main__":
    main()
