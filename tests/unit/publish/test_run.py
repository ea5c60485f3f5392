from __future__ import annotations

import json
import signal
import subprocess
import sys
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pytest

from leadscore.errors import OutputError
from leadscore.publish import folder_lock, summary_json
from tests.unit.publish.runs import (
    AFTER,
    BEFORE,
    NOTHING,
    fail,
    mixed,
    run,
    snapshots,
    stop_at,
    tree,
    watched,
)

ROOT = Path(__file__).parents[3]


def disk_full() -> None:
    raise OSError(28, "No space left on device")


def test_files_of_a_run(tmp_path: Path) -> None:
    published = run(tmp_path)
    assert published.written == (*AFTER, "summary.json", "run.json")
    assert tree(tmp_path) == {
        **{name: "id,name\nx,Zoë\n".encode() for name in AFTER},
        "summary.json": summary_json(NOTHING).encode(),
        "run.json": (tmp_path / "run.json").read_bytes(),
        "stages": None,
    }


def test_run_json_names_everything_that_went_in_and_came_out(tmp_path: Path) -> None:
    run(tmp_path)
    content = json.loads((tmp_path / "run.json").read_text("utf-8"))
    hashes = {name: sha256((tmp_path / name).read_bytes()).hexdigest() for name in (*AFTER, "summary.json")}
    rows = dict.fromkeys(AFTER, 1)
    assert content == {
        "version": "0.1.0",
        "as_of": "2026-11-01",
        "rules": {"name": "rules.yaml", "sha256": "aa"},
        "lists": [{"name": "lists/competitors.txt", "rows": 3, "sha256": "bb"}],
        "inputs": {
            "contacts": [
                {"name": "contacts.csv", "rows": 2, "sha256": "cc", "format": "csv", "header_line": 1}
            ]
        },
        "columns": {},
        "formats": {},
        "forced": [],
        "outputs": [
            {"path": name, "rows": rows.get(name), "sha256": hashes[name]} for name in sorted(hashes)
        ],
    }


def test_a_second_run_removes_what_only_the_first_one_wrote(tmp_path: Path) -> None:
    run(tmp_path, BEFORE, "old")
    (tmp_path / "stages" / "mine.csv").write_text("kept")
    (tmp_path / "notes.txt").write_text("kept")
    assert run(tmp_path).removed == ("handoff/mql.csv", "stages/old.csv")
    expected = {*AFTER, "summary.json", "run.json", "stages", "stages/mine.csv", "notes.txt"}
    assert tree(tmp_path).keys() == expected


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    run(tmp_path)
    before = tree(tmp_path)
    run(tmp_path)
    assert tree(tmp_path) == before


def leave(folder: Path, last: str) -> None:
    """Leave what is in the output folder when a run begins."""
    (folder / "handoff").mkdir(parents=True)
    if last == "a run":
        run(folder, BEFORE, "old")
    if last == "a link":
        (folder / "mine.csv").touch()
        (folder / "scored.csv").symlink_to("mine.csv")


@pytest.mark.parametrize("links", [True, False], ids=["links", "no links"])
@pytest.mark.parametrize("last", ["a run", "nothing", "a link"])
def test_a_failure_at_any_step_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last: str, links: bool
) -> None:
    if not links:
        monkeypatch.setattr("os.link", lambda *_, **__: disk_full())
    leave(tmp_path / "before", last)
    leave(tmp_path / "after", last)
    whole = [tree(tmp_path / "before"), tree(run(tmp_path / "after").folder)]
    for step in range(35):
        leave(tmp_path / str(step), last)
        with suppress(OutputError), watched(stop_at(step, disk_full)):
            run(tmp_path / str(step))
        assert tree(tmp_path / str(step)) in whole


def test_what_the_system_refuses_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="No space left on device"), watched(stop_at(5, disk_full)):
        run(tmp_path)


@pytest.mark.parametrize("last", ["a run", "nothing"])
@pytest.mark.parametrize("following", [AFTER, BEFORE[1:3]], ids=["same", "others"])
def test_a_run_killed_at_any_step_is_made_good_by_the_next(
    tmp_path: Path, last: str, following: tuple[str, ...]
) -> None:
    for folder in ("killed", "undisturbed"):
        leave(tmp_path / folder, last)
    run(tmp_path / "undisturbed", following)
    for copy in snapshots(run, tmp_path / "killed", tmp_path / "copies"):
        assert not mixed(copy)
        run(copy, following)
        assert tree(copy) == tree(tmp_path / "undisturbed")


def test_a_run_that_fails_undoes_what_a_killed_one_did(tmp_path: Path) -> None:
    """Even if it is killed itself while it does so."""
    leave(tmp_path / "killed", "a run")
    whole = [tree(tmp_path / "killed"), tree(run(tmp_path / "undisturbed").folder)]
    for number, copy in enumerate(snapshots(run, tmp_path / "killed", tmp_path / "copies")[::5]):
        for again in snapshots(fail, copy, tmp_path / f"again{number}")[::4]:
            assert not mixed(again)
            fail(again)
            assert tree(again) in whole


SIGNAL_DURING_RUN = """
import os, signal, sys
from pathlib import Path
from leadscore.publish import folder_lock
from tests.unit.publish.runs import run, watched

folder, number = Path(sys.argv[1]), int(sys.argv[2])
with folder_lock(folder), watched(lambda step: os.kill(os.getpid(), number) if step == "os.link" else None):
    run(folder)
"""


@pytest.mark.parametrize(("sent", "published"), [(signal.SIGKILL, False), (signal.SIGINT, True)])
def test_a_signal_while_files_are_put_into_place(
    tmp_path: Path, sent: signal.Signals, published: bool
) -> None:
    """A killed process leaves something to be made good; Ctrl-C waits until everything is in place."""
    folder = tmp_path / "out"
    run(folder, BEFORE, "old")
    run(tmp_path / "undisturbed")
    command = [sys.executable, "-c", SIGNAL_DURING_RUN, str(folder), str(sent.value)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert ended.returncode == -sent, ended.stderr
    assert (tree(folder) == tree(tmp_path / "undisturbed")) is published
    with folder_lock(folder):
        run(folder)
    assert tree(folder) == tree(tmp_path / "undisturbed")


def test_ctrl_c_while_files_are_staged_changes_nothing(tmp_path: Path) -> None:
    run(tmp_path, BEFORE, "old")
    before = tree(tmp_path)
    with pytest.raises(KeyboardInterrupt), watched(stop_at(2, lambda: signal.raise_signal(signal.SIGINT))):
        run(tmp_path)
    assert tree(tmp_path) == before


@pytest.mark.parametrize(
    "path",
    [
        "run.json",
        "../x.csv",
        "/x.csv",
        "a/x.csv",
        "stages/../x.csv",
        "x.txt",
        ".x.csv",
        "C:x.csv",
        "a\\x.csv",
        "x.csv\n",
    ],
)
def test_names_that_no_run_may_write(tmp_path: Path, path: str) -> None:
    with pytest.raises(ValueError, match="cannot be the name"):
        run(tmp_path, (path,))
    assert not tree(tmp_path)


def test_two_tables_of_one_name(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cannot be the name"):
        run(tmp_path, ("a.csv", "a.csv"))
