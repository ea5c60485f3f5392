from __future__ import annotations

import pytest

from leadscore.decimals import decimal_text


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(0, 3, "0"), (40_000, 3, "40"), (2_500, 3, "2.5"), (-1, 3, "-0.001"), (1_234_050, 3, "1234.05")],
)
def test_zeros_at_the_end_are_dropped(value: int, decimals: int, text: str) -> None:
    assert decimal_text(value, decimals) == text


@pytest.mark.parametrize(("value", "text"), [(0, "0.0"), (5, "0.5"), (1000, "100.0"), (-25, "-2.5")])
def test_a_score_keeps_its_decimal(value: int, text: str) -> None:
    assert decimal_text(value, 1, fixed=True) == text


@pytest.mark.parametrize(("value", "text"), [(0, "0"), (500, "+0.5"), (-500, "-0.5")])
def test_a_sign_stands_before_all_but_nothing(value: int, text: str) -> None:
    assert decimal_text(value, 3, signed=True) == text
