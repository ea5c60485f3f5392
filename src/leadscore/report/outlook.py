"""What may become of a lead, in a terminal or a pipe: what would move it up, and how long its stage holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from leadscore.report.layout import Unpadded, aside, below, grid, heading
from leadscore.report.text import counted, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from rich.console import Console, RenderableType

    from leadscore.results.conditions import TestedPart
    from leadscore.results.outlook import Change, Effect, Goal, Hold, Outlook, Step

__all__ = ["render_outlook"]

_INDENT: Final = 2
_FADING: Final = 2
"""Rules that are named where a stage does not hold."""
_DISQUALIFIED: Final = "disqualified"
_STYLES: Final = {"yes": "green", "no": "red", "unknown": "yellow"}


def render_outlook(outlook: Outlook, console: Console) -> None:
    """Print what would move a lead up, and how long its stage holds.

    Args:
        outlook: What is shown.
        console: Where to.
    """
    sections = [*([_goal(outlook, goal) for goal in outlook.goals] or [_top(outlook)]), _hold(outlook)]
    for number, section in enumerate(sections):
        if number:
            console.print()
        console.print(Unpadded(Group(*section)))


def _top(outlook: Outlook) -> Iterator[RenderableType]:
    yield heading(
        "What would move it up", f"nothing: {_called(outlook.title, outlook.stage)} is the last stage"
    )


def _goal(outlook: Outlook, goal: Goal) -> Iterator[RenderableType]:
    target = f"to become {_called(goal.title, goal.stage)}" if goal.stage else "to be in a stage again"
    yield heading("What would move it up", target)
    yield from _parts("what is missing", goal.missing)
    held = "what disqualifies it" if outlook.stage == _DISQUALIFIED else "what holds it back"
    yield from _parts(held, goal.held_back)
    if goal.steps:
        yield below(Text("what would be enough", "bold"))
        table = grid()
        for step in goal.steps:
            table.add_row(shown(counted(step.size, "change", "changes")), _step(goal, step))
        yield below(table, 2 * _INDENT)
        if any(step.corrects for step in goal.steps):
            yield aside("* only if what the export says of the lead is wrong")
    else:
        yield below(shown(_obstacle(goal)))


def _obstacle(goal: Goal) -> str:
    if goal.obstacle == "never":
        return f"No lead can get there with these rules: {goal.reason}."
    if goal.obstacle == "nothing_to_change":
        return (
            "No rule could do it: it depends on nothing that an activity, a deal or a filled field changes."
        )
    return (
        "No way was found: no single change is enough, nor are up to four together. "
        "Points may be at their limits, or something cannot be undone."
    )


def _parts(title: str, parts: Sequence[TestedPart]) -> Iterator[RenderableType]:
    if parts:
        yield below(Text(title, "bold"))
        table = grid()
        for part in parts:
            found = "" if part.actual is None else f"is {part.actual}"
            text = Padding(shown(part.text), (0, 0, 0, _INDENT * part.depth))
            table.add_row(text, shown(found), shown(part.answer, _STYLES[part.answer]))
        yield below(table, 2 * _INDENT)


def _step(goal: Goal, step: Step) -> Text:
    said = [_change(change) for change in step.changes]
    text = shown(", and ".join(said))
    if step.effects:
        text += shown(f" ({_effects(step.effects)})", "dim")
    if step.stage != goal.stage:
        text += shown(f", which {'even ' if goal.stage else ''}makes it {step.stage}")
    return text


def _change(change: Change) -> str:
    """Return a change in words."""
    match change.kind:
        case "activity":
            cells = " and ".join(f"{cell.field} {cell.value}" for cell in change.cells)
            return f"{change.count:,} x {change.name}" + (f" with {cells}" if cells else "")
        case "deal":
            cells = ", ".join(f"{cell.field} {cell.value}" for cell in change.cells)
            return f"{counted(change.count, f'{change.name} deal', f'{change.name} deals')}" + (
                f" ({cells})" if cells else ""
            )
        case "referral":
            return (
                f"{counted(change.count, 'other contact', 'other contacts')} with this one in {change.name}"
            )
        case _:
            return _field(change)


def _field(change: Change) -> str:
    name = f"company.{change.name}" if change.kind == "company" else change.name
    value = change.said or _visible(change.value)
    if change.before:
        mark = "*" if change.corrects else ""
        return f"{name} becomes {value} (is {_visible(change.before)}){mark}"
    return f"{name} is known: {value}"


def _visible(value: str) -> str:
    """Return a value, in quotes where blanks at its ends would not be seen."""
    return value if value == value.strip() else f'"{value}"'


def _effects(effects: Sequence[Effect]) -> str:
    return ", ".join(f"{effect.title} {_points(effect.points)}" for effect in effects)


def _points(points: Decimal) -> str:
    return f"{points.normalize():+f}"


def _hold(outlook: Outlook) -> Iterator[RenderableType]:
    hold = outlook.hold
    if hold.until is None:
        end = f"at least until {hold.looked_until}" if hold.looked_until else "as long as nothing happens"
        where = f"stays {_called(outlook.title, outlook.stage)}" if outlook.stage else "stays in no stage"
        yield heading("How long it holds", f"it {where} {end}")
        return
    then = (
        f"moves {_direction(hold)} {_called(hold.title, hold.stage)}" if hold.stage else "leaves it for none"
    )
    yield heading("How long it holds", f"until {hold.until} if nothing happens: then it {then}")
    if hold.disqualified_by:
        begins = "by then" if hold.stage == _DISQUALIFIED else "over by then"
        yield aside(f"{begins.capitalize()}: {hold.disqualified_by}")
    elif hold.effects:
        rest = ", …" if len(hold.effects) > _FADING else ""
        yield aside(f"By then: {_effects(hold.effects[:_FADING])}{rest}")


def _direction(hold: Hold) -> str:
    return "up to" if hold.rises else "to" if hold.stage == _DISQUALIFIED else "back to"


def _called(title: str, stage: str) -> str:
    """Return a stage by its label, and by its name where that is another."""
    return title if title.casefold() == stage.casefold() else f"{title} ({stage})"
