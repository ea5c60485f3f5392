"""Words and numbers as a terminal shows them: names as harmless text, numbers in one form."""

from __future__ import annotations

import unicodedata
from typing import Final

from rich.text import Text

__all__ = ["amount", "counted", "harmless", "light", "share", "shown"]

_LONGEST: Final = 500
"""Characters; what is longer was not written for people."""
_JOINERS: Final = "\u200c\u200d"
"""They belong to the spelling of some languages, and to some emoji."""
_PICTURES: Final = 0x2400
_LIGHTS: Final = {"green": "green", "yellow": "yellow", "red": "red"}


def harmless(text: str) -> str:
    """Return text in which nothing is hidden and nothing is obeyed by a terminal.

    Control characters become their pictures (`␛`); others that cannot be seen but do something, such as those that
    turn the direction of writing round, become `<U+202E>`.
    """
    cut = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return "".join(map(_harmless_character, cut))


def shown(text: str, style: str = "") -> Text:
    """Return text as it is to be printed; nothing in it is markup."""
    return Text(harmless(text), style)


def light(name: str) -> Text:
    """Return the name of a light, in its own colour where there are colours."""
    return shown(name, _LIGHTS.get(name, ""))


def amount(number: int) -> Text:
    """Return a number with its thousands set apart."""
    return Text(f"{number:,}")


def share(percent: float | None) -> Text:
    """Return a percentage; a share of nothing is left blank."""
    return Text("" if percent is None else f"{percent:.1f} %")


def counted(number: int, one: str, many: str) -> str:
    """Return a number with its noun."""
    return f"{number:,} {one if number == 1 else many}" if number else f"no {many}"


def _harmless_character(character: str) -> str:
    if character.isprintable() or character in _JOINERS:
        return character
    category, code = unicodedata.category(character), ord(character)
    if category == "Zs":
        return " "
    if code < 0x20:
        return chr(_PICTURES + code)
    return character if category == "Cn" else f"<U+{code:04X}>"
