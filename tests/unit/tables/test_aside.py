from __future__ import annotations

import errno
import sys
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

import polars as pl
import pytest

from leadscore.errors import OutputError
from leadscore.pipeline.spool import keep_slices, put_aside
from leadscore.tables.aside import new_folder, run_folder, told_as_the_system_does, write_aside
from leadscore.tables.coded import spool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ROWS = pl.DataFrame({"text": [f"{number:09}" for number in range(20_000)]})
HELP = (
    "  help: make room there and make sure that you may write there, or name another folder with the environment "
    "variable TMPDIR"
)


@contextmanager
def little_room() -> Iterator[None]:
    """Let nobody write a file of more than 1,000 bytes; the system says of it nearly what it says of a full disk."""
    resource = pytest.importorskip("resource", reason="only some systems bound the size of files")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_the_folder_of_a_run_is_gone_when_it_ends() -> None:
    folders = []

    def interrupted() -> None:
        with run_folder() as folder:
            folders.append(folder)
            (new_folder(folder) / "rows").touch()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert [folder.exists() for folder in folders] == [False]


def test_a_run_without_a_place_for_its_folder_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(OutputError) as found, run_folder():
        pass
    assert str(found.value) == (
        f"{tmp_path / 'gone'}: temporary files cannot be written here (No such file or directory)\n{HELP}"
    )


def test_a_system_without_any_folder_for_temporary_files_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile, "_candidate_tempdir_list", list)
    with pytest.raises(OutputError, match=r"^TMPDIR: temporary files cannot be written here"), run_folder():
        pass


def test_a_folder_that_nobody_can_make_is_told_with_where_it_was_to_be(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError) as found:
        new_folder(tmp_path / "file")
    assert str(found.value).startswith(f"{tmp_path / 'file'}: temporary files cannot be written here (")


@pytest.mark.parametrize(
    "write",
    [
        lambda place: write_aside(ROWS, place / "rows"),
        lambda place: write_aside(ROWS.lazy(), place / "rows"),
        lambda place: spool(ROWS.lazy(), place / "rows"),
        lambda place: put_aside(ROWS.lazy(), place),
        lambda place: keep_slices([ROWS], place),
    ],
)
def test_rows_without_room_are_told_with_the_folder(tmp_path: Path, write: Callable[[Path], object]) -> None:
    with pytest.raises(OutputError) as found, little_room():
        write(tmp_path)
    first, second = str(found.value).split("\n")
    assert first.startswith(str(tmp_path))
    assert first.endswith(": temporary files cannot be written here (File too large)")
    assert second == HELP


def test_a_folder_that_somebody_cleared_away_is_told_as_one(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"gone: temporary files cannot be written here \(No such file"):
        write_aside(ROWS, tmp_path / "gone" / "rows")


@pytest.mark.skipif(sys.platform == "win32", reason="it words that in another way")
def test_what_is_read_and_not_there_is_no_matter_of_room(tmp_path: Path) -> None:
    gone = pl.scan_csv(tmp_path / "gone.csv", schema={"a": pl.String})
    with pytest.raises(FileNotFoundError, match=r"gone\.csv"):
        write_aside(gone, tmp_path / "rows")


def test_rows_that_cannot_be_made_are_no_matter_of_room(tmp_path: Path) -> None:
    with pytest.raises(pl.exceptions.InvalidOperationError):
        write_aside(ROWS.lazy().select(pl.col("text").str.to_date("%Y") + 1), tmp_path / "rows")
    with pytest.raises(pl.exceptions.ComputeError, match="a reason"):
        write_aside(ROWS.lazy().map_batches(_fail, schema=ROWS.schema), tmp_path / "rows")


def _fail(_: pl.DataFrame) -> pl.DataFrame:
    raise pl.exceptions.ComputeError("a reason")


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (pl.exceptions.ComputeError("underlying IO error: No space left (os error 28)"), errno.ENOSPC),
        (pl.exceptions.ComputeError("a reason"), None),
    ],
)
def test_what_the_system_refused_is_found_in_what_polars_says(problem: Exception, told: int | None) -> None:
    with pytest.raises(OSError if told else type(problem)) as found, told_as_the_system_does():
        raise problem
    assert getattr(found.value, "errno", None) == told
