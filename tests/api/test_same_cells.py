"""Scored frames have the cells of the files that the command line writes of the same records."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import polars as pl
import pytest
from hypothesis import Phase, given, note, settings
from hypothesis import strategies as st

import leadscore
from leadscore.columns import own
from leadscore.tables import read_table
from tests.api.frames import KINDS, cells, kind_of, made, records, texts
from tests.cli.shell import leadscore as program
from tests.properties.program import run_program
from tests.properties.strategies import examples
from tests.properties.yaml_text import yaml_text

if TYPE_CHECKING:
    from tests.properties.strategies import Example

ROOT: Final = Path(__file__).parents[2]
SAMPLE: Final = ROOT / "sample_data"
STORIES: Final = sorted(path.parent for path in (ROOT / "tests" / "golden").glob("*/rules.yaml"))
AS_OF: Final = date(2026, 11, 1)
INPUTS: Final = ("contacts", "activities", "deals", "companies", "costs")

every_kind = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture(scope="module")
def of_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the command line makes of the sample."""
    folder = tmp_path_factory.mktemp("sample")
    rules = str(ROOT / "rules.example.yaml")
    options = ("-r", rules, "--as-of", str(AS_OF), "-o", "out", "-q")
    assert program(folder, "score", str(SAMPLE / "contacts.csv"), *options).code == 0
    return folder / "out"


def score_sample(kind: str) -> Any:
    frames = {name: made(kind, pl.read_csv(SAMPLE / f"{name}.csv", infer_schema=False)) for name in INPUTS}
    return leadscore.score(**frames, rules=ROOT / "rules.example.yaml", as_of=AS_OF)


@every_kind
def test_of_the_sample(kind: str, of_sample: Path) -> None:
    result = score_sample(kind)
    assert cells(result.scored) == records(of_sample / "scored.csv")
    assert cells(result.rejected) == records(of_sample / "rejected.csv")
    lists = {path.stem: records(path) for path in (of_sample / "handoff").glob("*.csv")}
    assert {name: cells(frame) for name, frame in result.lists.items()} == lists
    assert {kind_of(frame) for frame in (result.scored, result.rejected, *result.lists.values())} == {kind}


def test_all_files_of_the_sample_are_written(of_sample: Path, tmp_path: Path) -> None:
    result = score_sample("polars")
    written = result.write(tmp_path / "again")
    assert (tmp_path / "again" / "run.json").exists()
    for path in written.written[:-2]:
        assert (tmp_path / "again" / path).read_bytes() == (of_sample / path).read_bytes(), path


def frames_of(story: Path, scratch: Path, rules: leadscore.RulesFile) -> dict[str, pl.DataFrame]:
    """Return the good records of the files of a story."""
    found = {}
    for name in INPUTS:
        if (story / f"{name}.csv").exists():
            table = read_table(name, [story / f"{name}.csv"], scratch, rules.rules.source(name))
            own_cells = [pl.col(own(place)).alias(title) for place, title in enumerate(table.header)]
            found[name] = table.frame.select(own_cells).collect()
    return found


@every_kind
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_of_golden_stories(story: Path, kind: str, tmp_path: Path) -> None:
    rules = leadscore.load_rules(story / "rules.yaml")
    frames = {name: made(kind, frame) for name, frame in frames_of(story, tmp_path, rules).items()}
    as_of = date.fromisoformat((story / "as_of.txt").read_text().strip())
    result: Any = leadscore.score(**frames, rules=rules, as_of=as_of)
    assert cells(result.scored) == records(story / "expected" / "scored.csv")


def given_frames(example: Example, kind: str, empty: str | None) -> dict[str, Any]:
    """Return the exports of an example as frames, empty cells as an empty text or null."""
    return {
        name: made(kind, texts(table.header, [[cell or empty for cell in row] for row in table.rows]))
        for name, table in example.tables().items()
        if table is not None
    }


@settings(max_examples=30, phases=tuple(set(Phase) - {Phase.shrink}))
@given(examples(), st.sampled_from(KINDS), st.sampled_from(["", None]))
def test_of_generated_rules_and_exports(example: Example, kind: str, empty: str | None) -> None:
    note(yaml_text(example.rules))
    missing = [name for name, table in example.tables().items() if table is None]
    with TemporaryDirectory() as place:
        folder = Path(place)
        out = run_program(example, folder)
        result: Any = leadscore.score(
            **given_frames(example, kind, empty),
            rules=leadscore.load_rules(folder / "rules.yaml"),
            as_of=example.as_of,
            without=missing,
            max_rejected="100%",
        )
        assert cells(result.scored) == records(out / "scored.csv")
        lists = {path.stem: records(path) for path in (out / "handoff").glob("*.csv")}
        assert {name: cells(frame) for name, frame in result.lists.items()} == lists
