"""The commit record: read back as it was written, replaced at once, refused where it is something else."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from leadscore.errors import InputError
from leadscore.history.record import (
    RECORD,
    Night,
    Pending,
    Record,
    is_pending,
    read_record,
    way,
    write_record,
)

if TYPE_CHECKING:
    from pathlib import Path

FIRST = Night(date(2026, 11, 1), {"state": "state/a.parquet", "runs": "runs/a.json"})
SECOND = Night(date(2026, 11, 2), {"state": "state/b.parquet", "runs": "runs/b.json"})
BOTH = Record((FIRST, SECOND), Pending("../out", "ab12"))


def test_a_folder_without_a_record_has_an_empty_one(tmp_path: Path) -> None:
    assert read_record(tmp_path) == Record()


def test_a_record_is_read_back(tmp_path: Path) -> None:
    write_record(tmp_path, BOTH)
    assert read_record(tmp_path) == BOTH
    assert [place.name for place in tmp_path.iterdir()] == [RECORD]


def test_the_record_before_a_day() -> None:
    assert BOTH.before(date(2026, 11, 2)).nights == (FIRST,)
    assert BOTH.before(date(2026, 11, 1)).nights == ()


def test_the_files_that_count() -> None:
    assert Record((FIRST,)).files == {"state/a.parquet", "runs/a.json"}


def test_a_run_that_waits_is_known_by_its_hash(tmp_path: Path) -> None:
    write_record(tmp_path, BOTH)
    assert is_pending(tmp_path, "ab12")
    assert not is_pending(tmp_path, "ab13")
    assert not is_pending(tmp_path / "none", "ab12")
    (tmp_path / RECORD).write_text("{")
    assert not is_pending(tmp_path, "ab12")


def test_the_way_from_folder_to_folder(tmp_path: Path) -> None:
    assert way(tmp_path / "history", tmp_path / "out") == "../out"


def content(**changes: Any) -> str:
    files = {"state": "state/a.parquet"}
    whole = {"format": 2, "nights": [{"as_of": "2026-11-01", "files": files}], "pending": None}
    return json.dumps(whole | changes)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "[" * 100_000,
        content(format=1),
        content(nights=None),
        content(nights=[{"as_of": "soon", "files": {}}]),
        content(nights=[{"as_of": "2026-11-01"}]),
        content(nights=[{"as_of": "2026-11-01", "files": {"state": "../contacts.csv"}}]),
        content(nights=[{"as_of": "2026-11-01", "files": {"state": "/etc/passwd"}}]),
        content(nights=[{"as_of": "2026-11-01", "files": {"state": "state/../../x"}}]),
        content(nights=[{"as_of": "2026-11-01", "files": {"state": 1}}]),
        content(pending={"folder": "x"}),
    ],
)
def test_what_is_no_record_is_refused_with_the_way_out(tmp_path: Path, text: str) -> None:
    (tmp_path / RECORD).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=rf"{RECORD}: .*\n  help: bring the file back"):
        read_record(tmp_path)


def test_a_record_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.read_text", refuse)
    with pytest.raises(InputError) as error:
        read_record(tmp_path)
    assert str(error.value) == (
        f"{tmp_path / RECORD} cannot be read (Permission denied)\n"
        "  help: make sure that the user who runs leadscore may read the folder of the history"
    )


def test_what_counts_is_read(tmp_path: Path) -> None:
    (tmp_path / RECORD).write_text(content(), encoding="utf-8")
    assert read_record(tmp_path) == Record((Night(date(2026, 11, 1), {"state": "state/a.parquet"}),))
