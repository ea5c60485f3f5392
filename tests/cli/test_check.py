"""`leadscore check`: what it prints in every format, and how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pytest

from tests.cli.shell import Answer, leadscore
from tests.docs.readme import ROOT

if TYPE_CHECKING:
    from pathlib import Path

FAULTY: Final = """\
version: 1
scores:
  fit:
    rules:
      - {id: size, when: {employees: {above: 9}}, points: 2,5}
      - {id: near, when: {employees: "50"}, points: 50}
"""
ODD: Final = """\
version: 1
scores:
  fit:
    full_at: 100
    rules:
      - {id: size, when: {employees: {above: 9}}, points: 25}
stages:
  - {name: lead}
  - {name: mql, enter: {score.fit: {at_least: 40}}}
"""


def check(folder: Path, text: str, *arguments: str, name: str = "rules.yaml") -> Answer:
    """Check rules of a text."""
    (folder / name).write_text(text, encoding="utf-8")
    return leadscore(folder, "check", *arguments)


def test_rules_without_faults_are_fine(folder: Path) -> None:
    fine = (folder / "rules.yaml").read_text(encoding="utf-8")
    answer = check(
        folder, fine.replace("rules:\n      - {id: big", "full_at: 100\n    rules:\n      - {id: big")
    )
    assert answer == Answer(0, "rules.yaml: fine (4 rules in 2 scores, 2 stages)\n", "")


def test_errors_are_shown_where_they_are(tmp_path: Path) -> None:
    answer = check(tmp_path, FAULTY)
    assert answer == Answer(
        1,
        """\
rules.yaml:5:61: "5" is empty
  5 |       - {id: size, when: {employees: {above: 9}}, points: 2,5}
    |                                                             ^
  help: write decimals with a point, such as 2.5; after a comma the next entry starts

rules.yaml:6:38: remark: rule "near": "employees" is compared with the text "50", not with a number
  6 |       - {id: near, when: {employees: "50"}, points: 50}
    |                                      ^
  help: write 50 without quotes

1 error, 1 remark in rules.yaml
""",
        "",
    )


def test_remarks_are_shown_and_are_no_failure(tmp_path: Path) -> None:
    answer = check(tmp_path, ODD)
    assert answer == Answer(
        0,
        """\
rules.yaml:4:14: remark: the rules of score "fit" give at most 25 points, so it is never above 25.0
  4 |     full_at: 100
    |              ^
  help: write full_at: 25

rules.yaml:9:25: remark: stage "mql" can never be entered: "score.fit" is never above 25
  9 |   - {name: mql, enter: {score.fit: {at_least: 40}}}
    |                         ^
  help: change the threshold, or what the rules give

2 remarks in rules.yaml
""",
        "",
    )


@pytest.mark.parametrize(
    ("text", "arguments", "code"),
    [
        (ODD, [], 0),
        (ODD, ["--strict"], 1),
        (ODD, ["--strict", "--json"], 1),
        (FAULTY, ["--format", "github"], 1),
    ],
)
def test_exit_codes(tmp_path: Path, text: str, arguments: list[str], code: int) -> None:
    assert check(tmp_path, text, *arguments).code == code


def test_ten_faults_are_ten_errors(tmp_path: Path) -> None:
    text = (ROOT / "tests" / "broken" / "ten_faults.yaml").read_text(encoding="utf-8")
    answer = check(tmp_path, text)
    assert (answer.code, answer.out.splitlines()[-1]) == (1, "10 errors in rules.yaml")
    assert answer.out.count("^\n") == 10


def test_json_has_everything(tmp_path: Path) -> None:
    answer = check(tmp_path, ODD, "--json")
    found = json.loads(answer.out)
    assert [(one["severity"], one["code"], one["line"], one["column"]) for one in found] == [
        ("remark", "full-at-unreachable", 4, 14),
        ("remark", "never-entered", 9, 25),
    ]
    assert found[0] == {
        "file": "rules.yaml",
        "line": 4,
        "column": 14,
        "severity": "remark",
        "code": "full-at-unreachable",
        "message": 'the rules of score "fit" give at most 25 points, so it is never above 25.0',
        "help": "write full_at: 25",
    }


def test_json_of_fine_rules_is_an_empty_list(tmp_path: Path) -> None:
    fine = ODD.replace("full_at: 100", "full_at: 25").replace("guards: {fill: 15}\n", "")
    assert check(tmp_path, fine, "--json") == Answer(0, "[]\n", "")
    assert check(tmp_path, fine, "--format", "github").out == ""


def test_annotations_are_one_a_line(tmp_path: Path) -> None:
    answer = check(tmp_path, ODD, "--format", "github")
    assert answer.out.splitlines()[1] == (
        '::warning file=rules.yaml,line=9,col=25::stage "mql" can never be entered: "score.fit" is never above 25'
        "%0Ahelp: change the threshold, or what the rules give"
    )
    assert [line.partition(" ")[0] for line in answer.out.splitlines()] == [
        "::warning",
        "::warning",
    ]
    assert answer.err == "2 remarks in rules.yaml\n"


@pytest.mark.parametrize("arguments", [["other.yml"], ["-r", "other.yml"], ["--rules", "other.yml"]])
def test_the_rules_may_be_named(tmp_path: Path, arguments: list[str]) -> None:
    answer = check(tmp_path, ODD, *arguments, name="other.yml")
    assert (answer.code, answer.out.splitlines()[-1]) == (0, "2 remarks in other.yml")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "there is no rules.yaml here"),
        (["nope.yaml"], "nope.yaml: there is no such rules file"),
        (["contacts.csv"], "there is no rules.yaml here or beside the contacts"),
        (["a.yaml", "-r", "b.yaml"], "a.yaml and -r b.yaml are two rules files"),
        (["a.yaml", "--json", "--format", "github"], "contradict each other"),
        (["--format", "xml"], "xml"),
        (["-r", "."], "not a file with rules"),
    ],
)
def test_impossible_commands_exit_2(tmp_path: Path, arguments: list[str], told: str) -> None:
    answer = leadscore(tmp_path, "check", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("error: ")
    assert told in answer.err


def test_what_is_wrong_in_a_list_is_shown_after_the_rules(tmp_path: Path) -> None:
    (tmp_path / "rivals.txt").write_text("a.example, b.example\n", encoding="utf-8")
    text = ODD.replace("{above: 9}", "{in_list: rivals.txt}").replace("points: 25", "points: many")
    answer = check(tmp_path, text)
    places = [line.split(": ")[0] for line in answer.out.splitlines() if line[:1] not in {" ", ""}]
    assert places == ["rules.yaml:6:70", "rivals.txt:1:10", "2 errors in rules.yaml"]


def test_the_engine_is_not_waited_for() -> None:
    program = (
        "import sys; from leadscore.cli import app; "
        "app(['check', 'rules.example.yaml'], standalone_mode=False); "
        "print(sorted({'polars', 'numpy', 'pyarrow', 'xlsxwriter', 'rich.text', 'rich.console'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_examples_beside_the_rules_are_checked_too(tmp_path: Path) -> None:
    (tmp_path / "more.test.yaml").write_text(
        "tests:\n  - {name: big, as_of: 2026-11-01, contact: {employees: 50}, expect: {score.fitt: {at_least: 1}}}\n"
    )
    answer = check(tmp_path, ODD.replace("full_at: 100", "full_at: 25"), "rules.yaml")
    assert answer.code == 1
    assert "more.test.yaml:2:" in answer.out
    assert 'did you mean "score.fit"?' in answer.out


def test_a_file_of_examples_is_no_rules_file(tmp_path: Path) -> None:
    answer = leadscore(tmp_path, "check", "more.test.yaml")
    assert (answer.code, answer.out) == (2, "")
    assert "it is checked with the rules beside it" in answer.err
