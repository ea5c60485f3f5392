from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import polars as pl
import pytest

from leadscore.publish.together import write_together
from leadscore.results import SlicedTables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

HEADERS = {"all.csv": ("id", "a,b"), "some.csv": ("id", "x")}


def slices() -> Iterator[Mapping[str, pl.Series]]:
    yield {"all.csv": pl.Series(["1,ä", '2,"two\nlines"']), "some.csv": pl.Series(["2,"])}
    yield {"all.csv": pl.Series([], dtype=pl.String), "some.csv": pl.Series([], dtype=pl.String)}
    yield {"all.csv": pl.Series(["3,"]), "some.csv": pl.Series(["3,"])}


def test_slices_follow_each_other_in_every_file(tmp_path: Path) -> None:
    write_together(SlicedTables(HEADERS, slices), tmp_path)
    assert (tmp_path / "all.csv").read_bytes().decode() == 'id,"a,b"\n1,ä\n2,"two\nlines"\n3,\n'
    assert (tmp_path / "some.csv").read_bytes().decode() == "id,x\n2,\n3,\n"


def test_rows_and_hashes_are_told(tmp_path: Path) -> None:
    told = write_together(SlicedTables(HEADERS, slices), tmp_path)
    assert [(one.path, one.rows) for one in told] == [("all.csv", 3), ("some.csv", 2)]
    assert [one.sha256 for one in told] == [
        sha256((tmp_path / one.path).read_bytes()).hexdigest() for one in told
    ]


def test_without_slices_headers_are_written(tmp_path: Path) -> None:
    write_together(SlicedTables(HEADERS, lambda: iter(())), tmp_path)
    assert (tmp_path / "some.csv").read_bytes() == b"id,x\n"


def test_what_goes_wrong_as_lines_are_made_is_raised(tmp_path: Path) -> None:
    def broken() -> Iterator[Mapping[str, pl.Series]]:
        yield from slices()
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        write_together(SlicedTables(HEADERS, broken), tmp_path)


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "some.csv").write_text("there")
    with pytest.raises(FileExistsError):
        write_together(SlicedTables(HEADERS, slices), tmp_path)
