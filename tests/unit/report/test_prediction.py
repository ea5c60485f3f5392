from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final

from leadscore.results.prediction import Outcome, Prediction
from tests.unit.report.golden import rendered
from tests.unit.report.summaries import EMPTY, PUBLISHED

NOBODY: Final = Outcome("grade", "A3", None, None, 0, 0, 0, None, None, None, None)
PREDICTION: Final = Prediction(
    path="prediction.csv",
    won_deals=1028,
    enough=True,
    fewest=20,
    grades=(
        Outcome("grade", "A1", Decimal("64.1"), Decimal("100.0"), 1700, 1010, 1000, 99.0, 98.2, 99.5, 58.8),
        NOBODY,
    ),
    deciles=(
        Outcome("decile", "1", Decimal("51.6"), Decimal("100.0"), 5000, 1016, 1014, 99.8, 99.3, 100.0, 20.3),
        replace(NOBODY, by="decile", name="10"),
    ),
)
EXPECTED: Final = """\
Does the score predict?: all in prediction.csv
                    score  leads  decided    won  win rate        95 % sure
  A1        64.1 to 100.0  1,700    1,010  1,000    99.0 %   98.2 to 99.5 %
  tenth 1   51.6 to 100.0  5,000    1,016  1,014    99.8 %  99.3 to 100.0 %
  tenth 10                     0        0      0
  decided: leads with a deal that is won or lost; tenth 1 has the highest lead
  scores
  This uses what is known now: a score that rose because somebody bought looks
  good here. A fair test needs the scores of back then.
"""


def test_win_rates_with_what_they_may_be() -> None:
    assert EXPECTED in rendered(replace(EMPTY, prediction=PREDICTION), PUBLISHED, 80)


def test_too_few_won_deals_say_nothing() -> None:
    few = replace(PREDICTION, enough=False, won_deals=7)
    text = rendered(replace(EMPTY, prediction=few), PUBLISHED, 80)
    assert "Does the score predict?: too few won deals to tell (7; 20 would do)\n\n" in text


def test_a_run_without_deals_does_not_ask() -> None:
    assert "predict" not in rendered(EMPTY, PUBLISHED, 80)
