"""Which stage is the next, what is missing for it, and what is said where nothing leads there."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

import pytest

from leadscore.pipeline.outlook import look_ahead
from tests.unit.pipeline.outlook.leads import LOG, outlook, session, steps

if TYPE_CHECKING:
    from pathlib import Path

SCORES: Final = """
scores:
  fit: {rules: [{id: region, label: Region, lookup: country, points: {DE: 60, AT: 30}}, {id: asked, activity: demo, points: 20, max: 40}]}
"""
STAGES: Final = """
stages:
  - {name: lead}
  - {name: mql, label: Ripe, enter: {score.fit: {at_least: 60}}}
  - {name: sal, enter: {lead_status: accepted}}
  - {name: sql, enter: {score.fit: {at_least: 90}}}
"""
CONTACTS: Final = "contact_id,country,lead_status\n1,{},{}\n"


def test_the_next_stage_is_the_one_below_the_present_one_in_the_file(tmp_path: Path) -> None:
    found = outlook(tmp_path, SCORES + STAGES, CONTACTS.format("AT", ""), activities=LOG)
    assert (found.stage, found.title) == ("lead", "lead")
    (goal,) = found.goals
    assert (goal.stage, goal.title) == ("mql", "Ripe")
    assert [(part.text, part.actual) for part in goal.missing] == [("score.fit: {at_least: 60}", "30.0")]


def test_steps_are_ordered_by_changes_then_points_and_corrections_come_last(tmp_path: Path) -> None:
    found = outlook(tmp_path, SCORES + STAGES, CONTACTS.format("AT", ""), activities=LOG)
    assert steps(found) == [["2 demo"], ["country=DE"]]
    assert [step.corrects for step in found.goals[0].steps] == [False, True]
    assert [step.points for step in found.goals[0].steps] == [Decimal(40), Decimal(30)]


def test_what_is_not_known_yet_corrects_nothing(tmp_path: Path) -> None:
    found = outlook(tmp_path, SCORES + STAGES, CONTACTS.format("", ""), activities=LOG)
    assert steps(found) == [["country=DE"]]
    (step,) = found.goals[0].steps
    assert not step.corrects
    assert [(effect.title, effect.before, effect.after) for effect in step.effects] == [
        ("Region", Decimal(0), Decimal(60))
    ]


def test_a_step_that_leads_further_says_so(tmp_path: Path) -> None:
    rules = SCORES.replace("60", "95") + STAGES
    found = outlook(tmp_path, rules, CONTACTS.format("", ""), activities=LOG)
    assert [(step.stage, step.title) for step in found.goals[0].steps] == [("sql", "sql")]


def test_where_the_next_stage_waits_for_people_a_further_one_is_a_goal_too(tmp_path: Path) -> None:
    found = outlook(tmp_path, SCORES + STAGES, CONTACTS.format("DE", "new"), activities=LOG)
    assert [goal.stage for goal in found.goals] == ["sal", "sql"]
    assert steps(found) == [["lead_status=accepted"]]
    assert not found.goals[0].steps[0].corrects
    assert [part.answer for part in found.goals[0].missing] == ["no"]


def test_nothing_is_above_the_last_stage(tmp_path: Path) -> None:
    found = outlook(
        tmp_path, SCORES + STAGES, CONTACTS.format("DE", "") + "", activities=LOG + "1,demo,2026-11-01,\n" * 2
    )
    assert found.stage == "sql"
    assert found.goals == ()


def test_a_lead_in_no_stage_looks_to_the_first(tmp_path: Path) -> None:
    found = outlook(
        tmp_path,
        SCORES + "stages: [{name: mql, enter: {country: DE}}]",
        CONTACTS.format("", ""),
        activities=LOG,
    )
    assert (found.stage, found.goals[0].stage) == ("", "mql")
    assert found.goals[0].missing[0].answer == "unknown"
    assert steps(found) == [["country=DE"]]


def test_rules_without_stages_have_no_goals(tmp_path: Path) -> None:
    found = outlook(tmp_path, SCORES, CONTACTS.format("", ""), activities=LOG)
    assert (found.stage, found.goals) == ("lead", ())


def test_a_disqualified_lead_is_told_what_would_end_that(tmp_path: Path) -> None:
    out = "disqualify: [{id: banned, when: {lead_status: banned}}]\n"
    found = outlook(tmp_path, SCORES + out + STAGES, CONTACTS.format("DE", "banned"), activities=LOG)
    (goal,) = found.goals
    assert (found.stage, found.title, goal.stage) == ("disqualified", "Disqualified", "")
    assert [part.text for part in goal.held_back] == ["lead_status: banned"]
    assert steps(found) == [["lead_status=anything but banned"]]
    assert goal.steps[0].stage == "mql"


def test_what_holds_back_is_told_and_undone(tmp_path: Path) -> None:
    stages = "stages: [{name: lead}, {name: mql, enter: {country: DE}, unless: {do_not_call: true}}]"
    found = outlook(tmp_path, SCORES + stages, "contact_id,country,do_not_call\n1,DE,yes\n", activities=LOG)
    assert found.goals[0].missing == ()
    assert [part.text for part in found.goals[0].held_back] == ["do_not_call: true"]
    assert steps(found) == [["do_not_call=false"]]


@pytest.mark.parametrize(
    ("enter", "obstacle", "reason"),
    [
        ("score.fit: {above: 100}", "never", '"score.fit" is never above 100'),
        ("email_domain: acme.example", "nothing_to_change", ""),
        ("score.fit: {at_least: 100}, country: [FR]", "none_found", ""),
    ],
)
def test_why_nothing_leads_there_is_said(tmp_path: Path, enter: str, obstacle: str, reason: str) -> None:
    stages = f"stages: [{{name: lead}}, {{name: mql, enter: {{{enter}}}}}]"
    found = outlook(tmp_path, SCORES + stages, "contact_id,country,email\n1,,\n", activities=LOG)
    (goal,) = found.goals
    assert (goal.steps, goal.obstacle, goal.reason) == ((), obstacle, reason)


def test_who_is_no_accepted_contact_has_no_outlook(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="2"):
        look_ahead(session(tmp_path, SCORES + STAGES, CONTACTS.format("", ""), activities=LOG), "2")


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("company.engagement: {at_least: 60}", [["2 demo"]]),
        ("company.engaged_contacts: {at_least: 2}", [["1 demo"]]),
        ("company.deals_won: {at_least: 2}", [["1 won"]]),
        ("company.engaged_contacts: {at_least: 3}", []),
    ],
)
def test_a_company_comes_as_far_as_the_lead_itself_can_bring_it(
    condition: str, expected: list[list[str]], tmp_path: Path
) -> None:
    """The colleague has 25 points and a deal that is won: 50 points and half of 25 are enough for 60."""
    rules = (
        "scores: {heat: {rules: [{id: asked, activity: demo, points: 25}]}}\n"
        f"stages: [{{name: lead}}, {{name: warm, enter: {{{condition}}}}}]"
    )
    found = outlook(
        tmp_path,
        rules,
        "contact_id,company_id\n1,7\n2,7\n",
        activities=LOG + "2,demo,2026-10-30,\n",
        deals="contact_id,stage\n2,won\n",
    )
    assert steps(found) == expected
