"""Who gets which content next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.text import Text

from leadscore.report.layout import aside, grid, heading
from leadscore.report.text import amount, counted, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType
    from rich.table import Table

    from leadscore.results import Published, Summary
    from leadscore.results.nurture import NurtureSummary, TrackSummary

__all__ = ["nurture"]

_TRACK: Final = 28
_CONTENT: Final = 32


def nurture(summary: Summary, published: Published | None) -> Iterator[RenderableType]:
    """Show how many leads of each track get which content next.

    Args:
        summary: What is shown.
        published: None if nothing was written.
    """
    found = summary.nurture
    if found is None:
        return
    where = f" in {found.path}" if published else ""
    yield heading("Nurturing", f"{counted(found.listed, 'lead', 'leads')}{where}")
    table = grid()
    table.add_column(no_wrap=True, overflow="ellipsis", max_width=_TRACK)
    table.add_column(no_wrap=True, overflow="ellipsis", max_width=_CONTENT)
    for _ in range(2):
        table.add_column(justify="right", no_wrap=True)
    table.add_row("", *(Text(title, "dim") for title in ("content", "next for", "taken by")))
    for track in found.tracks:
        _add_track(table, track)
    yield table
    yield from map(aside, _left_out(found, published))


def _add_track(table: Table, track: TrackSummary) -> None:
    name = Text.assemble("  ", shown(track.name))
    for one in track.content:
        table.add_row(name, shown(one.content), amount(one.next), amount(one.taken))
        name = Text("")
    table.add_row(name, Text("finished", "dim"), amount(track.finished), "")


def _left_out(found: NurtureSummary, published: Published | None) -> Iterator[str]:
    """Yield what is to be said of those who get nothing, or cannot be reached."""
    if found.finished:
        where = f", in {found.finished_path}" if published else ""
        yield f"finished their track: {_leads(found.finished)}{where}"
    if found.without_consent:
        yield f"a track fits, but there is no consent: {_leads(found.without_consent)}"
    if found.same_address:
        yield f"left out, as another one with the same e-mail address gets a mail: {_leads(found.same_address)}"
    if found.without_address:
        yield f"on the list without an e-mail address: {_leads(found.without_address)}"


def _leads(number: int) -> str:
    return counted(number, "lead", "leads")
