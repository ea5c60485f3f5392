"""Loading: files, everything at once, no faults that only follow from others."""

import hashlib
import os
from pathlib import Path

import pytest

from leadscore.errors import InputError, RulesError
from leadscore.schema import RulesFile, load_rules, parse_rules
from leadscore.schema.notes import find_memory_notes

FILES = Path(__file__).parent / "files"
EVERYTHING = FILES / "everything.yaml"
SMALL = "version: 1\nscores: {fit: {rules: [{id: size, when: {employees: {above: 9}}, points: 20}]}}\n"


@pytest.fixture(scope="module")
def everything() -> RulesFile:
    return load_rules(EVERYTHING)


def faults(text: str) -> list[str]:
    """Return the faults of a rules file as `line: message`, without the help."""
    with pytest.raises(RulesError) as caught:
        parse_rules(text, "rules.yaml", None)
    return [f"{problem.line}: {problem.message}" for problem in caught.value.problems]


def test_every_key_of_the_language_is_read(everything: RulesFile) -> None:
    assert everything.rules.main_score == "overall"
    assert list(everything.rules.ruled) == ["fit", "interest"]
    assert everything.sha256 == hashlib.sha256(EVERYTHING.read_bytes()).hexdigest()


def test_the_example_names_every_key(everything: RulesFile) -> None:
    for name in type(everything.rules).model_fields:
        assert name in everything.rules.model_fields_set, name


def test_lists_are_read(everything: RulesFile) -> None:
    rivals = everything.lists["lists/rivals.txt"]
    assert rivals.values == ("rival.example", "Other-Rival.example")
    assert (rivals.rows, rivals.path.name) == (2, "rivals.txt")


def test_places_are_those_of_the_file(everything: RulesFile) -> None:
    lines = EVERYTHING.read_text(encoding="utf-8").split("\n")
    place = everything.place(("scores", "fit", "rules", 1, "band"))
    assert lines[place.line - 1][place.column - 1 :] == "band: plants"


def test_what_needs_a_history_is_noted_apart(everything: RulesFile) -> None:
    assert [note.problem(everything.document).message for note in find_memory_notes(everything.rules)] == [
        f"{what}: it has no effect without --history"
        for what in (
            'stay of stage "mql"',
            'min_days of stage "mql"',
            'forward_only of stage "sql"',
            'cool_off of recycling "refused"',
            'respond_within of list "sql"',
            'accepted_after of list "sql"',
            "fall of guards.contacts",
            "fill of guards",
            "moved of guards",
            "psi of guards",
        )
    ]


def test_everything_takes_effect(everything: RulesFile) -> None:
    assert everything.notes == ()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing.yaml", "there is no such rules file"),
        (".", "this is not a file with rules"),
        ("pipe", "this is not a file with rules"),
        ("huge.yaml", "larger than 5 MB"),
        ("a\0b", "the rules file cannot be read"),
    ],
)
def test_what_is_no_rules_file_is_refused(tmp_path: Path, name: str, message: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "huge.yaml").write_bytes(b"#" * 5_000_001)
    with pytest.raises(InputError, match=message):
        load_rules(tmp_path / name)


def test_bytes_that_are_no_text_are_placed(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_bytes(b"version: 1\nname: M\xfcller\n")
    with pytest.raises(RulesError, match=r"rules\.yaml:2:8: "):
        load_rules(path)


def test_a_byte_order_mark_is_skipped(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(SMALL, encoding="utf-8-sig")
    assert load_rules(path).sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


STAGED = """\
version: 1
scores:
  fit: {rules: [{id: size, when: {employees: {above: 9}}, points: 20}]}
  total: {combine: {fit: 1}}
stages:
  - {name: lead}
  - {name: mql, enter: {rule.size: {above: 0}}}
handoff: [{list: calls, stage: mql}]
"""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("employees: {above", "employees: {abov", ['3: unknown operator "abov" in rule "size"']),
        ("id: size", "id: ", ['3: "id" is empty']),
        ("{fit: 1}", "{fit: one}", ['4: score "total": weights are numbers, found "one"']),
        (
            "stages:\n  - {name: lead}\n  - ",
            "stages:\nhandof: ",
            ['5: "stages" is empty', '6: unknown key "handof"'],
        ),
        ("  - {name: lead}\n", "  -\n", ["6: this entry of the list is empty"]),
        ("lead}", "lead, entr: {country: DE}}", ['6: unknown key "entr" in stage "lead"']),
        ("name: mql", "nam: mql", ['7: unknown key "nam" in stage number 2']),
        ("name: mql", "name:", ['7: "name" is empty']),
        ("rule.size", "rule.siz", ['7: unknown field "rule.siz" in stage "mql"']),
        (
            "total: {combine: {fit: 1}}",
            "total: 5",
            ['4: score "total": a score is written {rules: …}, with one of rules, combine; found 5'],
        ),
        (
            "total:",
            "both:",
            ['2: there are several scores (fit, both), and none is called "total": which is the lead score?'],
        ),
        (
            "  total: {combine: {fit: 1}}",
            "  both: {combine: {fit: 1}}\nlead_score:",
            ['5: "lead_score" is empty'],
        ),
        ("vers", "versh", ['1: unknown key "vershion"']),
        ("stages:", "stags:", ['5: unknown key "stags"']),
        (
            "points: 20}]}",
            "points: 20, group: a}], group: {a: {max: 1}}}",
            ['3: unknown key "group" in score "fit"'],
        ),
        ("scores:", "score:", ['2: unknown key "score"']),
    ],
)
def test_one_fault_brings_no_others(old: str, new: str, expected: list[str]) -> None:
    assert faults(STAGED.replace(old, new, 1)) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "points: 20",
            "points: x, group: g",
            ['3: rule "size": points are numbers, found "x"', '3: unknown group "g" in rule "size"'],
        ),
        ("mql}]", "mq}]\nname:", ['8: unknown stage "mq" in list "calls"', '9: "name" is empty']),
        ("version: 1", "nam: Acme", ['1: the file has no "version"', '1: unknown key "nam"']),
        (
            "version: 1",
            "version: 1.5\ngrade:",
            [
                "1: version: this leadscore reads version 1 of the rules language, found 1.5",
                '2: "grade" is empty',
            ],
        ),
        (
            "mql}]",
            "mql}, {list: calls}]",
            ['8: list "calls" has no "stage"', '8: list "calls" is here twice (first on line 8)'],
        ),
        (
            "handoff: [{list: calls, ",
            "tests: [{nam: a, contact: {}}, {name: b}]\nhandoff: [{",
            [
                '8: example number 1 has no "as_of"',
                '8: example number 1 has no "expect"',
                '8: unknown key "nam" in example number 1',
                '8: example "b" has no "as_of"',
                '8: example "b" has no "expect"',
                '9: list number 1 has no "list"',
            ],
        ),
        (
            "{above: 0}",
            "{abov: 0, above: x}, fit: {}",
            [
                '7: unknown operator "abov" in stage "mql"',
                '7: stage "mql": this operator compares numbers or dates, found "x"',
                '7: stage "mql": the test of "fit" is empty',
            ],
        ),
    ],
)
def test_faults_of_one_entry_are_reported_together(old: str, new: str, expected: list[str]) -> None:
    assert faults(STAGED.replace(old, new, 1)) == expected


def test_a_rule_without_a_kind_still_tells_its_other_faults() -> None:
    rule = "{id: v, points: 1.2345, grup: x}"
    with pytest.raises(RulesError) as caught:
        parse_rules(f"version: 1\nscores: {{fit: {{rules: [{rule}]}}}}\n", "rules.yaml", None)
    told = [problem.message for problem in caught.value.problems]
    assert ["exactly one of" in told[0], "at most 3 decimals" in told[1], '"grup"' in told[2]] == [True] * 3
