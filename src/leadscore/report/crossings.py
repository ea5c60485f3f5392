"""Who becomes something and who stops being it, and the rules that are responsible."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.text import Text

from leadscore.report.layout import below, heading
from leadscore.report.moved import moved_leads
from leadscore.report.phrases import Phrases
from leadscore.report.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from leadscore.results.movement import Crossing, Effect, Movement, Turn

__all__ = ["turns"]

_ALWAYS: Final = ("mql", "sql")
"""Stages that are shown even if nobody crosses their border."""
_LEADS: Final = 5
"""Leads of each group that are shown."""
_EFFECTS: Final = 5
_REACHED: Final = "in this stage or a later one"


def turns(movement: Movement) -> Iterator[Iterator[RenderableType]]:
    """Yield a section for each stage whose border somebody crosses, and for each that only one file has."""
    for turn in movement.turns:
        apart = turn.old is None or turn.new is None
        if apart or turn.stage in _ALWAYS or turn.became.count or turn.stopped.count:
            yield _turn(turn)


def _turn(turn: Turn) -> Iterator[RenderableType]:
    if turn.old is None or turn.new is None:
        yield _apart(turn)
        return
    yield heading(turn.title, f"{turn.old:,} → {turn.new:,}, {_REACHED}")
    yield from _crossing(turn.became, "becomes it", "become it")
    yield from _crossing(turn.stopped, "stops being it", "stop being it")


def _apart(turn: Turn) -> Text:
    """Return what is said of a stage that only one file has."""
    if turn.new is None:
        return heading(turn.title, f"is gone; it had {counted(turn.old or 0, 'lead', 'leads')} {_REACHED}")
    return heading(turn.title, f"is new; {counted(turn.new, 'lead', 'leads')} {_REACHED}")


def _crossing(crossing: Crossing, one: str, many: str) -> Iterator[RenderableType]:
    if not crossing.count:
        yield below(Text(f"nobody {one}", "dim"))
        return
    does = one if crossing.count == 1 else many
    first = f", the first {_LEADS} here" if crossing.count > _LEADS else ""
    yield below(Text(f"{counted(crossing.count, 'lead', 'leads')} {does}{first}", "bold"))
    if crossing.effects:
        yield below(Phrases("; ".join(map(_effect, crossing.effects[:_EFFECTS]))), 4)
    yield from moved_leads(crossing.top[:_LEADS])


def _effect(effect: Effect) -> str:
    leads = counted(effect.leads, "lead", "leads")
    return (
        f"{effect.label} ({leads})"
        if effect.total is None
        else f"{effect.label} {effect.total:+.1f} ({leads})"
    )
