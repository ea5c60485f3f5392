"""The reference of outputs: it names every file and column that a run writes, and every option and exit code."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import fields
from typing import TYPE_CHECKING, Final

import pytest
import typer

from leadscore.cli import app
from leadscore.columns import FATES
from leadscore.results.scores import Moving, ScoreSummary
from tests.cli.shell import leadscore
from tests.docs.readme import ROOT

if TYPE_CHECKING:
    from pathlib import Path

TEXT: Final = (ROOT / "docs" / "outputs.md").read_text(encoding="utf-8")
COMMANDS: Final = typer.main.get_group(app).commands
OWN: Final = (ROOT / "sample_data" / "contacts.csv").read_text(encoding="utf-8").splitlines()[0].split(",")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the example rules make of the sample."""
    folder = tmp_path_factory.mktemp("outputs")
    named = (str(ROOT / "sample_data" / "contacts.csv"), "-r", str(ROOT / "rules.example.yaml"))
    options = ("--as-of", "2026-11-01", "--history", "history", "-q")
    assert leadscore(folder, "score", *named, *options).code == 0
    return folder / "leadscore-out"


def written(out: Path) -> list[Path]:
    """Return every file of a run."""
    return [path for path in out.rglob("*") if path.is_file()]


def header(path: Path) -> list[str]:
    """Return the columns of a table."""
    return path.read_text(encoding="utf-8").splitlines()[0].split(",")


def named(title: str, columns: list[str]) -> list[str]:
    """Return those columns that a section names, in its order, each once."""
    section = TEXT.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    return list(dict.fromkeys(name for name in re.findall("`([a-z_]+)`", section) if name in columns))


def test_every_file_is_named(out: Path) -> None:
    assert [path for path in written(out) if f"`{path.relative_to(out).as_posix()}`" not in TEXT] == []


def test_every_column_is_named(out: Path) -> None:
    columns = {column for path in written(out) if path.suffix == ".csv" for column in header(path)}
    assert {column for column in columns.difference(OWN) if f"`{column}`" not in TEXT} == set()


def test_columns_of_leads_are_named_in_their_order(out: Path) -> None:
    columns = header(out / "writeback.csv")[1:]
    assert named("Columns of leads", columns) == columns


def test_columns_of_lists_are_named_in_their_order(out: Path) -> None:
    columns = header(out / "handoff" / "sql.csv")
    assert named("Columns of hand-off lists", columns) == columns


def test_every_key_of_the_summary_that_is_explained_is_there(out: Path) -> None:
    summary = (out / "summary.json").read_text(encoding="utf-8")
    section = TEXT.partition("## The summary")[2].partition("\n## ")[0]
    of_others = {one.name for kind in (ScoreSummary, Moving) for one in fields(kind)} | {"momentum"}
    keys = [key for key in re.findall("`([a-z_]+)`", section) if key not in of_others]
    assert [key for key in keys if f'"{key}"' not in summary] == []


def test_what_becomes_of_records_is_named() -> None:
    words = {"used": "used", "later": "later", "unknown_contact": "of no known contact"}
    assert [fate for fate in FATES if words.get(fate, fate) not in TEXT] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_named(command: str) -> None:
    names = [name for option in COMMANDS[command].params for name in option.opts if name.startswith("-")]
    assert [name for name in names if f"`{name}`" not in TEXT and f"`{name} " not in TEXT] == []


@pytest.mark.parametrize("code", [0, 1, 2, 130, 143])
def test_every_exit_code_is_named(code: int) -> None:
    assert f"\n| {code} |" in TEXT


def test_the_hashes_are_checked_as_shown(out: Path) -> None:
    program = TEXT.partition("```python\n")[2].partition("```")[0]
    check = [sys.executable, "-c", program]
    assert subprocess.run(check, cwd=out.parent, check=False).returncode == 0
    (out / "scored.csv").write_text("")
    assert subprocess.run(check, cwd=out.parent, check=False, capture_output=True).returncode == 1
