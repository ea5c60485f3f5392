from __future__ import annotations

import pytest

from leadscore.schema.document import load_document


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("b: *a", '1:4: "*a" stands for "&a", which is nowhere above'),
        ("b: *a\na: &a 1", '1:4: "*a" stands for "&a", which is nowhere above'),
        ("a: &a {b: *a}", '1:11: "*a" stands inside "&a", which would never end'),
        ("a: &a [[*a]]", '1:9: "*a" stands inside "&a", which would never end'),
        ("a: 1\n---\nb: ]", "2:1: a second document starts here; only the first one is read"),
        ("%YAML 1.1\n---\na: 1", '1:1: lines that start with "%" before the rules are not supported'),
        ("%TAG ! x\n---\na: 1", '1:1: lines that start with "%" before the rules are not supported'),
        (r'a: "\b"', r'1:4: in double quotes "\b", "\0" and the like stand for invisible characters'),
        (r'a: "\ud83d"', r'1:4: in double quotes "\b", "\0" and the like stand for invisible characters'),
        (r'a: "\PL"', r'1:4: in double quotes "\b", "\0" and the like stand for invisible characters'),
        (r'"\0": 1', r'1:1: in double quotes "\b", "\0" and the like stand for invisible characters'),
    ],
)
def test_what_nodes_cannot_mean(text: str, message: str) -> None:
    problems = load_document(text, "r.yaml").problems
    assert [f"{problem.line}:{problem.column}: {problem.message}" for problem in problems] == [message]


def test_an_anchor_may_be_set_again() -> None:
    document = load_document("a: &x 1\nb: *x\nc: &x 2\nd: *x", "r.yaml")
    assert document.data == {"a": 1, "b": 1, "c": 2, "d": 2}
