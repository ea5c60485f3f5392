"""Expectations part by part: how a test is written, what was found, and unknown told from no."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from leadscore.pipeline.examples import run_examples
from leadscore.pipeline.lead import answer_of, part_text
from leadscore.schema.load import parse_rules

if TYPE_CHECKING:
    from pathlib import Path

    from leadscore.results.conditions import TestedPart
    from leadscore.schema.conditions import Node
    from leadscore.schema.load import RulesFile

RULES: Final = """\
version: 1
scores:
  fit:
    rules:
      - {id: cto, label: Decides, when: {job_title: CTO}, points: 2.5}
      - {id: asked, activity: demo_request, points: 5}
      - {id: never, when: {job_title: Nobody}, points: 5}
personas: [{name: boss, when: {job_title: CTO}}]
disqualify: [{id: rival, when: {email_domain: rival.example}}]
stages: [{name: lead}, {name: mql, enter: {score.fit: {at_least: 60}}}]
tests:
"""
FALSE: Final = "rule.never: {above: 99}"
"""What makes every example fail, so that its parts are told."""


def file_with(folder: Path, expect: str, given: str = "contact: {}") -> RulesFile:
    entry = f"  - {{name: one, as_of: 2026-11-01, {given}, expect: {expect}}}\n"
    return parse_rules(RULES + entry, "rules.yaml", folder)


def expectation(folder: Path, expect: str) -> Node:
    return file_with(folder, expect).rules.tests[0].expect


def parts(folder: Path, expect: str, given: str = "contact: {}") -> list[TestedPart]:
    """Return the parts of an expectation, but for the one that makes it fail."""
    found = run_examples(file_with(folder, f"{{{FALSE}, {expect}}}", given), (), folder).examples[0]
    assert found.failure is not None
    assert found.failure.expected[0].text == FALSE
    return list(found.failure.expected[1:])


def test_values_of_three_valued_logic_in_words() -> None:
    assert [answer_of(value) for value in (True, False, None)] == ["yes", "no", "unknown"]


@pytest.mark.parametrize(
    ("expect", "answer", "actual"),
    [
        ("job_title: CTO", "yes", "CTO"),
        ("job_title: [CEO, CFO]", "no", "CTO"),
        ("nps: {above: 3}", "unknown", "missing"),
        ("nps: {known: false}", "yes", "missing"),
        ("nps: {known: true}", "no", "missing"),
        ("company.industry: Software", "unknown", "missing"),
        ("persona: boss", "yes", "boss"),
        ("stage: mql", "no", "lead"),
        ("disqualified_by: rival", "unknown", "none"),
        ("reasons: {contains: decides}", "yes", "Decides +2.5"),
        ("rule.cto: {above: 2}", "yes", "2.5"),
        ("rule.asked: {above: 0}", "no", "0"),
        ("score.fit: {above: 3}", "no", "2.5"),
        ("deals.won: 1", "no", "0"),
    ],
)
def test_unknown_is_told_from_no_and_what_was_found_is_shown(
    tmp_path: Path, expect: str, answer: str, actual: str
) -> None:
    (part,) = parts(tmp_path, expect, "contact: {job_title: ' CTO '}")
    assert (part.answer, part.actual) == (answer, actual)


@pytest.mark.parametrize(
    ("cell", "expect", "actual"),
    [
        ("contact: {seen: 2026-10-30}", "seen: {after: 2026-10-31}", "2026-10-30"),
        ("contact: {optin: yes}", "optin: false", "yes"),
        ("contact: {employees: 1234567}", "employees: {below: 5}", "1234567"),
        ("contact: {employees: 10.50}", "employees: {below: 5}", "10.50"),
        ("deals: [{stage: won, amount: 5000000}]", "deals.amount_won: {below: 5}", "5000000"),
        ("deals: [{stage: won, amount: 1234567.89}]", "deals.amount_won: {below: 5}", "1234567.89"),
        ("contact: {email: a@gmail.com}", "free_mail: false", "true"),
    ],
)
def test_values_are_shown_as_they_were_written_or_in_full(
    tmp_path: Path, cell: str, expect: str, actual: str
) -> None:
    assert [part.actual for part in parts(tmp_path, expect, cell)] == [actual]


def test_parts_stand_below_what_holds_them(tmp_path: Path) -> None:
    expect = "all: [{job_title: CTO}, {any: [{nps: 3}, {not: {all: [{nps: {above: 4}}, {job_title: CEO}]}}]}]"
    found = parts(tmp_path, expect, "contact: {job_title: CTO}")
    assert [("  " * part.depth + part.text, part.answer) for part in found][-6:] == [
        ("  any of", "yes"),
        ("    nps: 3", "unknown"),
        ("    not", "yes"),
        ("      all of", "no"),
        ("        nps: {above: 4}", "unknown"),
        ("        job_title: CEO", "no"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "job_title: CTO",
        "job_title: [CTO, CEO]",
        "employees: {between: [1.50, 20]}",
        "seen: {within_last: 30d}",
        "seen: {older_than: 30d}",
        "seen: {after: 2026-01-31}",
        "optin: true",
        "nps: {known: false}",
        "job_title: {contains: [chief, head]}",
    ],
)
def test_a_test_is_written_as_in_the_rules(tmp_path: Path, text: str) -> None:
    assert part_text(expectation(tmp_path, f"{{{text}}}")) == text
