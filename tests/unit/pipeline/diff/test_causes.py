"""Why leads change: rules by what they add to the lead score, limits, stages, disqualifications, and the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.pipeline.diff.pairs import compared, rows

if TYPE_CHECKING:
    from pathlib import Path

FIT = "scores: {fit: {rules: [{id: big, label: Big, when: {employees: {above: 100}}, points: 40}]}}\n"
STAGES = "stages: [{name: lead}, {name: mql, enter: {score.fit: {at_least: 40}}}]\n"


@pytest.mark.parametrize(
    ("new", "because"),
    [
        (FIT.replace("40", "55") + STAGES, "Big +15.0"),
        (FIT.replace("id: big, label: Big", "id: large") + STAGES, ""),
        (FIT.replace("fit: {", "fit: {full_at: 200, ") + STAGES, "Big -20.0"),
        (FIT.replace("40", "150") + STAGES, "Big +110.0; limits of groups and scores -50.0"),
        (
            FIT.replace("big, label: Big", "large, label: Large").replace("40", "41") + STAGES,
            "Large +41.0; Big -40.0",
        ),
        (FIT + STAGES.replace("40", "41"), "conditions of stage mql changed"),
        (FIT + STAGES.replace("mql", "hot"), "stage hot is new"),
        (
            FIT + STAGES + "disqualify: [{id: here, reason: Too near, when: {country: DE}}]\n",
            "disqualified: Too near",
        ),
        (
            FIT + STAGES.replace("stages", "handoff: [{list: mql, stage: lead}]\nstages"),
            "changed in the rules: handoff",
        ),
    ],
)
def test_the_first_lead_says_what_changed_it(tmp_path: Path, new: str, because: str) -> None:
    found = compared(tmp_path, FIT + STAGES, new)
    told = {who: why for who, why in rows(found, "contact_id", "because") if who == "1"}
    assert told.get("1", "") == because


def test_a_rule_counts_by_its_share_of_the_lead_score_and_one_without_by_its_own(tmp_path: Path) -> None:
    text = """\
scores:
  fit: {rules: [{id: big, when: {employees: {above: 100}}, points: 40}]}
  intent: {full_at: 50, rules: [{id: near, when: {country: DE}, points: 10}]}
  other: {rules: [{id: far, when: {country: DE}, points: 10}]}
  total: {combine: {fit: 3, intent: 1}}
"""
    new = text.replace("points: 40", "points: 60").replace("points: 10", "points: 20")
    found = compared(tmp_path, text, new)
    assert rows(found, "contact_id", "score_change", "because") == [
        ("1", "+20.0", "big +15.0; far (other) +10.0; near +5.0"),
        ("2", "+5.0", "far (other) +10.0; near +5.0"),
    ]


def test_at_most_five_causes_are_named_the_largest_first(tmp_path: Path) -> None:
    rules = "scores: {{fit: {{rules: [{}]}}}}\n"
    one = ", ".join(f"{{id: r{place}, when: {{country: DE}}, points: 1}}" for place in range(7))
    other = ", ".join(
        f"{{id: r{place}, when: {{country: DE}}, points: {1 + place // 2}}}" for place in range(7)
    )
    found = compared(tmp_path, rules.format(one), rules.format(other))
    assert rows(found, "because")[0] == ("r6 +3.0; r4 +2.0; r5 +2.0; r2 +1.0; r3 +1.0",)


def test_the_rules_of_a_group_are_added_up_over_its_leads(tmp_path: Path) -> None:
    new = FIT.replace("above: 100", "above: 10").replace("points: 40", "points: 45")
    turn = compared(tmp_path, FIT + STAGES, new + STAGES).movement.turns[0]
    assert (turn.old, turn.new, turn.became.count, turn.stopped.count) == (1, 2, 1, 0)
    assert [(one.rule, one.label, one.leads, one.total) for one in turn.became.effects] == [
        ("big", "Big", 1, 45.0)
    ]
    assert [(lead.name, lead.stage_old, lead.stage_new) for lead in turn.became.top] == [
        ("Ben", "lead", "mql")
    ]
