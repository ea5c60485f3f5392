"""The top of a hand-off list: whom to call, why, and what to ask."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, Literal, Self

from rich.text import Text

from leadscore.report.layout import GAP, below, grid, heading
from leadscore.report.phrases import Phrases
from leadscore.report.scores import arrow
from leadscore.report.text import amount, counted, light, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType
    from rich.table import Table

    from leadscore.results import ListSummary, Published, TopLead
    from leadscore.results.handoff import ListState

__all__ = ["leads"]

_WIDE: Final = 120
"""From this width on a lead is a row of a table, if its reasons have room; else it has lines of its own."""
_NAME: Final = 26
_COMPANY: Final = 28
_OWNER: Final = 12
_LEAST: Final = 12
"""What is left of names where they do not fit."""
_REASONS: Final = 56
"""Room that reasons and questions need beside a lead."""
_SCORE: Final = 14
_INDENT: Final = 7


@dataclass(frozen=True)
class _Column:
    """What is said of every lead in one place.

    Attributes:
        title: What it is.
        cells: One per lead.
        widest: The most that is shown of a cell.
        justify: The side on which the cells stand.
    """

    title: str
    cells: tuple[Text, ...]
    widest: int = 8
    justify: Literal["left", "right"] = "left"

    @property
    def width(self) -> int:
        """The width that the cells need."""
        return min(self.widest, max(cell.cell_len for cell in self.cells))

    def titled(self) -> Self:
        """Return a column that has room for its title."""
        return replace(self, cells=(Text(self.title), *self.cells))


def leads(
    one: ListSummary, state: ListState | None, published: Published | None, width: int
) -> Iterator[RenderableType]:
    """Show the first leads of a list.

    Args:
        one: The list.
        state: What is new on it and what is open; None for a run without a history.
        published: None if the list was not written.
        width: Cells in a line of the terminal.
    """
    where = f" in {_files(one, published)}" if published else ""
    first = "" if one.count == len(one.top) else f", the first {len(one.top)} here"
    order = f", ordered by {one.order_by}, which is shown first" if one.order_by else ""
    yield heading(f"Hand-off list {one.name}", f"{counted(one.count, 'lead', 'leads')}{where}{first}{order}")
    if state is not None and one.count:
        yield below(Text(_counts(state)))
    columns = _columns(one)
    if one.top and width >= max(_WIDE, _width(columns) + _REASONS):
        yield _table(one.top, columns)
    elif one.top:
        yield from _blocks(one.top, _fitted(columns, width))


def _counts(state: ListState) -> str:
    """Return what is new on a list, and what Sales still has to answer."""
    parts = [f"{state.new:,} new"]
    parts += [f"{state.again:,} again"] if state.again else []
    parts += [f"{state.open:,} open"]
    parts += [f"{state.overdue:,} overdue"] if state.overdue else []
    return ", ".join(parts)


def _files(one: ListSummary, published: Published) -> str:
    """Return the files of a list: its CSV, and the workbook beside it if there is one."""
    workbook = PurePosixPath(one.path).with_suffix(".xlsx")
    return f"{one.path} and {workbook.name}" if str(workbook) in published.written else one.path


def _table(top: Sequence[TopLead], columns: Sequence[_Column]) -> Table:
    """Return a row per lead, below a row of titles."""
    table = _grid([column.titled() for column in columns])
    question = "ask next" if any(lead.next_question for lead in top) else ""
    table.add_row(
        *(Text(title, "dim") for title in (*(column.title for column in columns), "reasons", question))
    )
    for place, lead in enumerate(top):
        who = (column.cells[place] for column in columns)
        table.add_row(*who, Phrases(lead.reasons), shown(lead.next_question))
    return table


def _blocks(top: Sequence[TopLead], columns: Sequence[_Column]) -> Iterator[RenderableType]:
    """Yield a line per lead, and below it why, and what to ask."""
    for place, lead in enumerate(top):
        line = _grid(columns)
        line.add_row(*(column.cells[place] for column in columns))
        yield line
        if lead.reasons:
            yield below(Phrases(lead.reasons), _INDENT)
        if lead.next_question:
            yield below(Text.assemble(("ask: ", "dim"), shown(lead.next_question)), _INDENT)


def _columns(one: ListSummary) -> list[_Column]:
    """Return who the leads are and how good they are, as far as it is known of any of them.

    The score by which the list is ordered stands first.
    """
    top = one.top
    columns = (
        _Column("", tuple(Text.assemble("  ", amount(lead.rank)) for lead in top), justify="right"),
        _Column(
            "name", tuple(shown(lead.name or f"contact {lead.contact_id}", "bold") for lead in top), _NAME
        ),
        _Column("company", tuple(shown(lead.company) for lead in top), _COMPANY),
        _Column(
            one.order_by,
            tuple(_score(lead.list_score, lead.list_momentum) for lead in top),
            _SCORE,
            justify="right",
        ),
        _Column("score", tuple(_score(lead.score, lead.momentum) for lead in top), _SCORE, justify="right"),
        _Column("grade", tuple(shown(lead.grade) for lead in top)),
        _Column("light", tuple(light(lead.light) for lead in top)),
        _Column("owner", tuple(shown(lead.owner) for lead in top), _OWNER),
        _Column("", tuple(Text("new" if lead.new else "", "bold") for lead in top)),
    )
    return [column for column in columns if any(column.cells)]


def _width(columns: Sequence[_Column]) -> int:
    return sum(column.width + GAP for column in columns) - GAP


def _fitted(columns: Sequence[_Column], width: int) -> list[_Column]:
    """Return columns that have room beside each other: the company gives way first, then the name, then the owner."""
    fitted = list(columns)
    for title in ("company", "name", "owner"):
        over = _width(fitted) - width
        fitted = [
            replace(column, widest=max(_LEAST, column.width - over))
            if column.title == title and over > 0 and column.width > _LEAST
            else column
            for column in fitted
        ]
    return fitted


def _score(score: str, momentum: str) -> Text:
    """Return a score, and which way it goes."""
    way = arrow(momentum)
    return Text.assemble(shown(score), " ", way) if way else shown(score)


def _grid(columns: Sequence[_Column]) -> Table:
    table = grid()
    for column in columns:
        table.add_column(width=column.width, no_wrap=True, overflow="ellipsis", justify=column.justify)
    return table
