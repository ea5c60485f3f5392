from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

import pytest

from leadscore.rules.decay import weight_table
from leadscore.schema.scores import HalfLife, Linear, NoDecay, Step


def half_life(days: int) -> tuple[int, ...]:
    return weight_table(HalfLife.model_validate({"half_life": f"{days}d"}))


def linear(days: int) -> tuple[int, ...]:
    return weight_table(Linear.model_validate({"linear": f"{days}d"}))


def step(every: str, lose: str) -> tuple[int, ...]:
    return weight_table(Step.model_validate({"step": {"every": every, "lose": lose}}))


def test_without_decay_everything_counts_in_full() -> None:
    assert weight_table(NoDecay()) == (1_000_000,)


def test_half_life_of_one_day() -> None:
    first = (1_000_000, 500_000, 250_000, 125_000, 62_500, 31_250, 15_625, 7_813, 3_906, 1_953, 977, 488)
    assert half_life(1) == (*first, 244, 122, 61, 31, 15, 8, 4, 2, 1, 0, 0)


@pytest.mark.parametrize(
    ("days", "age", "weight"),
    [
        (30, 0, 1_000_000),
        (30, 1, 977_160),  # 0.5^(1/30) = 0.977159968…
        (30, 10, 793_701),  # 0.793700525…
        (30, 15, 707_107),  # 0.707106781…
        (30, 20, 629_961),  # 0.629960524…
        (30, 45, 353_553),  # 0.353553390…
        (30, 90, 125_000),
        (7, 1, 905_724),  # 0.905723664…
        (365, 1, 998_103),  # 0.998102790…
    ],
)
def test_half_life_between_halvings(days: int, age: int, weight: int) -> None:
    assert half_life(days)[age] == weight


@pytest.mark.parametrize("days", [1, 2, 7, 14, 30, 91, 365])
def test_every_half_life_halves_exactly_and_rounds_halves_up(days: int) -> None:
    exact = [Decimal(1_000_000) / 2**times for times in range(22)]
    expected = [int(weight.to_integral_value(ROUND_HALF_UP)) for weight in exact]
    assert list(half_life(days)[::days][:22]) == expected


@pytest.mark.parametrize(
    ("days", "weights"),
    [
        (1, (1_000_000, 0)),
        (3, (1_000_000, 666_667, 333_333, 0)),
        (4, (1_000_000, 750_000, 500_000, 250_000, 0)),
    ],
)
def test_linear(days: int, weights: tuple[int, ...]) -> None:
    assert linear(days) == weights


@pytest.mark.parametrize(
    ("age", "weight"), [(0, 1_000_000), (1, 994_444), (90, 500_000), (179, 5_556), (180, 0)]
)
def test_linear_over_half_a_year(age: int, weight: int) -> None:
    assert linear(180)[age] == weight


@pytest.mark.parametrize(
    ("every", "lose", "weights"),
    [
        ("1d", "50%", (1_000_000, 500_000, 0)),
        ("2d", "40%", (1_000_000, 1_000_000, 600_000, 600_000, 200_000, 200_000, 0)),
        ("1d", "33.333%", (1_000_000, 666_670, 333_340, 10, 0)),
        ("3d", "100%", (1_000_000, 1_000_000, 1_000_000, 0)),
        ("1d", "99.999%", (1_000_000, 10, 0)),
    ],
)
def test_steps(every: str, lose: str, weights: tuple[int, ...]) -> None:
    assert step(every, lose) == weights


@pytest.mark.parametrize(
    ("age", "weight"),
    [(0, 1_000_000), (29, 1_000_000), (30, 900_000), (59, 900_000), (60, 800_000), (300, 0)],
)
def test_steps_of_a_month(age: int, weight: int) -> None:
    assert step("30d", "10%")[age] == weight


@pytest.mark.parametrize(
    "table", [half_life(7), linear(40), step("5d", "7.5%")], ids=["half", "linear", "step"]
)
def test_weights_fall_from_full_to_nothing(table: tuple[int, ...]) -> None:
    assert table[0] == 1_000_000
    assert table[-1] == 0
    assert all(one >= following for one, following in pairwise(table))


def test_the_slowest_steps_end_with_the_oldest_day_that_can_be_written() -> None:
    table = step("100y", "0.001%")
    assert len(table) == 3_660_001
    assert table[36_499:36_501] == (1_000_000, 999_990)
