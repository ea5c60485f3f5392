"""Files of examples: read beside rules, with places of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from leadscore.errors import RulesError
from leadscore.schema.example_files import find_example_files, parse_examples
from leadscore.schema.load import parse_rules

if TYPE_CHECKING:
    from pathlib import Path

RULES: Final = """\
version: 1
scores: {fit: {rules: [{id: here, when: {country: DE}, points: 1}]}}
stages: [{name: lead}]
tests: [{name: its own, as_of: 2026-11-01, expect: {stage: lead}}]
"""


def messages(text: str) -> list[str]:
    file = parse_rules(RULES, "rules.yaml", None)
    with pytest.raises(RulesError) as caught:
        parse_examples(text, "more.test.yaml", None, file)
    return [f"{one.line}:{one.column}: {one.message}" for one in caught.value.problems]


def test_its_examples_stand_in_the_place_of_those_of_the_rules() -> None:
    file = parse_rules(RULES, "rules.yaml", None)
    text = "\ntests:\n  - {name: another, as_of: 2026-11-01, expect: {stage: lead}}\n"
    found = parse_examples(text, "more.test.yaml", None, file)
    assert [one.name for one in found.rules.tests] == ["another"]
    assert (found.file, found.place(("tests", 0)).line) == ("more.test.yaml", 3)


def test_every_fault_is_told_at_its_place() -> None:
    text = "version: 1\ntests:\n  - {name: a, as_of: 2026-11-01, expect: {stage: leed}}\n  - {name: b, expect: {stage: lead}}\n"
    assert messages(text) == [
        '1:1: a file of examples holds `tests` alone, found "version"',
        '3:50: example "a": "stage" is never "leed"',
        '4:5: example "b" has no "as_of"',
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("test: []\n", '1:1: a file of examples holds `tests` alone, found "test"'),
        ("tests:\n", '1:1: "tests" is empty'),
    ],
)
def test_a_file_without_examples_is_a_fault(text: str, message: str) -> None:
    assert message in messages(text)


def test_files_are_found_beside_the_rules_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b.test.yaml", "a.test.yaml", "rules.yaml", "test.yaml"):
        (tmp_path / name).touch()
    (tmp_path / "c.test.yaml").mkdir()
    found = find_example_files(tmp_path / "rules.yaml")
    assert [path.name for path in found] == ["a.test.yaml", "b.test.yaml"]
