"""`leadscore schema`, and what stands in the repository for editors and for pre-commit."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from subprocess import run
from typing import Final

import pytest
import yaml
from typer.main import get_group

from leadscore.cli.app import app
from leadscore.schema.json_schema import schema_text
from tests.cli.shell import leadscore

ROOT: Final = Path(__file__).parents[2]
SHIPPED: Final = ("rules.example.yaml", "src/leadscore/starter.yaml")
EXAMPLE: Final = """\
tests:
  - {name: Big, as_of: 2026-11-01, contact: {employees: 300}, expect: {score.fit: {at_least: 60}}}
"""
HOOKS: Final = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))


def test_it_prints_the_schema_and_nothing_else(tmp_path: Path) -> None:
    answer = leadscore(tmp_path, "schema")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == schema_text()
    assert json.loads(answer.out)["title"] == "Rules of leadscore"


def test_two_runs_print_the_same(tmp_path: Path) -> None:
    assert leadscore(tmp_path, "schema").out == leadscore(tmp_path, "schema").out


def test_it_does_not_wait_for_the_engine() -> None:
    code = (
        "import sys; from leadscore.cli.app import app; "
        "app(['schema'], standalone_mode=False); sys.exit('polars' in sys.modules)"
    )
    assert run([sys.executable, "-c", code], check=False, capture_output=True).returncode == 0


def test_the_schema_names_no_place_on_a_machine() -> None:
    assert re.findall(r"/(?:home|work|tmp|usr)/|file:", schema_text()) == []


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_rules_file_leads_an_editor_to_the_schema(name: str) -> None:
    first = (ROOT / name).read_text("utf-8").partition("\n")[0]
    path = first.removeprefix("# yaml-language-server: $schema=")
    assert ((ROOT / name).parent / path).resolve() == ROOT / "docs" / "rules.schema.json"


def test_there_are_hooks_for_check_and_test() -> None:
    assert [hook["id"] for hook in HOOKS] == ["leadscore-check", "leadscore-test"]


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_runs_a_command_that_exists(hook: dict[str, object]) -> None:
    program, command = str(hook["entry"]).split()
    assert program == "leadscore"
    assert command in get_group(app).commands
    assert hook["language"] == "python"


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_takes_rules_yaml_or_the_file_in_its_args(hook: dict[str, object], folder: Path) -> None:
    assert hook["pass_filenames"] is False  # a command takes one rules file
    rules = (folder / "rules.yaml").read_text("utf-8")
    (folder / "rules.yaml").unlink()
    (folder / "machines.yaml").write_text(rules + EXAMPLE, encoding="utf-8")
    command = str(hook["entry"]).split()[1]
    assert leadscore(folder, command).code == 2
    assert leadscore(folder, command, "-r", "machines.yaml").code == 0


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
@pytest.mark.parametrize(
    ("name", "wanted"),
    [("rules.yaml", True), ("team/rules/machines.yml", True), ("rules.csv", False), ("data.yaml", False)],
)
def test_a_hook_runs_for_rules(hook: dict[str, object], name: str, wanted: bool) -> None:
    assert bool(re.search(str(hook["files"]), name)) is wanted
