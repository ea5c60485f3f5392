"""What the rules decide, part by part: personas, grade, lights, disqualification, stages, lists, questions."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from leadscore.results.conditions import TestedPart as Part  # a name that is not taken for a test
from leadscore.results.explanation import AxisMark, Question
from tests.unit.pipeline.explain.explained import explained

if TYPE_CHECKING:
    from pathlib import Path

    from leadscore.results.explanation import LeadExplanation, Verdict

FIT = "scores: {fit: {rules: [{id: here, when: {country: DE}, points: 60}]}}\n"


def explain(
    folder: Path, rules: str, contacts: str = "contact_id,country,job_title\n1,DE,CTO\n"
) -> LeadExplanation:
    return explained(folder, FIT + rules, contacts)[0]


def told(verdicts: tuple[Verdict, ...]) -> list[tuple[str, str, bool]]:
    return [(one.name, one.answer, one.chosen) for one in verdicts]


def test_the_first_persona_that_matches_is_chosen(tmp_path: Path) -> None:
    rules = "personas: [{name: a, when: {job_title: CEO}}, {name: b, when: {country: DE}}, {name: c, when: {job_title: CTO}}]"
    found = explain(tmp_path, rules)
    assert told(found.personas) == [("a", "no", False), ("b", "yes", True), ("c", "yes", False)]
    assert found.standing.persona == "b"


def test_lights_are_told_from_green_to_yellow(tmp_path: Path) -> None:
    rules = "lights: {yellow: {score.fit: {at_least: 30}}, green: {job_title: CEO}}"
    found = explain(tmp_path, rules)
    assert told(found.lights) == [("green", "no", False), ("yellow", "yes", True)]
    assert found.standing.light == "yellow"


def test_who_is_disqualified_keeps_neither_light_nor_stage(tmp_path: Path) -> None:
    rules = (
        "lights: {green: {country: DE}}\nstages: [{name: mql}]\n"
        "disqualify: [{id: a, when: {job_title: CEO}}, {id: b, reason: A rival, when: {country: DE}}]"
    )
    found = explain(tmp_path, rules)
    assert told(found.disqualifications) == [("a", "no", False), ("b", "yes", True)]
    assert told(found.lights) == [("green", "yes", False)]
    assert told(found.stages) == [("mql", "yes", False)]
    assert told(found.lists) == [("mql", "no", False)]
    standing = found.standing
    assert (standing.light, standing.stage, standing.stage_title) == ("red", "disqualified", "disqualified")
    assert (standing.disqualified_by, standing.disqualified_because) == ("b", "A rival")


def test_the_last_stage_that_is_true_is_chosen_and_unless_holds_back(tmp_path: Path) -> None:
    rules = (
        "stages: [{name: lead}, {name: mql, label: Ripe, enter: {score.fit: {at_least: 60}}}, "
        "{name: sql, enter: {country: DE}, unless: {job_title: CTO}}, {name: fan, enter: {city: Bonn}}]"
    )
    found = explain(tmp_path, rules, "contact_id,country,job_title,city\n1,DE,CTO,\n")
    assert told(found.stages) == [
        ("lead", "yes", False),
        ("mql", "yes", True),
        ("sql", "no", False),
        ("fan", "unknown", False),
    ]
    lead, mql, sql, _ = found.stages
    assert (lead.parts, lead.held_back) == ((), None)
    assert mql.parts == (Part(0, "score.fit: {at_least: 60}", "60.0", "yes"),)
    assert (sql.held_back, sql.unless) == ("yes", (Part(0, "job_title: CTO", "CTO", "yes"),))
    assert found.standing.stage_title == "Ripe"


def test_without_stages_everybody_is_in_one(tmp_path: Path) -> None:
    assert told(explain(tmp_path, "").stages) == [("lead", "yes", True)]


def test_who_is_in_no_stage_is_in_none(tmp_path: Path) -> None:
    found = explain(tmp_path, "stages: [{name: mql, enter: {country: FR}}]")
    assert (told(found.stages), found.standing.stage) == ([("mql", "no", False)], "")


@pytest.mark.parametrize(
    ("entry", "answer", "chosen"),
    [
        ("", "yes", True),
        (", when: {country: DE}", "yes", True),
        (", when: {country: FR}", "no", False),
        (", when: {city: Bonn}", "unknown", False),
        (", unless: {job_title: CTO}", "no", False),
        (", unless: {city: Bonn}", "yes", True),
    ],
)
def test_a_list_is_told_with_its_stages_first(tmp_path: Path, entry: str, answer: str, chosen: bool) -> None:
    rules = f"stages: [{{name: mql}}]\nhandoff: [{{list: hot, stage: [mql]{entry}}}]"
    found = explain(tmp_path, rules, "contact_id,country,job_title,city\n1,DE,CTO,\n")
    assert told(found.lists) == [("hot", answer, chosen)]
    assert found.lists[0].parts[0] == Part(0, "stage: mql", "mql", "yes")


def test_a_list_of_other_stages_is_told_with_what_the_lead_is_in(tmp_path: Path) -> None:
    rules = "stages: [{name: lead}, {name: mql, enter: {country: FR}}, {name: sql, enter: {country: FR}}]\n"
    found = explain(tmp_path, rules + "handoff: [{list: hot, stage: [mql, sql]}]")
    assert found.lists[0].parts == (Part(0, "stage: [mql, sql]", "lead", "no"),)
    assert told(found.lists) == [("hot", "no", False)]


def test_the_grade_is_told_half_by_half(tmp_path: Path) -> None:
    grade = "grade: {letter: {score: fit, A: 75, B: 50, C: 0}, number: {score: fit, 1: 60, 12: 0}}"
    found = explain(tmp_path, grade)
    assert found.standing.grade == "B1"
    assert found.grade == (
        AxisMark("B", "fit", Decimal("60.0"), Decimal(50), "A", Decimal(75)),
        AxisMark("1", "fit", Decimal("60.0"), Decimal(60)),
    )


def test_the_last_mark_has_no_beginning(tmp_path: Path) -> None:
    found = explain(tmp_path, "grade: {number: {score: fit, 1: 75, 10: 70}}")
    assert found.grade == (AxisMark("10", "fit", Decimal("60.0"), None, "1", Decimal(75)),)


def test_questions_are_told_with_their_answers_and_the_next_one(tmp_path: Path) -> None:
    rules = "qualification: [{id: a, ask: 'Who?', answered_by: who}, {id: b, ask: 'When?', answered_by: x}, {id: c, ask: 'Why?', answered_by: y}]"
    found = explain(tmp_path, rules, "contact_id,country,who,x,y\n1,DE, Eve ,#N/A,\n")
    assert found.questions == (
        Question("Who?", "who", "Eve", next=False),
        Question("When?", "x", None, next=True),
        Question("Why?", "y", None, next=False),
    )


def test_what_the_rules_do_not_have_is_left_out(tmp_path: Path) -> None:
    found = explain(tmp_path, "")
    assert (
        found.grade,
        found.lights,
        found.personas,
        found.disqualifications,
        found.lists,
        found.questions,
    ) == ((),) * 6
    assert (found.standing.grade, found.standing.light, found.standing.persona) == ("", "", "")
