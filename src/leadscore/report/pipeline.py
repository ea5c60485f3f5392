"""How deals stand, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.text import Text

from leadscore.report.layout import aside, grid, heading
from leadscore.report.text import amount, counted, share, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from rich.console import RenderableType
    from rich.table import Table

    from leadscore.results import Published, Summary
    from leadscore.results.pipeline import PipelineReport, PipelineStep, WinRate

__all__ = ["pipeline"]

_STEP: Final = 30
_COLUMNS: Final = ("deals", "value", "median", "longest")


def pipeline(summary: Summary, published: Published | None) -> Iterator[RenderableType]:
    """Show the steps of the pipeline, what stands still, and how much is won.

    Args:
        summary: What is shown.
        published: None if nothing was written.
    """
    found = summary.pipeline
    if found is None:
        return
    where = f"; more in {found.path}" if published else ""
    yield heading("Pipeline", f"{_deals(found.open)} open, worth {_money(found.open_value)}{where}")
    table = grid()
    table.add_column(no_wrap=True, overflow="ellipsis", max_width=_STEP)
    stalls = ("stalled",) if found.stalled_after else ()
    for _ in (*_COLUMNS, *stalls):
        table.add_column(justify="right", no_wrap=True)
    table.add_row("", *(Text(name, "dim") for name in (*_COLUMNS, *stalls)))
    for step in found.steps:
        _add_step(table, step, stalls=bool(stalls))
    yield table
    yield from map(aside, _told(found, published))


def _add_step(table: Table, step: PipelineStep, *, stalls: bool) -> None:
    cells = [
        amount(step.deals),
        Text(_money(step.value)),
        Text("" if step.median_days is None else f"{step.median_days:,.1f}"),
        Text("") if step.longest_days is None else amount(step.longest_days),
    ]
    if stalls:
        cells.append(Text("") if step.stalled is None else amount(step.stalled))
    name = shown(step.name) if step.name else Text("no step", "dim")
    mark = Text(" (not in rules)", "dim") if step.kind == "other" and step.name else Text("")
    table.add_row(Text.assemble("  ", name, mark), *cells)


def _told(found: PipelineReport, published: Published | None) -> Iterator[str]:
    yield "median, longest: days since a deal was created; of won and lost ones, until it was closed"
    if found.stalled and found.stalled_value is not None:
        where = f", in {found.stalled_path}" if published else ""
        quiet = f"quiet for more than {found.stalled_after} days"
        yield f"stalled: {_deals(found.stalled)} {quiet}, worth {_money(found.stalled_value)}{where}"
    yield f"won: {_rate(found.win_rate)}; of those created in the last 365 days: {_rate(found.win_rate_year)}"
    if found.customers:
        where = f", in {found.customers_path}" if published else ""
        customers = counted(found.customers, "customer has", "customers have")
        deals = counted(found.customer_deals, "new open deal", "new open deals")
        yield f"{customers} {deals}, worth {_money(found.customer_value)}{where}"


def _rate(rate: WinRate) -> str:
    if not rate.decided:
        return "no deal is decided"
    return f"{rate.won:,} of {rate.decided:,} decided deals ({share(rate.rate)})"


def _deals(number: int) -> str:
    return counted(number, "deal", "deals")


def _money(value: Decimal) -> str:
    """Return an amount without decimals, which say nothing beside others."""
    return f"{value:,.0f}"
