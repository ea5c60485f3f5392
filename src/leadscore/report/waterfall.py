"""How a score came about, as sums that add up: rules, what was lost, and what stands behind each line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.console import Group
from rich.text import Text

from leadscore.report.amounts import given, plain, taken
from leadscore.report.behind import activities, reason
from leadscore.report.layout import aside, below, grid, heading
from leadscore.report.text import counted, shown
from leadscore.results.explanation import RuledScore

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from leadscore.results.explanation import CombinedScore, GroupPoints, RulePoints, ScoreExplanation
    from leadscore.results.scores import Momentum

__all__ = ["waterfall"]

_TITLE: Final = 40
"""The most cells for the label of a rule; longer ones go on below."""
_NARROW: Final = 12
"""The fewest cells for it, however long the numbers are."""
_INDENT: Final = 2
_GAP: Final = 2
_DETAIL: Final = 4


@dataclass(frozen=True)
class _Line:
    """One line of a sum, and what explains it.

    Attributes:
        title: What gave or took.
        before: Points before anything was lost.
        decay: What decay took.
        limit: What the rule's own limit took.
        points: What is added up.
        details: What stands below it.
    """

    title: Text
    before: Text
    decay: Text
    limit: Text
    points: Text
    details: tuple[RenderableType, ...] = ()

    @property
    def cells(self) -> tuple[Text, ...]:
        """The line, column by column."""
        return (self.title, self.before, self.decay, self.limit, self.points)


def waterfall(score: ScoreExplanation, width: int) -> Iterator[RenderableType]:
    """Show how a score came about.

    Args:
        score: The score.
        width: Cells in a line of the terminal.
    """
    moved = f", {_gained(score.momentum)}" if score.momentum else ""
    yield heading(score.score, f"{plain(score.shown)}{moved}")
    if score.low < score.high:
        fields = f", depending on what is unknown: {', '.join(score.missing)}" if score.missing else ""
        yield aside(f"between {plain(score.low)} and {plain(score.high)}{fields}")
    yield from _ruled(score, width) if isinstance(score, RuledScore) else _combined(score)


def _gained(momentum: Momentum) -> str:
    """Return what a score has gained, and over which time."""
    time = counted(momentum.days, "day", "days")
    return f"{momentum.gained:+f} in {time}" if momentum.gained else f"the same as {time} ago"


def _combined(score: CombinedScore) -> Iterator[RenderableType]:
    table = grid()
    table.add_column(overflow="fold")
    for _ in range(3):
        table.add_column(justify="right", no_wrap=True)
    for part in score.combines:
        weight = f"x {plain(part.weight)} of {plain(score.weights)}"
        table.add_row(shown(part.score), plain(part.shown), weight, given(part.points))
    if score.rounding:
        table.add_row("rounding", "", "", given(score.rounding))
    table.add_row(Text("score", "bold"), "", "", Text(f"= {plain(score.shown)}", "bold"))
    yield below(table)


def _ruled(score: RuledScore, width: int) -> Iterator[RenderableType]:
    lines = list(_lines(score))
    used = [place for place in range(1, 5) if place == 4 or any(line.cells[place] for line in lines[1:])]
    lines = lines if len(used) > 1 else lines[1:]
    widths = [max(line.cells[place].cell_len for line in lines) for place in used]
    room = width - _INDENT - sum(cells + _GAP for cells in widths) - _GAP
    title = min(max(_NARROW, min(_TITLE, room)), max(line.title.cell_len for line in lines))
    for line in lines:
        table = grid(_GAP)
        table.add_column(width=title, overflow="fold")
        for cells in widths:
            table.add_column(width=cells, justify="right", no_wrap=True)
        table.add_row(line.title, *(line.cells[place] for place in used))
        yield below(table)
        for detail in line.details:
            yield below(detail, _DETAIL)
    yield aside(
        f"{plain(score.points)} of the {plain(score.full_at)} points that make 100: {plain(score.shown)}"
    )
    yield from _silent([rule for rule in score.rules if not rule.gave])


def _lines(score: RuledScore) -> Iterator[_Line]:
    """Yield the titles of the columns, then what is added up, then the sum."""
    none = Text("")
    at_first, decay, limit, points = (
        Text(title, "dim") for title in ("at first", "decay", "limit", "points")
    )
    yield _Line(none, at_first, decay, limit, points)
    lossy = any(rule.lost for rule in score.rules)
    for rule in score.rules:
        if rule.gave:
            before = given(rule.before) if lossy else none
            lost = taken(rule.lost_to_decay), taken(rule.lost_to_cap)
            yield _Line(shown(rule.title), before, *lost, given(rule.points), tuple(_details(rule)))
    for group in score.groups:
        if group.lost_to_limit:
            yield _Line(shown(_limit(group)), none, none, none, taken(group.lost_to_limit))
    if score.lost_to_limit:
        ends = (
            f"more than {plain(score.full_at)} change nothing"
            if score.lost_to_limit > 0
            else f"never below {plain(score.least)}"
        )
        yield _Line(Text(ends), none, none, none, taken(score.lost_to_limit))
    yield _Line(Text("points", "bold"), none, none, none, Text(f"= {plain(score.points)}", "bold"))


def _limit(group: GroupPoints) -> str:
    if group.lost_to_limit > 0 and group.most is not None:
        return f"group {group.group}: at most {plain(group.most)}"
    return f"group {group.group}: at least {plain(group.least)}" if group.least is not None else group.group


def _details(rule: RulePoints) -> Iterator[RenderableType]:
    if rule.activities is not None:
        yield from activities(rule.activities, with_weights=bool(rule.lost_to_decay))
    else:
        yield reason(rule)


def _silent(rules: Sequence[RulePoints]) -> Iterator[RenderableType]:
    if not rules:
        return
    table = grid()
    table.add_column(max_width=_TITLE, overflow="fold")
    table.add_column(overflow="fold")
    for rule in rules:
        table.add_row(shown(rule.title), reason(rule))
    yield below(Group(Text("nothing from"), below(table)))
