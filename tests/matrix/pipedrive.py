"""Exports of Pipedrive, with and without prefixes in the headers."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from tests.matrix import styles
from tests.matrix.layout import CUSTOM, QUOTED, Columns, Layout

__all__ = ["PIPEDRIVE", "PIPEDRIVE_OLDER"]

PIPEDRIVE: Final = Layout(
    name="pipedrive",
    system="pipedrive",
    style=styles.PIPEDRIVE,
    contacts={
        "ID": "id",
        "Name": "full",
        "First name": "first",
        "Last name": "last",
        "Organization": "company",
        "Email - Work": "email",
        "Email - Home": "=",
        "Email - Other": "=",
        "Phone - Work": "phone",
        "Phone - Mobile": "=",
        "Job title": "title",
        "Owner": "=Anna Smith",
        "Open deals": "=0",
        "Person created": "created",
        "Lead status": "status",
        "Industry": "industry",
        "Number of employees": "employees",
        "Annual revenue": "revenue",
        "Country": "country",
        "City": "city",
        "Lead source": "channel",
        "Lifecycle stage": "lifecycle",
        "Do not call": "no_calls",
        **CUSTOM,
    },
    activities={
        "ID": "id",
        "Subject": "=Seen",
        "Type": "kind",
        "Deal": "=",
        "Organization": "company",
        "Contact person": "full",
        "Note": "=",
        "Due date": "at",
        "Done": "=Done",
        "Assigned to user": "=Anna Smith",
        "URL": "url",
        "Asset": "asset",
    },
    deals={
        "ID": "id",
        "Title": "name",
        "Value": "amount",
        "Stage": "=Proposal made",
        "Status": "outcome",
        "Organization": "company",
        "Contact person": "full",
        "Owner": "=Anna Smith",
        "Expected close date": "=",
        "Deal created": "created",
        "Deal closed on": "closed",
        "Lost reason": "=",
    },
)


def _prefixed(columns: Columns, prefix: str) -> Columns:
    """Return the columns of an older export, in which every header says what it belongs to."""
    return {f"{prefix} - {header}": field for header, field in columns.items()}


PIPEDRIVE_OLDER: Final = replace(
    PIPEDRIVE,
    name="pipedrive-older",
    dialect=QUOTED,
    contacts=_prefixed(PIPEDRIVE.contacts, "Person"),
    activities={
        **_prefixed(
            {key: PIPEDRIVE.activities[key] for key in ("ID", "Subject", "Type", "Due date", "URL", "Asset")},
            "Activity",
        ),
        "Person - Name": "full",
        "Organization - Name": "company",
    },
    deals=_prefixed(PIPEDRIVE.deals, "Deal"),
    mapped={"contacts": {"budget": "Person - Budget"}},
)
