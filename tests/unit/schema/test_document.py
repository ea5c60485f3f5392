from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadscore.schema.document import Document, Path, Place, load_document

RULES = """\
version: 1
scores:
  fit:
    rules:
      - id: region
        lookup: country
        points: {DE: 20, "5": 10}
      - id: empty
        points:
    groups: &g {a: 1}
    again: *g
"""


@pytest.fixture(scope="module")
def rules() -> Document:
    return load_document(RULES, "r.yaml")


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        ((), (1, 1), (1, 1)),
        (("version",), (1, 1), (1, 10)),
        (("scores", "fit", "rules", 0), (5, 9), (5, 9)),
        (("scores", "fit", "rules", 0, "points", "DE"), (7, 18), (7, 22)),
        (("scores", "fit", "rules", 0, "points", "5"), (7, 26), (7, 31)),
        (("scores", "fit", "rules", 0, "points", "XX", "[key]"), (7, 9), (7, 17)),
        (("scores", "function-after[x()]", "fit", "Lookup", "rules", 0, "lookup", "str"), (6, 9), (6, 17)),
        (("scores", "fit", "rules", 1, "points"), (9, 9), (9, 16)),
        (("scores", "fit", "again"), (11, 5), (11, 12)),
        (("scores", "fit", "again", "a"), (10, 17), (10, 20)),
        (("nothing", 3), (1, 1), (1, 1)),
    ],
)
def test_places(rules: Document, path: Path, key: tuple[int, int], value: tuple[int, int]) -> None:
    assert rules.key_place(path) == Place(*key)
    assert rules.value_place(path) == Place(*value)


def test_left_out(rules: Document) -> None:
    assert rules.left_out == {("scores", "fit", "rules", 1, "points")}


def test_problems_are_in_file_order() -> None:
    document = load_document("%YAML 1.1\n---\nb:\na: &x [*x, !y z]\nb: 2\n---\n", "r.yaml")
    assert [problem.line for problem in document.problems] == [1, 3, 4, 4, 5, 6]


def test_a_problem_of_an_anchor_is_told_once() -> None:
    document = load_document("a: &x [.inf]\nb: *x\nc: *x", "r.yaml")
    assert [(problem.line, problem.column) for problem in document.problems] == [(1, 8)]
    assert document.data == {"a": [], "b": [], "c": []}


@pytest.mark.parametrize("text", ["\ufeffa: 1", "a: 1\r\n", "a: 1\r", "a: 1\u2028"])
def test_marks_and_line_ends_of_other_systems(text: str) -> None:
    document = load_document(text, "r.yaml")
    assert (document.data, document.problems, document.lines[0]) == ({"a": 1}, (), "a: 1")


def test_place_after_line_ends_of_other_systems() -> None:
    document = load_document("\ufeffä: 1\r\nb: x\u2028c: 🎉\rd:\n", "r.yaml")
    (problem,) = document.problems
    assert document.lines[problem.line - 1][problem.column - 1 :] == "d:"


MARKS = "-?:,[]{}#&*!|>'\"%@`\\ \n\t\r~<=.\ufeff\x85\x00\ud800"
PIECES = [
    "null",
    "0x1F",
    "010",
    "1e99",
    ".inf",
    "a",
    "b:",
    ":",
    "*a",
    "a:",
    "!!str",
    "<<:",
    "---",
    "...",
    "%YAML",
    "%TAG",
    "1.1",
    "\\U",
    "FFFFFFFF",
    '"\\',
]
LAYOUT = ["\n  ", "\n", "\n- ", "- ", "? ", ": ", ", ", "&a ", "*a ", "|\n ", ">-\n  ", "[", "]", "{", "}"]
YAML_LIKE = st.lists(st.sampled_from([*MARKS, *PIECES, *LAYOUT]), max_size=25).map("".join)


@settings(max_examples=400, deadline=None)
@given(st.text() | YAML_LIKE)
def test_any_text_gives_a_document(text: str) -> None:
    document = load_document(text, "r.yaml")
    assert document.problems or document.data is not None
    assert all(problem.line <= len(document.lines) for problem in document.problems)
