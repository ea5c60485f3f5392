from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from leadscore.errors import FolderBusyError, OutputError
from leadscore.publish import folder_lock
from tests.unit.publish.runs import tree

HOLD = """
import sys
from pathlib import Path
from leadscore.publish import folder_lock
with folder_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_held_folder_is_busy(tmp_path: Path) -> None:
    message = "another run of leadscore is writing into this folder"
    with folder_lock(tmp_path), pytest.raises(FolderBusyError, match=message), folder_lock(tmp_path):
        pass
    with folder_lock(tmp_path):
        pass
    assert not tree(tmp_path)


def test_a_folder_held_by_another_process_is_busy_until_that_is_killed(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(FolderBusyError), folder_lock(tmp_path):
            pass
        holder.kill()
    with folder_lock(tmp_path):
        pass
    assert not tree(tmp_path)


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    with folder_lock(tmp_path / "a" / "b"):
        (tmp_path / "a" / "b" / "x").touch()
    assert tree(tmp_path).keys() == {"a", "a/b", "a/b/x"}


def test_a_run_that_fails_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), folder_lock(tmp_path / "a" / "b"):
        raise ZeroDivisionError
    assert not tree(tmp_path)


def test_a_run_that_fails_leaves_an_empty_folder_that_was_there(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), folder_lock(tmp_path):
        raise ZeroDivisionError
    assert tmp_path.is_dir()


@pytest.mark.parametrize("name", ["file", "file/below", "dangling"])
def test_an_output_folder_that_is_a_file(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "dangling").symlink_to("nowhere")
    with pytest.raises(OutputError, match="nothing can be written into it"), folder_lock(tmp_path / name):
        pass


def test_a_folder_that_may_not_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with (
        pytest.raises(OutputError, match="Permission denied"),
        folder_lock(tmp_path),
    ):
        pass


@pytest.mark.parametrize("kind", ["link", "folder"])
def test_a_lock_file_that_is_none(tmp_path: Path, kind: str) -> None:
    lock = tmp_path / ".leadscore.lock"
    lock.symlink_to(tmp_path / "elsewhere") if kind == "link" else lock.mkdir()
    with pytest.raises(OutputError, match="cannot be written here"), folder_lock(tmp_path):
        pass
    assert tree(tmp_path).keys() == {".leadscore.lock"}
