"""Texts that a regular expression may find, one for each of its alternatives, and the shortest of them."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["texts_found"]

_MOST: Final = 12
"""Texts of one expression."""
_ESCAPES: Final = {
    **dict.fromkeys("bBAzZ", ""),
    "d": "1",
    "w": "a",
    "s": " ",
    "D": "x",
    "S": "x",
    "W": " ",
    "t": "\t",
    "n": "\n",
}
"""What stands for a character with a backslash."""
_OPENING: Final = re.compile(r"\((?:\?(?:P?<\w+>|[a-z-]*:?))?")
_CLASS: Final = re.compile(r"\[(\^?)(\\?.)(?:\\.|\[:.*?:\]|[^\]\\])*\]")
_FEWEST: Final = re.compile(r"(?:([?*])|\+|\{([0-9]+)[0-9,]*\})[?+]?")
"""How often something stands there."""
_NAMED: Final = re.compile(r"\\[pP](?:\{\w+\}|\w)")
_LONGEST: Final = 100
"""Times that something is repeated at most."""


def texts_found(pattern: str) -> list[str]:
    """Return texts that a regular expression may find; what is unusual in it may make them wrong."""
    return [text for text in dict.fromkeys(_Reader(pattern).alternatives()) if text.strip()]


class _Reader:
    """Reads an expression from left to right."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0

    def alternatives(self) -> list[str]:
        """Read up to the end, or to the bracket that closes."""
        found = self._sequence()
        while self._next == "|":
            self._at += 1
            found += self._sequence()
        return found[:_MOST]

    @property
    def _next(self) -> str:
        return self._pattern[self._at : self._at + 1]

    def _sequence(self) -> list[str]:
        found = [""]
        while self._next not in {"", "|", ")"}:
            parts = self._repeated(self._part())
            found = [before + part for before in found for part in parts][:_MOST]
        return found

    def _take(self, shape: re.Pattern[str]) -> re.Match[str] | None:
        match = shape.match(self._pattern, self._at)
        self._at = match.end() if match else self._at
        return match

    def _repeated(self, parts: list[str]) -> list[str]:
        times = self._take(_FEWEST)
        if times is None:
            return parts
        if times[1]:
            return [""]
        return [part * min(int(times[2] or 1), _LONGEST) for part in parts]

    def _part(self) -> list[str]:
        """Read a group, a class, or a single character."""
        if self._take(_OPENING):
            found = self.alternatives()
            self._at += 1
            return found
        if match := self._take(_CLASS):
            first = match[2]
            escaped = first[0] == "\\"
            return (
                [_outside(match[0])]
                if match[1]
                else [_ESCAPES.get(first[1:], first[-1]) if escaped else first]
            )
        if self._take(_NAMED):
            return ["a"]
        character = self._next
        self._at += 1
        if character == "\\":
            escaped = self._next
            self._at += 1
            return [_ESCAPES.get(escaped, escaped)]
        return [{".": "x", "^": "", "$": ""}.get(character, character)]


def _outside(class_: str) -> str:
    """Return a character that is none of those that a class leaves out."""
    try:
        shape = re.compile(class_, re.IGNORECASE)
    except re.error:  # classes that only other engines have
        return "-"
    return next((one for one in "x1- " if shape.match(one)), "x")
