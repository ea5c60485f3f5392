from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final

from leadscore.results.pipeline import PipelineReport, PipelineStep, WinRate
from tests.unit.report.golden import rendered
from tests.unit.report.summaries import EMPTY, PUBLISHED


def step(kind: str, name: str, deals: int, value: str, **more: object) -> PipelineStep:
    one = PipelineStep(kind, name, deals, Decimal(value), 0, 36.0, 1133, 0, 1, Decimal(500))
    return replace(one, **more)  # type: ignore[arg-type]


NONE: Final = {"median_days": None, "longest_days": None, "stalled": 0}
CLOSED: Final = {"stalled": None, "stalled_value": None}
REPORT: Final = PipelineReport(
    path="pipeline.csv",
    steps=(
        step("step", "Offer", 1234, "1234567.89"),
        step("step", "An uncommonly long step that nobody wants to read to its end", 0, "0.00", **NONE),
        step("other", "Ver\u202ehandlung\x1b[2J", 2, "700"),
        step("other", "", 1, "0.5", stalled=0),
        step("won", "won", 3, "5800", median_days=2.5, **CLOSED),
        step("lost", "lost", 0, "0", median_days=None, longest_days=None, **CLOSED),
    ),
    open=1237,
    open_value=Decimal("1235268.39"),
    stalled_after=30,
    stalled_path="stalled.csv",
    stalled=2,
    stalled_value=Decimal(1000),
    customers_path="pipeline_customers.csv",
    customers=1,
    customer_deals=2,
    customer_value=Decimal("2.50"),
    win_rate=WinRate(3, 4, 75.0),
    win_rate_year=WinRate(0, 0, None),
)
EXPECTED: Final = """\
Pipeline: 1,237 deals open, worth 1,235,268; more in pipeline.csv
                                deals      value  median  longest  stalled
  Offer                         1,234  1,234,568    36.0    1,133        1
  An uncommonly long step tha…      0          0                         0
  Ver<U+202E>handlung␛[2J (no…      2        700    36.0    1,133        1
  no step                           1          0    36.0    1,133        0
  won                               3      5,800     2.5    1,133
  lost                              0          0
  median, longest: days since a deal was created; of won and lost ones, until it
  was closed
  stalled: 2 deals quiet for more than 30 days, worth 1,000, in stalled.csv
  won: 3 of 4 decided deals (75.0 %); of those created in the last 365 days: no
  deal is decided
  1 customer has 2 new open deals, worth 2, in pipeline_customers.csv
"""


def test_the_pipeline_step_by_step() -> None:
    assert EXPECTED in rendered(replace(EMPTY, pipeline=REPORT), PUBLISHED, 80)


def test_without_a_limit_and_without_customers_they_are_not_spoken_of() -> None:
    calm = replace(
        REPORT, stalled_after=None, stalled=None, stalled_value=None, stalled_path=None, customers=0
    )
    text = rendered(replace(EMPTY, pipeline=calm), None, 80)
    assert "stalled" not in text
    assert "customer" not in text


def test_files_that_were_not_written_are_not_named() -> None:
    text = rendered(replace(EMPTY, pipeline=REPORT), None, 80)
    assert "Pipeline: 1,237 deals open" in text
    assert ".csv" not in text.partition("Records")[0]


def test_a_run_without_a_pipeline_shows_none() -> None:
    assert "Pipeline" not in rendered(EMPTY, PUBLISHED, 80)
