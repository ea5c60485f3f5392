"""Companies: which one a contact works for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.reference.rows import Fate, Row, account

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.reference.contacts import Contact


def join(rows: Sequence[Row], contacts: Sequence[Contact]) -> tuple[list[Row | None], dict[str, int]]:
    """Return each contact's company, if any, and the count of every company by what became of it."""
    kept = _first_of_each(rows)
    joined = [_company_of(contact, [rows[number] for number in kept]) for contact in contacts]
    fates = [
        (Fate.USED if any(company is row for company in joined) else Fate.UNKNOWN_CONTACT)
        if number in kept
        else Fate.REPEATED
        for number, row in enumerate(rows)
    ]
    return joined, account(fates)


def _first_of_each(rows: Sequence[Row]) -> list[int]:
    """Return the places of companies that repeat none of those kept before: by id, or without one by domain."""
    kept: list[int] = []
    for number, row in enumerate(rows):
        field = "company_id" if row.key("company_id") is not None else "domain"
        key = _key(row, field)
        if key is None or key not in [_key(rows[before], field) for before in kept]:
            kept.append(number)
    return kept


def _key(row: Row, field: str) -> str | None:
    """Return an id as ids compare, a domain as text compares."""
    return row.key(field) if field == "company_id" else _domain(row)


def _domain(row: Row) -> str | None:
    text = row.value("domain").text
    match = re.match(r"(?:[a-z]+://)?(?:www\.)?([^/:?#]*)", text) if text is not None else None
    return (match[1] or None) if match else None


def _company_of(contact: Contact, companies: Sequence[Row]) -> Row | None:
    company_id = contact.row.key("company_id")
    by_id = [row for row in companies if company_id is not None and row.key("company_id") == company_id]
    domain = None if contact.free_mail else contact.email_domain
    by_domain = [row for row in companies if domain is not None and _domain(row) == domain]
    return next(iter(by_id + by_domain), None)
