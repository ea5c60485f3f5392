from __future__ import annotations

import pytest

from leadscore.pipeline.draft.rule_text import Entry, RuleText, rule_id

LONG = RuleText("a", "A", (Entry("when", "{x: true}"), Entry("points", "5", note="a start")))


def test_a_short_rule_is_one_line() -> None:
    rule = RuleText("a", "no", (Entry("when", "{x: true}"), Entry("points", "5")))
    assert rule.lines() == ['      - {id: a, label: "no", when: {x: true}, points: 5}']


def test_a_rule_with_a_note_goes_over_lines() -> None:
    assert LONG.lines() == [
        "      - id: a",
        "        label: A",
        "        when: {x: true}",
        "        points: 5                 # a start",
        "",
    ]


def test_a_rule_that_is_switched_off_is_the_same_behind_one_sign() -> None:
    assert LONG.switched_off() == "      #- {id: a, label: A, when: {x: true}, points: 5}"


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("größe", "gr_e"),
        ("123", "column_123"),
        ("true", "column_true"),
        ("日本", "column"),
        ("taken", "taken_2"),
        ("x" * 70, "x" * 40),
    ],
)
def test_an_id_is_a_name_that_no_other_rule_has(field: str, expected: str) -> None:
    taken = {"taken"}
    assert rule_id(field, taken) == expected
    assert expected in taken
