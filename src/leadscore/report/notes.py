"""What the user should know although nothing is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadscore.report.layout import grid, heading
from leadscore.report.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from leadscore.results import Summary

__all__ = ["notes"]


def notes(summary: Summary) -> Iterator[RenderableType]:
    """Show the notes, the most important first."""
    if not summary.notes:
        return
    table = grid(gap=1)
    for note in summary.notes:
        for number, line in enumerate(note.split("\n")):
            table.add_row("" if number else "  -", shown(line.strip()))
    yield heading("Notes")
    yield table
