"""Who recommends us, and how much comes by word of mouth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.text import Text

from leadscore.report.layout import aside, grid, heading
from leadscore.report.text import amount, counted, share, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType
    from rich.table import Table

    from leadscore.results import Published, Summary
    from leadscore.results.referrers import WordOfMouth

__all__ = ["word_of_mouth"]

_MONTHS: Final = 6
"""Months that are shown."""


def word_of_mouth(summary: Summary, published: Published | None) -> Iterator[RenderableType]:
    """Show the share of leads and customers that came by word of mouth, in the last months and in all.

    Args:
        summary: What is shown.
        published: None if nothing was written.
    """
    found = summary.word_of_mouth
    if found is None:
        return
    where = f" in {found.path}" if published else ""
    yield heading("Word of mouth", f"{counted(found.referrers, 'referrer', 'referrers')}{where}")
    if not found.referrers:
        return
    yield _table(found)
    if found.top and found.top[0].referred > 1:
        best = ", ".join(
            f"{one.name or one.contact_id} ({one.referred})" for one in found.top if one.referred > 1
        )
        yield aside(f"most recommendations: {best}")
    if found.strangers:
        yield aside(f"no contact of this export: {counted(found.strangers, 'referrer', 'referrers')}")


def _table(found: WordOfMouth) -> Table:
    table = grid()
    table.add_column(no_wrap=True)
    for _ in range(6):
        table.add_column(justify="right", no_wrap=True)
    titles = ("leads", "referred", "share", "customers", "referred", "share")
    table.add_row("", *(Text(title, "dim") for title in titles))
    dated = [month for month in found.months if month.month]
    for one in (*dated[-_MONTHS:], found.total):
        table.add_row(
            shown(f"  {one.month}") if one.month else Text("  all", "dim"),
            amount(one.leads),
            amount(one.referred),
            share(one.share),
            amount(one.customers),
            amount(one.referred_customers),
            share(one.customer_share),
        )
    return table
