"""The Wilson interval holds what its definition says, for any counts."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadscore.results.prediction import wilson

Z = NormalDist().inv_cdf(0.975)
COUNTS = st.integers(1, 10**6).flatmap(lambda trials: st.tuples(st.integers(0, trials), st.just(trials)))


@given(COUNTS)
def test_it_holds_the_share_and_stays_within_nothing_and_all(counts: tuple[int, int]) -> None:
    low, high = wilson(*counts)
    assert 0 <= low <= counts[0] / counts[1] <= high <= 1
    assert low < high


@given(COUNTS)
def test_its_ends_are_where_the_share_would_be_just_as_unlikely(counts: tuple[int, int]) -> None:
    hits, trials = counts
    for end in wilson(hits, trials):
        deviation = sqrt(end * (1 - end) / trials)
        assert abs(hits / trials - end) == pytest.approx(Z * deviation, rel=1e-6, abs=1e-9)


@given(COUNTS, st.integers(2, 50))
def test_it_is_narrower_with_more_of_the_same(counts: tuple[int, int], times: int) -> None:
    (low, high), (lower, higher) = wilson(*counts), wilson(counts[0] * times, counts[1] * times)
    assert higher - lower < high - low


@given(COUNTS)
def test_it_is_the_same_seen_from_the_other_side(counts: tuple[int, int]) -> None:
    hits, trials = counts
    low, high = wilson(hits, trials)
    assert (1 - high, 1 - low) == pytest.approx(wilson(trials - hits, trials), abs=1e-9)
