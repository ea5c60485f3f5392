"""How scores are spread and which way they go, as the terminal shows it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from leadscore.report.scores import arrow
from leadscore.report.waterfall import waterfall
from leadscore.results.explanation import CombinedScore
from leadscore.results.scores import Momentum


@pytest.mark.parametrize(
    ("gained", "way"),
    [("0.1", "↑"), ("12.0", "↑"), ("100.0", "↑"), ("0.0", "→"), ("-0.1", "↓"), ("-10.0", "↓"), ("", "")],
)
def test_an_arrow_says_which_way_a_score_goes(gained: str, way: str) -> None:
    assert arrow(gained).plain == way


@pytest.mark.parametrize(
    ("momentum", "text"),
    [
        (None, "total: 77.8"),
        (Momentum(7, Decimal("12.3")), "total: 77.8, +12.3 in 7 days"),
        (Momentum(1, Decimal("-3.5")), "total: 77.8, -3.5 in 1 day"),
        (Momentum(30, Decimal("0.0")), "total: 77.8, the same as 30 days ago"),
    ],
)
def test_an_explanation_begins_with_what_the_score_has_gained(momentum: Momentum | None, text: str) -> None:
    score = Decimal("77.8")
    total = CombinedScore("total", score, score, score, (), (), Decimal(1), Decimal(0), momentum)
    assert str(next(waterfall(total, 80))) == text
