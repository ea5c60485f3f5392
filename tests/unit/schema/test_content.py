from __future__ import annotations

from typing import Any

import pytest

from leadscore.schema.document import load_document

BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
BOMB_OF_NOTHING = f"a: &a [{'~,' * 1000}]\nb: &b [{'*a,' * 1000}]\nc: [{'*b,' * 1000}]"


def messages(text: str) -> list[str]:
    return [
        f"{problem.line}:{problem.column}: {problem.message}"
        for problem in load_document(text, "r.yaml").problems
    ]


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a: NO\nb: 010\nc: '5'\nd: 5", {"a": "NO", "b": 10, "c": "5", "d": 5}),
        ("a: [0b1, 1:30, =, <<, 1_000]", {"a": ["0b1", "1:30", "=", "<<", "1_000"]}),
        ("a: {b: TRUE, c: 'true'}", {"a": {"b": True, "c": "true"}}),
        ("a: &x [1, {b: c}]\nd: *x", {"a": [1, {"b": "c"}], "d": [1, {"b": "c"}]}),
        ("a: 'null'\nb: ''\nc: \"~\"", {"a": "null", "b": "", "c": "~"}),
        ("a: >\n  two\n  words\nb: |\n  x\n", {"a": "two words\n", "b": "x\n"}),
        ("---\na: 1\n...\n", {"a": 1}),
        ("%YAML 1.2\n---\na: 1", {"a": 1}),
        ("'<<': 1\n'null': 2\n'': 3", {"<<": 1, "null": 2, "": 3}),
        ('a: "x\\ty\\n"', {"a": "x\ty\n"}),
    ],
)
def test_data(text: str, data: dict[str, Any]) -> None:
    document = load_document(text, "r.yaml")
    assert (document.data, document.problems) == (data, ())


@pytest.mark.parametrize(
    ("text", "value"), [("5: x", 5), ("'5': x", "5"), ("true: x", True), ("1.5: x", 1.5), ("NO: x", "NO")]
)
def test_keys_know_their_value(text: str, value: object) -> None:
    data = load_document(text, "r.yaml").data or {}
    assert [(key.value, key.plain) for key in data] == [(value, "'" not in text)]


@pytest.mark.parametrize(
    ("text", "expected", "data"),
    [
        ("a:\nb: 1", ['1:1: "a" is empty'], {"b": 1}),
        ("x:\n  a: ~\n  b: null", ['2:3: "a" is empty', '3:3: "b" is empty'], {"x": {}}),
        ("a: {b:c}", ['1:5: "b:c" is empty'], {"a": {}}),
        ("a:\n  - 1\n  -\n  - 2", ["3:4: this entry of the list is empty"], {"a": [1, 2]}),
        ("a: .inf\nb: [1e99, 2]", ['1:4: ".inf" is not a number that rules can use'], {"b": [2]}),
        (
            "a: >5\nb: 1",
            ['1:4: after ">" or "|" a text is expected on the lines below, and there is none'],
            {"b": 1},
        ),
        (
            "a: 1\nb: 2\na: 3\na: 4",
            [f'{n}:1: "a" is here twice (first on line 1)' for n in (3, 4)],
            {"a": 1, "b": 2},
        ),
        ("5: x\n'5': y", ['2:1: "5" is here twice (first on line 1)'], {"5": "x"}),
        ("a:\n  b:\na: 1", ['2:3: "b" is empty', '3:1: "a" is here twice (first on line 1)'], {"a": {}}),
        ("~: 1", ['1:1: "null" and "~" mean nothing and cannot be a name'], {}),
        ("? \n: 1", ['1:2: the name before the ":" is missing'], {}),
        ("? [a]\n: 1\nb: 2", ["1:3: a name must be a single word or text"], {"b": 2}),
        (".nan: 1", ['1:1: ".nan" is not a number that rules can use'], {}),
        ("a: {{ b }}", ["1:5: a name must be a single word or text"], {"a": {}}),
        (
            "a: &x {b: 1}\nc: {<<: *x, d: 2}",
            ['2:5: merging with "<<" is not supported'],
            {"a": {"b": 1}, "c": {"d": 2}},
        ),
    ],
)
def test_what_is_unusable_is_left_out(text: str, expected: list[str], data: dict[str, Any]) -> None:
    assert messages(text)[: len(expected)] == expected
    assert load_document(text, "r.yaml").data == data


@pytest.mark.parametrize(
    "tag", ["!!str", "!!python/object/apply:os.system", "!important", "!", "!<tag:yaml.org,2002:int>"]
)
@pytest.mark.parametrize("value", ["5", "[5]", "{a: 5}", ""])
def test_tags_are_refused(tag: str, value: str) -> None:
    document = load_document(f"x: {tag} {value}\ny: 1", "r.yaml")
    assert [problem.message for problem in document.problems] == [
        'words that start with "!" have no meaning here'
    ]
    assert document.data == {"y": 1}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "1:1: the file is empty"),
        ("# only this\n", "1:1: the file is empty"),
        ("---\n", "1:1: the file is empty"),
        (
            "- a",
            '1:1: the file must consist of lines like "version: 1", each a name, ":", a blank and a value',
        ),
        (
            "version:1",
            '1:1: the file must consist of lines like "version: 1", each a name, ":", a blank and a value',
        ),
        ("!x {a: 1}", '1:1: words that start with "!" have no meaning here'),
    ],
)
def test_no_rules_at_all(text: str, message: str) -> None:
    assert messages(text) == [message]
    assert load_document(text, "r.yaml").data is None


@pytest.mark.parametrize("text", [BOMB, BOMB_OF_NOTHING, "a:\n" + "- \n" * 200_000])
def test_too_many_values(text: str) -> None:
    document = load_document(text, "r.yaml")
    assert document.data is None
    assert [problem.message for problem in document.problems] == [
        "the file has more than 100,000 names and values"
    ]


DEEP_IN_TWO = "a: &a " + "[" * 40 + "]" * 40 + "\nb: " + "[" * 40 + "*a" + "]" * 40


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "- " * 100_000, "? " * 100_000, "{a: " * 100_000, DEEP_IN_TWO]
)
def test_too_deep(text: str) -> None:
    assert [message.partition(": ")[2] for message in messages(text)] == ["this is more than 60 levels deep"]


def test_deep_enough() -> None:
    assert not messages("a: " + "[" * 58 + "1" + "]" * 58)
