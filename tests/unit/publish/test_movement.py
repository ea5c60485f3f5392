"""The file of a comparison is written whole or not at all, and leaves nothing beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from leadscore.errors import OutputError
from leadscore.publish.movement import write_movement
from leadscore.results import OutputTable

if TYPE_CHECKING:
    from pathlib import Path

TABLE = OutputTable(
    "diff.csv", ("contact_id", "because"), pl.DataFrame({"0": ["1", "2"], "1": ["a, b", None]})
)
TEXT = 'contact_id,because\n1,"a, b"\n2,\n'


def test_it_takes_the_place_of_what_lies_there(tmp_path: Path) -> None:
    place = tmp_path / "moves.csv"
    place.write_text("before", "utf-8")
    write_movement(TABLE, place)
    assert (place.read_bytes().decode(), list(tmp_path.iterdir())) == (TEXT, [place])


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "link.csv").symlink_to(tmp_path / "there" / "moves.csv")
    write_movement(TABLE, tmp_path / "link.csv")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "there" / "moves.csv").read_text("utf-8") == TEXT


def test_what_fails_leaves_all_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write_half(table: OutputTable, place: Path) -> None:
        place.write_text(table.header[0], "utf-8")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("leadscore.publish.movement.write_table", write_half)
    (tmp_path / "diff.csv").write_text("before", "utf-8")
    with pytest.raises(OutputError, match="No space left on device"):
        write_movement(TABLE, tmp_path / "diff.csv")
    assert (tmp_path / "diff.csv").read_text("utf-8") == "before"
    assert list(tmp_path.iterdir()) == [tmp_path / "diff.csv"]


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="is a folder, and a file is written"):
        write_movement(TABLE, tmp_path)
