from __future__ import annotations

import pytest

from leadscore.results.prediction import wilson


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    [  # as tables of the Wilson interval have them
        (8, 10, 0.4902, 0.9433),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (1, 2, 0.0945, 0.9055),
        (50, 100, 0.4038, 0.5962),
    ],
)
def test_the_interval_is_that_of_published_tables(hits: int, trials: int, low: float, high: float) -> None:
    assert wilson(hits, trials) == pytest.approx((low, high), abs=5e-5)
