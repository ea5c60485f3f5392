"""What a field's name stands for, and from which step on it is known."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from leadscore.columns import Kind
    from leadscore.schema.model import InputName

__all__ = [
    "COMPANY_COUNTS",
    "COMPUTED",
    "EXPECTED_ONLY",
    "FAMILIES",
    "FieldInfo",
    "Step",
    "field_info",
    "field_name",
]


class Step(IntEnum):
    """The order in which things are computed; a condition sees what earlier steps computed."""

    CONTACT = 0
    PERSONA = 1
    SCORE = 2
    GRADE = 3
    LIGHT = 4
    DISQUALIFY = 5
    STAGE = 6
    LIST = 7


@dataclass(frozen=True)
class FieldInfo:
    """Where a field comes from.

    Attributes:
        name: Its name in the rules.
        kind: What it compares as; None for a column, which is read as whatever a test needs.
        known_from: The step that computes it.
        input: The input that it needs.
        column: The column of that input that it reads, if it reads one.
    """

    name: str
    kind: Kind | None
    known_from: Step
    input: InputName
    column: str | None = None


def _computed(
    name: str, kind: Kind, step: Step, input_: InputName = "contacts", column: str | None = None
) -> FieldInfo:
    return FieldInfo(name, kind, step, input_, column)


COMPUTED: Final = {
    field.name: field
    for field in (
        _computed("email_domain", "text", Step.CONTACT, column="email"),
        _computed("free_mail", "flag", Step.CONTACT, column="email"),
        _computed("referrals", "number", Step.CONTACT, column="referred_by"),
        _computed("last_activity_days", "number", Step.CONTACT, "activities"),
        _computed("qualification.answered", "number", Step.CONTACT),
        _computed("deals.open", "number", Step.CONTACT, "deals"),
        _computed("deals.won", "number", Step.CONTACT, "deals"),
        _computed("deals.lost", "number", Step.CONTACT, "deals"),
        _computed("deals.amount_won", "number", Step.CONTACT, "deals", "amount"),
        _computed("persona", "text", Step.PERSONA),
        _computed("grade", "text", Step.GRADE),
        _computed("light", "text", Step.LIGHT),
        _computed("company.engagement", "number", Step.DISQUALIFY),
        _computed("company.engaged_contacts", "number", Step.DISQUALIFY),
        _computed("company.deals_won", "number", Step.DISQUALIFY, "deals"),
        _computed("stage", "text", Step.STAGE),
    )
}
"""Fields with one fixed name."""

COMPANY_COUNTS: Final = ("company.engagement", "company.engaged_contacts", "company.deals_won")
"""Those that look across the contacts of a company."""

FAMILIES: Final = (
    *("score.", "momentum.", "rule.", "activities."),
    *("company.", "contact.", "deals.", "qualification."),
)
"""Beginnings of field names that are never a bare column."""

EXPECTED_ONLY: Final = ("reasons", "next_question", "owner", "track", "next_content", "disqualified_by")
"""Names that only the `expect` of an example knows."""


def field_name(header: str) -> str:
    """Return the field name of a header: lower case, all but letters and digits as single `_`, none at the ends."""
    return re.sub(r"[\W_]+", "_", unicodedata.normalize("NFC", header).lower()).strip("_")


def field_info(name: str) -> FieldInfo | None:
    """Return what a field's name stands for, or None where no such field can exist.

    Args:
        name: A name as a condition writes it. That a score, rule or column of this name exists is not checked.
    """
    if name in COMPUTED:
        return COMPUTED[name]
    family, dot, rest = name.partition(".")
    if not dot:
        return FieldInfo(name, None, Step.CONTACT, "contacts", name)
    if not rest:
        return None
    return _member(name, family, rest)


def _member(name: str, family: str, rest: str) -> FieldInfo | None:
    match family:
        case "score" | "momentum" | "rule":
            return FieldInfo(name, "number", Step.SCORE, "contacts")
        case "activities":
            return FieldInfo(name, "number", Step.CONTACT, "activities")
        case "company":
            return FieldInfo(name, None, Step.CONTACT, "companies", rest)
        case "contact":
            return FieldInfo(name, None, Step.CONTACT, "contacts", rest)
        case _:
            return None
