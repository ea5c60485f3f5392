"""PyYAML's parser in C reads a rules file exactly as the one in Python does, wherever it is let near it."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from leadscore.schema.document import Document, load_document

pytestmark = pytest.mark.skipif(not yaml.__with_libyaml__, reason="PyYAML was built without its parser in C")

ROOT = Path(__file__).parents[2]
LONGEST = 3_000
TEXTS = [
    text
    for path in sorted(ROOT.glob("tests/broken/*.yaml")) + sorted(ROOT.glob("tests/remarks/*.yaml"))
    if len(text := path.read_text(encoding="utf-8")) <= LONGEST
]
PIECES = [
    *(
        ":",
        ": ",
        "- ",
        "?",
        "? ",
        ",",
        "[",
        "]",
        "{",
        "}",
        "#",
        " #",
        "&a ",
        "*a",
        "!",
        "!!str ",
        "|",
        ">-\n",
    ),
    *("|2", "'", '"', "%", "@", "`", "~", "<<", "=", "\\", "\\x41", "\t", " ", "\n", "\n\n", "\n  ", "\n- "),
    *(
        "---",
        "...",
        "\n---\n",
        "\n...\n",
        "%YAML 1.2\n---\n",
        "\r",
        "\r\n",
        "\x85",
        "\u2028",
        "\u00a0",
        "\ufeff",
    ),
    *("a", "Z", "1", "ä", "€", "😀"),
]


@st.composite
def edited(draw: st.DrawFn) -> str:
    """Return the text of a rules file with some places in it changed."""
    text = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from((0, 0, 1, 2, 5))))
        text = text[:start] + draw(st.sampled_from(PIECES)) + text[end:]
    return text


def read_in_python(text: str) -> Document:
    """Read a file with the parser in Python alone."""
    with patch.object(yaml, "__with_libyaml__", new=False):
        return load_document(text, "rules.yaml")


@given(edited())
@example("a: {b: what?, c: d?e}")
@example("a: {b: /pricing?plan}")
@example("a: {b: !word, c: 1}")
@example("a: {b: , c: 1}")
@example("a:\n\nb:\n  # nothing\n")
@example("a: 'one\ttwo' \nb: x")
@example("a: b\t\nc: [1,\t2]")
@example("a: 1\rb: 2")
@example("a: 1\u2028b: ]")
@example("\ufeffa: {b\ufeff: [1]}")
@example("a: 1\n---\nb: ]")
@example("%YAML 1.1\n---\na: 1")
def test_both_parsers_read_the_same(text: str) -> None:
    assert load_document(text, "rules.yaml") == read_in_python(text)


@pytest.mark.parametrize("name", ["rules.example.yaml", "tests/unit/schema/files/everything.yaml"])
def test_an_ordinary_file_is_read_in_c(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    in_python = read_in_python(text)
    with patch.object(yaml, "BaseLoader", new=None):
        in_c = load_document(text, name)
    assert in_c.data == in_python.data != {}
    assert (in_c.keys, in_c.values) == (in_python.keys, in_python.values)
