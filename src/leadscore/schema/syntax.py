"""What is wrong with a text that is no YAML, in plain words and at the place where it can be mended.

PyYAML's own messages ("mapping values are not allowed here") help nobody who has never programmed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from leadscore.errors import Problem
from leadscore.schema.scalars import Unusable
from leadscore.schema.signs import comparison_meant

if TYPE_CHECKING:
    from yaml import MarkedYAMLError

__all__ = [
    "MAX_SIZE",
    "Mark",
    "Place",
    "check_text",
    "explain_syntax",
    "place_of",
    "problem",
    "single_quotes",
    "split_lines",
]

MAX_SIZE: Final = 5_000_000
"""Characters in a file."""

_BREAK: Final = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_NO_TEXT: Final = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES: Final = re.compile(r'''"((?:[^"'\\\n]|\\[^\\"'\n]){1,80})"''')
_SEVERAL: Final = re.compile(r": .*,[ \t]*[a-z][a-z_]*$")
"""What stands before a colon that follows another value on its line."""
_LONGEST: Final = 60
"""Characters in which a comparison is looked for."""
_UTF_16: Final = re.compile("\udcff\udcfe|\udcfe\udcff|(?:[^\0]\0){4}|(?:\0[^\0]){4}")
"""How a file in UTF-16 begins where it is read as UTF-8."""
_SHOWN: Final = {
    "": "the end of the file",
    "\t": "a tab",
    "\n": "the end of the line",
    "\r": "the end of the line",
    '"': 'quotation mark (")',
    "'": "quotation mark (')",
}


@dataclass(frozen=True, order=True)
class Place:
    """A place in a file; line and column count from 1, columns in characters."""

    line: int
    column: int


class Mark(Protocol):
    """What PyYAML calls a place; it counts from 0."""

    @property
    def index(self) -> int:
        """Characters before it."""

    @property
    def line(self) -> int:
        """Lines before it."""

    @property
    def column(self) -> int:
        """Characters before it on its line."""


@dataclass(frozen=True)
class _Words:
    """Plain words for some of PyYAML's messages.

    Attributes:
        pattern: Found in the messages that are meant.
        message: `{at}` stands for the character at the place, `{found}` for what did not fit, `{line}` for its line.
        help: What to do next; empty for the advice to use single quotes.
        at_start: Whether the place is where the list, text or name starts, not where it went wrong.
    """

    pattern: str
    message: str
    help: str
    at_start: bool = False


_QUOTE: Final = "put the whole text in quotes"
_INDENT: Final = "begin it in the same column as the lines that it belongs with, using blanks, not tabs"
_WORDS: Final = (
    _Words(
        r"character '\\t'", "there is a tab here; only blanks may stand here", "replace the tab with blanks"
    ),
    _Words("cannot start any token", "a text cannot start with {at} without quotes", _QUOTE),
    _Words(
        "an (anchor|alias)|a tag|tag handle",
        "a text cannot start with {at} without quotes",
        _QUOTE,
        at_start=True,
    ),
    _Words(
        "a block scalar",
        "after {at} the text starts on the next line; a value cannot start with it",
        'put the value in quotes; to compare numbers, write "above: 5" or "at_most: 5"',
        at_start=True,
    ),
    _Words(
        "double-quoted",
        "in double quotes a backslash starts a special character, and this is none",
        "",
    ),
    _Words(
        "a quoted scalar",
        "this {at} is never closed",
        "put the same quote at the end of the text",
        at_start=True,
    ),
    _Words(
        "flow (sequence|mapping): expected",
        'this {at} needs a "," or its closing bracket before {found} on line {line}',
        "close every bracket, put a comma between entries, and quote text with , ? : [ ] { or } in it",
        at_start=True,
    ),
    _Words(
        "expected the node content",
        "{at} stands where a value is expected",
        "add what is missing before it, or quote the text that it belongs to",
    ),
    _Words(
        "could not find expected ':'", 'the ":" is missing after this', 'write "name: value"', at_start=True
    ),
    _Words(
        "continued line",
        'this ":" is one too many: the line above lacks its own, or this line begins too far to the right',
        'write every line as "name: value", with a blank after the ":"',
    ),
    _Words(
        "several on a line",
        'this ":" is the second one on its line',
        'write one "name: value" per line, or {…} around them; put a text with ": " in it in quotes',
    ),
    _Words("mapping values", 'a text with ": " in it needs quotes', _QUOTE),
    _Words(
        "sequence entries", 'a "- " starts an entry of a list, and must stand on a line of its own', _QUOTE
    ),
    _Words("mapping keys", 'a text cannot start with "? " without quotes', _QUOTE),
    _Words(
        "directive|incompatible",
        'a line cannot start with "%"',
        "remove the line, or put the text in quotes",
        at_start=True,
    ),
    _Words(
        "<document start>",
        "this does not belong to what stands above it",
        'write every line as "name: value", and begin the outermost ones in the first column',
    ),
    _Words(
        "but found '<scalar>'",
        "this text does not belong to what stands before it",
        "put the whole text in one pair of quotes (inside single ones an apostrophe is written twice); check the quotes above",
    ),
    _Words("expected <block end>", "this line does not begin where the lines above begin", _INDENT),
)
_OTHER: Final = _Words(
    "", "YAML cannot be read on from here", "compare this line with the examples in the documentation"
)


def split_lines(text: str) -> tuple[str, ...]:
    """Return the lines of a text as YAML counts them."""
    return tuple(_BREAK.split(text))


def problem(file: str, place: Place, reason: Unusable) -> Problem:
    """Return what to tell about a place of the file."""
    return Problem(file, place.line, place.column, reason.message, reason.help)


def place_of(mark: Mark | None) -> Place:
    """Return the place that PyYAML means."""
    return Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)


def check_text(text: str, file: str) -> Problem | None:
    """Return the problem of a file that is too large, or holds anything but text."""
    if len(text) > MAX_SIZE:
        limit = f"the file is larger than {MAX_SIZE // 1_000_000} MB; rules are much smaller"
        advice = "check that this is the rules file and not an export"
        return problem(file, Place(1, 1), Unusable(limit, advice))
    if _UTF_16.match(text):
        return problem(file, Place(1, 1), Unusable("the file is saved as UTF-16", "save it as UTF-8"))
    found = _NO_TEXT.search(text)
    if found is None:
        return None
    before = split_lines(text[: found.start()])
    reason = Unusable(
        "here stands a character that is not text", 'save the file as plain text in the encoding "UTF-8"'
    )
    return problem(file, Place(len(before), len(before[-1]) + 1), reason)


def explain_syntax(error: MarkedYAMLError, text: str, file: str) -> Problem:
    """Return in plain words why PyYAML cannot read on."""
    technical = _technical(error, text)
    words = next((words for words in _WORDS if re.search(words.pattern, technical)), _OTHER)
    start = error.context_mark if words.at_start and error.context_mark else error.problem_mark
    found = place_of(error.problem_mark)
    message = words.message.format(
        at=_shown(text, start), found=_shown(text, error.problem_mark), line=found.line
    )
    advice = _comparison(text, start) or words.help or single_quotes(text, error.context_mark)
    return problem(file, place_of(start), Unusable(message, advice))


def single_quotes(text: str, start: Mark | None = None) -> str:
    """Return the advice to use single quotes, shown on the double-quoted text that starts there if that is simple."""
    simple = _ESCAPES.match(text, start.index) if start else None
    example = simple[1] if simple else r"\b(ceo|cto)\b"
    return f"use single quotes, in which a backslash stands for itself: '{example}'"


def _technical(error: MarkedYAMLError, text: str) -> str:
    """Return what PyYAML says, or what it does not tell apart: lines that go on, and lines with several values."""
    mark = error.problem_mark
    if mark is not None and error.problem == "mapping values are not allowed here":
        before = text[mark.index - mark.column : mark.index]
        if ": " not in before:  # the line was read as the rest of the text that the line above began
            return "continued line"
        if _SEVERAL.search(before):
            return "several on a line"
    return f"{error.context}: {error.problem}"


def _comparison(text: str, mark: Mark | None) -> str:
    """Return the advice to write a comparison in words, where one with a sign stands."""
    meant = comparison_meant(text[mark.index : mark.index + _LONGEST]) if mark else ""
    if not mark or not meant:
        return ""
    in_braces = text[: mark.index].rstrip().endswith(("{", ","))
    return f"to compare, write {meant if in_braces else f'{{{meant}}}'}"


def _shown(text: str, mark: Mark | None) -> str:
    character = text[mark.index : mark.index + 1] if mark else ""
    return _SHOWN.get(character, f'"{character}"')
