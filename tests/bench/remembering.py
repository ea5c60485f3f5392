"""What a history costs a night's run, as a ratio to the same run without one.

    python -m tests.bench.remembering [--contacts 200000] [--rounds 5] [--folder DIR]

The history knows every contact from the night before. Every measurement is a process of its own, the two commands take
turns, and medians are compared.
"""

from __future__ import annotations

import argparse
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
RULES = ("-r", "rules.yaml", "-q")
COMMANDS = {
    "without": ("contacts.csv", *RULES, "--as-of", "2026-11-02", "-o", "without"),
    "with": ("contacts.csv", *RULES, "--as-of", "2026-11-02", "-o", "with", "--history", "history"),
}


def main() -> None:
    """Make the exports and a history, measure, and print the ratio."""
    options = _options()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(options.folder or scratch)
        _make(folder, options.contacts)
        seconds: dict[str, list[float]] = {name: [] for name in COMMANDS}
        for _ in range(options.rounds):
            for name, command in COMMANDS.items():
                seconds[name].append(_score(folder, command))
    found = {name: median(values) for name, values in seconds.items()}
    print(f"{options.contacts:,} contacts, medians of {options.rounds}, seconds")
    print("".join(f"{name:>10}{value:8.2f}" for name, value in found.items()), end="")
    print(f"{'ratio':>10}{found['with'] / found['without']:8.2f}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--contacts", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", help="where the exports are made and kept; else they are removed")
    return parser.parse_args()


def _make(folder: Path, contacts: int) -> None:
    """Write exports, rules in which stages remember, and the history of the night before."""
    if not (folder / "contacts.csv").exists():
        write_sample(folder, contacts=contacts, seed=1, as_of=date(2026, 11, 1))
    shutil.copytree(ROOT / "sample_data" / "lists", folder / "sample_data" / "lists", dirs_exist_ok=True)
    rules = (ROOT / "rules.example.yaml").read_text("utf-8")
    (folder / "rules.yaml").write_text(
        rules.replace("  - name: mql\n", "  - name: mql\n    min_days: 14\n"), "utf-8"
    )
    _score(folder, ("contacts.csv", *RULES, "--as-of", "2026-11-01", "--history", "history", "--rebuild"))


def _score(folder: Path, arguments: tuple[str, ...]) -> float:
    start = perf_counter()
    subprocess.run([sys.executable, "-m", "leadscore", "score", *arguments], cwd=folder, check=True)
    return perf_counter() - start


if __name__ == "__main__":
    main()
