"""The population stability index, for generated distributions."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from leadscore.pipeline.guards.psi import FEWEST, shift

_SPREADS = st.dictionaries(st.integers(0, 100), st.integers(1, 1000), min_size=1, max_size=101).map(
    lambda spread: {**spread, 0: spread.get(0, 0) + FEWEST}
)


@given(_SPREADS)
def test_a_distribution_has_not_shifted_from_itself(spread: dict[int, int]) -> None:
    assert shift(spread, spread) == 0


@given(_SPREADS, _SPREADS)
def test_a_shift_is_never_negative(last: dict[int, int], now: dict[int, int]) -> None:
    found = shift(last, now)
    assert found is not None
    assert found >= 0


@given(_SPREADS, _SPREADS, st.integers(2, 5))
def test_how_many_there_are_makes_no_difference(
    last: dict[int, int], now: dict[int, int], times: int
) -> None:
    more = {value: times * number for value, number in now.items()}
    assert shift(last, more) == shift(last, now)


@given(_SPREADS, _SPREADS)
def test_the_order_of_values_makes_no_difference(last: dict[int, int], now: dict[int, int]) -> None:
    backwards = dict(reversed(now.items()))
    assert shift(dict(reversed(last.items())), backwards) == shift(last, now)
