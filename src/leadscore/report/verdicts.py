"""What the rules decide of a lead: yes, no or unknown, and beside each part of a condition what was found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.text import Text

from leadscore.report.amounts import plain
from leadscore.report.layout import GAP, below, grid, heading
from leadscore.report.text import harmless, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

    from leadscore.results.conditions import TestedPart
    from leadscore.results.explanation import AxisMark, LeadExplanation, Question, Standing, Verdict

__all__ = ["decisions"]

_STYLES: Final = {"yes": "green", "no": "", "unknown": "yellow"}
_HELD: Final = {"yes": ", which holds it back", "no": "", "unknown": ", which holds nobody back"}
_PARTS: Final = 4
_STEP: Final = 2
_LONGEST: Final = 36
"""Cells of a test beyond which what was found stands on a line of its own."""


def decisions(lead: LeadExplanation) -> Iterator[Iterator[RenderableType]]:
    """Yield sections: what each thing comes from that the rules decide of a lead."""
    is_ = lead.standing
    yield _grade(lead.grade)
    why = ", as it is disqualified" if is_.disqualified_by else ""
    yield _verdicts("Light", f"{is_.light}{why}", _until_chosen(lead.lights))
    yield _verdicts("Persona", is_.persona or "none", _until_chosen(lead.personas))
    yield _verdicts(
        "Disqualified", is_.disqualified_because or "no", _until_chosen(lead.disqualifications), "<- counts"
    )
    yield _verdicts("Stage", _stage(is_), lead.stages)
    yield _verdicts("Hand-off lists", _names(lead.lists), [*map(_as_far_as_needed, lead.lists)], "<- on it")
    yield _questions(lead.questions)


def _stage(standing: Standing) -> str:
    if standing.disqualified_by:
        return "disqualified, whichever of these are true"
    return (
        f"{standing.stage_title}, the last of these that is true"
        if standing.stage
        else "none of these is true"
    )


def _names(lists: Sequence[Verdict]) -> str:
    return ", ".join(one.title for one in lists if one.chosen) or "none"


def _as_far_as_needed(one: Verdict) -> Verdict:
    """Return a list; for a lead that is in none of its stages nothing else matters."""
    elsewhere = one.parts[0].answer == "no"
    return replace(one, parts=one.parts[:1], unless=(), held_back=None) if elsewhere else one


def _until_chosen(verdicts: Sequence[Verdict]) -> Sequence[Verdict]:
    """Return those that were looked at: what comes after the first that is true does not matter."""
    first = next((place for place, one in enumerate(verdicts) if one.chosen), len(verdicts))
    return verdicts[: first + 1]


def _grade(marks: Sequence[AxisMark]) -> Iterator[RenderableType]:
    if marks:
        yield heading("Grade", "".join(one.mark for one in marks))
        for one in marks:
            yield below(
                Text.assemble((one.mark, "bold"), f": {one.score} is {plain(one.shown)}, {_range(one)}")
            )


def _range(one: AxisMark) -> str:
    if one.at_least is None:
        return (
            f"and {one.better} begins at {plain(one.better_at)}"
            if one.better_at is not None
            else "and all have it"
        )
    here = f"and {one.mark} begins at {plain(one.at_least)}"
    return here if one.better_at is None else f"{here}, {one.better} at {plain(one.better_at)}"


def _verdicts(
    title: str, found: str, verdicts: Sequence[Verdict], chosen: str = "<- here"
) -> Iterator[RenderableType]:
    if not verdicts:
        return
    yield heading(title, found)
    for one in verdicts:
        mark = Text(f"  {chosen}", "bold") if one.chosen else Text("")
        name = shown(one.title, "bold" if one.chosen else "")
        yield below(Text.assemble(name, ": ", (one.answer, _STYLES[one.answer]), mark))
        if one.parts:
            yield below(_Parts(one.parts), _PARTS)
        if one.held_back is not None:
            yield below(Text.assemble("unless: ", one.held_back, _HELD[one.held_back]), _PARTS)
            yield below(_Parts(one.unless), _PARTS + _STEP)


@dataclass(frozen=True)
class _Parts:
    """A condition, a line for each part: what is tested, what was found, and what it comes to, which is never cut."""

    parts: Sequence[TestedPart]

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw it, with the columns one below the other."""
        lengths = [cell_len(harmless(part.text)) + _STEP * part.depth for part in self.parts]
        found = ["" if part.actual is None else harmless(f"is {part.actual}") for part in self.parts]
        room = options.max_width - 2 * GAP - max(len(part.answer) for part in self.parts)
        widest = min(_LONGEST, max(map(cell_len, found)), room // 2)
        longest = min(_LONGEST, room - widest)
        width = max((length for length in lengths if length <= longest), default=0)
        for part, length, said in zip(self.parts, lengths, found, strict=True):
            text = below(shown(part.text), _STEP * part.depth)
            if length > longest:
                yield text
            table = grid()
            table.add_column(width=width, overflow="fold")
            table.add_column(width=widest, overflow="fold")
            table.add_column(no_wrap=True)
            table.add_row(
                text if length <= longest else "", Text(said), Text(part.answer, _STYLES[part.answer])
            )
            yield table


def _questions(questions: Sequence[Question]) -> Iterator[RenderableType]:
    if not questions:
        return
    answered = [one for one in questions if one.answer is not None]
    yield heading("Qualification", f"{len(answered)} of {len(questions)} answered")
    table = grid()
    table.add_column(overflow="fold")
    table.add_column(overflow="fold")
    for one in questions:
        open_ = Text("<- ask next" if one.next else "open", "bold" if one.next else "")
        table.add_row(
            shown(one.ask), open_ if one.answer is None else shown(f"{one.answered_by} = {one.answer}")
        )
    yield below(table)
