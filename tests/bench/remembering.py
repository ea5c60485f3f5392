"""What a history costs a night's run, as a ratio to the same run without one.

    python -m tests.bench.remembering [--contacts 200000] [--rounds 5] [--folder DIR]

The history knows every contact from the night before. Every measurement is a process of its own, the two commands take
turns, and medians are compared: of the seconds, and of the most memory that a process held. `--contacts 1000000` is the
size that is promised at most 1.15; it takes a disk with 8 GB of room (name it with `--folder`, which also keeps the exports
for the next time), 16 GB of memory, and about an hour on two cores.
"""

from __future__ import annotations

import argparse
import tempfile
from datetime import date
from pathlib import Path

from leadscore.sample import write_sample
from tests.bench.turns import copy_lists, score, take_turns, tell

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
        folder.mkdir(parents=True, exist_ok=True)
        _make(folder, options.contacts)
        runs = take_turns(folder, COMMANDS, options.rounds)
        size = sum(file.stat().st_size for file in folder.glob("history/*/2026-11-02-*"))
    print(f"{options.contacts:,} contacts, medians of {options.rounds}")
    tell(runs)
    print(
        f"the night takes {size / 1e6:,.1f} MB of the history, {size / options.contacts:.0f} bytes per contact"
    )


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
    rules = copy_lists(folder)
    (folder / "rules.yaml").write_text(
        rules.replace("  - name: mql\n", "  - name: mql\n    min_days: 14\n"), "utf-8"
    )
    score(folder, ("contacts.csv", *RULES, "--as-of", "2026-11-01", "--history", "history", "--rebuild"))


if __name__ == "__main__":
    main()
