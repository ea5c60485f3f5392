"""The page on scale: the benchmarks find the places for their tables, and the page says how they are run."""

from __future__ import annotations

import re
from typing import Final

import pytest

from tests.docs.readme import ROOT

TEXT: Final = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["200000 contacts", "1000000 contacts", "growth"])
def test_a_table_has_its_place(name: str) -> None:
    places = re.findall(rf"^<!-- (?:end of )?measured: {name} -->$", TEXT, re.MULTILINE)
    assert places == [f"<!-- measured: {name} -->", f"<!-- end of measured: {name} -->"]


def test_the_page_names_benchmarks_that_exist() -> None:
    modules = set(re.findall(r"-m (tests\.bench\.\w+)", TEXT))
    assert modules == {"tests.bench.scale", "tests.bench.growth"}
    for module in modules:
        path = ROOT.joinpath(*module.split("."))
        assert path.with_suffix(".py").exists() or (path / "__main__.py").exists()


@pytest.mark.parametrize("text", re.findall(r"\[[^\]]+\]\(([^)#]+)\)", TEXT))
def test_what_the_page_links_to_exists(text: str) -> None:
    assert (ROOT / "docs" / text).exists()
