from __future__ import annotations

from fractions import Fraction

import pytest

from tests.reference.arithmetic import round_half_away, score_text, signed_points
from tests.reference.decay import Decay, weight


@pytest.mark.parametrize(
    ("number", "rounded"), [("1/2", 1), ("-1/2", -1), ("5/2", 3), ("-5/2", -3), ("249/100", 2)]
)
def test_halves_go_away_from_zero(number: str, rounded: int) -> None:
    assert round_half_away(Fraction(number)) == rounded


@pytest.mark.parametrize(
    ("decay", "age", "millionths"),
    [
        ("none", 36_500, 1_000_000),
        ({"half_life": "30d"}, 0, 1_000_000),
        ({"half_life": "30d"}, 30, 500_000),
        ({"half_life": "30d"}, 15, 707_107),
        ({"half_life": "1d"}, 7, 7_813),  # 7,812.5
        ({"half_life": "1d"}, 36_500, 0),
        ({"linear": "180d"}, 45, 750_000),
        ({"linear": "6mo"}, 181, 0),
        ({"step": {"every": "30d", "lose": "10%"}}, 29, 1_000_000),
        ({"step": {"every": "30d", "lose": "10%"}}, 60, 800_000),
        ({"step": {"every": "30d", "lose": "33.333%"}}, 90, 10),
        ({"step": {"every": "1d", "lose": "100%"}}, 1, 0),
    ],
)
def test_weight(decay: Decay, age: int, millionths: int) -> None:
    assert weight(decay, age) == millionths


@pytest.mark.parametrize(("tenths", "text"), [(600, "60.0"), (0, "0.0"), (-5, "-0.5"), (1000, "100.0")])
def test_score_text(tenths: int, text: str) -> None:
    assert score_text(tenths) == text


@pytest.mark.parametrize(
    ("points", "text"), [(40_000, "+40"), (-15_500, "-15.5"), (125, "+0.125"), (100_000, "+100")]
)
def test_signed_points(points: int, text: str) -> None:
    assert signed_points(points) == text
