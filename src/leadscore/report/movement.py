"""How leads move if the rules change: from which stage to which, who crosses a border and why, and by how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.console import Group
from rich.text import Text

from leadscore.report.crossings import turns
from leadscore.report.layout import Unpadded, aside, below, grid, heading
from leadscore.report.moved import moved_leads
from leadscore.report.text import amount, counted, harmless, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console, RenderableType
    from rich.table import Table

    from leadscore.results.movement import MovedLead, Movement, Segment, Segmentation, Shift

__all__ = ["render_movement"]

_LABEL: Final = 22
_INDENT: Final = 2
_OLD: Final = "old"
_MOVES: Final = 20
"""Moves that are listed where a matrix is too wide."""
_NOBODY: Final = "·"
_ABSENT: Final = "–"
_COMPARED: Final = "stage, scores, grade, light, persona, disqualification or lists"
_FIGURES: Final = ("leads", "moved", "up", "down", "old", "new", "change")


def render_movement(movement: Movement, console: Console) -> None:
    """Print what moves, section by section.

    Args:
        movement: What is shown.
        console: Its width decides whether the stages are a matrix or a list.
    """
    sections = [list(section) for section in _sections(movement, console.width)]
    for number, section in enumerate(filter(None, sections)):
        if number:
            console.print()
        console.print(Unpadded(Group(*section)))


def _sections(movement: Movement, width: int) -> Iterator[Iterator[RenderableType]]:
    yield _title(movement)
    yield _stages(movement, width)
    yield from turns(movement)
    yield _lists(movement)
    yield _shift(movement)
    yield _movers("Rising most", movement.rising)
    yield _movers("Falling most", movement.falling)
    for one in movement.segments:
        yield _segments(one)
    yield _notes(movement)


def _title(movement: Movement) -> Iterator[RenderableType]:
    compared = counted(movement.compared, "lead", "leads")
    yield heading(f"{movement.old} → {movement.new}", f"{compared} compared as of {movement.as_of}")
    yield aside(
        f"{counted(movement.moved, 'lead', 'leads')} in another stage, "
        f"{counted(movement.changed, 'lead', 'leads')} changed in {_COMPARED}"
    )
    for number, name in ((movement.only_old, movement.old), (movement.only_new, movement.new)):
        if number:
            yield aside(f"{counted(number, 'lead', 'leads')} more accepted only with {name}")


@dataclass(frozen=True)
class _Look:
    """How the matrix is set, so that it fits.

    Attributes:
        label: The widest label of a row.
        name: The widest title of a column.
        gap: Blanks between columns.
    """

    label: int
    name: int
    gap: int

    def column(self, stage: str) -> str:
        """Return the title of a column."""
        text = harmless(stage) or "(none)"
        return text if len(text) <= self.name else f"{text[: self.name - 1]}…"

    def width(self, movement: Movement) -> int:
        """Return how wide the matrix is."""
        sizes = [size or 0 for stage in movement.stages for size in (stage.old, stage.new)]
        digits = len(f"{max(sizes, default=0):,}")
        names = (*(self.column(stage.name) for stage in movement.stages), _OLD)
        label = max(len(harmless(stage.title)) for stage in movement.stages)
        return min(self.label, label + _INDENT) + sum(self.gap + max(len(name), digits) for name in names)


_LOOKS: Final = (_Look(_LABEL, 14, 2), _Look(_LABEL, 6, 2), _Look(16, 6, 1))
"""The roomiest first."""


def _stages(movement: Movement, width: int) -> Iterator[RenderableType]:
    """Show the stages as a matrix, or where that is too wide as a list."""
    look = next((look for look in _LOOKS if look.width(movement) <= width), None)
    return _matrix(movement, look) if look else _moves(movement)


def _matrix(movement: Movement, look: _Look) -> Iterator[RenderableType]:
    table = grid(look.gap)
    table.add_column(no_wrap=True, overflow="ellipsis", max_width=look.label)
    for _ in (*movement.stages, _OLD):
        table.add_column(justify="right", no_wrap=True)
    names = (look.column(stage.name) for stage in movement.stages)
    table.add_row(heading("Stages"), *(Text(name, "dim") for name in (*names, _OLD)))
    for place, (stage, row) in enumerate(zip(movement.stages, movement.matrix, strict=True)):
        cells = (_cell(number, stays=place == column) for column, number in enumerate(row))
        table.add_row(_indented(shown(stage.title)), *cells, _size(stage.old))
    table.add_row(Text("  new", "dim"), *(_size(stage.new) for stage in movement.stages), "")
    yield table
    yield aside("a row says where the leads of a stage go, a column where they come from")


def _cell(number: int, *, stays: bool) -> Text:
    if not number:
        return Text(_NOBODY, "dim")
    return Text(f"{number:,}", "dim" if stays else "bold")


def _size(number: int | None) -> Text:
    return Text(_ABSENT, "dim") if number is None else amount(number)


def _indented(text: Text) -> Text:
    return Text.assemble("  ", text)


def _moves(movement: Movement) -> Iterator[RenderableType]:
    """Yield the stages one below the other, and then the moves, the largest first."""
    table = grid()
    table.add_column(no_wrap=True, overflow="ellipsis", max_width=40)
    for _ in range(2):
        table.add_column(justify="right", no_wrap=True)
    table.add_row(heading("Stages"), Text("old", "dim"), Text("new", "dim"))
    for stage in movement.stages:
        table.add_row(_indented(shown(stage.title)), _size(stage.old), _size(stage.new))
    yield table
    found = [
        (number, before.title, after.title)
        for before, row in zip(movement.stages, movement.matrix, strict=True)
        for after, number in zip(movement.stages, row, strict=True)
        if number and before != after
    ]
    if not found:
        return
    first = f", the {_MOVES} largest here" if len(found) > _MOVES else ""
    yield below(Text(f"{counted(len(found), 'move', 'moves')} between stages{first}", "dim"))
    listed = grid()
    listed.add_column(justify="right", no_wrap=True)
    listed.add_column(no_wrap=True, overflow="ellipsis")
    for number, before, after in sorted(found, key=lambda move: -move[0])[:_MOVES]:
        listed.add_row(_indented(amount(number)), shown(f"{before} → {after}"))
    yield listed


def _lists(movement: Movement) -> Iterator[RenderableType]:
    if not movement.lists:
        return
    table = grid()
    table.add_column(no_wrap=True, overflow="ellipsis", max_width=40)
    for _ in range(4):
        table.add_column(justify="right", no_wrap=True)
    table.add_row(heading("Hand-off lists"), *(Text(name, "dim") for name in ("old", "new", "on", "off")))
    for one in movement.lists:
        signed = (
            Text(f"{sign}{number:,}" if number else _NOBODY)
            for sign, number in (("+", one.on), ("-", one.off))
        )
        table.add_row(_indented(shown(one.name)), _size(one.old), _size(one.new), *signed)
    yield table


def _figures(title: str) -> Table:
    table = grid()
    table.add_column(no_wrap=True, overflow="ellipsis", max_width=_LABEL)
    for _ in _FIGURES:
        table.add_column(justify="right", no_wrap=True)
    table.add_row(heading(title), *(Text(name, "dim") for name in _FIGURES))
    return table


def _add(table: Table, title: str, shift: Shift) -> None:
    numbers = (shift.leads, shift.moved, shift.up, shift.down)
    means = (_mean(shift.old), _mean(shift.new), _signed(shift.mean))
    table.add_row(_indented(shown(title)), *map(amount, numbers), *map(Text, means))


def _mean(number: float | None) -> str:
    return "" if number is None else f"{number:.1f}"


def _signed(number: float | None) -> str:
    return "" if number is None else f"{number:+.2f}" if number else "0.00"


def _shift(movement: Movement) -> Iterator[RenderableType]:
    shift = movement.shift
    table = _figures("Lead score")
    _add(table, "all leads", shift)
    yield table
    if shift.median is not None:
        quartiles = ", ".join(map(_signed, (shift.lower, shift.median, shift.upper)))
        yield aside(f"means; quartiles of the changes: {quartiles}")


def _segments(one: Segmentation) -> Iterator[RenderableType]:
    table = _figures(f"By {one.field}")
    for segment in one.segments:
        _add(table, _segment_title(segment, one), segment.shift)
    yield table


def _segment_title(segment: Segment, one: Segmentation) -> str:
    is_rest = one.rest and segment is one.segments[-1]
    return f"{one.rest:,} others" if is_rest else segment.value


def _movers(title: str, leads: Sequence[MovedLead]) -> Iterator[RenderableType]:
    if leads:
        yield heading(title)
        yield from moved_leads(leads)


def _notes(movement: Movement) -> Iterator[RenderableType]:
    if movement.notes:
        yield heading("Notes")
        for note in movement.notes:
            yield aside(note)
