"""How scores are spread, and which way they go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.text import Text

from leadscore.report.amounts import plain
from leadscore.report.layout import aside, grid, heading
from leadscore.report.text import amount, counted, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from leadscore.results import Summary
    from leadscore.results.scores import ScoreSummary

__all__ = ["arrow", "scores"]

_SPREAD: Final = ("half up to", "9 of 10 up to", "at 0", "at 100")
_MOVING: Final = ("↑ rising", "→ steady", "↓ falling")


def arrow(momentum: str) -> Text:
    """Return which way a score goes, by what it has gained; nothing where that is not known."""
    if not momentum:
        return Text("")
    if not momentum.strip("0.-"):
        return Text("→", "dim")
    return Text("↓", "red") if momentum.startswith("-") else Text("↑", "green")


def scores(summary: Summary) -> Iterator[RenderableType]:
    """Show how scores are spread; nothing where there is no more than one to speak of."""
    if not summary.scores:
        return
    moving = any(one.moving for one in summary.scores)
    titles = (*_SPREAD, *(_MOVING if moving else ()))
    table = grid()
    table.add_column(no_wrap=True, overflow="ellipsis", max_width=22)
    for _ in titles:
        table.add_column(justify="right", no_wrap=True)
    table.add_row(heading("Scores"), *(Text(title, "dim") for title in titles))
    for one in summary.scores:
        table.add_row(*_cells(one))
    yield table
    if moving:
        yield aside(_over(summary.scores))


def _cells(one: ScoreSummary) -> Iterator[Text]:
    yield Text.assemble("  ", shown(one.score))
    for value in (one.median, one.high):
        yield Text("" if value is None else plain(value))
    yield amount(one.at_zero)
    yield amount(one.at_hundred)
    if one.moving:
        yield from map(amount, (one.moving.rising, one.moving.steady, one.moving.falling))


def _over(found: tuple[ScoreSummary, ...]) -> str:
    """Return over which time the scores move, with their names where it is not the same for all."""
    over: dict[int, list[str]] = {}
    for one in found:
        if one.moving:
            over.setdefault(one.moving.days, []).append(one.score)
    if len(over) == 1:
        return f"rising and falling: over {_days(*over)}"
    each = "; ".join(f"{', '.join(names)} over {_days(days)}" for days, names in over.items())
    return f"rising and falling: {each}"


def _days(number: int) -> str:
    return counted(number, "day", "days")
