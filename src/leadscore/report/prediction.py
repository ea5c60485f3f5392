"""Whether who scores higher buys more often."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.text import Text

from leadscore.report.layout import aside, grid, heading
from leadscore.report.text import amount, share, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType
    from rich.table import Table

    from leadscore.results import Published, Summary
    from leadscore.results.prediction import Outcome, Prediction

__all__ = ["prediction"]

_COLUMNS: Final = ("score", "leads", "decided", "won", "win rate", "95 % sure")
_FAIR: Final = (
    "This uses what is known now: a score that rose because somebody bought looks good here. A fair test needs the "
    "scores of back then."
)


def prediction(summary: Summary, published: Published | None) -> Iterator[RenderableType]:
    """Show the win rates by grade and by tenths of the lead score.

    Args:
        summary: What is shown.
        published: None if nothing was written.
    """
    found = summary.prediction
    if found is None:
        return
    if not found.enough:
        yield heading("Does the score predict?", _too_few(found))
        return
    yield heading("Does the score predict?", f"all in {found.path}" if published else "")
    table = grid()
    table.add_column(no_wrap=True)
    for _ in _COLUMNS:
        table.add_column(justify="right", no_wrap=True)
    table.add_row("", *(Text(name, "dim") for name in _COLUMNS))
    _add_outcomes(table, "", [one for one in found.grades if one.decided])
    _add_outcomes(table, "tenth ", found.deciles)
    yield table
    yield aside("decided: leads with a deal that is won or lost; tenth 1 has the highest lead scores")
    yield aside(_FAIR)


def _too_few(found: Prediction) -> str:
    return f"too few won deals to tell ({found.won_deals:,}; {found.fewest:,} would do)"


def _add_outcomes(table: Table, before: str, outcomes: Sequence[Outcome]) -> None:
    for one in outcomes:
        ends = "" if one.low is None or one.high is None else f"{one.low:.1f} to {one.high:.1f} %"
        scores = "" if one.lowest is None else f"{one.lowest} to {one.highest}"
        table.add_row(
            shown(f"  {before}{one.name}"),
            Text(scores),
            *(amount(number) for number in (one.leads, one.decided, one.won)),
            share(one.win_rate),
            Text(ends),
        )
