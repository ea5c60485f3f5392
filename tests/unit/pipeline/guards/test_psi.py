"""The population stability index, against sums by hand."""

from __future__ import annotations

from decimal import Decimal
from math import log

import pytest

from leadscore.pipeline.guards.psi import FEWEST, shift

EVEN = dict.fromkeys(range(100), 10)


def test_the_same_distribution_has_not_shifted() -> None:
    assert shift(EVEN, EVEN) == 0


def test_twice_as_many_of_the_same_have_not_shifted() -> None:
    assert shift(EVEN, {value: 2 * number for value, number in EVEN.items()}) == 0


def test_two_values_whose_shares_change() -> None:
    """Each value is a bin of its own, and three more bins are empty: below, between and above."""
    before, after = (0.5, 0.5), (0.8, 0.2)
    terms = [
        ((b + 0.001) - (a + 0.001)) / 1.005 * log((b + 0.001) / (a + 0.001))
        for a, b in zip(before, after, strict=True)
    ]
    assert shift({0: 100, 50: 100}, {0: 160, 50: 40}) == Decimal(sum(terms)).quantize(Decimal("0.001"))


def test_what_was_never_there_is_a_large_shift_and_no_infinite_one() -> None:
    found = shift({0: 1000}, {80: 1000})
    assert found is not None
    assert 10 < found < 20


def test_a_few_values_where_there_were_none_are_no_shift() -> None:
    found = shift({0: 1000}, {0: 975, 80: 25})
    assert found is not None
    assert found < Decimal("0.1")


def test_values_within_a_part_of_the_last_run_may_move() -> None:
    """A part has ten of these values; that one of them took all from another shows in no share."""
    assert shift(EVEN, EVEN | {11: 0, 12: 20}) == 0
    assert shift(EVEN, EVEN | {9: 0, 12: 20}) == Decimal("0.002")


@pytest.mark.parametrize(("before", "after"), [(FEWEST - 1, 1000), (1000, FEWEST - 1), (0, 1000), (1000, 0)])
def test_of_few_values_nothing_is_said(before: int, after: int) -> None:
    assert shift({0: before}, {50: after}) is None


def test_of_just_enough_something_is() -> None:
    assert shift({0: FEWEST}, {50: FEWEST}) is not None
