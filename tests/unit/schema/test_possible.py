"""Which conditions are never true, and why; what cannot be judged may be true."""

from __future__ import annotations

from typing import Final

import pytest
from pydantic import TypeAdapter

from leadscore.schema.conditions import Condition, Node
from leadscore.schema.document import load_document
from leadscore.schema.domains import domains_of
from leadscore.schema.load import parse_rules
from leadscore.schema.possible import NOTHING_KNOWN, implies, why_never

RULES: Final = """\
version: 1
scores:
  fit: {min: -20, rules: [{id: big, when: {employees: {above: 9}}, points: 60}, {id: far, when: {a: 1}, points: -20}]}
  interest: {rules: [{id: visit, activity: visit, points: 1}]}
  total: {combine: {fit: 1, interest: 1}}
qualification: [{id: need, ask: Why, answered_by: need}]
grade: {letter: {score: fit, A: 75, B: 50, C: 0}, number: {score: interest, 1: 50, 2: 0}}
"""
DOMAINS: Final = domains_of(parse_rules(RULES, "rules.yaml", None).rules)


def condition(text: str) -> Node:
    """Return a condition that is written on one line of YAML."""
    document = load_document(f"when: {text}\n", "rules.yaml")
    assert document.data is not None
    (written,) = document.data.values()
    node: Node = TypeAdapter(Condition).validate_python(written)
    return node


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{x: {at_least: 50, below: 40}}", '"x" cannot be at_least 50 and below 40'),
        ("{x: {at_least: 50, below: 50}}", '"x" cannot be at_least 50 and below 50'),
        ("{x: 5, not: {x: {at_most: 7}}}", '"x" cannot be 5 and not at_most 7'),
        ("{x: [a, b], all: [{x: [c, D]}]}", '"x" cannot be one of ["a", "b"] and one of ["c", "D"]'),
        (
            "{x: {in: [a, b], not_in: [A, b, c]}}",
            '"x" cannot be one of ["a", "b"] and not_in ["A", "b", "c"]',
        ),
        ("{x: true, all: [{x: false}]}", '"x" cannot be true and false'),
        (
            "{x: {after: 2026-05-01, at_most: 2026-05-01}}",
            '"x" cannot be after 2026-05-01 and at_most 2026-05-01',
        ),
        ("{x: {within_last: 30d, older_than: 4w}}", None),
        ("{x: {within_last: 30d, older_than: 30d}}", '"x" cannot be within_last 30d and older_than 30d'),
        ("{x: {known: false, is: 5}}", '"x" cannot be missing and 5'),
        ("{x: {contains: a}, not: {x: {known: true}}}", '"x" cannot be contains "a" and missing'),
        ("{x: {between: [1, 5], above: 5}}", '"x" cannot be between [1, 5] and above 5'),
        ("{x: {between: [1, 5], at_least: 5}}", None),
        ("{x: [5, a], all: [{x: 6}]}", None),
        ("{x: 5, all: [{x: '5'}]}", None),
        ("{not: {x: {between: [1, 5]}}, x: 3}", None),
        ("{any: [{x: 5}, {y: 1}], x: 6}", None),
        ("{any: [{x: 5}, {x: 4}], x: 6}", '"x" cannot be 5 and 6'),
        ("{not: {all: [{x: 5}, {x: {known: true}}]}, x: 5}", '"x" cannot be not 5 and 5'),
        ("{score.fit: {above: 60}}", '"score.fit" is never above 60'),
        ("{score.fit: {at_least: 60}}", None),
        ("{score.fit: {below: -20}}", '"score.fit" is never below -20'),
        ("{score.fit: {above: 59.9, below: 60}}", 'the tests of "score.fit" contradict each other'),
        ("{score.total: {above: 80}}", '"score.total" is never above 80'),
        ("{rule.far: {above: 0}}", '"rule.far" is never above 0'),
        ("{rule.visit: {above: 9000}}", None),
        ("{activities.visit: {below: 0}}", '"activities.visit" is never below 0'),
        ("{activities.visit: 1.5}", '"activities.visit" is never 1.5'),
        ("{qualification.answered: {above: 1}}", '"qualification.answered" is never above 1'),
        ("{score.fit: {known: false}}", '"score.fit" is never missing'),
        ("{grade: A1}", '"grade" is never "A1"'),
        ("{grade: [A1, b2]}", None),
        ("{grade: {not_in: [b1, b2, c1, c2]}}", '"grade" is never not_in ["b1", "b2", "c1", "c2"]'),
    ],
)
def test_a_condition(text: str, reason: str | None) -> None:
    why = why_never(condition(text), DOMAINS)
    assert (why.reason if why else None) == reason


def test_an_activity_s_own_columns_are_no_computed_fields() -> None:
    assert why_never(condition("{grade: Z9}"), NOTHING_KNOWN) is None


def test_a_condition_with_too_many_alternatives_may_be_true() -> None:
    either = "{any: [{x: {above: 5}}, {x: {above: 6}}]}"
    many = f"{{all: [{', '.join([either] * 12)}, {{x: 1}}]}}"
    assert why_never(condition(many), DOMAINS) is None


@pytest.mark.parametrize(
    ("one", "other", "follows"),
    [
        ("{score.fit: {at_least: 50}}", "{score.fit: {at_least: 40}}", True),
        ("{score.fit: {at_least: 40}}", "{score.fit: {at_least: 50}}", False),
        ("{score.fit: {above: 49.9}}", "{score.fit: {at_least: 50}}", True),
        ("{score.fit: {at_least: 50}, x: 1}", "{any: [{score.fit: {above: 10}}, {grade: C2}]}", True),
        ("{x: {at_least: 50}}", "{x: {at_least: 40}}", False),
    ],
)
def test_what_follows_from_a_condition(one: str, other: str, follows: bool) -> None:
    assert implies(condition(one), condition(other), DOMAINS) is follows
