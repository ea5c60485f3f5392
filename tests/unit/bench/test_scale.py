"""The hand-written rules of the benchmark come to what leadscore comes to, so that the same work is compared."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Final

import pytest

from leadscore.rules.decay import weight_table
from leadscore.schema.decay import HalfLife
from tests.bench.scale.compare import difference
from tests.bench.scale.contenders import OUT, score_command
from tests.bench.scale.cost import Point, fit
from tests.bench.scale.data import make_data
from tests.bench.scale.facts import weights
from tests.bench.scale.rulebooks import changed, rulebook
from tests.bench.scale.stretch import stretch
from tests.bench.scale.tables import replace_between
from tests.cli.shell import leadscore

if TYPE_CHECKING:
    from pathlib import Path

WAYS: Final = {
    "duckdb": ("duckdb", "duckdb_query"),
    "polars": ("polars", "polars_query"),
    "pandas": ("pandas", "pandas_query"),
    "zen": ("zen", "zen_rules"),
}
"""The package that each way needs, and its module."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Exports of 300 contacts, scored."""
    place = tmp_path_factory.mktemp("scale")
    make_data(place, 300)
    (place / OUT).mkdir()
    assert leadscore(place, *score_command("rules8.yaml", "score")[3:]).code == 0
    return place


@pytest.mark.parametrize("way", WAYS)
def test_rules_by_hand_give_the_same_cells(way: str, folder: Path) -> None:
    package, module = WAYS[way]
    pytest.importorskip(package, reason=f"{package} is in the extra `bench`")
    import_module(f"tests.bench.scale.{module}").score(folder, folder / OUT)
    assert difference(folder / OUT / "score" / "scored.csv", folder / OUT / f"{way}.csv") == ""


def test_the_rules_put_contacts_into_every_stage(folder: Path) -> None:
    stages = (folder / OUT / "score" / "stages").iterdir()
    assert {path.stem: path.read_text("utf-8").count("\n") > 5 for path in stages} == dict.fromkeys(
        ("lead", "mql", "sql"), True
    )


def test_a_cell_that_differs_is_told(folder: Path) -> None:
    scored = folder / OUT / "score" / "scored.csv"
    import_module("tests.bench.scale.polars_query").score(folder, folder / OUT)
    right = (folder / OUT / "polars.csv").read_text("utf-8")
    wrong = folder / OUT / "wrong.csv"
    wrong.write_text(right.replace(",lead\n", ",mql\n", 1), "utf-8")
    assert "wrong.csv is not scored.csv: 2 rows" in difference(scored, wrong)
    wrong.write_text(right.rpartition("\n1")[0], "utf-8")
    assert "of 300 and 299" in difference(scored, wrong)


@pytest.mark.parametrize("days", [14, 30, 60])
def test_activities_fade_as_in_leadscore(days: int) -> None:
    table = weight_table(HalfLife.model_validate({"half_life": f"{days}d"}))
    assert weights(days) == [table[min(age, len(table) - 1)] for age in range(len(weights(days)))]


def test_of_forty_rules_ten_look_at_the_url() -> None:
    rules = rulebook(40)["scores"]["engagement"]["rules"]
    assert [len(rules), sum("where" in rule for rule in rules)] == [40, 10]


def test_every_change_of_the_rules_is_another_one() -> None:
    changes = [changed(number) for number in range(20)]
    assert all(change not in changes[:place] for place, change in enumerate(changes))
    assert rulebook(8) not in changes


def test_a_table_replaces_the_one_between_its_markers(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- a -->\nold\n<!-- end of a -->\nafter\n", "utf-8")
    replace_between(page, "a", r"new \1")
    assert page.read_text("utf-8") == "before\n<!-- a -->\n\nnew \\1\n\n<!-- end of a -->\nafter\n"
    with pytest.raises(SystemExit, match=re.escape("<!-- b -->")):
        replace_between(page, "b", "new")


@pytest.mark.parametrize("wanted", [10, 2500, 9000])
def test_activities_are_stretched_to_a_number(wanted: int, folder: Path) -> None:
    stretched = folder / "stretched.csv"
    stretch(folder / "activities.csv", stretched, wanted)
    lines = stretched.read_text("utf-8").splitlines()
    known = (folder / "activities.csv").read_text("utf-8").splitlines()
    assert (len(lines), lines[0]) == (wanted + 1, known[0])
    assert ({line.split(",")[0] for line in lines} == {line.split(",")[0] for line in known}) is (
        wanted >= len(known) - 1
    )


def test_a_copy_of_an_activity_lies_a_week_before_it(tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text(
        "contact_id,type,occurred_at,url\n1,webinar,2026-03-01T12:00:00Z,/a,b\n", "utf-8"
    )
    stretch(tmp_path / "one.csv", tmp_path / "three.csv", 3)
    assert (tmp_path / "three.csv").read_text("utf-8").splitlines()[1:] == [
        "1,webinar,2026-03-01T12:00:00Z,/a,b",
        "1,webinar,2026-02-22T12:00:00Z,/a,b",
        "1,webinar,2026-02-15T12:00:00Z,/a,b",
    ]


def test_the_cost_is_found_again_in_what_it_made() -> None:
    sizes = [(1, 1, 8), (1, 2, 8), (1, 40, 8), (2, 4, 8), (1, 4, 40), (3, 1, 20)]
    points = [
        Point(contacts * 10**6, activities * 10**6, rules, 0.5 + 2 * contacts + 0.1 * activities + 0.01 * activities * rules, 1e9)
        for contacts, activities, rules in sizes
    ]  # fmt: skip
    assert fit(points) == pytest.approx([0.5, 2, 0.1, 0.01])
