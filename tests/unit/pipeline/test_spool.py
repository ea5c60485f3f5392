from __future__ import annotations

import time
from typing import TYPE_CHECKING

import polars as pl
import pytest

from leadscore.pipeline.spool import beside_each_other, keep_aside, keep_slices, slices_of

if TYPE_CHECKING:
    from pathlib import Path

ROWS = pl.DataFrame({"a": range(7), "b": ["x", None, "", "y", "z", "z", "ä"]})


def test_rows_that_lie_aside_are_the_same_in_the_same_order(tmp_path: Path) -> None:
    assert keep_aside(ROWS.lazy(), tmp_path).collect().equals(ROWS)


def test_two_lots_of_rows_do_not_mix(tmp_path: Path) -> None:
    kept = [keep_slices(ROWS.head(some).iter_slices(2), tmp_path) for some in (7, 3)]
    assert [one.collect().height for one in kept] == [7, 3]


@pytest.mark.parametrize("most", [1, 3, 7, 100])
def test_slices_are_the_whole(tmp_path: Path, most: int) -> None:
    kept = keep_slices(ROWS.iter_slices(2), tmp_path)
    some = [rows.collect() for rows in slices_of(kept, ROWS.height, most)]
    assert all(rows.height <= most for rows in some)
    assert pl.concat(some).equals(ROWS)


def test_what_is_made_first_waits_for_its_turn() -> None:
    def wait(number: int) -> int:
        time.sleep(0.02 if number == 0 else 0)
        return number

    assert list(beside_each_other(wait, range(9))) == list(range(9))


def test_a_slice_that_cannot_be_made_is_told() -> None:
    with pytest.raises(ZeroDivisionError):
        list(beside_each_other(lambda number: 1 // number, [2, 1, 0, 3]))
