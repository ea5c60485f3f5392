"""What the leads on lists did: the pages that they read, and when they last did what a rule counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import AGE, CONTACT, FATE, PAGES_READ, newest
from leadscore.rules.activity_rules import TYPE

if TYPE_CHECKING:
    from datetime import date

    from leadscore.rules.compile import CompiledRules
    from leadscore.tables.layout import Layout

__all__ = ["list_pages", "newest_of_rules"]

MOST_PAGES: Final = 5
"""Pages of a lead that are shown, the newest."""
_UNREAD: Final = ("email_sent", "email_open", "email_opened", "email_bounce", "email_bounced")
"""Types of activities whose address says nothing of what somebody read."""
_VISIT: Final = r"[?#].*$"
"""What an address says of the visit rather than of the page."""
_PAGE: Final = "page"


def list_pages(activities: pl.LazyFrame, layout: Layout, as_of: date) -> pl.LazyFrame:
    """Return what each contact has read: the last pages of its activities, each with the day on which it was last read.

    Args:
        activities: One row per activity, with type, contact, age and fate.
        layout: Where the activities' fields stand.
        as_of: The day on which ages are counted.

    Returns:
        One row per contact with pages: `row:contact` and `pages_read`, the newest first, joined by `; `.
    """
    visits = activities.filter(pl.col(FATE) == "used", ~pl.col(TYPE).is_in(_UNREAD))
    # NOTE: the same address again and again is put into words once.
    each = visits.group_by(CONTACT, layout.cell("url")).agg(pl.col(AGE).min())
    page = layout.shown("url").str.replace(_VISIT, "")
    read = each.select(CONTACT, AGE, pl.when(page != "").then(page).alias(_PAGE)).drop_nulls(_PAGE)
    last = read.group_by(CONTACT, _PAGE).agg(pl.col(AGE).min()).sort(CONTACT, AGE, _PAGE)
    newest_pages = last.group_by(CONTACT, maintain_order=True).head(MOST_PAGES)
    day = (pl.lit(as_of) - pl.duration(days=pl.col(AGE))).dt.to_string("%Y-%m-%d")
    said = newest_pages.with_columns(pl.format("{} ({})", _PAGE, day).alias(PAGES_READ))
    return said.group_by(CONTACT, maintain_order=True).agg(pl.col(PAGES_READ).str.join("; "))


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
