from __future__ import annotations

from collections import Counter

import pytest

from leadscore.sample.draws import Draws, spread


def test_the_sequence_is_that_of_every_python() -> None:
    draws = Draws("1:person:0")
    assert [draws.roll() for _ in range(3)] == [0.17806524311114202, 0.4227033726816958, 0.7020745732838116]


@pytest.mark.parametrize(("low", "high"), [(0, 0), (3, 5), (-2, 2)])
def test_whole_numbers_include_both_ends(low: int, high: int) -> None:
    draws = Draws("whole")
    assert {draws.whole(low, high) for _ in range(200)} == set(range(low, high + 1))


def test_half_of_the_mostly_low_are_in_the_first_quarter() -> None:
    draws = Draws("low")
    found = [draws.mostly_low(0, 99) for _ in range(4_000)]
    assert max(found) > 95
    assert 0.47 < sum(number < 25 for number in found) / len(found) < 0.53


def test_spread_repeats_each_item() -> None:
    assert Counter(spread({"a": 3, "b": 1})) == {"a": 3, "b": 1}
