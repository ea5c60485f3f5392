"""Decimal numbers as an explanation shows them: with their sign where they are added up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

if TYPE_CHECKING:
    from decimal import Decimal

__all__ = ["given", "plain", "taken"]


def plain(number: Decimal) -> str:
    """Return a number as it is."""
    return f"{number:f}"


def given(number: Decimal) -> Text:
    """Return a number with its sign, negative ones in red where there are colours."""
    return Text(f"{number:+f}" if number else "0", "red" if number < 0 else "")


def taken(number: Decimal) -> Text:
    """Return what is taken away from a sum; nothing is left blank."""
    return given(-number) if number else Text("")
