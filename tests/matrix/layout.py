"""The exports of a system: which headers they have, and what stands under them.

A column is `"header": "field"`, a field of the neutral records; what begins with `=` is the same text in every record.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tests.matrix import styles
from tests.matrix.dialects import Dialect

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.matrix.styles import Style

__all__ = ["CLEAN", "CUSTOM", "EXCEL", "QUOTED", "Columns", "Layout", "Rows"]

Columns = dict[str, str]


Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Layout:
    """The exports of one system in one language.

    Attributes:
        name: What tests call it.
        style: How it writes values.
        contacts: Its columns.
        activities: Its columns.
        deals: Its columns.
        dialect: How its files are written if nobody changes them.
        above: Rows above each header.
        below: Rows below each table.
        system: The `profile:` that these headers belong to.
        mapped: Headers of the customer's own columns that `sources:` has to name, by input and field.
    """

    name: str
    style: Style
    contacts: Columns
    activities: Columns
    deals: Columns
    dialect: Dialect = field(default_factory=Dialect)
    above: Rows = ()
    below: Rows = ()
    system: str = ""
    mapped: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def columns(self) -> Mapping[str, Columns]:
        """The columns of each input."""
        return {"contacts": self.contacts, "activities": self.activities, "deals": self.deals}


QUOTED: Final = Dialect(quoted=True)


EXCEL: Final = Dialect(encoding="utf-8-sig", line_end="\r\n")


CUSTOM: Final[Columns] = {"Budget": "budget", "Notes": "notes", "Marketing Consent": "consent"}
"""Columns that no system has of its own, under the names that their owners gave them."""


CLEAN: Final = Layout(
    name="clean",
    style=styles.CANONICAL,
    contacts={
        "contact_id": "id",
        "first_name": "first",
        "last_name": "last",
        "email": "email",
        "phone": "phone",
        "company": "company",
        "job_title": "title",
        "industry": "industry",
        "employees": "employees",
        "revenue": "revenue",
        "country": "country",
        "city": "city",
        "channel": "channel",
        "lead_status": "status",
        "lifecycle_stage": "lifecycle",
        "marketing_consent": "consent",
        "do_not_call": "no_calls",
        "created_at": "created",
        "budget": "budget",
        "notes": "notes",
    },
    activities={
        "activity_id": "id",
        "contact_id": "lead",
        "type": "kind",
        "occurred_at": "at",
        "url": "url",
        "asset": "asset",
    },
    deals={
        "deal_id": "id",
        "contact_id": "lead",
        "stage": "outcome",
        "amount": "amount",
        "created_at": "created",
        "closed_at": "closed",
    },
)
