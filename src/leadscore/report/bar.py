"""A bar as wide as its part of a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.measure import Measurement
from rich.segment import Segment

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

__all__ = ["Bar"]

_EIGHTHS: Final = " ▏▎▍▌▋▊▉"
_STYLE: Final = "cyan"


@dataclass(frozen=True)
class Bar:
    """A bar of blocks, or of `#` where the output has no blocks.

    Attributes:
        part: What it stands for; whatever is more than nothing can be seen.
        whole: What fills the width.
        width: The most cells that it may take.
    """

    part: int
    whole: int
    width: int

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw the bar."""
        cells = min(self.width, options.max_width)
        eighths = 0 if self.whole == 0 else max(8 * cells * self.part // self.whole, min(self.part, 1))
        blocks = (
            "#" * ((eighths + 7) // 8) if options.ascii_only else "█" * (eighths // 8) + _EIGHTHS[eighths % 8]
        )
        yield Segment(blocks.ljust(cells)[:cells], console.get_style(_STYLE))

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """Ask for the full width."""
        return Measurement(min(4, self.width), min(self.width, options.max_width))
