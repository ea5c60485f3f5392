"""The walk through the sample: what it shows is what the program prints and writes."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Final

import pytest

from tests.cli.shell import leadscore
from tests.docs.examples import ROOT
from tests.docs.readme import OMITTED

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.shell import Answer

TEXT: Final = (ROOT / "docs" / "marketing.md").read_text(encoding="utf-8")
PRINTED: Final = [
    line
    for block in re.findall(r"^```text\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
    if line != OMITTED
]
TABLES: Final = re.findall(r"^(?:\|[^\n]*\n)+", TEXT, re.MULTILINE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that looks like a checkout."""
    place = tmp_path_factory.mktemp("marketing")
    for name in ("sample_data", "rules.example.yaml"):
        (place / name).symlink_to(ROOT / name)
    return place


@pytest.fixture(scope="module")
def answer(folder: Path) -> Answer:
    """What the command of the page answers."""
    command = re.findall(r"^leadscore (.*)$", TEXT, re.MULTILINE)[0]
    return leadscore(folder, *command.split())


def cells(line: str) -> tuple[str, ...]:
    """Return the cells of a line of a table."""
    return tuple(cell.strip().strip("`") for cell in line.strip().strip("|").split("|"))


def written(header: tuple[str, ...], folder: Path) -> list[list[tuple[str, ...]]]:
    """Return these columns of every CSV file that has them all."""
    found = []
    for path in sorted((folder / "leadscore-out").rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        if rows and set(header) <= set(rows[0]):
            found.append([tuple(row[name] for name in header) for row in rows])
    return found


def test_what_is_printed_is_shown(answer: Answer) -> None:
    assert (answer.code, PRINTED != []) == (0, True)
    assert [line for line in PRINTED if line not in answer.out.splitlines()] == []


@pytest.mark.parametrize("table", TABLES, ids=lambda table: cells(table.splitlines()[0])[0])
def test_what_is_written_is_shown(table: str, answer: Answer, folder: Path) -> None:
    header, _, *lines = [cells(line) for line in table.splitlines()]
    assert answer.code == 0
    assert any(set(lines) <= set(rows) for rows in written(header, folder))


def test_the_page_shows_who_is_warming_up(folder: Path) -> None:
    rules = (ROOT / "rules.example.yaml").read_text(encoding="utf-8")
    switched_on = rules.replace("    # momentum: 7d  ", "    momentum: 7d  ")
    assert switched_on != rules
    (folder / "rising.yaml").write_text(switched_on, encoding="utf-8")
    arguments = ("-r", "rising.yaml", "--as-of", "2026-11-01", "-o", "rising")
    answer = leadscore(folder, "score", "sample_data/contacts.csv", *arguments)
    shown = re.findall(r"^```text momentum\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)[0].splitlines()
    assert [line for line in shown if line not in answer.out.splitlines()] == []
