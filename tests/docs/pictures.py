"""The pictures of the README: what the program prints in a terminal, shortened, as Rich draws it."""

from __future__ import annotations

from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.text import Text

from tests.cli.shell import leadscore
from tests.docs.readme import OMITTED, ROOT

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["PICTURES", "Picture"]

_WIDTH: Final = 80
_TERMINAL: Final = {"FORCE_COLOR": "1", "TERM": "xterm-256color", "COLUMNS": str(_WIDTH)}
_SAMPLE: Final = ("sample_data/contacts.csv", "-r", "rules.example.yaml", "--as-of", "2026-11-01")


@dataclass(frozen=True)
class Picture:
    """A picture.

    Attributes:
        name: Its file in `docs/pictures`.
        arguments: What leadscore is asked.
        sections: How the first line of each section begins that is shown; a section ends with a blank line.
    """

    name: str
    arguments: tuple[str, ...]
    sections: tuple[str, ...]

    @property
    def path(self) -> Path:
        """Where it lies."""
        return ROOT / "docs" / "pictures" / self.name

    def draw(self, folder: Path) -> str:
        """Ask leadscore in a folder with the sample and its rules, and return what it prints as an SVG."""
        answer = leadscore(folder, *self.arguments, **_TERMINAL)
        assert answer.code == 0, answer.err
        lines = Text.from_ansi(answer.out).split("\n", allow_blank=True)
        console = Console(
            file=StringIO(), record=True, width=_WIDTH, force_terminal=True, color_system="truecolor"
        )
        for line in self._shortened(list(lines)):
            console.print(line, soft_wrap=True)
        return console.export_svg(title=f"leadscore {self.arguments[0]}", unique_id="leadscore")

    def _shortened(self, lines: list[Text]) -> list[Text]:
        shown: list[Text] = []
        inside = False
        for place, line in enumerate(lines):
            if place == 0 or not lines[place - 1].plain:
                before, inside = inside, line.plain.startswith(self.sections)
                if before and not inside:
                    shown += [Text(OMITTED, "dim"), Text()]
            if inside:
                shown.append(line)
        return shown


PICTURES: Final = (
    Picture(
        "summary.svg",
        ("score", *_SAMPLE),
        ("Example rules", "Funnel", "Disqualified", "Lights", "Hand-off list sql", "Channels", "Records"),
    ),
    Picture(
        "explanation.svg",
        ("explain", *_SAMPLE, "-c", "1000263"),
        ("Maja", "engagement", "total", "What would move it up: to become Sales qualified", "How long"),
    ),
)
