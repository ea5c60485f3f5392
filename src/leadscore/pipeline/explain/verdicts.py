"""What the rules decide of a lead, condition by condition: persona, grade, light, disqualification, stage, lists."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from leadscore.columns import (
    LEAD_DISQUALIFIED_BY,
    LEAD_GRADE,
    LEAD_LIGHT,
    LEAD_PERSONA,
    LEAD_STAGE,
    ONLY_STAGE,
    tenths,
    typed,
)
from leadscore.pipeline.explain.amounts import as_score
from leadscore.results.conditions import TestedPart
from leadscore.results.explanation import AxisMark, Question, Verdict
from leadscore.rules.lists import compile_lists
from leadscore.schema.model import Handoff

if TYPE_CHECKING:
    from leadscore.pipeline.lead import Lead
    from leadscore.results.conditions import Answer
    from leadscore.schema.conditions import Node
    from leadscore.schema.model import Axis

__all__ = [
    "explain_disqualifications",
    "explain_grade",
    "explain_lights",
    "explain_lists",
    "explain_personas",
    "explain_questions",
    "explain_stages",
]


def explain_personas(lead: Lead) -> tuple[Verdict, ...]:
    """Return each persona; the lead has the first that matches."""
    persona = lead.cells[LEAD_PERSONA]
    return tuple(
        _verdict(lead, one.name, one.name, one.when, chosen=one.name == persona)
        for one in lead.session.rules.model.personas
    )


def explain_lights(lead: Lead) -> tuple[Verdict, ...]:
    """Return when the light is green and when yellow; nothing where the rules have no lights."""
    light = lead.cells[LEAD_LIGHT]
    return tuple(
        _verdict(lead, color, color, condition, chosen=color == light)
        for color, condition in reversed(lead.session.rules.model.light_conditions)
    )


def explain_disqualifications(lead: Lead) -> tuple[Verdict, ...]:
    """Return each disqualification; the first that is true takes the lead out."""
    taken_out = lead.cells[LEAD_DISQUALIFIED_BY]
    return tuple(
        _verdict(lead, one.id, one.title, one.when, chosen=one.id == taken_out)
        for one in lead.session.rules.model.disqualify
    )


def explain_stages(lead: Lead) -> tuple[Verdict, ...]:
    """Return each stage; the lead is in the last one that it enters."""
    stage = lead.cells[LEAD_STAGE]
    stages = lead.session.rules.model.stages
    if not stages:
        return (Verdict(ONLY_STAGE, "Lead", "yes", chosen=stage == ONLY_STAGE),)
    return tuple(
        _verdict(lead, one.name, one.title, one.enter, one.unless, chosen=one.name == stage) for one in stages
    )


def explain_lists(lead: Lead) -> tuple[Verdict, ...]:
    """Return each hand-off list, with the stages that it takes as the first part of its condition."""
    rules = lead.session.rules
    entries = {entry.list: entry for entry in rules.model.handoff}
    found = []
    for wanted in compile_lists(rules):
        entry = entries.get(wanted.name) or Handoff(list=wanted.name, stage=(wanted.name,))
        found.append(_list(lead, entry, chosen=lead.row.select(wanted.on).item()))
    return tuple(found)


def _list(lead: Lead, entry: Handoff, *, chosen: bool) -> Verdict:
    stage = lead.cells[LEAD_STAGE]
    there = stage in entry.stage
    wanted = _verdict(lead, entry.list, entry.list, entry.when, entry.unless, chosen=chosen)
    stages = entry.stage[0] if len(entry.stage) == 1 else f"[{', '.join(entry.stage)}]"
    first = TestedPart(0, f"stage: {stages}", stage or "none", "yes" if there else "no")
    return Verdict(
        wanted.name,
        wanted.title,
        wanted.answer if there else "no",
        chosen,
        (first, *wanted.parts),
        wanted.unless,
        wanted.held_back,
    )


def _verdict(  # noqa: PLR0913 - what a decision is made of
    lead: Lead, name: str, title: str, when: Node | None, unless: Node | None = None, *, chosen: bool
) -> Verdict:
    answer: Answer = "yes" if when is None else lead.answer(when)
    held = None if unless is None else lead.answer(unless)
    return Verdict(
        name,
        title,
        "no" if held == "yes" else answer,
        chosen,
        () if when is None else lead.parts(when),
        () if unless is None else lead.parts(unless),
        held,
    )


def explain_grade(lead: Lead) -> tuple[AxisMark, ...]:
    """Return what the halves of the grade come from."""
    grade = lead.session.rules.model.grade
    if grade is None:
        return ()
    text = lead.cells[LEAD_GRADE]
    halves = ((grade.letter, text[:1]), (grade.number, text[1:] if grade.letter else text))
    return tuple(_mark(lead, axis, mark) for axis, mark in halves if axis is not None)


def _mark(lead: Lead, axis: Axis, mark: str) -> AxisMark:
    place = [one.mark for one in axis.marks].index(mark)
    better = axis.marks[place - 1] if place else None
    last = place == len(axis.marks) - 1
    return AxisMark(
        mark=mark,
        score=axis.score,
        shown=as_score(lead.cells[tenths(axis.score)]),
        at_least=None if last else Decimal(axis.marks[place].at_least),
        better=better.mark if better else "",
        better_at=Decimal(better.at_least) if better else None,
    )


def explain_questions(lead: Lead) -> tuple[Question, ...]:
    """Return the questions of Sales, with their answers."""
    found: list[Question] = []
    for one in lead.session.rules.model.qualification:
        open_ = lead.cells[typed("text", one.answered_by)] is None
        answer = None if open_ else lead.found(one.answered_by)
        first = open_ and not any(other.next for other in found)
        found.append(Question(one.ask, one.answered_by, answer, next=first))
    return tuple(found)
