from __future__ import annotations

import pytest

from leadscore.pipeline.explain.amounts import as_per_cent, as_points, as_score


@pytest.mark.parametrize(
    ("thousandths", "expected"), [(0, "0"), (20_000, "20"), (-7_500, "-7.5"), (1, "0.001"), (100_000, "100")]
)
def test_points_have_the_digits_that_they_need(thousandths: int, expected: str) -> None:
    assert str(as_points(thousandths)) == expected


def test_a_score_always_has_one_decimal() -> None:
    assert [str(as_score(tenths)) for tenths in (0, 600, -45)] == ["0.0", "60.0", "-4.5"]


def test_weights_are_exact_in_per_cent() -> None:
    assert [str(as_per_cent(weight)) for weight in (1_000_000, 954_841, 1)] == ["100", "95.4841", "0.0001"]
