from __future__ import annotations

import errno
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest

from leadscore.errors import InputError, OutputError
from leadscore.publish import publish
from leadscore.publish.parquet import write_parquet
from leadscore.results import LazyTable
from tests.unit.publish.runs import MANIFEST, NOTHING, run, tree

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = pl.DataFrame({"id": ["1", "=1+1", None], "points": [1, None, -3]})


def failing(problem: Exception) -> pl.LazyFrame:
    def fail(_: pl.DataFrame) -> pl.DataFrame:
        raise problem

    return ROWS.lazy().map_batches(fail, schema=ROWS.schema)


def test_values_and_their_types_are_kept(tmp_path: Path) -> None:
    place = tmp_path / "ledger.parquet"
    output = write_parquet(LazyTable("ledger.parquet", ROWS.lazy()), place)
    assert pl.read_parquet(place).equals(ROWS)
    assert (output.path, output.rows, output.sha256) == (
        "ledger.parquet",
        3,
        sha256(place.read_bytes()).hexdigest(),
    )


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    many = pl.LazyFrame({"id": range(600_000)}).with_columns(text=pl.col("id").cast(pl.String))
    first, second = (write_parquet(LazyTable("a", many), tmp_path / name) for name in "ab")
    assert first == second
    assert first.rows == 600_000


def test_a_table_without_rows_has_its_columns(tmp_path: Path) -> None:
    place = tmp_path / "ledger.parquet"
    assert write_parquet(LazyTable("ledger.parquet", ROWS.lazy().clear()), place).rows == 0
    assert pl.read_parquet_schema(place) == ROWS.schema


@pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="only some systems have a disk that is always full"
)
def test_a_full_disk_is_told_as_such() -> None:
    class Full(type(Path())):  # type: ignore[misc]
        def open(self, mode: str = "r", **_: object) -> object:
            return Path("/dev/full").open(mode.replace("x", "w"))

    with pytest.raises(OSError, match="No space left on device") as found:
        write_parquet(LazyTable("ledger.parquet", ROWS.lazy()), Full("/dev/full"))
    assert found.value.errno == errno.ENOSPC


@pytest.mark.parametrize(
    ("problem", "raised"), [(InputError, InputError), (OSError, OutputError), (ValueError, ValueError)]
)
def test_rows_that_cannot_be_made_leave_the_folder_as_it_was(
    tmp_path: Path, problem: Callable[[str], Exception], raised: type[Exception]
) -> None:
    run(tmp_path)
    before = tree(tmp_path)
    with pytest.raises(raised):
        publish(tmp_path, [LazyTable("ledger.parquet", failing(problem("no")))], NOTHING, MANIFEST)
    assert tree(tmp_path) == before
