"""`--engine` and `--master`: what is refused before Spark is started."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.cli.shell import leadscore

if TYPE_CHECKING:
    from pathlib import Path

CONTACTS = "contact_id,email\n1,ada@acme.example\n"
RULES = "version: 1\nscores:\n  fit:\n    rules:\n      - {id: mail, label: Mail, when: {email: {known: true}}, points: 5}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "contacts.csv").write_text(CONTACTS)
    (tmp_path / "rules.yaml").write_text(RULES)
    return tmp_path


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--history", "past"), "--history reads the state of all contacts at once"),
        (("--ledger",), "--ledger is one file"),
        (("--xlsx",), "--xlsx makes workbooks, which are read on one machine"),
        (("--rebuild",), "--rebuild is about a history"),
        (("--newest",), "--newest looks at names of files of this machine"),
    ],
)
def test_what_spark_cannot_do_is_refused(folder: Path, options: tuple[str, ...], reason: str) -> None:
    ran = leadscore(folder, "score", "contacts.csv", "--engine", "spark", *options)
    help_ = f"  help: leave out {options[0]}, or --engine spark"
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"error: --engine spark cannot do that: {reason}\n{help_}\n"
    assert not (folder / "leadscore-out").exists()


def test_a_master_is_nothing_without_spark(folder: Path) -> None:
    ran = leadscore(folder, "score", "contacts.csv", "--master", "local[2]")
    assert (ran.code, ran.out) == (2, "")
    assert "--master says where Spark runs\n  help: add --engine spark" in ran.err


def test_without_pyspark_it_is_said_how_to_install_it(folder: Path) -> None:
    (folder / "bare").mkdir()
    (folder / "bare" / "pyspark.py").write_text("raise ModuleNotFoundError(name='pyspark')\n")
    path = os.pathsep.join([str(folder / "bare"), os.environ.get("PYTHONPATH", "")])
    ran = leadscore(folder, "score", "contacts.csv", "--engine", "spark", "-q", PYTHONPATH=path)
    assert (ran.code, ran.out) == (2, "")
    assert 'help: pip install "leadscore[spark]"' in ran.err
    assert not (folder / "leadscore-out").exists()
