"""Text that is only broken between its phrases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.measure import Measurement
from rich.text import Text

from leadscore.report.text import harmless

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

__all__ = ["Phrases"]

_BETWEEN: Final = "; "


@dataclass(frozen=True)
class Phrases:
    """Phrases such as `Asked for a demo +40; Region +20`, each on one line where it fits.

    Attributes:
        text: The phrases, with `; ` between them.
    """

    text: str

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.text)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Fill line by line."""
        lines: list[str] = []
        for phrase in self._phrases:
            if lines and cell_len(longer := lines[-1] + _BETWEEN + phrase) < options.max_width:
                lines[-1] = longer
            else:
                lines.append(phrase)
        yield Text(f"{_BETWEEN.strip()}\n".join(lines))

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """Ask for one line, and for the longest phrase at least."""
        phrases = [cell_len(phrase) + 1 for phrase in self._phrases]
        return Measurement(max(phrases), cell_len(harmless(self.text)) + 1).with_maximum(options.max_width)

    @property
    def _phrases(self) -> list[str]:
        return harmless(self.text).split(_BETWEEN)
