"""What the leads on lists did: the pages that they read, and when they last did what a rule counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import AGE, CONTACT, CONTENT_TAKEN, FATE, PAGES_READ, newest
from leadscore.rules.activity_rules import TYPE
from leadscore.rules.values import as_shown
from leadscore.rules.whole import days_of_ages

if TYPE_CHECKING:
    from datetime import date

    from leadscore.rules.compile import CompiledRules
    from leadscore.tables.layout import Layout

__all__ = [
    "NAMED",
    "asset_of",
    "is_reading",
    "is_taking",
    "list_assets",
    "list_pages",
    "newest_of_rules",
    "page_of",
    "tell_assets",
    "tell_pages",
    "youngest",
]

MOST_PAGES: Final = 5
"""Pages of a lead that are shown, the newest."""
NAMED: Final = "named"
"""String: the page or the asset that an activity names."""
_UNREAD: Final = ("email_sent", "email_open", "email_opened", "email_bounce", "email_bounced")
"""Types of activities whose address says nothing of what somebody read."""
_VISIT: Final = r"[?#].*$"
"""What an address says of the visit rather than of the page."""
_BETWEEN: Final = "; "


def is_reading(type_: pl.Expr) -> pl.Expr:
    """Return whether an activity of a type says what somebody read; null without a type."""
    return ~type_.is_in(_UNREAD)


def is_taking(type_: pl.Expr) -> pl.Expr:
    """Return whether an activity of a type says what somebody took; null without a type.

    NOTE: a mail's asset is what we sent, not what they took.
    """
    return ~type_.str.starts_with("email")


def page_of(address: pl.Expr, missing: tuple[str, ...]) -> pl.Expr:
    """Return the page that an address names, null for none.

    Args:
        address: String column as read.
        missing: Normalised texts that mean nothing in the activities.
    """
    page = as_shown(address, missing).str.replace(_VISIT, "")
    return pl.when(page != "").then(page)


def asset_of(cell: pl.Expr, missing: tuple[str, ...]) -> pl.Expr:
    """Return the asset that a cell names, null for none.

    Args:
        cell: String column as read.
        missing: Normalised texts that mean nothing in the activities.
    """
    return as_shown(cell, missing)


def list_pages(activities: pl.LazyFrame, layout: Layout, as_of: date) -> pl.LazyFrame:
    """Return what each contact has read: the last pages of its activities, each with the day on which it was last read.

    Args:
        activities: One row per activity, with type, contact, age and fate.
        layout: Where the activities' fields stand.
        as_of: The day on which ages are counted.

    Returns:
        One row per contact with pages: `row:contact` and `pages_read`, the newest first, joined by `; `.
    """
    visits = activities.filter(pl.col(FATE) == "used", is_reading(pl.col(TYPE)))
    # NOTE: the same address again and again is put into words once.
    each = visits.group_by(CONTACT, layout.cell("url")).agg(pl.col(AGE).min())
    return _last(each.with_columns(page_of(layout.cell("url"), layout.missing).alias(NAMED))).pipe(tell_pages, as_of)


def list_assets(activities: pl.LazyFrame, layout: Layout) -> pl.LazyFrame:
    """Return what each contact has taken: the assets of its activities, newest first.

    Args:
        activities: One row per activity, with type, contact, age and fate.
        layout: Where the activities' fields stand.

    Returns:
        One row per contact with assets: `row:contact` and `content_taken`, joined by `; `.
    """
    taken = activities.filter(pl.col(FATE) == "used", is_taking(pl.col(TYPE)))
    return _last(taken.with_columns(asset_of(layout.cell("asset"), layout.missing).alias(NAMED))).pipe(tell_assets)


def _last(activities: pl.LazyFrame) -> pl.LazyFrame:
    """Return what activities of each contact name, each thing once, the newest first, ties by name."""
    return activities.pipe(youngest).sort(CONTACT, AGE, NAMED)


def youngest(activities: pl.LazyFrame) -> pl.LazyFrame:
    """Return each thing that activities of a contact name once, with the least age."""
    return activities.drop_nulls(NAMED).group_by(CONTACT, NAMED).agg(pl.col(AGE).min())


def tell_pages(last: pl.LazyFrame, as_of: date) -> pl.LazyFrame:
    """Put into words what contacts read.

    Args:
        last: `row:contact`, `named` and `row:age`, sorted by contact, the newest first.
        as_of: The day on which ages are counted.
    """
    shown = last.group_by(CONTACT, maintain_order=True).head(MOST_PAGES)
    said = pl.format("{} ({})", NAMED, days_of_ages(pl.col(AGE), as_of))
    return _joined(shown.with_columns(said.alias(NAMED)), PAGES_READ)


def tell_assets(last: pl.LazyFrame) -> pl.LazyFrame:
    """Put into words what contacts took.

    Args:
        last: `row:contact` and `named`, sorted by contact, the newest first.
    """
    return _joined(last, CONTENT_TAKEN)


def _joined(named: pl.LazyFrame, told: str) -> pl.LazyFrame:
    each = named.group_by(CONTACT, maintain_order=True).agg(pl.col(NAMED).cast(pl.String).alias(told))
    return each.with_columns(pl.col(told).list.join(_BETWEEN))


def newest_of_rules(activities: pl.LazyFrame, rules: CompiledRules) -> pl.LazyFrame:
    """Return when each contact last did what a rule counts.

    Args:
        activities: One row per activity, with type, contact, age, fate and the columns of `where`.
        rules: The rules.

    Returns:
        One row per contact: `row:contact`, and `newest:<rule>` for each rule that counts activities, null for none.
    """
    used = activities.filter(pl.col(FATE) == "used")
    ages = {newest(rule.id): pl.when(rule.counts).then(AGE) for rule in rules.activity_rules}
    return used.select(CONTACT, **ages).group_by(CONTACT).agg(pl.col(list(ages)).min())
