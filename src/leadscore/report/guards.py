"""Guards that tripped and were overridden."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadscore.report.layout import grid, heading
from leadscore.report.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from leadscore.results import Summary

__all__ = ["forced"]


def forced(summary: Summary) -> Iterator[RenderableType]:
    """Show what guards found in a run that was published nevertheless."""
    if not summary.forced:
        return
    table = grid(gap=1)
    for one in summary.forced:
        table.add_row("  -", shown(f"{one.guard}: {one.text}"))
        for detail in one.details:
            table.add_row("", shown(f"  {detail}"))
    yield heading("Published with --force, although guards tripped")
    yield table
