"""Leads that moved: who, from where to where, and below it why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.text import Text

from leadscore.report.layout import below, grid
from leadscore.report.phrases import Phrases
from leadscore.report.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from leadscore.results.movement import MovedLead

__all__ = ["moved_leads"]

_NAME: Final = 21
_MOVE: Final = 38
_INDENT: Final = 4
_GONE: Final = "not accepted"


def moved_leads(leads: Sequence[MovedLead]) -> Iterator[RenderableType]:
    """Yield a line per lead, and below it what made the difference."""
    names = [shown(lead.name or f"contact {lead.contact_id}", "bold") for lead in leads]
    moves = [shown(_move(lead)) for lead in leads]
    widths = [
        min(most, max(text.cell_len for text in texts)) for most, texts in ((_NAME, names), (_MOVE, moves))
    ]
    for lead, name, move in zip(leads, names, moves, strict=True):
        line = grid()
        for width in (2, *widths):
            line.add_column(width=width, no_wrap=True, overflow="ellipsis")
        line.add_column(no_wrap=True)
        line.add_row("", name, move, Text(_arrow(lead.score_old or "none", lead.score_new or "none")))
        yield line
        if lead.because:
            yield below(Phrases(lead.because), _INDENT + 2)


def _move(lead: MovedLead) -> str:
    return _arrow(lead.stage_old or _GONE, lead.stage_new or _GONE)


def _arrow(old: str, new: str) -> str:
    return old if old == new else f"{old} → {new}"
