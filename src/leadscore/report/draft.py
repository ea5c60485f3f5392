"""What a drafted rules file has, what it makes of the export, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.console import Group
from rich.text import Text

from leadscore.report.layout import Unpadded, aside, grid, heading
from leadscore.report.text import amount, counted, harmless, share, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, RenderableType

    from leadscore.results.draft import Draft, DraftReport

__all__ = ["render_draft"]

_MOST_FILES: Final = 3


def render_draft(report: DraftReport, console: Console) -> None:
    """Print what was drafted, section by section.

    Args:
        report: What is shown.
        console: Its width decides how much stands on a line; commands stay in one piece.
    """
    sections = [list(section) for section in (_title(report), _stages(report.draft), _remarks(report.draft))]
    for number, section in enumerate(filter(None, sections)):
        if number:
            console.print()
        console.print(Unpadded(Group(*section)))
    if report.next:
        console.print()
        console.print(heading("Next"))
    for command, what in report.next:
        console.print(Text(f"  {harmless(command)}"), soft_wrap=True)
        console.print(Unpadded(aside(f"  {what}")))


def _title(report: DraftReport) -> Iterator[RenderableType]:
    draft = report.draft
    parts = [counted(draft.rules, "rule", "rules")]
    if draft.offered:
        parts.append(f"{draft.offered:,} more switched off")
    parts.append(counted(draft.examples, "example", "examples"))
    yield heading(report.place or "The rules", ", ".join(parts))
    if not draft.inputs:
        yield aside("the starter rules; leadscore init contacts.csv drafts rules for an export")
        return
    table = grid()
    table.add_column()
    table.add_column(justify="right", no_wrap=True)
    for one in draft.inputs:
        names = ", ".join(one.files[:_MOST_FILES]) + (", …" if len(one.files) > _MOST_FILES else "")
        table.add_row(Text(f"  {one.input}"), amount(one.records), shown(names))
    yield table


def _stages(draft: Draft) -> Iterator[RenderableType]:
    if not draft.stages:
        return
    yield heading("By these rules" if draft.as_of is None else f"By these rules, as of {draft.as_of}")
    table = grid()
    table.add_column()
    table.add_column(justify="right", no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    for stage in draft.stages:
        table.add_row(Text(f"  {harmless(stage.label)}"), amount(stage.contacts), share(stage.percent))
    yield table
    if draft.as_of is not None:
        yield aside("the newest activity is of that day")


def _remarks(draft: Draft) -> Iterator[RenderableType]:
    if not draft.remarks:
        return
    yield heading("Look at this")
    table = grid(gap=1)
    for remark in draft.remarks:
        table.add_row("  -", shown(remark))
    yield table
