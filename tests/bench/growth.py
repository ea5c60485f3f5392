"""How time and memory of a run grow with contacts, activities and rules, as a formula and a plot.

    python -m tests.bench.growth [--contacts 200000] [--activities 1,2,5,10,20,40] [--rounds 3] [--folder DIR]
    python -m tests.bench.growth --write docs/scale.md --plot docs/pictures/growth.svg

This needs `pip install -e ".[bench]"`, and 10 GB of disk. The exports of `leadscore sample` are stretched to so many
million activities for the same contacts: evenly fewer of them, or each several times, a week apart. Then come a quarter,
half, and twice as many contacts with the activities that they have, and 20 and 40 rules instead of eight. All of them
take turns, each run a process of its own that begins without a cache.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import NamedTuple

from tests.bench.scale.contenders import ROOT, forget, score_command
from tests.bench.scale.data import make_data, rows
from tests.bench.scale.rulebooks import rulebook, write_rules
from tests.bench.scale.stretch import stretch
from tests.bench.scale.tables import machine, replace_between
from tests.bench.turns import Run, measure

MARKER = "measured: growth"
FEW, MANY = 8, (20, 40)
"""How many rules read activities."""


class Size(NamedTuple):
    """Exports of some size in a folder, and how many rules read their activities."""

    folder: Path
    contacts: int
    activities: int
    rules: int


def main() -> None:
    """Make the data, measure, and print the formula."""
    options = _options()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(options.folder or scratch).absolute()
        millions = [float(text) for text in options.activities.split(",")]
        sizes = [*_stretched(folder, options.contacts, millions), *_others(folder, options.contacts)]
        found = _take_turns(sizes, options.rounds)
        points = folder / "growth.json"
        points.write_text(json.dumps(found, indent=1), "utf-8")
        picture = Path(options.plot or folder / "growth.svg").absolute()
        command = [sys.executable, "-m", "tests.bench.scale.plot", str(points), str(picture)]
        done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    made = f"On {machine()} Medians of {options.rounds}. Made by `python -m tests.bench.growth --contacts {options.contacts} --activities {options.activities} --rounds {options.rounds}`."
    text = f"{done.stdout.rstrip()}\n\n{made}"
    print(text)
    if options.write:
        replace_between(Path(options.write), MARKER, text)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--contacts", type=int, default=200_000)
    parser.add_argument("--activities", default="1,2,5,10,20,40", help="millions")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", help="where the exports are made and kept; else they are removed")
    parser.add_argument("--plot", metavar="PICTURE", help="where the plot is drawn, as SVG")
    parser.add_argument(
        "--write", metavar="DOCUMENT", help="write the tables between the document's markers too"
    )
    return parser.parse_args()


def _stretched(folder: Path, contacts: int, millions: list[float]) -> list[Size]:
    """Make exports of the same contacts with more and more activities; the last but one has more rules too."""
    plain = folder / f"{contacts}"
    make_data(plain, contacts)
    sizes = []
    for million in millions:
        place, wanted = folder / f"{contacts}-{million:g}m", round(million * 1_000_000)
        place.mkdir(exist_ok=True)
        if not (place / "activities.csv").exists():
            (place / "contacts.csv").unlink(missing_ok=True)
            (place / "contacts.csv").hardlink_to(plain / "contacts.csv")
            stretch(plain / "activities.csv", place / "half-made.csv", wanted)
            (place / "half-made.csv").rename(place / "activities.csv")
        sizes.append(Size(place, contacts, wanted, FEW))
    large = sizes[-2] if len(sizes) > 1 else sizes[-1]
    return [*sizes, large._replace(rules=MANY[-1])]


def _others(folder: Path, contacts: int) -> list[Size]:
    """Make exports of fewer and more contacts, and let more rules read those of the usual ones."""
    sizes = []
    for number in (contacts // 4, contacts // 2, 2 * contacts):
        make_data(folder / f"{number}", number)
        sizes.append(Size(folder / f"{number}", number, rows(folder / f"{number}" / "activities.csv"), FEW))
    usual = Size(folder / f"{contacts}", contacts, rows(folder / f"{contacts}" / "activities.csv"), FEW)
    return [*sizes, *(usual._replace(rules=rules) for rules in MANY)]


def _take_turns(sizes: list[Size], rounds: int) -> list[dict[str, float]]:
    """Measure every size in turns, and return medians."""
    runs: dict[Size, list[Run]] = {size: [] for size in sizes}
    for number in range(rounds):
        for size, done in runs.items():
            write_rules(size.folder / "growth.yaml", rulebook(size.rules))
            forget(size.folder, "growth")
            os.sync()
            done.append(measure(score_command("growth.yaml", "growth"), size.folder))
        print(f"round {number + 1} of {rounds}", file=sys.stderr)
    return [
        {"contacts": size.contacts, "activities": size.activities, "rules": size.rules}
        | {"seconds": median(run.seconds for run in done), "memory": median(run.memory for run in done)}
        for size, done in runs.items()
    ]


if __name__ == "__main__":
    main()
