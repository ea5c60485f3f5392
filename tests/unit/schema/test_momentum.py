"""Over how many days scores are held against what they were, and what of the rules that takes."""

from __future__ import annotations

from typing import Final

from leadscore.schema.load import parse_rules
from leadscore.schema.momentum import models_of, momentum_days, reads_activities, rules_of_then

RULES: Final = parse_rules(
    """\
version: 1
scores:
  fit: {momentum: 30d, rules: [{id: near, when: {country: DE}, points: 1}]}
  visits: {rules: [{id: visit, activity: page_view, points: 1}]}
  machines: {momentum: 1w, combine: {fit: 1, visits: 1}}
  services: {momentum: 7d, rules: [{id: service, activity: service_visit, points: 1}]}
lead_score: services
stages: [{name: lead, enter: {activities.webinar: {above: 1}}}]
""",
    "rules.yaml",
    None,
).rules


def test_scores_over_the_same_time_are_looked_at_together() -> None:
    assert momentum_days(RULES) == {30: ("fit",), 7: ("machines", "services")}


def test_only_what_makes_the_scores_is_kept() -> None:
    assert list(rules_of_then(RULES, ["machines"]).scores) == ["fit", "visits", "machines"]
    assert rules_of_then(RULES, ["machines"]).stages == ()


def test_a_score_of_contacts_needs_no_look_at_activities() -> None:
    assert not reads_activities(rules_of_then(RULES, ["fit"]))
    assert reads_activities(rules_of_then(RULES, ["machines"]))


def test_a_part_of_a_combined_score_is_no_model_of_its_own() -> None:
    assert models_of(RULES) == ("services", "machines")
