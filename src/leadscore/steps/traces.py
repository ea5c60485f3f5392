"""What the leads on lists did: what they read and took, and when they last did what a rule counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import AGE, CONTACT, CONTENT_TAKEN, FATE, PAGES_READ, newest
from leadscore.rules.activity_rules import TYPE
from leadscore.rules.values import as_shown
from leadscore.rules.whole import days_of_ages

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from leadscore.rules.compile import CompiledRules
    from leadscore.tables.layout import Layout

__all__ = ["ASSETS", "KINDS", "NAMED", "PAGES", "Kind", "list_named", "newest_of_rules"]

MOST_PAGES: Final = 5
"""Pages of a lead that are shown, the newest."""
NAMED: Final = "named"
"""String: the page or the asset that an activity names."""
_UNREAD: Final = ("email_sent", "email_open", "email_opened", "email_bounce", "email_bounced")
"""Types of activities whose address says nothing of what somebody read."""
_VISIT: Final = r"[?#].*$"
"""What an address says of the visit rather than of the page."""


@dataclass(frozen=True)
class Kind:
    """One kind of things that activities name.

    Attributes:
        column: The field of activities that names them.
        name: Returns what a cell names, null for nothing, given the normalised texts that mean nothing in the activities.
        counts: Returns whether activities of a type count, null without a type.
        tell: Puts what contacts had to do with into words: of `row:contact`, `named` and `row:age`, sorted by contact, the
            newest first, it makes one row per contact. The day is that on which ages are counted.
    """

    column: str
    name: Callable[[pl.Expr, tuple[str, ...]], pl.Expr]
    counts: Callable[[pl.Expr], pl.Expr]
    tell: Callable[[pl.LazyFrame, date], pl.LazyFrame]


def list_named(activities: pl.LazyFrame, kind: Kind, layout: Layout, as_of: date) -> pl.LazyFrame:
    """Return what each contact has read or taken, the newest first, joined by `; `.

    Args:
        activities: One row per activity, with type, contact, age and fate.
        kind: What is listed.
        layout: Where the activities' fields stand.
        as_of: The day on which ages are counted.

    Returns:
        One row per contact that there is something of: `row:contact`, and `pages_read` or `content_taken`.
    """
    cell = layout.cell(kind.column)
    counted = activities.filter(pl.col(FATE) == "used", kind.counts(pl.col(TYPE)))
    # NOTE: the same cell again and again is read once.
    each = counted.group_by(CONTACT, cell).agg(pl.col(AGE).min())
    named = each.with_columns(kind.name(cell, layout.missing).alias(NAMED)).drop_nulls(NAMED)
    last = named.group_by(CONTACT, NAMED).agg(pl.col(AGE).min())
    return kind.tell(last.sort(CONTACT, AGE, NAMED), as_of)


def _page(address: pl.Expr, missing: tuple[str, ...]) -> pl.Expr:
    page = as_shown(address, missing).str.replace(_VISIT, "")
    return pl.when(page != "").then(page)


def _is_reading(type_: pl.Expr) -> pl.Expr:
    return ~type_.is_in(_UNREAD)


def _is_taking(type_: pl.Expr) -> pl.Expr:
    # NOTE: a mail's asset is what we sent, not what they took.
    return ~type_.str.starts_with("email")


def _tell_pages(last: pl.LazyFrame, as_of: date) -> pl.LazyFrame:
    """Tell the last pages, each with the day on which it was last read."""
    shown = last.group_by(CONTACT, maintain_order=True).head(MOST_PAGES)
    said = pl.format("{} ({})", NAMED, days_of_ages(pl.col(AGE), as_of))
    return _joined(shown.with_columns(said.alias(NAMED)), PAGES_READ)


def _tell_assets(last: pl.LazyFrame, _: date) -> pl.LazyFrame:
    return _joined(last, CONTENT_TAKEN)


def _joined(named: pl.LazyFrame, told: str) -> pl.LazyFrame:
    each = named.group_by(CONTACT, maintain_order=True).agg(pl.col(NAMED).alias(told))
    return each.with_columns(pl.col(told).list.join("; "))


PAGES: Final = Kind("url", _page, _is_reading, _tell_pages)
ASSETS: Final = Kind("asset", as_shown, _is_taking, _tell_assets)
KINDS: Final = (PAGES, ASSETS)


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
