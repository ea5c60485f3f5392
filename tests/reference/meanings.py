"""Values of stages and statuses that mean the same."""

from __future__ import annotations

import re
import unicodedata

from tests.reference.values import normalise

DEALS = {
    "won": (
        *("won", "closed won", "gewonnen", "geschlossen und gewonnen", "geschlossen/gewonnen"),
        *("abgeschlossen und gewonnen", "abgeschlossen (gewonnen)"),
    ),
    "lost": (
        *("lost", "closed lost", "verloren", "geschlossen und verloren", "geschlossen/verloren"),
        *("abgeschlossen und verloren", "abgeschlossen (verloren)"),
    ),
    "open": ("open", "offen"),
}
"""What deals are called, as far as the generated exports call them that."""

_LIFECYCLE = (
    ("mql", "marketing qualified lead", "marketing-qualifizierter lead"),
    ("sql", "sales qualified lead", "vertriebsqualifizierter lead"),
    ("customer", "kunde"),
)
_STATUS = (("new", "neu"), ("in progress", "in bearbeitung"), ("rejected", "abgelehnt"))
_SAME = {"lifecycle_stage": _LIFECYCLE, "lead_status": (*_LIFECYCLE, *_STATUS)}


def key(text: str) -> str:
    """Return the letters and digits of a text; the text where it has none."""
    lower = normalise(text)
    return "".join(letter for letter in lower if unicodedata.category(letter)[0] in "LN") or lower


def deal_meaning(text: str | None) -> str | None:
    """Say whether a stage or status means won, lost or open."""
    if text is None:
        return None
    forms = (text, re.sub(r"\s*\([^()]*\)$", "", text))
    found = [name for form in forms for name, texts in DEALS.items() if key(form) in map(key, texts)]
    return found[0] if found else None


def meaning(column: str, text: str) -> str:
    """Return what all texts of a column that mean the same have in common, by the column of contacts."""
    if column not in _SAME:
        return text
    found = [texts for texts in _SAME[column] if key(text) in map(key, texts)]
    return key(found[0][0] if found else text)
