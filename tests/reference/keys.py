"""What ids, addresses and names are compared by."""

from __future__ import annotations

import re

from tests.reference.values import normalise, trim

_GUID = re.compile(r"\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?", re.IGNORECASE)
_CHECKS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def id_key(cell: str) -> str:
    """Return the one form of an id that has several."""
    text = trim(cell)
    prefixed, guid = re.fullmatch(r"(?:zcrm_|l:)([0-9]+)", text), _GUID.fullmatch(text)
    if prefixed:
        return prefixed[1]
    if guid and text.startswith("{") == text.endswith("}"):
        return guid[1].lower()
    if re.fullmatch(r"[0-9A-Za-z]{18}", text) and text[15:] == _check(text[:15]):
        return text[:15]
    return text


def _check(text: str) -> str:
    fives = (text[start : start + 5] for start in (0, 5, 10))
    return "".join(
        _CHECKS[sum(1 << place for place in range(5) if "A" <= five[place] <= "Z")] for five in fives
    )


def is_rounded(cell: str) -> bool:
    return re.fullmatch(r"[0-9]([.,][0-9]+)?[eE]\+[0-9]{1,3}", trim(cell)) is not None


def first_id(cell: str) -> str:
    """Return the first of the ids in a cell of activities or deals."""
    return next((part for part in map(trim, cell.split(";")) if part), "")


def first_address(text: str) -> str | None:
    """Return the first of the addresses in a cell."""
    return next((part for part in map(trim, re.split("[,;]", text)) if part), None)


def name_key(cell: str) -> str:
    """Return a name with its blanks collapsed and `Last, First` turned round."""
    name = company_key(cell)
    parts = [part.strip() for part in name.split(",")]
    return f"{parts[1]} {parts[0]}" if len(parts) == 2 and all(parts) else name


def company_key(cell: str) -> str:
    return " ".join(normalise(cell).split())
