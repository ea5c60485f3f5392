"""What channels cost and bring, the one with the cheapest leads first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.text import Text

from leadscore.report.layout import aside, grid, heading
from leadscore.report.text import amount, counted, harmless, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from rich.console import RenderableType

    from leadscore.results import Published, Summary
    from leadscore.results.channels import ChannelResult

__all__ = ["channels"]

_MOST: Final = 8
"""Channels that are shown."""
_NAME: Final = 22
_NUMBER: Final = 12


def channels(summary: Summary, published: Published | None) -> Iterator[RenderableType]:
    """Show the channels by what a lead costs that reached one stage, all months together.

    Args:
        summary: What is shown.
        published: None if nothing was written.
    """
    found = summary.channels
    if found is None:
        return
    stage = harmless(found.stage)
    yield heading("Channels", f"by cost per {stage}{f'; by month in {found.path}' if published else ''}")
    table = grid()
    table.add_column(no_wrap=True, overflow="ellipsis", max_width=_NAME)
    titles = ("leads", stage, "spend", "per lead", f"per {stage}", "return")
    for _ in titles:
        table.add_column(justify="right", no_wrap=True, overflow="ellipsis", max_width=_NUMBER)
    table.add_row("", *(Text(title, "dim") for title in titles))
    named = [one for one in found.channels if one.channel]
    nameless = [one for one in found.channels if not one.channel]
    for one in (*named[:_MOST], *nameless):
        table.add_row(_name(one), *_numbers(one))
    table.add_row(Text("  together", "dim"), *_numbers(found.total))
    yield table
    if len(named) > _MOST:
        yield aside(f"not shown here: {counted(len(named) - _MOST, 'channel', 'channels')}")
    yield aside(f"{stage}: reached it; return: what their leads have bought, per unit spent")


def _name(one: ChannelResult) -> Text:
    name = shown(one.channel) if one.channel else Text("no channel", "dim")
    return Text.assemble("  ", name, (" (bought)", "dim") if one.bought else "")


def _numbers(one: ChannelResult) -> list[Text]:
    return [
        amount(one.leads),
        amount(one.reached),
        _rounded(one.spend),
        _money(one.cost_per_lead),
        _money(one.cost_per_reached),
        _money(one.returned),
    ]


def _money(number: Decimal | None) -> Text:
    """Return an amount with two decimals; what is not known is left blank."""
    return Text("" if number is None else f"{number:,.2f}")


def _rounded(number: Decimal | None) -> Text:
    return Text("" if number is None else f"{number:,.0f}")
