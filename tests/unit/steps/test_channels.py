from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from leadscore.columns import CHANNEL, CHANNEL_KEY, MONTH, PLACE, SPEND, WON
from leadscore.steps.channels import add_ratios, all_months, count_channels, name_channels, rank_channels

STAGES = ("lead", "sql")
NO_COSTS = pl.LazyFrame(
    schema={CHANNEL_KEY: pl.String, CHANNEL: pl.String, MONTH: pl.String, SPEND: pl.Int64}
)


def contacts(*rows: tuple[str | None, str | None, int, int]) -> pl.LazyFrame:
    """Return contacts: their channel, month, place in the funnel, and what they have bought."""
    columns = {CHANNEL: pl.String, MONTH: pl.String, PLACE: pl.Int64, WON: pl.Int64}
    frame = pl.LazyFrame(list(rows), schema=columns, orient="row")
    return frame.with_columns(pl.col(CHANNEL).str.to_lowercase().alias(CHANNEL_KEY))


def costs(*rows: tuple[str, str, int]) -> pl.LazyFrame:
    """Return costs: their channel, month, and spend."""
    frame = pl.LazyFrame(
        list(rows), schema={CHANNEL: pl.String, MONTH: pl.String, SPEND: pl.Int64}, orient="row"
    )
    return frame.with_columns(pl.col(CHANNEL).str.to_lowercase().alias(CHANNEL_KEY))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (["Fair", "fair", "fair"], "fair"),
        (["fair", "FAIR"], "FAIR"),
        (["Fair", "FAIR", "Fair", "FAIR", "fair"], "FAIR"),
    ],
)
def test_a_channel_is_called_as_it_is_mostly_written(written: list[str], shown: str) -> None:
    leads = contacts(*((one, None, 0, 0) for one in written))
    assert name_channels(leads, NO_COSTS).collect().rows() == [("fair", shown)]


def test_costs_have_a_say_in_what_a_channel_is_called() -> None:
    both = name_channels(
        contacts(("Fair", None, 0, 0)), costs(("fair", "2026-01", 1), ("fair", "2026-02", 1))
    )
    assert both.collect()[CHANNEL].to_list() == ["fair"]


def test_contacts_and_costs_of_a_month_meet_and_none_is_lost() -> None:
    leads = contacts(("fair", "2026-01", 1, 7), ("fair", None, 0, 0), (None, "2026-01", 0, 0))
    found = count_channels(leads, costs(("fair", "2026-01", 5), ("ad", "2026-02", 3)), STAGES).collect()
    assert found.select(CHANNEL_KEY, MONTH, "leads", "reached_sql", WON, SPEND).rows() == [
        ("ad", "2026-02", 0, 0, 0, 3),
        ("fair", "2026-01", 1, 1, 7, 5),
        ("fair", None, 1, 0, 0, None),
        (None, "2026-01", 1, 0, 0, None),
    ]


def test_the_spend_of_all_months_is_known_where_that_of_one_is() -> None:
    leads = contacts(("fair", "2026-01", 0, 0), ("fair", "2026-02", 0, 0), ("ad", "2026-01", 0, 0))
    counted = count_channels(leads, costs(("fair", "2026-01", 5)), STAGES)
    each = counted.pipe(all_months, together=False).collect()
    assert each.select(CHANNEL_KEY, "leads", SPEND).rows() == [("ad", 1, None), ("fair", 2, 5)]
    assert counted.pipe(all_months, together=True).collect().select("leads", SPEND).rows() == [(3, 5)]


@pytest.mark.parametrize(
    ("spend", "per_sql", "returned"),
    [(2_010, 101, 498), (1, 0, 1_000_000), (0, 0, None), (-2_010, -101, None)],
)
def test_amounts_are_rounded_half_away_from_zero(spend: int, per_sql: int, returned: int | None) -> None:
    """2.01 by two is 1.005, which is 1.01; 10.00 by 2.01 is 4.975."""
    leads = contacts(("fair", "2026-01", 1, 10_000), ("fair", "2026-01", 1, 0))
    paid = costs(("fair", "2026-01", spend))
    counted = count_channels(leads, paid, STAGES).pipe(add_ratios, name_channels(leads, paid), [], STAGES)
    assert counted.select("cost_per_sql", "return").collect().row(0) == (per_sql, returned)


def test_the_order_of_channels() -> None:
    """By cost per sql: b 1.00, a 2.00; then c and d, who brought none, the dearer first; e has no costs; then no channel."""
    leads = contacts(
        *((name, "2026-01", 1 if name in "ab" else 0, 0) for name in "edcba"), (None, "2026-01", 1, 0)
    )
    paid = costs(
        *((name, "2026-01", 1_000 * size) for name, size in {"a": 2, "b": 1, "c": 3, "d": 4}.items())
    )
    each = count_channels(leads, paid, STAGES).pipe(all_months, together=False)
    ratios = each.pipe(add_ratios, name_channels(leads, paid), ["c"], STAGES).collect()
    found = rank_channels(ratios, "sql", deals=False)
    assert [one.channel for one in found] == ["b", "a", "d", "c", "e", ""]
    assert [one.bought for one in found] == [False, False, False, True, False, False]
    assert (found[0].cost_per_reached, found[0].won_amount) == (Decimal("1.00"), None)
