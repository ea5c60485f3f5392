"""Exports of Mautic."""

from __future__ import annotations

from typing import Final

from tests.matrix import styles
from tests.matrix.dialects import Dialect
from tests.matrix.layout import Layout

__all__ = ["MAUTIC"]

MAUTIC: Final = Layout(
    name="mautic",
    system="mautic",
    style=styles.MAUTIC,
    dialect=Dialect("utf-8-sig", quoted=True),
    contacts={
        "id": "id",
        "points": "=42",
        "title": "=Dr.",
        "firstname": "first",
        "lastname": "last",
        "company": "company",
        "position": "title",
        "email": "email",
        "mobile": "=",
        "phone": "phone",
        "fax": "=",
        "address1": "=",
        "city": "city",
        "zipcode": "=",
        "country": "country",
        "last_active": "=8/9/14 19:00",
        "attribution_date": "=",
        "attribution": "=0",
        "website": "=",
        "date_added": "created",
        "industry": "industry",
        "employees": "employees",
        "revenue": "revenue",
        "channel": "channel",
        "lead_status": "status",
        "do_not_call": "no_calls",
        "marketing_consent": "consent",
        "budget": "budget",
        "notes": "notes",
        "stage": "lifecycle",
    },
    activities={
        "id": "id",
        "contact_id": "lead",
        "type": "kind",
        "event_name": "asset",
        "url": "url",
        "date_added": "at",
    },
    deals={
        "deal_id": "id",
        "email": "email",
        "stage": "outcome",
        "amount": "amount",
        "created_at": "created",
        "closed_at": "closed",
    },
)
