"""What the sections are made of: headings, tables without lines, and text below them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.padding import Padding
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from leadscore.report.text import harmless, shown

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

__all__ = ["GAP", "Unpadded", "aside", "below", "grid", "heading"]

_INDENT: Final = 2
GAP: Final = 2
"""Blanks between the columns of a table."""


def heading(text: str, more: str = "") -> Text:
    """Return the first line of a section, with what is to be said about it right there."""
    return Text.assemble((harmless(text), "bold"), f": {harmless(more)}" if more else "")


def below(content: RenderableType, indent: int = _INDENT) -> Padding:
    """Return text that belongs to what stands above it."""
    return Padding(content, (0, 0, 0, indent))


def aside(text: str) -> Padding:
    """Return an explanation of what stands above it."""
    return below(shown(text, "dim"))


def grid(gap: int = GAP) -> Table:
    """Return a table without lines, with blanks between its columns."""
    return Table.grid(padding=(0, gap, 0, 0))


@dataclass(frozen=True)
class Unpadded:
    """Something without blanks at the ends of its lines, where they would be in the way of who copies them."""

    content: RenderableType

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw the content line by line."""
        for line in console.render_lines(self.content, options, pad=False):
            while line and not line[-1].text.strip():
                line.pop()
            if line:
                line[-1] = Segment(line[-1].text.rstrip(), line[-1].style)
            yield from line
            yield Segment.line()
