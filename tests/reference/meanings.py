"""Values of stages and statuses that mean the same."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from tests.reference.values import normalise

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
_ANSWERS = {
    "accepted": (
        *("accepted", "akzeptiert", "working", "in progress", "in bearbeitung", "connected", "verbunden"),
        *("working - contacted", "qualified", "attempted to contact", "kontaktversuch"),
    ),
    "rejected": (
        *("rejected", "abgelehnt", "unqualified", "unqualifiziert", "lost"),
        *("bad timing", "schlechtes timing"),
    ),
}
"""What Sales writes to say that it takes a lead, or gives it back, as far as the generated exports write that."""
_SAME = {"lifecycle_stage": _LIFECYCLE, "lead_status": (*_LIFECYCLE, *_STATUS)}


def key(text: str) -> str:
    """Return the letters and digits of a text; the text where it has none."""
    lower = normalise(text)
    return "".join(letter for letter in lower if unicodedata.category(letter)[0] in "LN") or lower


def deal_meaning(text: str | None, own: Mapping[str, Sequence[str]]) -> str | None:
    """Say whether a stage or status means won, lost or open.

    Args:
        text: The stage or status.
        own: The words of the rules for `won` and `lost`, as far as they have some; these and no others mean that, and
            nothing else.
    """
    if text is None:
        return None
    for form in (text, re.sub(r"\s*\([^()]*\)$", "", text)):
        for words in (own, {name: texts for name, texts in DEALS.items() if name not in own}):
            for name, texts in words.items():
                if key(form) in map(key, texts):
                    return name
    return None


def meaning(column: str, text: str) -> str:
    """Return what all texts of a column that mean the same have in common, by the column of contacts."""
    if column not in _SAME:
        return text
    found = [texts for texts in _SAME[column] if key(text) in map(key, texts)]
    return key(found[0][0] if found else text)


def sales_answer(text: str | None) -> str | None:
    """Say whether a lead status means that Sales has accepted or rejected a lead."""
    if text is None:
        return None
    return next((answer for answer, texts in _ANSWERS.items() if key(text) in map(key, texts)), None)
