"""Guards, as the rules file says them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from leadscore.errors import RulesError
from leadscore.schema.guards import ContactGuard, Guards
from leadscore.schema.load import parse_rules
from leadscore.schema.notes import find_memory_notes

RULES = (
    "version: 1\nscores: {fit: {rules: [{id: size, when: {employees: {above: 9}}, points: 20}]}}\nguards: "
)


def guards(text: str) -> Guards | None:
    return parse_rules(f"{RULES}{text}\n", "rules.yaml", None).rules.guards


def test_only_what_is_named_is_a_limit() -> None:
    assert guards("{fill: 15}") == Guards(fill=15)
    assert guards("{contacts: {fall: 12.5%}, psi: 1}") == Guards.model_construct(
        {"contacts", "psi"}, contacts=ContactGuard.model_construct({"fall"}, fall=12_500), psi=Decimal(1)
    )


@pytest.mark.parametrize(
    ("text", "message", "help_"),
    [
        (
            "{}",
            "guards: there is no limit here",
            "give one of contacts, fill, unmatched, moved, psi, or remove the line",
        ),
        ("{contacts: {}}", "guards: a guard is a limit: give it `at_least`, `fall` or both", ""),
        (
            "{fill: 15%}",
            'guards: fill is a whole number of percentage points, from 1 to 100, found "15%"',
            "write it without the sign: 15",
        ),
        (
            "{fill: true}",
            "guards: fill is a whole number of percentage points, from 1 to 100, found true",
            "",
        ),
        ("{psi: 0}", "guards: psi is a number above 0, such as 0.25, found 0", ""),
        ("{psi: 25%}", 'guards: psi is a number above 0, such as 0.25, found "25%"', ""),
        ("{contacts: {at_least: 0}}", 'guards: "at_least" is at least 1, found 0', ""),
        ("{fall: 20%}", 'unknown key "fall" in guards', 'did you mean "fill"?'),
    ],
)
def test_what_is_no_limit(text: str, message: str, help_: str) -> None:
    with pytest.raises(RulesError) as caught:
        guards(text)
    (problem,) = caught.value.problems
    assert (problem.message, problem.help) == (message, help_)


def test_what_compares_nights_needs_a_history() -> None:
    text = "{contacts: {at_least: 9, fall: 20%}, fill: 15, unmatched: 30%, moved: 10%, psi: 0.25}"
    file = parse_rules(f"{RULES}{text}\n", "rules.yaml", None)
    assert list(file.notes) == []
    assert [note.problem(file.document).message for note in find_memory_notes(file.rules)] == [
        f"{what}: it has no effect without --history"
        for what in ("fall of guards.contacts", "fill of guards", "moved of guards", "psi of guards")
    ]
