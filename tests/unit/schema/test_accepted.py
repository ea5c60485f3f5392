"""What is right, though it looks unusual."""

import pytest

from leadscore.schema import parse_rules

SCORES = "version: 1\nscores: {fit: {rules: [{id: size, when: {employees: {above: 9}}, points: 20}]}}\n"
TWO = SCORES.replace("]}}", "]}, mail: {rules: [{id: opens, activity: open, points: 1}]}}")


@pytest.mark.parametrize(
    "more",
    [
        "lead_score: fit",
        "stages: [{name: lead}, {name: mql, enter: {qualification.answered: {at_least: 1}}}]",
        "handoff: [{list: calls, stage: lead, when: {stage: ' LEAD '}}]",
        "handoff: [{list: calls, stage: lead, order_by: score.fit, when: {stage: {not_in: [disqualified]}}}]",
        "lights: {green: {persona: {known: true}}}",
        "lights: {green: {contact.stage: 60, contact.light: blue, company.größe: [a, 5, true, 2026-01-01]}}",
        "lights: {green: {score.fit: {at_least: 59.95, below: 100, known: true}}}",
        "lights: {green: {not: {employees: {above: 1, below: 5}}}}",
        "lights: {green: {plz: ['01067', '+5'], employees: {at_least: 010}, seats: {between: [1e2, 0x1F4]}}}",
        "grade: {number: {score: fit, 1: 75.5, 2: 0, 3: -5}}\nlights: {green: {grade: ['1', ' 2']}}",
        "grade: {letter: {score: fit, A: 75}}\nlights: {green: {grade: {matches: '[AB]'}, rule.size: {known: true}}}",
        "stages: [{name: customer, enter: {deals.won: {between: [1, 5]}, activities.Demo Request: {at_least: 1}}}]",
        "stages: [{name: customer, enter: {deals.won: [1, 2], free_mail: {is: false}, referrals: 0}}]",
        "tests: [{name: a, as_of: 2026-01-01, expect: {disqualified_by: {known: false}, owner: anna, reasons: {contains: x}}}]",
        "tests: [{name: a, as_of: 2026-01-01, expect: {persona: {known: false}, light: {known: false}}}]",
        "personas: [{name: boss, when: {owner: anna, last_activity_days: {below: 9}}}]\nlights: {green: {persona: BOSS}}",
        "qualification: [{id: need, ask: What, answered_by: contact.need}, {id: mail, ask: Which, answered_by: email_domain}]",
        "sources: {deals: {columns: {größe_2: X}, optional: [a, b], missing: '-'}}",
        "timezone: Etc/GMT+5",
        "personas: [{name: boss, when: {a: b}}, {name: Boss, when: {a: c}}]",
    ],
)
def test_it_loads(more: str) -> None:
    parse_rules(f"{SCORES}{more}\n", "rules.yaml", None)


@pytest.mark.parametrize(
    "more",
    [
        "lead_score: mail",
        "  stage: {combine: {fit: 1, mail: 2}}\nlead_score: stage",
        "  total: {combine: {fit: 1, mail: 2}}\nlead_score: total",
        "  both: {combine: {fit: 1, mail: 2}}\n  total: {combine: {both: 0.5, fit: 1}}",
        "  all: {combine: {fit: 1, mail: 2}, momentum: 7d}\nlead_score: all",
    ],
)
def test_several_scores_load(more: str) -> None:
    text = (
        TWO.replace("scores: {fit: ", "scores:\n  fit: ").replace(", mail:", "\n  mail:").replace("]}}", "]}")
    )
    parse_rules(f"{text}{more}\n", "rules.yaml", None)


@pytest.mark.parametrize(
    "points",
    [
        "{'1': 1, true: 2, x: 3}",
        "{1.5: 1, -2: 2}",
        "{2026-01-01: 1, default: 5}",
        "{default: 5}",
        "{NO: 1, on: 2, y: 3}",
    ],
)
def test_keys_of_lookups_may_be_of_all_kinds(points: str) -> None:
    text = f"version: 1\nscores: {{fit: {{rules: [{{id: a, lookup: code, points: {points}}}]}}}}\n"
    parse_rules(text, "rules.yaml", None)


def test_the_only_score_may_have_any_name() -> None:
    parse_rules(SCORES.replace("fit:", "stage:"), "rules.yaml", None)
