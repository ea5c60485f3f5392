"""How many contacts are where, and why some were taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.text import Text

from leadscore.report.bar import Bar
from leadscore.report.layout import aside, grid, heading
from leadscore.report.text import amount, counted, light, share, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType
    from rich.table import Table

    from leadscore.results import Summary

__all__ = ["disqualified", "funnel", "lights", "stageless"]

_LABEL: Final = 30
_BAR: Final = 50
_COLUMNS: Final = ("now", "share", "reached", "conversion")


def funnel(summary: Summary) -> Iterator[RenderableType]:
    """Show the stages from top to bottom."""
    table = grid()
    table.add_column(no_wrap=True, overflow="ellipsis", max_width=_LABEL)
    table.add_column()
    for _ in _COLUMNS:
        table.add_column(justify="right", no_wrap=True)
    table.add_row(heading("Funnel"), "", *(Text(name, "dim") for name in _COLUMNS))
    _add_stages(table, summary)
    yield table
    yield aside("reached: this stage or a later one; conversion: from the stage above")


def lights(summary: Summary) -> Iterator[RenderableType]:
    """Show how many contacts have which light."""
    if not summary.lights:
        return
    counts = [
        Text.assemble(light(one.light), " ", amount(one.count), _in_brackets(one.share))
        for one in summary.lights
    ]
    yield Text.assemble(heading("Lights"), ": ", Text(", ").join(counts))


def stageless(summary: Summary) -> Iterator[RenderableType]:
    """Show how many contacts are in no stage."""
    if summary.stageless:
        yield heading("In no stage", _contacts(summary.stageless))


def disqualified(summary: Summary) -> Iterator[RenderableType]:
    """Show how many contacts were taken out, and why."""
    if not summary.disqualified_by:
        return
    table = grid()
    table.add_column(justify="right", no_wrap=True)
    for one in summary.disqualified_by:
        table.add_row(Text.assemble("  ", amount(one.count)), shown(one.reason))
    yield heading("Disqualified", _contacts(summary.disqualified))
    yield table


def _in_brackets(percent: float | None) -> Text:
    return Text("") if percent is None else Text.assemble(" (", share(percent), ")")


def _contacts(number: int) -> str:
    return counted(number, "contact", "contacts")


def _add_stages(table: Table, summary: Summary) -> None:
    widest = max((stage.reached for stage in summary.funnel), default=0)
    for stage in summary.funnel:
        table.add_row(
            _label(shown(stage.title)),
            Bar(stage.reached, widest, _BAR),
            amount(stage.count),
            share(stage.share),
            amount(stage.reached),
            share(stage.conversion),
        )


def _label(text: Text) -> Text:
    return Text.assemble("  ", text)
