"""What the reports for marketing cost a run, as a ratio to the same run without any of them.

    python -m tests.bench.marketing [--contacts 200000] [--rounds 5] [--folder DIR]

With them are nurture tracks, the pipeline, channels with their costs, word of mouth, accounts, and the momentum of the lead
score over seven days; the rules are those of the example. Every measurement is a process of its own, the two commands
take turns, and medians are compared. At 200,000 contacts with 4 million activities at most 1.4 is promised.
"""

from __future__ import annotations

import argparse
import tempfile
from datetime import date
from pathlib import Path

import yaml

from leadscore.sample import write_sample
from tests.bench.turns import copy_lists, take_turns, tell

MARKETING = ("nurture", "deals", "channels", "accounts")
"""Sections of the rules that ask for the reports."""
EVERY = ("contacts.csv", "-q", "--as-of", "2026-11-01")
COMMANDS = {
    "without": (*EVERY, "-r", "plain.yaml", "-o", "without", "--without", "costs"),
    "with": (*EVERY, "-r", "marketing.yaml", "-o", "with"),
}


def main() -> None:
    """Make the exports and both rules, measure, and print the ratio."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--contacts", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", help="where the exports are made and kept; else they are removed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(options.folder or scratch)
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "contacts.csv").exists():
            write_sample(folder, contacts=options.contacts, seed=1, as_of=date(2026, 11, 1))
        _write_rules(folder)
        runs = take_turns(folder, COMMANDS, options.rounds)
    print(f"{options.contacts:,} contacts, medians of {options.rounds}")
    tell(runs)


def _write_rules(folder: Path) -> None:
    """Write the example rules with all reports, and without any."""
    rules = yaml.safe_load(copy_lists(folder))
    rules.pop("tests", None)
    plain = {section: value for section, value in rules.items() if section not in MARKETING}
    scores = rules["scores"] | {"total": rules["scores"]["total"] | {"momentum": "7d"}}
    for name, content in (("plain", plain), ("marketing", rules | {"scores": scores})):
        text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
        (folder / f"{name}.yaml").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
