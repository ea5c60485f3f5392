from __future__ import annotations

import pytest

from leadscore.schema.document import load_document

QUOTE = "put the whole text in quotes"
BRACKETS = "close every bracket, put a comma between entries, and quote text with , ? : [ ] { or } in it"
INDENT = "begin it in the same column as the lines that it belongs with, using blanks, not tabs"
COLON = 'this ":" is one too many: the line above lacks its own, or this line begins too far to the right'
OUTSIDE = "this line does not begin where the lines above begin"


def first_problem(text: str) -> tuple[str, str]:
    problem = load_document(text, "r.yaml").problems[0]
    return f"{problem.line}:{problem.column}: {problem.message}", problem.help


@pytest.mark.parametrize(
    ("text", "message", "advice"),
    [
        ("a:\n\t- b", "2:1: there is a tab here; only blanks may stand here", "replace the tab with blanks"),
        ("a: b\t", "1:5: there is a tab here; only blanks may stand here", "replace the tab with blanks"),
        ("a: @x", '1:4: a text cannot start with "@" without quotes', QUOTE),
        ("a: `x`", '1:4: a text cannot start with "`" without quotes', QUOTE),
        ("a: %x", '1:4: a text cannot start with "%" without quotes', QUOTE),
        ("a: *x*", '1:4: a text cannot start with "*" without quotes', QUOTE),
        ("a: & b", '1:4: a text cannot start with "&" without quotes', QUOTE),
        ("a: !x!y z", '1:4: a text cannot start with "!" without quotes', QUOTE),
        ("a: ? b", '1:4: a text cannot start with "? " without quotes', QUOTE),
        ("a: {b: > x}", '1:8: a text cannot start with ">" without quotes', QUOTE),
        ("a: b: c", '1:5: a text with ": " in it needs quotes', QUOTE),
        ("a: - b", '1:4: a "- " starts an entry of a list, and must stand on a line of its own', QUOTE),
        ("%x: 1", '1:1: a line cannot start with "%"', "remove the line, or put the text in quotes"),
    ],
)
def test_text_that_needs_quotes(text: str, message: str, advice: str) -> None:
    assert first_problem(text) == (message, advice)


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("a: {b: > 5}", "to compare, write {above: 5}"),
        ("a: {b: >5, c: 1}", "to compare, write {above: 5}"),
        ("a: {b: {> 2026-01-01}}", "to compare, write above: 2026-01-01"),
        ("a: >= 5.5", "to compare, write {at_least: 5.5}"),
        ("a: {>= 85}", "to compare, write at_least: 85"),
        ("a: {< 85}", "write below: 85"),
        ("a: {== 85}", "write is: 85"),
        ("a: {at_least 85}", "write at_least: 85"),
        ("a: {b: > 5 Jahre}", QUOTE),
    ],
)
def test_comparisons_with_signs_are_written_in_words(text: str, advice: str) -> None:
    assert first_problem(text)[1] == advice


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("points: 10, max: 30", '1:16: this ":" is the second one on its line'),
        ("- a: b\n  points: 10,max: 30", '2:17: this ":" is the second one on its line'),
        ("a: x\nlabel: Sehr gut: A", '2:16: a text with ": " in it needs quotes'),
    ],
)
def test_several_values_on_a_line(text: str, message: str) -> None:
    assert first_problem(text)[0] == message


@pytest.mark.parametrize(
    ("text", "message", "advice"),
    [
        (
            "a: 'x\nb: y",
            "1:4: this quotation mark (') is never closed",
            "put the same quote at the end of the text",
        ),
        (
            'a: "x\nb: y',
            '1:4: this quotation mark (") is never closed',
            "put the same quote at the end of the text",
        ),
        ("a: [b, c\nd: e", '1:4: this "[" needs a "," or its closing bracket before ":" on line 2', BRACKETS),
        ("a: {b: [c}", '1:8: this "[" needs a "," or its closing bracket before "}" on line 1', BRACKETS),
        (
            "a: {b: c",
            '1:4: this "{" needs a "," or its closing bracket before the end of the file on line 1',
            BRACKETS,
        ),
        ("a: {b: c: d}", '1:4: this "{" needs a "," or its closing bracket before ":" on line 1', BRACKETS),
    ],
)
def test_what_is_not_closed(text: str, message: str, advice: str) -> None:
    assert first_problem(text) == (message, advice)


@pytest.mark.parametrize(
    ("text", "message", "advice"),
    [
        (
            "points 20\nlabel: x",
            f"2:6: {COLON}",
            'write every line as "name: value", with a blank after the ":"',
        ),
        ("a: 1\n  b: 2", f"2:4: {COLON}", 'write every line as "name: value", with a blank after the ":"'),
        ("a: 1\npoints 20\nb: c", '2:1: the ":" is missing after this', 'write "name: value"'),
        ("a:\n    b: 1\n  c: 2", f"3:3: {OUTSIDE}", INDENT),
        ("a: b\n- c", f"2:1: {OUTSIDE}", INDENT),
    ],
)
def test_lines_that_do_not_fit(text: str, message: str, advice: str) -> None:
    assert first_problem(text) == (message, advice)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 'it's'", "1:8: this text does not belong to what stands before it"),
        ("a: [b]c", "1:7: this text does not belong to what stands before it"),
        ("a: [b,,c]", '1:7: "," stands where a value is expected'),
        ("a: ]", '1:4: "]" stands where a value is expected'),
        ("  a: 1\nb: 2", "2:1: this does not belong to what stands above it"),
        ("a: > 5", '1:4: after ">" the text starts on the next line; a value cannot start with it'),
        ("a: |x", '1:4: after "|" the text starts on the next line; a value cannot start with it'),
    ],
)
def test_what_is_too_much(text: str, message: str) -> None:
    assert first_problem(text)[0] == message


@pytest.mark.parametrize(
    ("text", "example"),
    [
        (r'a: "\d+"', r"'\d+'"),
        (r'a: "\b(ceo)\b"', r"'\b(ceo)\b'"),
        (r'a: "\bit\'s"', r"'\b(ceo|cto)\b'"),
        (r'a: "\x1"', r"'\x1'"),
        (r'a: "\UFFFFFFFF"', r"'\b(ceo|cto)\b'"),
        (r'a: "\U00110000"', r"'\b(ceo|cto)\b'"),
    ],
)
def test_backslash_in_double_quotes(text: str, example: str) -> None:
    advice = f"use single quotes, in which a backslash stands for itself: {example}"
    assert first_problem(text)[1] == advice


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nb: \x00", "2:4: here stands a character that is not text"),
        ("a: 1\r\nb: M\udcfcller", "2:5: here stands a character that is not text"),
        ("\udcff\udcfev\0e\0r\0", "1:1: the file is saved as UTF-16"),
        ("\udcfe\udcff\0v\0e", "1:1: the file is saved as UTF-16"),
        ("v\0e\0r\0s\0i\0o\0n\0", "1:1: the file is saved as UTF-16"),
        ("\0v\0e\0r\0s\0i\0o\0n", "1:1: the file is saved as UTF-16"),
        ("\x1b", "1:1: here stands a character that is not text"),
        ("a: 1\n" * 2_000_000, "1:1: the file is larger than 5 MB; rules are much smaller"),
    ],
)
def test_what_is_no_text(text: str, message: str) -> None:
    assert first_problem(text)[0] == message
