"""The page on Python: its lines run from top to bottom, print what it shows, and it names everything that there is."""

from __future__ import annotations

import inspect
import re
import shutil
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

import polars as pl
import pytest

import leadscore
from tests.docs.readme import ROOT
from tests.docs.test_links import anchors

if TYPE_CHECKING:
    from pathlib import Path

TEXT: Final = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
BLOCKS: Final = re.findall(
    r"^```python\n(.*?)^```$(?:\n\n```text\n(.*?)^```$)?", TEXT, re.MULTILINE | re.DOTALL
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the sample and the example rules, and an Airflow whose tasks are mere functions."""
    (tmp_path / "sample_data").symlink_to(ROOT / "sample_data")
    shutil.copy(ROOT / "rules.example.yaml", tmp_path / "rules.example.yaml")
    airflow = ModuleType("airflow.sdk")
    airflow.task = lambda function: function  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "airflow", ModuleType("airflow"))
    monkeypatch.setitem(sys.modules, "airflow.sdk", airflow)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run_page(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """Run the page, and return the names that it leaves."""
    names: dict[str, Any] = {}
    for program, shown in BLOCKS:
        exec(compile(program, "docs/python.md", "exec"), names)  # noqa: S102 - the page of this project
        printed = capsys.readouterr().out
        assert printed.rstrip("\n") == shown.rstrip("\n")
    return names


def test_the_page_can_be_followed_from_top_to_bottom(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = run_page(capsys)
    as_text = names["polars_frame"].fill_null("")
    assert as_text.equals(pl.from_pandas(names["pandas_frame"]))
    assert as_text.equals(pl.DataFrame(names["arrow_table"]))
    night = folder / "exports" / "2026-11-01"
    night.mkdir(parents=True)
    names["contacts"].write_parquet(night / "contacts.parquet")
    names["activities"].write_parquet(night / "activities.parquet")
    (folder / "rules.yaml").write_text(
        "version: 1\nscores: {a: {rules: [{id: b, activity: page_view, points: 1}]}}\n"
    )
    assert names["score_contacts"]("2026-11-01") == pl.read_parquet(night / "scored.parquet").height == 500


def test_every_argument_attribute_and_error_is_named() -> None:
    arguments = [*inspect.signature(leadscore.score).parameters]
    assert [name for name in arguments if f"`{name}`" not in TEXT.partition("\n## Arguments\n")[2]] == []
    assert [
        name for name in ("scored", "rejected", "lists", "summary", "write") if f"`result.{name}" not in TEXT
    ] == []
    errors = [name for name in leadscore.__all__ if name.endswith("Error")]
    assert [name for name in errors if f"`leadscore.{name}`" not in TEXT] == []


def test_its_links_lead_somewhere() -> None:
    text = re.sub(r"^```.*?^```$", "", TEXT, flags=re.MULTILINE | re.DOTALL)
    for path, _, anchor in (
        one.partition("#") for one in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in one
    ):
        file = ROOT / "docs" / (path or "python.md")
        assert not anchor or anchor in anchors(file.read_text(encoding="utf-8")), anchor
