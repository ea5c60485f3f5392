"""Excerpts with a caret under the column, whatever the line has in it; annotations that GitHub reads back."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from leadscore.errors import Problem
from leadscore.report.problems import as_annotations, as_json, closing, excerpt, in_words
from leadscore.schema.inspection import Inspection, Remark, Severity, Size, inspect_text

SIZE = Size(rules=1, scores=1, stages=0, examples=0)


def shown(line: str, column: int, width: int = 80) -> list[str]:
    """Return the excerpt of a line that is the seventh of its file."""
    return list(excerpt(Problem("rules.yaml", 7, column, ""), [*[""] * 6, line], width))


def marked(line: str, column: int, width: int = 80) -> str:
    """Return what the caret of an excerpt stands under."""
    text, caret = shown(line, column, width)
    before = caret.index("^")
    at = next(place for place in range(len(text) + 1) if cell_len(text[:place]) == before)
    return text[at:]


def test_the_caret_stands_under_the_column() -> None:
    assert shown("  points: 2,5", 11) == ["  7 |   points: 2,5", "    |           ^"]


def test_nothing_is_shown_of_a_line_that_is_blank_or_not_there() -> None:
    assert shown("   ", 1) == []
    assert list(excerpt(Problem("rules.yaml", 1, 1, ""), [])) == []


@pytest.mark.parametrize("column", [1, 2, 40, 75, 80, 150, 290, 299, 300, 301])
@pytest.mark.parametrize("width", [40, 80])
def test_a_wide_line_is_cut_around_the_caret(column: int, width: int) -> None:
    line = "".join(chr(0x100 + place) for place in range(300))
    text, caret = shown(line, column, width)
    assert max(cell_len(text), cell_len(caret)) <= width
    assert marked(line, column, width)[:1] == line[column - 1 : column]
    assert text.startswith("  7 | …") is (column > width - 8)


def test_characters_that_are_two_columns_wide_count_as_two() -> None:
    line = "  label: 漢字漢字 x"
    assert marked(line, 15) == "x"
    assert marked("漢" * 200, 100)[:1] == "漢"


@pytest.mark.parametrize("line", ["\tpoints: 5", "\x1b[31mpoints: 5", "\u202epoints: 5"])
def test_what_a_terminal_would_obey_is_shown_instead(line: str) -> None:
    text, _ = shown(line, len(line))
    assert text.isprintable()
    assert marked(line, len(line)) == "5"


def inspection(*remarks: Remark, size: Size | None = SIZE) -> Inspection:
    return Inspection("rules.yaml", remarks, ("version: 1", "points: 5"), size)


def remark(
    message: str = "odd", hint: str = "", file: str = "rules.yaml", severity: Severity = "remark"
) -> Remark:
    return Remark(Problem(file, 2, 9, message, hint), severity, "a-code")


@pytest.mark.parametrize(
    ("severities", "told"),
    [
        ([], "rules.yaml: fine (1 rule in 1 score)"),
        (["error", "error", "remark"], "2 errors, 1 remark in rules.yaml"),
        (["remark", "note", "note"], "1 remark, 2 notes in rules.yaml"),
    ],
)
def test_the_last_line_counts(severities: list[Severity], told: str) -> None:
    remarks = [remark(severity=severity) for severity in severities]
    assert closing(inspection(*remarks)) == told


def test_the_last_line_says_what_is_there() -> None:
    size = Size(rules=12, scores=2, stages=7, examples=4)
    told = closing(inspection(size=size))
    assert told == "rules.yaml: fine (12 rules in 2 scores, 7 stages, 4 examples)"


def test_a_remark_is_shown_with_its_line_and_all_its_helps() -> None:
    assert in_words(inspection(remark(hint="one\ntwo"))).split("\n") == [
        "rules.yaml:2:9: remark: odd",
        "  2 | points: 5",
        "    |         ^",
        "  help: one",
        "  help: two",
        "",
        "1 remark in rules.yaml",
    ]


def test_no_line_of_the_rules_is_shown_for_what_is_wrong_in_a_list() -> None:
    told = in_words(inspection(remark(file="lists/rivals.txt", severity="error"), size=None))
    assert told.split("\n")[:2] == ["lists/rivals.txt:2:9: odd", ""]


def test_annotations_are_escaped_as_github_reads_them() -> None:
    told = as_annotations(inspection(remark("50%,\r\nor: \x1bnot", "say: so", file="a,b:c%.yaml")))
    assert told == ("::warning file=a%2Cb%3Ac%25.yaml,line=2,col=9::50%25,%0D%0Aor: ␛not%0Ahelp: say: so")


@pytest.mark.parametrize(
    ("severity", "level"), [("error", "error"), ("remark", "warning"), ("note", "notice")]
)
def test_annotations_have_the_levels_of_github(severity: Severity, level: str) -> None:
    assert as_annotations(inspection(remark(severity=severity))).startswith(f"::{level} ")


def test_json_has_no_characters_that_a_terminal_obeys() -> None:
    assert as_json(inspection()) == "[]"
    assert as_json(inspection(remark("\x1b[31m\x9b"))).replace("\n", "").isprintable()


def test_messages_about_hostile_files_obey_nothing() -> None:
    text = 'version: 1\nscores: {"\\e[31mfit\u202e": {rules: []}}\nodd\u202e: 5\n'
    assert in_words(inspect_text(text, "rul\x1bes.yaml", None)).replace("\n", "").isprintable()
