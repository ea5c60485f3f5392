from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.reference.conditions import Setting, Truth, all_of, any_of, has_word, holds, negation, passes
from tests.reference.values import Reader

SETTING = Setting(date(2026, 11, 1), {"lists/competitors.txt": "# ours\n\nAcme.example\n beta.example \n"})
READER = Reader(ZoneInfo("UTC"))


def test_three_values_of_not() -> None:
    assert [negation(truth) for truth in (True, False, None)] == [False, True, None]


@pytest.mark.parametrize(
    ("truths", "all_true", "any_true"),
    [
        ([True, True], True, True),
        ([True, False], False, True),
        ([False, False], False, False),
        ([True, None], None, True),
        ([False, None], False, None),
        ([None, None], None, None),
    ],
)
def test_three_values_of_all_and_any(truths: list[Truth], all_true: Truth, any_true: Truth) -> None:
    assert (all_of(truths), any_of(truths)) == (all_true, any_true)


TESTS: list[tuple[str, Any, Truth]] = [
    ("Software ", "software", True),
    ("", "software", None),
    ("250", 250, True),
    ("250.0", {"in": [10, 250]}, True),
    ("many", 250, None),
    ("many", {"not_in": [250]}, None),
    ("many", [250, "many"], True),
    ("many", [250, "few"], False),  # text can always be read
    ("ja", True, True),
    ("2", [True, 2], True),  # not a boolean, but a number
    ("x", [True, 2], None),
    ("2026-10-31T23:00Z", "2026-10-31", True),
    ("2026-10-31", {"contains": "2026-10-31"}, True),
    ("Head of Sales", {"contains": ["x", "OF"]}, True),
    ("Head of Sales", {"starts_with": "head", "ends_with": "sales"}, True),
    ("Head of Sales", {"matches": r"^head\b"}, True),
    ("Head of Sales", {"starts_with": "head", "is": "x"}, False),
    ("9", {"at_least": 9, "below": 9.5}, True),
    ("9", {"above": 9}, False),
    ("9", {"between": [9, 10]}, True),
    ("2026-11-01", {"at_most": "2026-11-01"}, True),
    ("2026-11-01", {"before": "2026-11-01"}, False),
    ("2026-11-02", {"after": "2026-11-01"}, True),
    ("2026-10-02", {"within_last": "30d"}, True),
    ("2026-10-01", {"within_last": "30d"}, False),
    ("2026-11-02", {"within_last": "30d"}, False),
    ("2026-10-02", {"older_than": "30d"}, False),
    ("2026-10-01", {"older_than": "30d"}, True),
    ("x", {"known": True}, True),
    ("Select", {"known": False}, True),
    ("Select", {"known": False, "is": "x"}, None),
    ("BETA.example", {"in_list": "lists/competitors.txt"}, True),
    ("# ours", {"in_list": "lists/competitors.txt"}, False),
]


@pytest.mark.parametrize(("cell", "test", "truth"), TESTS)
def test_tests(cell: str, test: Any, truth: Truth) -> None:
    assert passes(READER.value(cell), test, SETTING) is truth


@pytest.mark.parametrize(
    ("text", "word", "found"),
    [
        ("sales intern", "intern", True),
        ("international", "intern", False),
        ("c++, sql", "c++", True),
        ("vp2", "vp", False),
        ("intern-al", "intern", True),
        ("interna intern", "intern", True),
        ("übervp", "vp", False),
    ],
)
def test_has_word(text: str, word: str, found: bool) -> None:
    assert has_word(text, word) is found


@pytest.mark.parametrize(
    ("condition", "truth"),
    [
        ({"a": "x", "b": 1}, True),
        ({"a": "x", "gone": 1}, None),
        ({"a": "y", "gone": 1}, False),
        ({"any": [{"a": "x"}, {"gone": 1}]}, True),
        ({"not": {"gone": 1}}, None),
        ({"not": {"any": [{"a": "y"}, {"b": 2}]}}, True),
        ({"b": 1, "all": [{"a": "x"}, {"not": {"a": "y"}}]}, True),
        ({"activities.Demo ": 0}, True),
    ],
)
def test_nested(condition: dict[str, Any], truth: Truth) -> None:
    assert holds(condition, {"a": READER.value("x"), "b": READER.value("1")}, SETTING) is truth
