"""`leadscore test` as its users run it: exit code, stdout and stderr together."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

import pytest

from tests.cli.shell import leadscore
from tests.docs.examples import ROOT

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLES: Final = """\
tests:
  - name: A near company that asks
    as_of: 2026-11-01
    contact: {country: DE, employees: 300}
    activities: [{type: demo_request, occurred_at: 2026-10-30}]
    expect: {stage: mql}
  - name: A far one
    as_of: 2026-11-01
    contact: {country: FR}
    activities: [{type: page_view, occurred_at: 2026-10-30}]
    expect: {stage: mql, employees: {above: 3}}
  - name: Anna's
    as_of: 2026-11-01
    expect: {owner: {known: false}}
"""
OUTPUT: Final = """\
✓ A near company that asks
✗ A far one
    rules.yaml:21:5, as of 2026-11-01
    expected
      stage: mql             is lead     no
      employees: {above: 3}  is missing  unknown
    stage mql: no
      score.total: {at_least: 50}  is 2.5  no
    score.fit: 0.0
      nothing from Big company, Near us
    score.engagement: 5.0
      +5  Visited (1 activity)
      nothing from Asked for a demo
    score.total: 2.5, from fit with weight 1, engagement with weight 1
✓ Anna's

3 examples: 2 passed, 1 failed
"""


@pytest.fixture
def tested(folder: Path) -> Path:
    """A folder whose rules have examples."""
    with (folder / "rules.yaml").open("a", encoding="utf-8") as file:
        file.write(EXAMPLES)
    return folder


def test_every_example_has_a_line_and_a_failure_its_reasons(tested: Path) -> None:
    answer = leadscore(tested, "test")
    assert (answer.code, answer.out, answer.err) == (1, OUTPUT, "")


@pytest.mark.parametrize("arguments", [("rules.yaml",), ("-r", "rules.yaml")])
def test_rules_are_named_as_argument_or_by_option(tested: Path, arguments: tuple[str, ...]) -> None:
    answer = leadscore(tested, "test", *arguments, "-k", "NEAR")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "✓ A near company that asks\n\n1 example: 1 passed\n"


def test_a_name_that_no_example_has_is_told_with_those_that_there_are(tested: Path) -> None:
    answer = leadscore(tested, "test", "-k", "nobody")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        'error: no example has "nobody" in its name\n'
        "  help: there are:\n    A near company that asks\n    A far one\n    Anna's\n"
    )


def test_quiet_prints_failures_only(tested: Path) -> None:
    assert leadscore(tested, "test", "-q").out.startswith("✗ A far one\n")
    assert leadscore(tested, "test", "-q", "-k", "near").out == ""


def test_junit_can_be_read_back(tested: Path) -> None:
    with (tested / "rules.yaml").open("a", encoding="utf-8") as file:
        file.write("  - {name: '<&> \"q\"', as_of: 2026-11-01, expect: {stage: lead}}\n")
    assert leadscore(tested, "test", "--junit", "out.xml").code == 1
    suite = ET.parse(tested / "out.xml").getroot()[0]  # noqa: S314 - it was written just now
    assert {key: suite.get(key) for key in ("name", "tests", "failures", "skipped")} == {
        "name": "rules.yaml",
        "tests": "4",
        "failures": "1",
        "skipped": "0",
    }
    assert [case.get("name") for case in suite] == [
        "A near company that asks",
        "A far one",
        "Anna's",
        '<&> "q"',
    ]
    failure = suite[1].find("failure")
    assert failure is not None
    assert "score.total: {at_least: 50}  is 2.5  no" in (failure.text or "")
    assert len(suite[2]) == 0


def test_junit_that_cannot_be_written_is_told(tested: Path) -> None:
    answer = leadscore(tested, "test", "--junit", "no/such/out.xml")
    assert answer.code == 2
    assert "no/such/out.xml cannot be written" in answer.err


def test_coverage_names_what_no_example_touches(tested: Path) -> None:
    answer = leadscore(tested, "test", "-k", "near", "--coverage")
    assert answer.code == 0
    assert answer.out.endswith(
        "Touched by some example\n"
        "  rules   3 of 4\n"
        "  stages  1 of 2\n"
        "Not touched\n"
        "  rule   visit  rules.yaml:10:9\n"
        "  stage  lead   rules.yaml:13:5\n"
    )


def test_without_examples_a_hint_or_exit_code_1_if_some_are_required(folder: Path) -> None:
    answer = leadscore(folder, "test")
    assert (answer.code, answer.out) == (0, "")
    assert answer.err.startswith(
        "rules.yaml has no examples, and there is no *.test.yaml beside it\n  help: "
    )
    assert leadscore(folder, "test", "--require").code == 1


def test_json_prints_the_report(tested: Path) -> None:
    answer = leadscore(tested, "test", "--json")
    assert answer.code == 1
    found = json.loads(answer.out)
    assert (found["passed"], found["failed"]) == (2, 1)
    assert found["examples"][1]["failure"]["expected"][0] == {
        "depth": 0,
        "text": "stage: mql",
        "actual": "lead",
        "answer": "no",
    }


def test_examples_in_files_of_their_own_are_run_too(tested: Path) -> None:
    text = "tests:\n  - name: In a file\n    as_of: 2026-11-01\n    expect: {stage: mql}\n"
    (tested / "more.test.yaml").write_text(text, encoding="utf-8")
    answer = leadscore(tested, "test", "-k", "in a file")
    assert answer.code == 1
    assert "✗ In a file\n    more.test.yaml:2:5, as of 2026-11-01\n" in answer.out


def test_a_fault_in_such_a_file_is_told_at_its_place(tested: Path) -> None:
    text = "tests:\n  - name: In a file\n    as_of: 2026-11-01\n    expect: {stage: mqll}\n"
    (tested / "more.test.yaml").write_text(text, encoding="utf-8")
    answer = leadscore(tested, "test")
    assert (answer.code, answer.out) == (2, "")
    assert 'more.test.yaml:4:21: example "In a file": "stage" is never "mqll"' in answer.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("contacts.csv",), "`test` takes a rules file, which ends in .yaml; found contacts.csv"),
        (("more.test.yaml",), "more.test.yaml holds examples, and `test` takes the rules"),
        (("rules.yaml", "-r", "rules.yaml"), "the rules are named twice"),
        (("none.yaml",), "none.yaml: there is no such rules file"),
    ],
)
def test_what_is_no_rules_file_is_told(folder: Path, arguments: tuple[str, ...], message: str) -> None:
    answer = leadscore(folder, "test", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert message in answer.err


def test_no_rules_here_is_told(tmp_path: Path) -> None:
    answer = leadscore(tmp_path, "test")
    assert answer.code == 2
    assert "no rules.yaml was found here" in answer.err


def test_the_examples_of_the_example_rules_pass() -> None:
    answer = leadscore(ROOT, "test", "rules.example.yaml", "-q")
    assert (answer.code, answer.out, answer.err) == (0, "", "")
