from __future__ import annotations

import pytest

from leadscore.columns import CHANNEL, CHANNEL_KEY, FATE, LINE, MONTH, SPEND
from leadscore.steps.costs import add_cost_fate, rejected_costs
from tests.unit.exports import export
from tests.unit.rulebook import AS_OF


def read(row: str) -> tuple[object, ...]:
    """Return what a cost is read as."""
    costs = export(f"channel,period,spend\n{row}", "costs")
    frame = costs.frame.pipe(add_cost_fate, costs.layout, "UTC", AS_OF).collect()
    return frame.select(CHANNEL_KEY, CHANNEL, MONTH, SPEND, FATE).row(0)


def rejected(row: str) -> tuple[object, ...]:
    """Return why a cost is rejected."""
    costs = export(f"Kanal,Monat,Kosten\n{row}", "costs")
    aged = costs.frame.pipe(add_cost_fate, costs.layout, "UTC", AS_OF)
    return aged.pipe(rejected_costs, costs.layout).select("column", "value", "reason").collect().row(0)


@pytest.mark.parametrize(
    "period",
    [
        *(
            "2026-09",
            "2026/9",
            "2026.09",
            "09/2026",
            "9.2026",
            "Sep 2026",
            "September 2026",
            "Sept. 26",
            "Sep-26",
        ),
        *("2026-09-30", "2026-09-01 00:00:00", "30.09.2026", " 2026-09 "),
    ],
)
def test_a_month_is_read_as_people_write_it(period: str) -> None:
    assert read(f"fair,{period},5")[2:] == ("2026-09", 5_000, "used")


@pytest.mark.parametrize(
    ("spend", "expected"),
    [("5", 5_000), ("0", 0), ("-2.50", -2_500), ("0.0005", 1), ('"1,234.5"', 1_234_500), ("€ 7.10", 7_100)],
)
def test_a_spend_is_read_in_thousandths(spend: str, expected: int) -> None:
    assert read(f"fair,2026-09,{spend}")[3:] == (expected, "used")


@pytest.mark.parametrize(
    ("period", "fate"), [("2026-10", "used"), ("2026-11", "used"), ("2026-12", "later"), ("2027-01", "later")]
)
def test_a_month_after_that_of_the_as_of_date_is_later(period: str, fate: str) -> None:
    assert read(f"fair,{period},5")[4] == fate


def test_channels_are_compared_as_text() -> None:
    assert read(" Fair TRADE ,2026-09,5")[:2] == ("fair trade", "Fair TRADE")


@pytest.mark.parametrize(
    ("row", "column", "value", "reason"),
    [
        (",2026-09,5", "Kanal", "", "has no channel"),
        ("(No value),2026-09,5", "Kanal", "(No value)", "has no channel"),
        ("Summe,,5", "Kanal", "Summe", "is a total and no channel"),
        ("fair,,5", "Monat", "", "has no period"),
        ("fair,2026-13,5", "Monat", "2026-13", "cannot be read as a month; write it like 2026-11"),
        ("fair,Q3 2026,x", "Monat", "Q3 2026", "cannot be read as a month; write it like 2026-11"),
        ("fair,2026-09,", "Kosten", "", "has no spend; write 0 where there was none"),
        ("fair,2026-09,much", "Kosten", "much", "cannot be read as a number"),
    ],
)
def test_what_cannot_be_used_is_rejected(row: str, column: str, value: str, reason: str) -> None:
    assert rejected(row) == (column, value, reason)


def test_a_rejected_cost_keeps_its_line() -> None:
    costs = export("channel,period,spend\nfair,2026-09,5\nfair,2026-09,x", "costs")
    aged = costs.frame.pipe(add_cost_fate, costs.layout, "UTC", AS_OF)
    assert aged.pipe(rejected_costs, costs.layout).collect()[LINE].to_list() == [3]
