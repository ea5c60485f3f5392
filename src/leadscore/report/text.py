"""Words and numbers as a terminal shows them: names as harmless text, numbers in one form."""

from __future__ import annotations

from typing import Final

from rich.text import Text

from leadscore.report.words import counted, harmless, percentage

__all__ = ["amount", "counted", "harmless", "light", "share", "shown"]

_LIGHTS: Final = {"green": "green", "yellow": "yellow", "red": "red"}


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
    return Text(percentage(percent))
