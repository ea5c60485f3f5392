"""Deals step by step: how many, what they are worth, how old they are, and which stand still."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import CONTACT, DEAL_AMOUNT, DEAL_STATE, FATE, ID, NEWEST, typed
from leadscore.crm.stages import folded_cells
from leadscore.rules.values import as_day, as_text

if TYPE_CHECKING:
    from leadscore.rules.compile import CompiledRules
    from leadscore.tables.layout import Layout

__all__ = [
    "AGE_DAYS",
    "CREATED",
    "DEAL_ID",
    "KIND",
    "LABEL",
    "OF_CUSTOMER",
    "QUIET",
    "RECENT",
    "STALLED",
    "count_steps",
    "list_deals",
    "order_deals",
]

KIND: Final = "deal:kind"
"""String: `step`, `other`, `won` or `lost`."""
PLACE: Final = "deal:place"
"""Int64: the place of the deal's step in the rules; null where they do not name it."""
KEY: Final = "deal:key"
"""String: what steps are compared by that the rules do not name."""
LABEL: Final = "deal:label"
"""String: the step as it is shown; null where the deal names none."""
AGE_DAYS: Final = "deal:days"
"""Int64: days since an open deal was created, or from then until a closed one was closed."""
RECENT: Final = "deal:recent"
"""Boolean: it was created within the last 365 days."""
QUIET: Final = "deal:quiet"
"""Int64: days since it was created, or since the newest activity of its contact, whichever is later."""
STALLED: Final = "deal:stalled"
"""Boolean: it is open and stands still."""
OF_CUSTOMER: Final = "deal:of_customer"
"""Boolean: it is open, and its contact has a won one."""

DEAL_ID: Final = "deal:id"
"""String: its id as it is shown; null where it has none."""
CREATED: Final = "deal:created"
"""Date: the day on which it was created."""

YEAR: Final = 365
_ORDER: Final = {"step": 0, "other": 1, "won": 2, "lost": 3}


def list_deals(
    deals: pl.LazyFrame, contacts: pl.LazyFrame, layout: Layout, rules: CompiledRules
) -> pl.LazyFrame:
    """Return the used deals, each with its step, its age, and whether it stands still.

    Args:
        deals: One row per deal, with `row:contact`, `deal:state`, `deal:amount` and `row:fate`.
        contacts: One row per contact, with the age of its newest activity and the counts of its deals.
        layout: Where the deals' fields stand.
        rules: The rules; they have `deals`.
    """
    won = typed("number", "deals.won")
    of_contact = contacts.select(CONTACT, ID, NEWEST, won)
    used = deals.filter(pl.col(FATE) == "used").join(of_contact, on=CONTACT, how="left", validate="m:1")
    return (
        used.pipe(_add_step, layout, rules)
        .pipe(_add_days, layout, rules)
        .with_columns(
            ((pl.col(DEAL_STATE) == "open") & (pl.col(won) > 0)).alias(OF_CUSTOMER),
            layout.shown("deal_id").alias(DEAL_ID),
        )
    )


def _add_step(deals: pl.LazyFrame, layout: Layout, rules: CompiledRules) -> pl.LazyFrame:
    """Add the kind, the place, the key and the label of each deal's step.

    An open deal whose cell says won or lost is one that is closed only later: its step of that day is not known.
    """
    words, field = rules.deal_words, "stage" if layout.has("stage") else "status"
    text = as_text(layout.cell(field), layout.missing)
    is_step = (pl.col(DEAL_STATE) == "open") & pl.col(PLACE).is_not_null()
    closed = words.meaning(text).is_in(["won", "lost"]).fill_null(value=False)
    kind = (
        pl.when(is_step)
        .then(pl.lit("step"))
        .when(pl.col(DEAL_STATE) == "open")
        .then(pl.lit("other"))
        .otherwise(DEAL_STATE)
    )
    names = pl.Series([step.name for step in words.steps], dtype=pl.String)
    return (
        deals.with_columns(words.step(text).alias(PLACE))
        .with_columns(
            kind.alias(KIND),
            pl.when(is_step).then(PLACE).alias(PLACE),
            pl.when((pl.col(DEAL_STATE) == "open") & ~is_step & ~closed).then(folded_cells(text)).alias(KEY),
        )
        .with_columns(
            pl.coalesce(
                pl.lit(names).gather(PLACE) if words.steps else pl.lit(None, pl.String),
                pl.when(pl.col(KEY).is_not_null()).then(layout.shown(field)),
            ).alias(LABEL)
        )
    )


def _add_days(deals: pl.LazyFrame, layout: Layout, rules: CompiledRules) -> pl.LazyFrame:
    created, closed = (_day(field, layout, rules) for field in ("created_at", "closed_at"))
    as_of = pl.lit(rules.as_of)
    age = (as_of - created).dt.total_days()
    lasted = (closed - created).dt.total_days()
    stalled_after = rules.model.deals.stalled_after if rules.model.deals else None
    quiet = pl.min_horizontal(age, NEWEST)
    stalled = pl.lit(None, pl.Boolean) if stalled_after is None else _holds(quiet > stalled_after)
    is_open = pl.col(DEAL_STATE) == "open"
    return deals.with_columns(
        created.alias(CREATED),
        pl.when(is_open).then(age).otherwise(pl.when(lasted >= 0).then(lasted)).alias(AGE_DAYS),
        _holds(age <= YEAR).alias(RECENT),
        pl.when(is_open).then(quiet).alias(QUIET),
        pl.when(is_open).then(stalled).alias(STALLED),
    )


def _day(field: str, layout: Layout, rules: CompiledRules) -> pl.Expr:
    return as_day(layout.cell(field), rules.model.timezone, layout.missing, layout.format_of(field))


def _holds(test: pl.Expr) -> pl.Expr:
    return test.fill_null(value=False)


def count_steps(listed: pl.LazyFrame, rules: CompiledRules) -> pl.DataFrame:
    """Count the deals of each step.

    Args:
        listed: What `list_deals` returns.
        rules: The rules.

    Returns:
        `kind`, `step`, `deals`, `value`, `without_amount`, `median_tenths`, `longest_days`, `without_days`, `stalled` and
        `stalled_value`, amounts in thousandths: one row for each step of the rules, in their order, one for each other
        step, by its letters and digits, and one each for won and lost.
    """
    amount, days = pl.col(DEAL_AMOUNT), pl.col(AGE_DAYS)
    counted = listed.group_by(KIND, PLACE, KEY).agg(
        pl.col(LABEL).min(),
        pl.len().cast(pl.Int64).alias("deals"),
        amount.sum().alias("value"),
        amount.null_count().cast(pl.Int64).alias("without_amount"),
        # NOTE: the median of whole numbers is one, or lies just between two.
        (days.median() * 10).cast(pl.Int64).alias("median_tenths"),
        days.max().alias("longest_days"),
        days.null_count().cast(pl.Int64).alias("without_days"),
        pl.col(STALLED).sum().cast(pl.Int64).alias("stalled"),
        amount.filter(STALLED).sum().alias("stalled_value"),
    )
    both = pl.concat([counted.collect(), _empty_steps(rules)], how="diagonal_relaxed")
    first = both.unique([KIND, PLACE, KEY], keep="first", maintain_order=True)
    ordered = first.sort(pl.col(KIND).replace_strict(_ORDER), PLACE, KEY, nulls_last=True)
    says = rules.model.deals is not None and rules.model.deals.stalled_after is not None
    can_stall = pl.col(KIND).is_in(["step", "other"]) & says
    return ordered.select(
        pl.col(KIND).alias("kind"),
        pl.when(pl.col(KIND).is_in(["won", "lost"])).then(KIND).otherwise(LABEL).alias("step"),
        *("deals", "value", "without_amount", "median_tenths", "longest_days", "without_days"),
        *(pl.when(can_stall).then(name).alias(name) for name in ("stalled", "stalled_value")),
    )


def _empty_steps(rules: CompiledRules) -> pl.DataFrame:
    """Return a row without deals for each step that is always shown."""
    names = [step.name for step in rules.deal_words.steps]
    places = range(len(names))
    rows = [("step", place, name) for place, name in zip(places, names, strict=True)]
    rows += [("won", None, None), ("lost", None, None)]  # type: ignore[list-item]
    schema = {KIND: pl.String(), PLACE: pl.Int64(), LABEL: pl.String()}
    zeros = ("deals", "value", "without_amount", "without_days", "stalled", "stalled_value")
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.with_columns(
        pl.lit(None, pl.String).alias(KEY), *(pl.lit(0, pl.Int64).alias(name) for name in zeros)
    )


def order_deals(listed: pl.LazyFrame, by: str) -> pl.LazyFrame:
    """Return some deals in their order, the same whatever the order of the rows.

    Args:
        listed: What `list_deals` returns, of any deals.
        by: A Boolean column, which is true of those that are wanted: the longest quiet first, then the most valuable.
    """
    order = [QUIET, DEAL_AMOUNT, ID, DEAL_ID, LABEL, CREATED]
    descending = [True, True, False, False, False, False]
    return listed.filter(by).sort(order, descending=descending, nulls_last=True)
