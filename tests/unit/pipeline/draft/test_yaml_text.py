from __future__ import annotations

import pytest
import yaml

from leadscore.pipeline.draft.yaml_text import comment, entries, one_line, scalar
from leadscore.schema.document import load_document

ODD = (
    *(
        "no",
        "NO",
        "null",
        "~",
        "1e5",
        "01067",
        "2026-01-01",
        "a: b",
        "a #b",
        "- a",
        "? a",
        "<<",
        "*a",
        "&a",
        "!a",
    ),
    *(
        "it's",
        'say "x"',
        "back\\slash",
        "a\nb: c",
        "\u202e",
        "\ufeff",
        " lead",
        "x, y",
    ),
    *("}", "]", "%x", "@x", "`x", "|", ">", "ä", "Übergröße", "x" * 5000, "default", "\U0001f600"),
)
HIDDEN = ("\x07", "\x85", "\u2028")
"""What rules files may not hold: it never gets into one, and would break out of nothing if it did."""


@pytest.mark.parametrize("text", ODD, ids=ascii)
def test_a_text_is_read_back_as_itself_in_a_flow_mapping(text: str) -> None:
    document = load_document(f"list: [{{x: {scalar(text)}, y: 1}}]\n", "rules.yaml")
    assert document.problems == ()
    assert document.data == {"list": [{"x": text, "y": 1}]}


@pytest.mark.parametrize("text", [*HIDDEN, *(text for text in ODD if len(text) < 1000)], ids=ascii)
def test_readers_of_older_yaml_read_the_same_also_as_a_name(text: str) -> None:
    assert yaml.safe_load(f"{{{scalar(text)}: 1}}") == {text: 1}


@pytest.mark.parametrize("text", ["DE", "Financial Services", "Möbel", "page_view", "Direct-Mail"])
def test_simple_words_need_no_quotes(text: str) -> None:
    assert scalar(text) == text


@pytest.mark.parametrize("text", ["a\nversion: 2", "a\r\nb", "a\x85b", "a\u2028b", "x " * 400])
def test_no_text_leaves_a_comment(text: str) -> None:
    assert all(line.startswith("  # ") and line.isprintable() for line in comment(text, 2))


def test_a_long_text_is_cut_off() -> None:
    assert one_line("abc\ndef", 5) == "abc …"


def test_a_long_list_goes_over_lines_and_stays_a_list() -> None:
    words = [f"word{number}" for number in range(60)]
    lines = entries("has_word", "[", words, 4)
    assert max(map(len, lines)) <= 110
    assert yaml.safe_load("\n".join(lines)) == {"has_word": words}
