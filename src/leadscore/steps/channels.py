"""Channels are counted, month by month: what they cost, who came by them, and what became of those."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import CHANNEL, CHANNEL_KEY, MONTH, SPEND, WON, reached
from leadscore.results import percent
from leadscore.results.channels import ChannelResult
from leadscore.rules.arithmetic import amount_text, hundredths_text, rounded, tenths_text
from leadscore.rules.funnel import reached_counts
from leadscore.rules.values import as_text

if TYPE_CHECKING:
    from collections.abc import Collection

    from leadscore.tables.layout import Layout

__all__ = [
    "add_channel",
    "add_ratios",
    "all_months",
    "channel_rows",
    "count_channels",
    "name_channels",
    "rank_channels",
]

LEADS: Final = "leads"
BOUGHT: Final = "bought"
RETURN: Final = "return"
"""Names of columns: how many leads, whether they are bought, and what came back of what was spent."""


def _cost(stage: str) -> str:
    """Return the name of the column with what a contact costs that reached a stage."""
    return f"cost_per_{stage}"


def _conversion(stage: str) -> str:
    """Return the name of the column with how many of those in the step before reached a stage."""
    return f"conversion_{stage}"


def _cost_per_lead(stages: tuple[str, ...]) -> str:
    return _cost("contact" if "lead" in stages[1:] else "lead")


def add_channel(contacts: pl.LazyFrame, layout: Layout, column: str) -> pl.LazyFrame:
    """Add the channel of each contact, as it is written and as it is compared; both null where there is none.

    Args:
        contacts: One row per contact, with its own cells.
        layout: Where the contacts' fields stand.
        column: The field with the channel.
    """
    key = as_text(layout.cell(column), layout.missing)
    return contacts.with_columns(key.alias(CHANNEL_KEY), layout.shown(column).alias(CHANNEL))


def name_channels(contacts: pl.LazyFrame, costs: pl.LazyFrame) -> pl.LazyFrame:
    """Return `channel:key`, each once, and `channel:name`: its most frequent spelling, of several the smallest."""
    both = pl.concat([one.select(CHANNEL_KEY, CHANNEL) for one in (contacts, costs)]).drop_nulls()
    spellings = both.group_by(CHANNEL_KEY, CHANNEL).len()
    ranked = spellings.sort(CHANNEL_KEY, -pl.col("len").cast(pl.Int64), CHANNEL)
    return ranked.unique(CHANNEL_KEY, keep="first", maintain_order=True).drop("len")


def count_channels(contacts: pl.LazyFrame, costs: pl.LazyFrame, stages: tuple[str, ...]) -> pl.LazyFrame:
    """Count the contacts and the spend of each channel and month.

    Args:
        contacts: One row per contact, with its channel and what `add_cohort` adds.
        costs: One row per cost: `channel:key`, `channel:month` and `channel:spend`.
        stages: The funnel from top to bottom.

    Returns:
        `channel:key`, `channel:month`, `leads`, `reached_<stage>` of every stage but the first, `channel:won`, and
        `channel:spend`, null where no cost is known. One row for each channel and month with contacts or costs, sorted;
        contacts without channel or month in rows of their own, which come last.
    """
    cohorts = contacts.group_by(CHANNEL_KEY, MONTH).agg(
        pl.len().cast(pl.Int64).alias(LEADS), *reached_counts(stages), pl.col(WON).sum()
    )
    spent = costs.group_by(CHANNEL_KEY, MONTH).agg(pl.col(SPEND).sum())
    both = cohorts.join(
        spent, on=[CHANNEL_KEY, MONTH], how="full", coalesce=True, nulls_equal=True, validate="1:1"
    )
    counts = [LEADS, *map(reached, stages[1:]), WON]
    return both.with_columns(pl.col(counts).fill_null(0)).sort(CHANNEL_KEY, MONTH, nulls_last=True)


def all_months(counted: pl.LazyFrame, *, together: bool) -> pl.LazyFrame:
    """Add up what `count_channels` found over all months, of each channel or of all channels together."""
    counts = pl.exclude(CHANNEL_KEY, MONTH, SPEND).sum()
    known = pl.when(pl.col(SPEND).count() > 0).then(pl.col(SPEND).sum()).alias(SPEND)
    if together:
        return counted.select(counts, known).with_columns(pl.lit(None, pl.String).alias(CHANNEL_KEY))
    return counted.group_by(CHANNEL_KEY).agg(counts, known).sort(CHANNEL_KEY, nulls_last=True)


def add_ratios(
    counted: pl.LazyFrame, names: pl.LazyFrame, bought: Collection[str], stages: tuple[str, ...]
) -> pl.LazyFrame:
    """Add what a channel is called, whether it is bought, and what follows from its numbers.

    Args:
        counted: What `count_channels` or `all_months` returns.
        names: What `name_channels` returns.
        bought: Channels whose leads are bought, as they are compared.
        stages: The funnel from top to bottom.

    Returns:
        The same rows, plus `channel:name`, `bought`, `cost_per_lead` and `cost_per_<stage>` in hundredths,
        `conversion_<stage>` in tenths of a per cent, and `return` in hundredths, each null where it is a share of nothing
        or of what is not known.
    """
    named = counted.join(names, on=CHANNEL_KEY, how="left", validate="m:1", maintain_order="left")
    steps = {LEADS: _cost_per_lead(stages)} | {reached(stage): _cost(stage) for stage in stages[1:]}
    before = dict(zip(stages[1:], [LEADS, *map(reached, stages[1:])], strict=False))
    return named.with_columns(
        pl.col(CHANNEL_KEY).is_in(sorted(bought)).fill_null(value=False).alias(BOUGHT),
        *(_per(pl.col(SPEND), 10 * pl.col(number)).alias(cost) for number, cost in steps.items()),
        *(
            _per(1000 * pl.col(reached(stage)), pl.col(base)).alias(_conversion(stage))
            for stage, base in before.items()
        ),
        _per(100 * pl.col(WON), pl.col(SPEND)).alias(RETURN),
    )


def _per(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    return pl.when(whole > 0).then(rounded(part, whole))


def channel_rows(counted: pl.DataFrame, stages: tuple[str, ...], *, deals: bool) -> pl.DataFrame:
    """Return the rows of `channels.csv`, as they are written.

    Args:
        counted: What `add_ratios` returns of months.
        stages: The funnel from top to bottom.
        deals: Whether deals were read; else nothing is known of amounts.
    """
    later, known = stages[1:], pl.lit(value=deals)
    costs = [_cost_per_lead(stages), *map(_cost, later)]
    return counted.select(
        pl.col(CHANNEL).alias("channel"),
        pl.col(MONTH).alias("month"),
        BOUGHT,
        LEADS,
        *map(reached, later),
        amount_text(pl.col(SPEND)).alias("spend"),
        *(hundredths_text(pl.col(cost)).alias(cost) for cost in costs),
        *(tenths_text(pl.col(share)).alias(share) for share in map(_conversion, later)),
        pl.when(known).then(amount_text(pl.col(WON))).alias("won_amount"),
        pl.when(known).then(hundredths_text(pl.col(RETURN))).alias(RETURN),
    )


def rank_channels(counted: pl.DataFrame, stage: str, *, deals: bool) -> tuple[ChannelResult, ...]:
    """Return what is told of channels, the one first whose leads that reached a stage cost least.

    After those come the ones that brought nobody so far, the dearest first, then those without costs, and last the leads
    without a channel.

    Args:
        counted: What `add_ratios` returns of all months.
        stage: The stage.
        deals: Whether deals were read; else nothing is known of amounts.
    """
    several = reached(stage) in counted.columns
    number, cost = (reached(stage), _cost(stage)) if several else (LEADS, "cost_per_lead")
    order = (
        pl.col(CHANNEL_KEY).is_null(),
        pl.col(SPEND).is_null(),
        pl.col(cost).is_null(),
        pl.col(cost),
        pl.col(SPEND).neg(),
        CHANNEL_KEY,
    )
    per_lead = next(name for name in counted.columns if name.startswith("cost_per_"))
    told = counted.sort(order).select(
        pl.col(CHANNEL).fill_null("").alias("channel"),
        BOUGHT,
        LEADS,
        pl.col(number).alias("reached"),
        amount_text(pl.col(SPEND)).alias("spend"),
        hundredths_text(pl.col(per_lead)).alias("cost_per_lead"),
        hundredths_text(pl.col(cost)).alias("cost_per_reached"),
        pl.when(pl.lit(value=deals)).then(amount_text(pl.col(WON))).alias("won_amount"),
        pl.when(pl.lit(value=deals)).then(hundredths_text(pl.col(RETURN))).alias("returned"),
    )
    return tuple(
        ChannelResult(
            channel=row["channel"],
            bought=row[BOUGHT],
            leads=row[LEADS],
            reached=row["reached"],
            share=percent(row["reached"], row[LEADS]),
            spend=_amount(row["spend"]),
            cost_per_lead=_amount(row["cost_per_lead"]),
            cost_per_reached=_amount(row["cost_per_reached"]),
            won_amount=_amount(row["won_amount"]),
            returned=_amount(row["returned"]),
        )
        for row in told.iter_rows(named=True)
    )


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
