"""Text and numbers in words, harmless in a terminal; what needs colours and tables is in `text`."""

from __future__ import annotations

import unicodedata
from typing import Final

__all__ = ["counted", "harmless", "percentage"]

_LONGEST: Final = 500
"""Characters; what is longer was not written for people."""
_JOINERS: Final = "\u200c\u200d"
"""They belong to the spelling of some languages, and to some emoji."""
_PICTURES: Final = 0x2400


def harmless(text: str) -> str:
    """Return text in which nothing is hidden and nothing is obeyed by a terminal.

    Control characters become their pictures (`␛`); others that cannot be seen but do something, such as those that
    turn the direction of writing round, become `<U+202E>`.
    """
    cut = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return "".join(map(_harmless_character, cut))


def counted(number: int, one: str, many: str) -> str:
    """Return a number with its noun."""
    return f"{number:,} {one if number == 1 else many}" if number else f"no {many}"


def percentage(percent: float | None) -> str:
    """Return a percentage; a share of nothing is left blank."""
    return "" if percent is None else f"{percent:.1f} %"


def _harmless_character(character: str) -> str:
    if character.isprintable() or character in _JOINERS:
        return character
    category, code = unicodedata.category(character), ord(character)
    if category == "Zs":
        return " "
    if code < 0x20:
        return chr(_PICTURES + code)
    return character if category == "Cn" else f"<U+{code:04X}>"
