"""The README: its commands stand there as agreed, print what it shows, and its tour moves the lead that it says."""

from __future__ import annotations

import csv
import shutil
from typing import TYPE_CHECKING, Final

import pytest

from tests.cli.shell import leadscore
from tests.docs.readme import OMITTED, README, ROOT, Place, arguments, blocks, changes, places

if TYPE_CHECKING:
    from pathlib import Path

TOUR: Final = "A tour in five minutes"
SETUP: Final = "python3 -m venv .venv && .venv/bin/python -m pip install --quiet"
COMMANDS: Final = (
    f"{SETUP} . && .venv/bin/leadscore score sample_data/contacts.csv -r rules.example.yaml --as-of 2026-11-01",
    f'{SETUP} -e ".[dev]" && .venv/bin/python -m pytest -n auto',
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that looks like a checkout: the sample and the example rules, which the tour copies."""
    (tmp_path / "sample_data").symlink_to(ROOT / "sample_data")
    shutil.copy(ROOT / "rules.example.yaml", tmp_path / "rules.example.yaml")
    shutil.copy(ROOT / "rules.example.yaml", tmp_path / "rules.yaml")
    return tmp_path


def change(folder: Path, number: int) -> None:
    """Make one change of the tour; the line must be there once."""
    before, after = changes()[number]
    text = (folder / "rules.yaml").read_text(encoding="utf-8")
    assert text.count(f"\n{before}\n") == 1
    (folder / "rules.yaml").write_text(text.replace(before, after), encoding="utf-8")


def find(folder: Path, expected: Place) -> Place:
    """Return where the lead of a step is, after another run."""
    assert leadscore(folder, *arguments(blocks(TOUR, "sh")[0])).code == 0
    with (folder / "leadscore-out" / expected.list).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    lead = next(row for row in rows if row["contact_id"] == expected.contact)
    with (folder / "leadscore-out" / "scored.csv").open(encoding="utf-8", newline="") as file:
        stages = {row["contact_id"]: row["lead_stage"] for row in csv.DictReader(file)}
    stage = stages[expected.contact]
    return Place(
        expected.contact, lead["lead_score"], stage, expected.list, lead["lead_rank"], str(len(rows))
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_both_commands_stand_on_lines_of_their_own(command: str) -> None:
    assert README.read_text(encoding="utf-8").splitlines().count(command) == 1


def test_the_first_command_prints_what_is_shown(folder: Path) -> None:
    answer = leadscore(folder, *arguments(COMMANDS[0]))
    lines = iter((answer.err + answer.out).splitlines())
    shown = [line for line in blocks("Try it", "text")[0].splitlines() if line != OMITTED]
    assert [line for line in shown if line not in lines] == []


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_a_step_of_the_tour_moves_the_lead(steps: int, folder: Path) -> None:
    for number in range(steps):
        change(folder, number)
    assert find(folder, places()[steps]) == places()[steps]


def test_the_mistake_of_the_tour_is_explained(folder: Path) -> None:
    for number in range(len(changes())):
        change(folder, number)
    answer = leadscore(folder, *arguments(blocks(TOUR, "sh")[0]))
    assert (answer.code, answer.out) == (2, "")
    assert blocks(TOUR, "text")[0] in answer.err


def test_the_headers_of_ones_own_export_are_found(tmp_path: Path) -> None:
    rule = "scores: {total: {rules: [{id: demo, activity: demo_request, points: 40}]}}\n"
    (tmp_path / "rules.yaml").write_text(f"version: 1\n{blocks('Your own export', 'yaml')[0]}{rule}")
    (tmp_path / "contacts.csv").write_text("Kundennummer,Funktion\n17,CTO\n")
    (tmp_path / "activities.csv").write_text(
        "Kundennummer,Ereignis,Zeitpunkt\n17,demo_request,2026-10-30 14:05\n"
    )
    answer = leadscore(tmp_path, "score", "contacts.csv", "--as-of", "2026-11-01")
    assert answer.code == 0
    assert (
        (tmp_path / "leadscore-out" / "scored.csv")
        .read_text(encoding="utf-8")
        .startswith("Kundennummer,Funktion,lead_")
    )


def test_the_inputs_of_ones_own_export_are_named_as_shown(folder: Path) -> None:
    shutil.copytree(folder / "sample_data", folder / "export")
    for name, called in (("contacts", "people"), ("activities", "log-2026")):
        (folder / "export" / f"{name}.csv").rename(folder / "export" / f"{called}.csv")
    answer = leadscore(folder, *arguments(blocks("Your own export", "sh")[0]), "--as-of", "2026-11-01")
    assert answer.code == 0
