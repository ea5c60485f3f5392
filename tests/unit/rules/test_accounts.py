from __future__ import annotations

import pytest

from leadscore.rules.accounts import CompiledAccounts, compile_accounts, looks_at_colleagues
from tests.unit.rulebook import compiled

WHEN = "rules: [{id: %s, when: {x: 1}, points: 1}]"
VISIT = "rules: [{id: %s, activity: visit, points: 1}]"


@pytest.mark.parametrize(
    ("scores", "said", "expected"),
    [
        (f"fit: {{{WHEN}}}, engagement: {{{VISIT}}}", "{}", ("engagement", "fit")),
        (f"who: {{{WHEN}}}, does: {{{VISIT}}}", "{}", ("does", "who")),
        (f"who: {{{WHEN}}}, more: {{{WHEN}}}", "{}", ("who", None)),
        (f"does: {{{VISIT}}}, more: {{{VISIT}}}", "{}", ("does", None)),
        (f"who: {{{WHEN}}}, does: {{{VISIT}}}", "{engagement: who, fit: does}", ("who", "does")),
        (f"engagement: {{{WHEN}}}, does: {{{VISIT}}}", "{}", ("engagement", "engagement")),
    ],
)
def test_scores_are_said_or_customary_or_the_only_ones(
    scores: str, said: str, expected: tuple[str, str | None]
) -> None:
    first = scores.partition(":")[0]
    text = f"scores: {{{scores % ('a', 'b')}}}\nlead_score: {first}\naccounts: {said}"
    assert compile_accounts(compiled(text).model) == CompiledAccounts(*expected)


@pytest.mark.parametrize(
    ("text", "wanted", "looked_at"),
    [
        ("", False, False),
        ("accounts: {}", True, False),
        ("stages: [{name: a, enter: {company.deals_won: {above: 0}}}]", True, True),
        ("stages: [{name: a, enter: {company.industry: Steel}}]", False, False),
    ],
)
def test_accounts_are_made_where_something_asks_for_them(text: str, wanted: bool, looked_at: bool) -> None:
    rules = compiled(text).model
    assert (compile_accounts(rules) is not None, looks_at_colleagues(rules)) == (wanted, looked_at)
