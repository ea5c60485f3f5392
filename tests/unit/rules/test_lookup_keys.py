from __future__ import annotations

import pytest

from leadscore.errors import RulesError
from leadscore.rules.lookup_keys import check_lookup_keys
from leadscore.schema.load import RulesFile, parse_rules


def lookup(field: str, keys: str) -> RulesFile:
    text = (
        f"version: 1\nscores:\n  fit:\n    rules:\n      - {{id: r, lookup: {field}, points: {{{keys}}}}}\n"
    )
    return parse_rules(text, "rules.yaml", None)


def test_two_keys_that_mean_the_same_are_an_error() -> None:
    keys = "MQL: 1, SQL: 2, Marketing Qualified Lead: 3, 3: 4, default: 5"
    with pytest.raises(RulesError) as error:
        check_lookup_keys(lookup("lifecycle_stage", keys))
    (problem,) = error.value.problems
    assert problem.message == 'rule "r": the keys "MQL" and "Marketing Qualified Lead" mean the same'
    assert (problem.line, problem.help) == (5, "remove one of the two")
    assert problem.column > len("      - {id: r, lookup: lifecycle_stage, points: {MQL: 1")


@pytest.mark.parametrize("keys", ["In Progress: 1, in_progress: 2", "NEW: 1, Neu: 2"])
def test_so_are_spellings_and_languages(keys: str) -> None:
    with pytest.raises(RulesError):
        check_lookup_keys(lookup("contact.lead_status", keys))


@pytest.mark.parametrize(
    ("field", "keys"),
    [("lead_status", "NEW: 1, Open: 2, Warm: 3, '+': 4, '-': 5, 1: 6"), ("industry", "NEW: 1, Neu: 2")],
)
def test_other_keys_are_not(field: str, keys: str) -> None:
    check_lookup_keys(lookup(field, keys))
