"""One run of the program on a generated example, as a user makes it, and the files that it must write."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from typer.testing import CliRunner

from leadscore.cli import app
from tests.properties.pools import LISTS
from tests.properties.yaml_text import yaml_text
from tests.reference.cells import guarded
from tests.reference.conditions import Setting
from tests.reference.run import Exports, Outcome, score

if TYPE_CHECKING:
    from pathlib import Path

    from tests.properties.exports import Table
    from tests.properties.strategies import Example

_OPTIONS = {"activities": "-a", "deals": "--deals", "companies": "--companies"}


@dataclass(frozen=True)
class Files:
    """What is compared of a run.

    Attributes:
        scored: Header and records of `scored.csv`.
        lists: Header and records of each file in `handoff`.
        rejected: Lines of the contacts file on which rejected records start.
        inputs: For each input that was given, how many records were read and what became of them.
        mailings: Contact id, track and next content of every line of the lists of nurturing.
    """

    scored: list[list[str]]
    lists: dict[str, list[list[str]]]
    rejected: list[int]
    inputs: dict[str, dict[str, int]]
    mailings: dict[str, list[list[str]]]


def run_reference(example: Example) -> Outcome:
    """Return what the specification says of a run."""
    records = {name: table.records for name, table in example.tables().items() if table}
    return score(example.rules, Exports(**records), Setting(example.as_of, LISTS))


def expected_files(example: Example) -> Files:
    """Return the files that follow from what the specification says."""
    outcome, table = run_reference(example), example.contacts
    added = list(outcome.rows[0])
    kept = [place for place, header in enumerate(table.header) if header not in added]
    accepted = [row for number, row in enumerate(table.rows, start=1) if number not in outcome.rejected]
    lines = _first_lines(table)
    return Files(
        scored=[
            [table.header[place] for place in kept] + added,
            *(
                [row[place] for place in kept] + list(cells.values())
                for row, cells in zip(accepted, outcome.rows, strict=True)
            ),
        ],
        lists=outcome.tables,
        rejected=[lines[number] for number in outcome.rejected],
        inputs=outcome.accounting,
        mailings={
            name: [[guarded(contact), track, content] for contact, track, content in rows]
            for name, rows in outcome.mailings.items()
        },
    )


def _first_lines(table: Table) -> list[int]:
    """Return the line on which each record starts, the header's first."""
    reader = csv.reader(io.StringIO(table.text, newline=""))
    return [1, *(reader.line_num + 1 for _ in reader)]


def written_files(example: Example, folder: Path) -> Files:
    """Run the program in this folder, and return what it wrote."""
    return _read(run_program(example, folder))


def run_program(example: Example, folder: Path, *options: str) -> Path:
    """Run the program in this folder, and return the folder with what it wrote."""
    arguments = [*_lay_out(example, folder), *options, "-o", str(folder / "out")]
    result = CliRunner().invoke(app, ["score", *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return folder / "out"


def write_example(example: Example, folder: Path) -> dict[str, Path]:
    """Write rules, lists and exports into this folder, and return the exports by input."""
    for name, text in {**LISTS, "rules.yaml": yaml_text(example.rules)}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    tables = {name: table for name, table in example.tables().items() if table}
    for name, table in tables.items():
        (folder / f"{name}.csv").write_text(table.text, encoding="utf-8", newline="")
    return {name: folder / f"{name}.csv" for name in tables}


def _lay_out(example: Example, folder: Path) -> list[str]:
    """Write rules, lists and exports, and return the arguments that name them."""
    arguments = ["-r", str(folder / "rules.yaml"), "--as-of", example.as_of.isoformat()]
    for name, path in write_example(example, folder).items():
        arguments += [_OPTIONS[name], str(path)] if name in _OPTIONS else [str(path)]
    missing = [name for name, table in example.tables().items() if table is None]
    return [
        *arguments,
        "--max-rejected",
        "100%",
        *(["--without", ",".join(missing)] if missing else []),
        "--json",
    ]


def _read(out: Path) -> Files:
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    return Files(
        scored=_records(out / "scored.csv"),
        lists={path.stem: _records(path) for path in (out / "handoff").glob("*.csv")},
        rejected=[int(line[1]) for line in _records(out / "rejected.csv") if line[0] == "contacts.csv"],
        inputs={
            entry["input"]: {name: count for name, count in entry.items() if name not in {"input", "files"}}
            for entry in summary["inputs"]
        },
        mailings={path.stem: read_mailing(path) for path in out.glob("nurture*.csv")},
    )


def read_mailing(path: Path) -> list[list[str]]:
    """Return contact id, track and next content of every line of a list of nurturing."""
    header, *rows = _records(path)
    places = [header.index(name) for name in ("contact_id", "lead_track", "lead_next_content")]
    return [[row[place] for place in places] for row in rows]


def _records(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))
