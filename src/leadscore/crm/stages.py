"""Which values of stages and statuses mean the same: labels, internal names, English and German."""

from __future__ import annotations

import csv
import unicodedata
from collections import defaultdict
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "DEAL_MEANINGS",
    "MEANT_FIELDS",
    "STATUS_ACCEPTED",
    "STATUS_REJECTED",
    "equal_keys",
    "folded",
    "folded_cells",
]

_BLANKS: Final = " \t\r\n\u00a0"
_TABLES: Final[Mapping[str, tuple[str, ...]]] = {
    "lifecycle_stage": ("lifecycle",),
    "lead_status": ("lead_status", "lifecycle"),
}

MEANT_FIELDS: Final = tuple(_TABLES)
"""Columns of contacts whose values are compared by what they mean."""
STATUS_ACCEPTED: Final = (
    "accepted",
    "working",
    "in progress",
    "attempted to contact",
    "contacted",
    "connected",
    "open deal",
    "qualified",
    "converted",
    "working - contacted",
    "closed - converted",
)
"""What a lead status says of a lead that Sales has taken."""
STATUS_REJECTED: Final = (
    "rejected",
    "unqualified",
    "disqualified",
    "bad timing",
    "lost",
    "dead",
    "recycled",
    "closed - not converted",
)
"""What it says of one that Sales has given back."""


def folded(text: str) -> str:
    """Return the key under which spellings of one value meet: its letters and digits, in lower case.

    A text without any letter or digit is its own key, so that `-` and `?` stay apart.
    """
    lower = unicodedata.normalize("NFC", text.strip(_BLANKS)).lower()
    return "".join(letter for letter in lower if unicodedata.category(letter)[0] in "LN") or lower


def folded_cells(text: pl.Expr) -> pl.Expr:
    """Return the keys of cells, as `folded` does.

    Args:
        text: Cells as text is compared: trimmed, in Unicode NFC, lower case. Null stays null.
    """
    key = text.str.replace_all(r"[^\p{L}\p{N}]", "")
    return pl.when(key == "").then(text).otherwise(key)


def _read() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Return the keys of each meaning, by field and meaning."""
    found: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    text = files("leadscore.crm").joinpath("values.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        found[row["field"]][row["meaning"]].add(folded(row["value"]))
    return {
        field: {meaning: frozenset(keys) for meaning, keys in meanings.items()}
        for field, meanings in found.items()
    }


_MEANINGS: Final = _read()

DEAL_MEANINGS: Final = _MEANINGS["deal"]
"""The keys of stages and statuses in which a deal is won, lost or open."""


def equal_keys(field: str, value: str) -> tuple[str, ...]:
    """Return the keys that mean the same as a value, sorted; its own is always among them.

    Args:
        field: One of `MEANT_FIELDS`.
        value: The value as a person wrote it.
    """
    own = folded(value)
    same = {own}
    for table in _TABLES[field]:
        for keys in _MEANINGS[table].values():
            if own in keys:
                same |= keys
    return tuple(sorted(same))
