"""Comparisons as other languages write them, with a sign: `>= 85`."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["comparison_meant"]

_OPERATORS: Final = {
    ">=": "at_least",
    "=>": "at_least",
    "≥": "at_least",
    ">": "above",
    "<=": "at_most",
    "=<": "at_most",
    "≤": "at_most",
    "<": "below",
    "==": "is",
    "=": "is",
}
_COMPARISON: Final = re.compile(
    r"(?P<sign>>=|=>|≥|>|<=|=<|≤|<|==|=)[ \t]*"
    r"(?P<value>[0-9]{4}-[0-9]{2}-[0-9]{2}|[-+]?[0-9]{1,15}(?:\.[0-9]{1,6})?)(?=[ \t]*(?:[\n\r,}#]|$))"
)


def comparison_meant(text: str) -> str:
    """Return a comparison with a sign, with which a text begins, as the rules write it: `at_least: 85`; else nothing."""
    match = _COMPARISON.match(text)
    return f"{_OPERATORS[match['sign']]}: {match['value']}" if match else ""
