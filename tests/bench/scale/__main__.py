"""What a run of leadscore costs, side by side with the least that it could cost, and with the same rules by hand.

    python -m tests.bench.scale --contacts 200000 --rounds 5 --folder DIR
    python -m tests.bench.scale --contacts 1000000 --write docs/scale.md

This needs `pip install -e ".[bench]"`, and for a million contacts 5 GB of disk. The exports are made by `leadscore
sample`, with about twenty activities for each contact; those in the folder are taken if it has some. Then, in turns:

- the whole `leadscore score`, all files written and hashed, with eight rules (`rules8.yaml`) and with forty; again
  after a rule change; without files; one `explain`; and how long `--help` and `check` take;
- the floor: a bare streaming read of the used columns, a copy of the contacts, and SHA-256 of both files;
- the same eight rules by hand: as one DuckDB query, in Polars, in pandas, and for zen-engine on a sample.

Every measurement is a process of its own, of which the system tells time and peak memory; nothing else should run.
What DuckDB, Polars, pandas and zen-engine come to is held against `scored.csv` cell by cell, and the benchmark ends
if anything differs. Options that leadscore does not have yet are left out, and a line says so.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from tests.bench.scale.contenders import HAND_WRITTEN, OUT, ROOT, contenders
from tests.bench.scale.data import make_data, rows
from tests.bench.scale.tables import goals, machine, measured, replace_between
from tests.bench.turns import measure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.bench.scale.contenders import Contender
    from tests.bench.turns import Run


def main() -> None:
    """Make the data, measure, compare, and print the tables."""
    options = _options()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(options.folder or scratch).absolute()
        make_data(folder, options.contacts)
        (folder / OUT).mkdir(exist_ok=True)
        contacts, activities = (rows(folder / f"{name}.csv") for name in ("contacts", "activities"))
        competing, left_out = contenders(folder, contacts, activities, everything=options.all)
        print("\n".join(left_out))
        runs = _take_turns(folder, competing, options.rounds)
        size = sum((folder / f"{name}.csv").stat().st_size for name in ("contacts", "activities")) / 1e9
    labels = {name: contender.label for name, contender in competing.items()}
    text = "\n\n".join(
        (
            f"{contacts:,} contacts with {activities:,} activities, {size:.2f} GB of CSV; medians of {options.rounds} rounds:",
            measured(labels, runs),
            goals(runs),
            f"zen-engine evaluates {contacts / median(run.seconds for run in runs['zen']):,.0f} contacts a second.",
            f"On {machine()} Made by `python -m tests.bench.scale --contacts {options.contacts} --rounds {options.rounds}`.",
            *left_out,
        )
    )
    print(text)
    if options.write:
        replace_between(Path(options.write), f"measured: {options.contacts} contacts", text)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--contacts", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", help="where the exports are made and kept; else they are removed")
    parser.add_argument("--all", action="store_true", help="pandas too, whatever the size")
    parser.add_argument(
        "--write", metavar="DOCUMENT", help="write the tables between the document's markers too"
    )
    return parser.parse_args()


def _take_turns(folder: Path, competing: Mapping[str, Contender], rounds: int) -> dict[str, list[Run]]:
    runs: dict[str, list[Run]] = {name: [] for name in competing}
    for number in range(rounds):
        for name, contender in competing.items():
            for _ in range(contender.times):
                contender.prepare(number)
                os.sync()
                run = measure(contender.command, contender.folder)
                runs[name].append(run._replace(seconds=contender.told()) if contender.told else run)
            if name == "score" and number == 0:
                _compare(folder, competing)
        print(f"round {number + 1} of {rounds}", file=sys.stderr)
    return runs


def _compare(folder: Path, competing: Mapping[str, Contender]) -> None:
    """Hold the hand-written results against leadscore's, in a process of its own: what this one holds is charged to all."""
    files = [f"{folder}/{OUT}/{name}.csv" for name in HAND_WRITTEN if name in competing]
    command = [sys.executable, "-m", "tests.bench.scale.compare", f"{folder}/{OUT}/score/scored.csv", *files]
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        sys.exit("the hand-written rules and leadscore do not agree, so nothing is compared")


if __name__ == "__main__":
    main()
