"""Decisions in words: what is true, what was found, what holds back, and what is asked next."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from leadscore.report.verdicts import decisions
from leadscore.results.conditions import TestedPart as Part  # a name that is not taken for a test
from leadscore.results.explanation import AxisMark, LeadExplanation, Question
from tests.unit.report.explanations import HARMLESS, HOSTILE, STANDING, drawn, lead, verdict

if TYPE_CHECKING:
    from leadscore.results.conditions import Answer


def part(text: str, actual: str | None, answer: Answer, depth: int = 0) -> Part:
    return Part(depth, text, actual, answer)


def sections(one: LeadExplanation) -> list[list[str]]:
    return [lines for section in decisions(one) if (lines := drawn(section))]


def test_stages_have_their_conditions_part_by_part() -> None:
    ripe = (
        part("any of", None, "yes"),
        part("score.fit: {at_least: 60}", "60.0", "yes", 1),
        part("city: Bonn", "missing", "unknown", 1),
    )
    stages = (
        verdict("lead", "yes"),
        verdict("mql", "yes", *ripe, chosen=True, unless=(part("job_title: CTO", "CFO", "no"),), held="no"),
        verdict(
            "sql",
            "no",
            part("country: DE", "DE", "yes"),
            unless=(part("job_title: CFO", "CFO", "yes"),),
            held="yes",
        ),
        verdict(
            "fan",
            "unknown",
            part("nps: 9", "missing", "unknown"),
            unless=(part("x: 1", "missing", "unknown"),),
            held="unknown",
        ),
    )
    assert sections(lead(stages=stages)) == [
        [
            "Stage: Marketing qualified, the last of these that is true",
            "  lead: yes",
            "  mql: yes  <- here",
            "    any of                                   yes",
            "      score.fit: {at_least: 60}  is 60.0     yes",
            "      city: Bonn                 is missing  unknown",
            "    unless: no",
            "      job_title: CTO  is CFO  no",
            "  sql: no",
            "    country: DE  is DE  yes",
            "    unless: yes, which holds it back",
            "      job_title: CFO  is CFO  yes",
            "  fan: unknown",
            "    nps: 9  is missing  unknown",
            "    unless: unknown, which holds nobody back",
            "      x: 1  is missing  unknown",
        ]
    ]


def test_what_was_found_stands_below_a_long_test() -> None:
    long = part(f"job_title: {{matches: {'a|' * 40}b}}", "CTO", "no")
    lines = sections(
        lead(
            stages=(
                verdict(
                    "mql",
                    "no",
                    long,
                    part("x: 1", "2", "no"),
                ),
            )
        )
    )[0]
    assert lines[-2:] == ["          is CTO  no", "    x: 1  is 2    no"]
    assert max(map(len, lines)) <= 80


def test_an_answer_is_never_cut_however_long_the_rest_is() -> None:
    found = sections(
        lead(
            stages=(verdict("mql", "unknown", part("x" * 36, "y" * 50, "unknown"), part("z: 1", "2", "no")),)
        )
    )[0]
    assert found[2:] == [
        "    " + "x" * 36,
        "          is                                unknown",
        f"          {'y' * 32}",
        f"          {'y' * 18}",
        "    z: 1  is 2                              no",
    ]


def test_who_is_disqualified_is_in_no_stage_and_red() -> None:
    out = replace(
        STANDING, disqualified_by="rival", disqualified_because="A rival", light="red", stage="disqualified"
    )
    one = replace(
        lead(standing=out, stages=(verdict("mql", "yes"),)),
        lights=(verdict("green", "yes"),),
        disqualifications=(verdict("rival", "yes", chosen=True), verdict("other", "yes")),
    )
    assert sections(one) == [
        ["Light: red, as it is disqualified", "  green: yes"],
        ["Disqualified: A rival", "  rival: yes  <- counts"],
        ["Stage: disqualified, whichever of these are true", "  mql: yes"],
    ]


def test_who_is_in_no_stage_is_told() -> None:
    nowhere = replace(STANDING, stage="", stage_title="")
    one = lead(standing=nowhere, stages=(verdict("mql", "no"),))
    assert sections(one)[0][0] == "Stage: none of these is true"


def test_what_comes_after_the_first_that_is_true_is_left_out() -> None:
    personas = (verdict("boss", "no"), verdict("engineer", "yes", chosen=True), verdict("other", "yes"))
    one = replace(lead(standing=replace(STANDING, persona="engineer")), personas=personas)
    assert sections(one) == [["Persona: engineer", "  boss: no", "  engineer: yes  <- here"]]
    nobody = replace(lead(), personas=(verdict("boss", "unknown"),))
    assert sections(nobody) == [["Persona: none", "  boss: unknown"]]


def test_a_list_of_other_stages_tells_no_more_than_that() -> None:
    stage = part("stage: mql", "mql", "yes")
    other = part("stage: sql", "mql", "no")
    lists = (
        verdict("hot", "yes", stage, part("country: DE", "DE", "yes"), chosen=True),
        verdict("sql", "no", other, part("x: 1", "1", "yes"), unless=(part("y: 1", "1", "yes"),), held="yes"),
    )
    assert sections(replace(lead(), lists=lists)) == [
        [
            "Hand-off lists: hot",
            "  hot: yes  <- on it",
            "    stage: mql   is mql  yes",
            "    country: DE  is DE   yes",
            "  sql: no",
            "    stage: sql  is mql  no",
        ]
    ]


def test_the_halves_of_a_grade_say_where_they_begin() -> None:
    marks = (
        AxisMark("B", "fit", Decimal("60.0"), Decimal(50), "A", Decimal(75)),
        AxisMark("1", "engagement", Decimal("80.0"), Decimal(60)),
        AxisMark("4", "engagement", Decimal("0.0"), None, "3", Decimal(10)),
        AxisMark("9", "engagement", Decimal("0.0"), None),
    )
    assert sections(replace(lead(), grade=marks)) == [
        [
            "Grade: B149",
            "  B: fit is 60.0, and B begins at 50, A at 75",
            "  1: engagement is 80.0, and 1 begins at 60",
            "  4: engagement is 0.0, and 3 begins at 10",
            "  9: engagement is 0.0, and all have it",
        ]
    ]


def test_questions_have_an_answer_or_are_open() -> None:
    questions = (
        Question("Who signs?", "who", "Eve", next=False),
        Question("By when?", "when", None, next=True),
        Question("Why?", "why", None, next=False),
    )
    assert sections(replace(lead(), questions=questions)) == [
        [
            "Qualification: 1 of 3 answered",
            "  Who signs?  who = Eve",
            "  By when?    <- ask next",
            "  Why?        open",
        ]
    ]


def test_nothing_of_the_data_reaches_the_terminal_as_it_is() -> None:
    stages = (verdict(HOSTILE, "no", part(HOSTILE, HOSTILE, "no")),)
    text = "".join("".join(lines) for lines in sections(lead(stages=stages)))
    assert text.isprintable()
    assert text.count(HARMLESS) >= 2
