"""Whatever is done to a rules file, it loads or says what is wrong with it; nothing else happens."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path as FilePath
from typing import Any, Final

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from leadscore.errors import Problem, RulesError
from leadscore.schema import parse_rules
from leadscore.schema.document import load_document

FILES: Final = FilePath(__file__).parents[1] / "unit" / "schema" / "files"
TEXT: Final = (FILES / "everything.yaml").read_text(encoding="utf-8")

Path = tuple[Any, ...]
VALUES: Final = st.one_of(
    st.sampled_from(
        [
            None,
            True,
            False,
            0,
            -1,
            1,
            5.5,
            10**25,
            "",
            " ",
            "x",
            "lead",
            "30d",
            "10%",
            "2026-01-01",
            "2026-02-31",
        ]
    ),
    st.sampled_from(
        [
            "default",
            "score.fit",
            "rule.call_me",
            "stage",
            "light",
            "none",
            "(",
            "contact.",
            ".x",
            "[key]",
            "Äpfel",
        ]
    ),
    st.sampled_from(
        [
            [],
            {},
            [[]],
            [{}],
            [None],
            ["a", "a"],
            {"": 1},
            {"a": {}},
            {"score.fit": 5},
            {"any": [{}]},
            {"name": 1},
        ]
    ),
    st.text(max_size=8),
    st.integers(),
    st.recursive(
        st.integers(0, 3),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner),
    ),
)
KEYS: Final = st.sampled_from(
    [
        "id",
        "name",
        "when",
        "points",
        "all",
        "any",
        "not",
        "rules",
        "combine",
        "version",
        "ponits",
        "1",
        "score",
        "",
    ]
)


def plain(value: Any) -> Any:
    """Return the content of a rules file in types that YAML can write."""
    if isinstance(value, dict):
        return {plain(key.value): plain(value[key]) for key in value}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, str):
        return str(value)
    return float(value) if isinstance(value, Decimal) else value if isinstance(value, bool) else int(value)


def paths(value: Any, path: Path = ()) -> list[Path]:
    """Return the paths to everything inside a value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, inner in items for found in ((*path, key), *paths(inner, (*path, key)))]


DATA: Final = plain(load_document(TEXT, "rules.yaml").data)
PATHS: Final = paths(DATA)


def changed(value: Any, path: Path, change: str, new: Any) -> Any:
    """Return a copy of a value with one change at a path: replaced, removed, repeated or called otherwise."""
    step, rest = path[0], path[1:]
    pairs = list(value.items() if isinstance(value, dict) else enumerate(value))
    if rest:
        pairs = [(key, changed(inner, rest, change, new) if key == step else inner) for key, inner in pairs]
    elif change == "replace":
        pairs = [(key, new if key == step else inner) for key, inner in pairs]
    elif change == "rename":
        pairs = [(new if key == step else key, inner) for key, inner in pairs]
    else:
        times = 0 if change == "remove" else 2
        pairs = [pair for pair in pairs for _ in range(times if pair[0] == step else 1)]
    return dict(pairs) if isinstance(value, dict) else [inner for _, inner in pairs]


def faults(text: str) -> tuple[Problem, ...]:
    """Return what is wrong with a rules file; any other exception than that of faults fails the test."""
    try:
        parse_rules(text, "rules.yaml", FILES)
    except RulesError as error:
        return error.problems or (Problem("no reason given", 0, 0, ""),)
    return ()


def assert_explained(text: str) -> None:
    """Fail where a rules file is refused without a place or a message."""
    assert all(fault.message and fault.line >= 1 and fault.column >= 1 for fault in faults(text))


CHANGES: Final = st.tuples(
    st.sampled_from(PATHS), st.sampled_from(["replace", "remove", "repeat"]), VALUES
) | st.tuples(st.sampled_from(PATHS), st.just("rename"), KEYS)


def test_the_unchanged_file_loads() -> None:
    parse_rules(yaml.safe_dump(DATA, allow_unicode=True, sort_keys=False), "rules.yaml", FILES)


@settings(max_examples=100, deadline=None)
@given(CHANGES)
def test_a_changed_tree_loads_or_is_explained(change: tuple[Path, str, Any]) -> None:
    assert_explained(yaml.safe_dump(changed(DATA, *change), allow_unicode=True, sort_keys=False))


@settings(max_examples=30, deadline=None)
@given(st.lists(CHANGES, min_size=2, max_size=4))
def test_several_changes_load_or_are_explained(changes: list[tuple[Path, str, Any]]) -> None:
    data = DATA
    for path, how, new in changes:
        if path in paths(data):
            data = changed(data, path, how, new)
    assert_explained(yaml.safe_dump(data, allow_unicode=True, sort_keys=False))


@settings(max_examples=100, deadline=None)
@given(
    st.integers(0, len(TEXT)), st.integers(0, 60), st.text(alphabet="{}[]:,-#&*!|>'\"%@ \n\tab1", max_size=4)
)
def test_a_changed_text_loads_or_is_explained(start: int, length: int, new: str) -> None:
    assert_explained(TEXT[:start] + new + TEXT[start + length :])
