"""What lies in the output folder is not trusted."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from leadscore.errors import OutputError
from tests.unit.publish.runs import AFTER, BEFORE, run, tree

if TYPE_CHECKING:
    from pathlib import Path

STAGING = ".leadscore-staging"


def claim(folder: Path, *names: object) -> None:
    """Leave a `run.json` that says that these files are its own."""
    folder.mkdir(exist_ok=True)
    (folder / "run.json").write_text(json.dumps({"outputs": [{"path": name} for name in names]}))


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "x.csv").write_text("mine")
    (folder / "run.json").write_text("mine")
    return folder


@pytest.mark.parametrize(
    "name",
    [
        "../outside/x.csv",
        "stages/../../outside/x.csv",
        "{outside}/x.csv",
        "..\\outside\\x.csv",
        "stages/link/x.csv",
    ],
)
def test_a_run_json_cannot_remove_files_outside(tmp_path: Path, outside: Path, name: str) -> None:
    claim(tmp_path / "out", name.format(outside=outside))
    (tmp_path / "out" / "stages").mkdir()
    (tmp_path / "out" / "stages" / "link").symlink_to(outside)
    run(tmp_path / "out")
    assert tree(outside) == {"x.csv": b"mine", "run.json": b"mine"}


@pytest.mark.parametrize("name", ["./scored.csv", "stages//lead.csv", "stages/./lead.csv", "scored.csv"])
def test_a_run_json_cannot_remove_files_of_this_run(tmp_path: Path, name: str) -> None:
    claim(tmp_path, name)
    run(tmp_path)
    assert {*AFTER} <= tree(tmp_path).keys()


@pytest.mark.parametrize("name", [".env", "notes.txt", "mine/x.csv", "stages"])
def test_a_run_json_cannot_remove_what_no_run_writes(tmp_path: Path, name: str) -> None:
    claim(tmp_path, name)
    place = tmp_path / name
    place.parent.mkdir(exist_ok=True)
    place.mkdir() if name == "stages" else place.touch()
    run(tmp_path)
    assert place.exists()


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "null", '{"outputs": 5}', '{"outputs": [5, {"path": 7}, {}]}', "[" * 100_000, "\udc80"],
    ids=repr,
)
def test_a_broken_run_json_is_ignored(tmp_path: Path, content: str) -> None:
    (tmp_path / "run.json").write_bytes(content.encode(errors="surrogateescape"))
    (tmp_path / "mine.csv").write_text("mine")
    run(tmp_path)
    assert {"mine.csv", *AFTER} <= tree(tmp_path).keys()


def test_a_run_json_that_is_a_link_or_no_file_is_replaced_unread(tmp_path: Path) -> None:
    claim(tmp_path / "outside", "mine.csv")
    for name in ("link", "pipe"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "mine.csv").touch()
    (tmp_path / "link" / "run.json").symlink_to(tmp_path / "outside" / "run.json")
    os.mkfifo(tmp_path / "pipe" / "run.json")
    for name in ("link", "pipe"):
        run(tmp_path / name)
        assert {"mine.csv", *AFTER} <= tree(tmp_path / name).keys()


@pytest.mark.parametrize("name", ["stages", "handoff", STAGING])
@pytest.mark.parametrize("kind", ["a link", "a file"])
def test_what_should_be_a_folder(tmp_path: Path, outside: Path, name: str, kind: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / name).symlink_to(outside) if kind == "a link" else (out / name).write_text("mine")
    with pytest.raises(
        OutputError, match=f"{name}: this is {kind}, but leadscore keeps a folder of this name here"
    ):
        run(out)
    assert tree(out).keys() == {name}
    assert tree(outside) == {"x.csv": b"mine", "run.json": b"mine"}


@pytest.mark.parametrize("name", ["scored.csv", "stages/lead.csv", "summary.json", "run.json"])
def test_what_should_be_a_file(tmp_path: Path, name: str) -> None:
    (tmp_path / name / "mine").mkdir(parents=True)
    before = tree(tmp_path)
    with pytest.raises(
        OutputError, match=f"{name}: this is a folder, but leadscore keeps a file of this name here"
    ):
        run(tmp_path)
    assert tree(tmp_path) == before


@pytest.mark.parametrize("name", ["scored.csv", "summary.json", "run.json"])
def test_a_link_instead_of_a_file_is_replaced(tmp_path: Path, outside: Path, name: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / name).symlink_to(outside / "run.json")
    run(out)
    assert not (out / name).is_symlink()
    assert tree(outside) == {"x.csv": b"mine", "run.json": b"mine"}


def test_the_output_folder_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to("real")
    run(tmp_path / "out", BEFORE)
    run(tmp_path / "out")
    assert tree(tmp_path / "real").keys() == {*AFTER, "summary.json", "run.json", "stages"}


@pytest.mark.parametrize("link", ["new", "old", "new/stages", "old/stages", "new/run.json"])
def test_links_in_a_leftover_staging_folder_lead_nowhere(tmp_path: Path, outside: Path, link: str) -> None:
    staging = tmp_path / "out" / STAGING
    for folder in ("new/stages", "new/handoff", "old/stages"):
        (staging / folder).mkdir(parents=True)
    claim(staging / "new", "scored.csv", "stages/lead.csv")
    (staging / link).rename(staging / "aside")
    (staging / link).symlink_to(outside / "run.json" if link == "new/run.json" else outside)
    run(tmp_path / "out")
    assert tree(outside) == {"x.csv": b"mine", "run.json": b"mine"}
    assert tree(tmp_path / "out").keys() == {*AFTER, "summary.json", "run.json", "stages"}
