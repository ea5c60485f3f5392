"""What importing leadscore costs, and what of other libraries it touches."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, assert_type

import pandas as pd
import polars as pl
import pyarrow as pa

import leadscore
from tests.api.test_refusals import AS_OF, CONTACTS, RULES

if TYPE_CHECKING:
    import pytest


def loaded_by(program: str) -> set[str]:
    """Return the libraries that a program has loaded at its end."""
    shown = f"{program}\nimport sys\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", shown], capture_output=True, encoding="utf-8", check=True)
    return set(done.stdout.split())


def test_importing_leadscore_loads_no_library() -> None:
    assert not loaded_by("import leadscore") & {"polars", "pydantic", "yaml", "numpy", "pandas", "pyarrow"}


def test_scoring_loads_no_library_of_other_frames() -> None:
    program = """
from datetime import date
import leadscore, polars
rules = leadscore.load_rules(text="version: 1\\nscores: {a: {rules: [{id: b, when: {x: 1}, points: 1}]}}")
leadscore.score(polars.DataFrame({"contact_id": [1], "x": 1}), rules=rules, as_of=date(2026, 11, 1)).scored
"""
    assert not loaded_by(program) & {"pandas", "pyarrow", "pyspark", "typer", "rich"}


def test_results_are_of_the_kind_of_the_contacts() -> None:
    table = CONTACTS.to_arrow()
    of_polars = leadscore.score(CONTACTS, rules=RULES, as_of=AS_OF)
    of_lazy = leadscore.score(CONTACTS.lazy(), rules=RULES, as_of=AS_OF)
    of_pandas = leadscore.score(CONTACTS.to_pandas(), rules=RULES, as_of=AS_OF)
    of_arrow = leadscore.score(table, rules=RULES, as_of=AS_OF)
    assert_type(of_polars, leadscore.Result[pl.DataFrame])
    assert_type(of_lazy, leadscore.Result[pl.LazyFrame])
    assert_type(of_pandas, leadscore.Result[pd.DataFrame])
    assert_type(of_arrow, leadscore.Result[pa.Table])
    assert isinstance(of_lazy.scored, pl.LazyFrame)
    assert isinstance(of_arrow.rejected, pa.Table)


class Contacts(pd.DataFrame):
    """A kind of frames that somebody made of those of pandas."""


def test_frames_of_derived_classes_are_frames() -> None:
    scored = leadscore.score(Contacts({"contact_id": ["1"], "x": ["1"]}), rules=RULES, as_of=AS_OF).scored
    assert scored["lead_score"].to_list() == [1.0]


def test_nothing_is_printed_and_nothing_is_left(
    capsys: pytest.CaptureFixture[str],
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path_factory.mktemp("scratch")
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    leadscore.score(CONTACTS.lazy(), activities=_visits(), rules=RULES, as_of=AS_OF)
    assert capsys.readouterr() == ("", "")
    assert list(folder.iterdir()) == []


def _visits() -> pl.LazyFrame:
    return pl.LazyFrame({"contact_id": [1], "type": "visit", "occurred_at": [AS_OF]})
