"""What a history tells, in a terminal or a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.text import Text

from leadscore.report.layout import Unpadded, aside, grid, heading
from leadscore.report.text import amount, counted, share, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console, RenderableType

    from leadscore.results.history import HistoryReport, LeadPath, NightCounts, PathHandoff

__all__ = ["render_history", "render_path"]

_NONE: Final = "-"
_LABEL: Final = 20
_BESIDE: Final = 7
"""Runs that stand beside each other."""
_WORDS: Final = {
    "enter": "enters",
    "fell": "falls back",
    "stay": "stays",
    "min_days": "is held by min_days",
    "forward_only": "never falls below",
    "crm_stage": "by its stage in the CRM",
}


def render_history(report: HistoryReport, console: Console) -> None:
    """Print the funnel over the last runs."""
    for part in _parts(report):
        console.print(Unpadded(part))
        console.print()


def _parts(report: HistoryReport) -> Iterator[RenderableType]:
    yield heading("Last runs", f"{len(report.nights):,} of {report.runs:,}, up to {report.nights[-1].as_of}")
    for start in range(0, len(report.nights), _BESIDE):
        yield _nights(report.nights[start : start + _BESIDE], report.stages)
    yield heading("Since then")
    yield _funnel(report)
    yield aside(
        "went on: of those that entered, who entered a later stage since; days: the median of who has left"
    )
    if report.flapping:
        yield heading("To and fro", counted(report.flapping, "lead", "leads"))
        yield _flaps(report)
        yield aside("more than two changes of stage in 30 days; a `stay` below `enter` calms them")


def _nights(nights: Sequence[NightCounts], stages: Sequence[str]) -> RenderableType:
    """Show some runs beside each other: wide enough for a terminal of 80 columns."""
    table = grid()
    table.add_column(no_wrap=True, overflow="ellipsis", max_width=_LABEL)
    for _ in nights:
        table.add_column(justify="right", no_wrap=True)
    table.add_row("", *(Text(f"{night.as_of:%m-%d}", "dim") for night in nights))
    for place, name in enumerate(stages):
        table.add_row(shown(name), *(_number(night.stages[place]) for night in nights))
    table.add_row(Text("contacts", "dim"), *(amount(night.contacts) for night in nights))
    table.add_row(Text("moved", "dim"), *(amount(night.moved) for night in nights))
    return table


def _number(number: int | None) -> Text:
    return Text(_NONE) if number is None else amount(number)


def _funnel(report: HistoryReport) -> RenderableType:
    table = grid()
    table.add_column(no_wrap=True)
    for _ in range(4):
        table.add_column(justify="right", no_wrap=True)
    table.add_row("", *(Text(title, "dim") for title in ("entered", "went on", "share", "days")))
    for stage in report.funnel:
        days = _NONE if stage.median_days is None else f"{stage.median_days:g}"
        table.add_row(
            shown(stage.stage), amount(stage.entered), amount(stage.went_on), share(stage.converted), days
        )
    return table


def _flaps(report: HistoryReport) -> RenderableType:
    table = grid()
    for flap in report.flaps:
        table.add_row(shown(flap.contact_id), amount(flap.changes), shown(", ".join(flap.stages)))
    return table


def render_path(path: LeadPath, console: Console) -> None:
    """Print the way of one contact."""
    console.print(heading(path.contact_id, f"last seen {path.seen}"))
    table = grid()
    for step in path.steps:
        detail = f" ({step.detail})" if step.detail else ""
        table.add_row(
            Text(step.as_of.isoformat()),
            shown(step.stage or "no stage"),
            Text(counted(step.days, "day", "days")),
            shown(_reason(step.reason) + detail),
        )
    console.print(Unpadded(table))
    if path.handoffs:
        console.print(heading("Handed over"))
        console.print(Unpadded(_handoffs(path.handoffs)))


def _handoffs(found: Sequence[PathHandoff]) -> RenderableType:
    table = grid()
    for one in found:
        reason = f" ({one.reason})" if one.reason else ""
        table.add_row(
            Text(one.since.isoformat()),
            shown(one.list),
            shown(one.owner or _NONE),
            shown(_answer(one) + reason),
        )
    return table


def _answer(one: PathHandoff) -> str:
    if one.answer == "silence":
        return f"accepted by silence {one.answered_on}"
    if one.answer:
        return f"{one.answer} {one.answered_on}"
    return "open" if one.on else "left the list without an answer"


def _reason(reason: str) -> str:
    kind, _, name = reason.partition(":")
    if kind == "recycle":
        return f"sent back by {name}"
    if kind == "disqualify":
        return f"taken out by {name}"
    return _WORDS.get(kind, kind)
