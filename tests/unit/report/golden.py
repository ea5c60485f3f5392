"""How the summary looks in a pipe: `python -m tests.unit.report.golden` writes the golden files anew."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.console import Console

from leadscore.report.terminal import render_summary
from tests.unit.report.summaries import ORDINARY, PUBLISHED

if TYPE_CHECKING:
    from leadscore.results import Published, Summary

FOLDER: Final = Path(__file__).parents[2] / "golden" / "report"
WIDTHS: Final = (80, 160)


def rendered(summary: Summary, published: Published | None, width: int, *, colours: bool = False) -> str:
    """Return what is printed, whatever terminal the tests run in."""
    console = Console(file=StringIO(), width=width, force_terminal=colours, _environ={"TERM": "xterm"})
    render_summary(summary, published, console)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def golden_file(width: int) -> Path:
    """Return the file that says how the ordinary summary looks at a width."""
    return FOLDER / f"summary-{width}.txt"


if __name__ == "__main__":
    for width in WIDTHS:
        golden_file(width).write_text(rendered(ORDINARY, PUBLISHED, width), "utf-8")
