"""How a column writes its numbers, and what each of them is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_BLANKS = " \u00a0\u2009\u202f"
_SIGNS = "$€£¥₹"
_CODES = re.findall(
    "[a-z]+",
    "euro eur usd chf sfr gbp jpy cad aud nzd sek nok dkk isk pln czk huf ron bgn try uah rub inr cny hkd sgd krw thb brl"
    " mxn zar aed ils",
)
_DIGITS = frozenset("0123456789")


def number_text(text: str, decimal: str) -> str | None:
    """Return a trimmed cell as `-1234.5`, given the decimal separator; `None` is no number.

    Args:
        text: The cell in lower case.
        decimal: A point or a comma.
    """
    negative, body = _sign(text.replace("−", "-"))
    body, paid = _without_money_before(body)
    if paid and not negative:
        negative, body = _leading_sign(body)
    body = _without_unit_behind(body)
    digits = _digits(body, decimal)
    return None if digits is None else (negative or "") + digits


def _sign(text: str) -> tuple[str | None, str]:
    if text.startswith("(") and text.endswith(")"):
        inner = text[1:-1]
        return ("-", _unspaced(inner)) if inner and not set("+-()") & set(inner) else (None, text)
    sign, rest = _leading_sign(text)
    return sign, _unspaced(rest) if sign else rest


def _unspaced(text: str) -> str:
    return text[1:] if text[:1] and text[0] in _BLANKS else text


def _leading_sign(text: str) -> tuple[str | None, str]:
    return (text[0], text[1:]) if text[:1] in ("+", "-") else (None, text)


def _without_money_before(text: str) -> tuple[str, bool]:
    for code in (*_CODES, *(letters + sign for sign in _SIGNS for letters in ("us", ""))):
        if text.startswith(code):
            return _unspaced(text[len(code) :]), True
    return text, False


def _without_unit_behind(text: str) -> str:
    for unit in (*_CODES, *_SIGNS, "%"):
        if text.endswith(unit):
            rest = text.removesuffix(unit)
            return rest[:-1] if rest[-1:] and rest[-1] in _BLANKS else rest
    return text


def _digits(text: str, decimal: str) -> str | None:
    whole, mark, decimals = text.partition(decimal)
    if mark and not (decimals and _DIGITS.issuperset(decimals)):
        return None
    joined = _joined(whole, "," if decimal == "." else ".") if whole else "0" if mark else None
    return None if joined is None else joined + (f".{decimals}" if mark else "")


def _joined(whole: str, thousands: str) -> str | None:
    """Return whole digits without the marks between groups of three, all of one sort."""
    for marks in (thousands, "'’", _BLANKS):
        spaced = whole
        for mark in marks:
            spaced = spaced.replace(mark, "|")
        first, *groups = spaced.split("|")
        if not all(_DIGITS.issuperset(group) for group in (first, *groups)) or not first:
            continue
        if not groups:
            return first
        in_groups = len(first) <= 3 and first[0] != "0" and all(len(group) == 3 for group in groups)
        return "".join((first, *groups)) if in_groups else None
    return None


def decimal_separator(texts: Iterable[str], declared: str | None) -> str:
    """Return what most of the numbers that settle it say, else what was declared, else a point."""
    both = [(number_text(text, "."), number_text(text, ",")) for text in texts]
    points = sum(point is not None and comma is None for point, comma in both)
    commas = sum(point is None and comma is not None for point, comma in both)
    if points != commas:
        return "." if points > commas else ","
    return declared or "."
