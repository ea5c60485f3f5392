from __future__ import annotations

import polars as pl
import pytest

from leadscore.pipeline.draft.ladder import thresholds


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([], ()),
        ([7, 7, 7, 7], ()),
        (list(range(1, 401)), (100, 200)),
        ([1, 10, 60, 240, 900], (10, 50, 200)),
        ([0] * 90 + [5] * 10, ()),
        ([-5, -4, -3], ()),
    ],
)
def test_thresholds_are_round_and_some_numbers_lie_between_them(
    numbers: list[int], expected: tuple[int, ...]
) -> None:
    assert thresholds(pl.Series(numbers, dtype=pl.Float64).sort()) == expected
