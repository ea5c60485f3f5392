"""One contact, settled step by step in the order in which conditions may use what came before."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tests.reference.cells import question_cells, questions_answered, reasons, score_cells
from tests.reference.nurture import NOTHING, nurture_cells
from tests.reference.scores import Score, lead_score_name, score_lead
from tests.reference.stages import DISQUALIFIED, RED, first_true, grade, light, stage
from tests.reference.values import MISSING, Value, normalise

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.reference.activities import Activity
    from tests.reference.conditions import Setting
    from tests.reference.contacts import Contact
    from tests.reference.rows import Facts, Rules


@dataclass(frozen=True)
class Lead:
    """A contact before it is scored: what is known about it, what it did, and what some scores showed of it before."""

    contact: Contact
    facts: Facts
    activities: Sequence[Activity]
    earlier: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Settled:
    """A contact with everything that a run finds out about it.

    Attributes:
        id: Its id, trimmed.
        stage: Its stage, `None` where it enters none.
        facts: What a hand-off entry may ask.
        scores: Its scores by name.
        points: The points of every rule by its id, in thousandths.
        cells: The cells that are added to its row, by column.
    """

    id: str
    stage: str | None
    facts: Facts
    scores: Mapping[str, Score]
    points: Mapping[str, int]
    cells: dict[str, str]


def settle(rules: Rules, lead: Lead, setting: Setting) -> Settled:
    """Work out one contact."""
    facts, questions = dict(lead.facts), rules.get("qualification", [])
    facts["qualification.answered"] = Value(number=float(questions_answered(questions, lead.contact)))
    persona = first_true(rules.get("personas", []), "name", facts, setting)
    facts["persona"] = _named(persona)
    scores = score_lead(rules["scores"], facts, lead.activities, setting)
    facts |= scores.facts()
    gained = {name: scores.scores[name].shown - before for name, before in lead.earlier.items()}
    facts |= {f"momentum.{name}": Value(number=tenths / 10) for name, tenths in gained.items()}
    mark = grade(rules.get("grade", {}), scores.scores)
    facts["grade"] = _named(mark)
    facts["light"] = _named(light(rules.get("lights", {}), facts, setting))
    out = first_true(rules.get("disqualify", []), "id", facts, setting)
    if out is not None:
        facts["light"] = _named(RED)
    place = stage(rules, facts, setting) if out is None else DISQUALIFIED
    facts["stage"] = _named(place)
    nurture = rules.get("nurture")
    sent = nurture_cells(nurture, facts, lead.activities, setting) if nurture and out is None else NOTHING
    parts = {
        "scores": score_cells(scores.scores, lead_score_name(rules), gained),
        "grade": {"lead_grade": mark},
        "lights": {"lead_light": facts["light"].text or ""},
        "stage": {"lead_stage": place or "", "lead_stage_since": ""},
        "personas": {"lead_persona": persona or ""},
        "disqualify": {"lead_disqualified_by": out or ""},
        "reasons": {"lead_reasons": reasons(rules, scores)},
        "qualification": question_cells(questions, lead.contact),
        "nurture": sent,
        "as_of": {"lead_as_of": setting.as_of.isoformat()},
    }
    return Settled(lead.contact.id, place, facts, scores.scores, scores.rules, _written(parts, rules))


def moved(lead: Settled, stage: str | None) -> Settled:
    """Return a contact in another stage, where a memory has put it."""
    return replace(lead, stage=stage, facts=lead.facts | {"stage": _named(stage)})


def _written(parts: Mapping[str, Mapping[str, str]], rules: Rules) -> dict[str, str]:
    """Return the cells of those parts that every run writes or that these rules have."""
    always = {"stage", "reasons", "as_of"}
    return {
        column: cell
        for part, own in parts.items()
        if part in always or part in rules
        for column, cell in own.items()
    }


def _named(name: str | None) -> Value:
    return MISSING if name is None else Value(text=normalise(name))
