"""The section `deals` on the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import pytest

from tests.cli.shell import leadscore

if TYPE_CHECKING:
    from pathlib import Path

RULES: Final = """\
version: 1
scores: {fit: {rules: [{id: size, when: {employees: {at_least: 50}}, points: 20}]}}
deals: {won: Signed, stalled_after: 30d}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rules.yaml").write_text(RULES)
    (tmp_path / "contacts.csv").write_text("contact_id,employees\n1,500\n")
    return tmp_path


def test_the_section_needs_deals(folder: Path) -> None:
    answer = leadscore(folder, "score", "contacts.csv", "--as-of", "2026-11-01")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.splitlines()[-3:-1] == [
        "rules.yaml:3:1: the section deals reads deals, but no deals were given or found",
        "  help: give them with --deals FILE, or say --without deals if that is meant",
    ]


def test_without_deals_there_is_no_pipeline(folder: Path) -> None:
    answer = leadscore(
        folder, "score", "contacts.csv", "--as-of", "2026-11-01", "--without", "deals", "--json"
    )
    found = json.loads(answer.out)
    assert (answer.code, found["pipeline"], found["prediction"]) == (0, None, None)
    assert not list((folder / "leadscore-out").glob("pipeline*"))


def test_the_pipeline_is_in_the_summary_and_in_its_json(folder: Path) -> None:
    deals = (
        "contact_id,stage,amount,created_at\n1,Signed,1234.5,2026-10-01\n1,Closed won,1000000,2026-09-01\n"
    )
    (folder / "deals.csv").write_text(deals)
    command = ("score", "contacts.csv", "--as-of", "2026-11-01")
    answer, as_json = leadscore(folder, *command), leadscore(folder, *command, "--json")
    assert (answer.code, as_json.code) == (0, 0)
    assert "Pipeline: 1 deal open, worth 1,000,000; more in pipeline.csv\n" in answer.out
    assert "\nDoes the score predict?: too few won deals to tell (1; 20 would do)\n" in answer.out
    found = json.loads(as_json.out)["pipeline"]
    assert (found["open_value"], found["stalled"], found["steps"][1]["value"]) == (1000000.0, 1, 1234.5)
