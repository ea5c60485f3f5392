from __future__ import annotations

from dataclasses import replace

import pytest

from leadscore.columns import CONTACT, FATE
from leadscore.schema.load import parse_rules
from leadscore.steps.companies import company_columns, company_fates, identify_companies, match_companies
from leadscore.steps.contacts import accept_contacts, add_email_fields
from leadscore.steps.type import add_typed, readings
from tests.unit.exports import Export, export

RULES = parse_rules(
    "{version: 1, scores: {fit: {rules: [{id: r, when: {company.name: x}, points: 1}]}}}", "rules.yaml", None
).rules
PEOPLE = "contact_id,company_id,email\n1,A,x@b.example\n2, B ,\n3,,Y@B.Example\n4,Z,z@b.example\n5,,e@gmail.com\n6,,"
COMPANIES = "company_id,domain,name\nA,a.example,Ace\nB,b.example,Bee\nC,gmail.com,Gee"


def companies(text: str = COMPANIES) -> Export:
    read = export(text, "companies")
    typed = read.frame.pipe(add_typed, readings(RULES), read.layout, "UTC")
    return Export(typed.pipe(identify_companies, read.layout), read.layout)


def people(text: str = PEOPLE) -> Export:
    read = export(text)
    return Export(read.frame.pipe(accept_contacts, read.layout).pipe(add_email_fields), read.layout)


def names(contacts: Export, found: Export) -> list[str | None]:
    """Return the name of each contact's company."""
    matches = match_companies(contacts.frame, found.frame, contacts.layout)
    frame = company_columns(matches, found.frame).collect().sort(CONTACT)
    return frame["text:company.name"].to_list()


def fates(contacts: Export, found: Export) -> list[str]:
    matches = match_companies(contacts.frame, found.frame, contacts.layout)
    return company_fates(found.frame, matches).collect()[FATE].to_list()


def test_by_id_then_by_domain_and_never_by_a_free_mail_domain() -> None:
    assert names(people(), companies()) == ["ace", "bee", "bee", "bee", None, None]


@pytest.mark.parametrize(
    "website",
    [
        "b.example",
        "https://www.B.example/about?x=1",
        "http://b.example:8080",
        "www.b.example/",
        "b.example#top",
    ],
)
def test_a_web_address_stands_for_its_domain(website: str) -> None:
    read = people("contact_id,email\n1,x@b.example")
    assert names(read, companies(f"domain,name\n{website},Bee")) == ["bee"]


def test_an_address_without_a_domain_joins_nobody() -> None:
    read = people("contact_id,email\n1,x@b.example")
    assert names(read, companies("domain,name\nhttps://,One\n/,Two")) == [None]


def test_a_company_that_nobody_joins_is_of_no_known_contact() -> None:
    assert fates(people(), companies()) == ["used", "used", "unknown_contact"]


def test_ids_are_exact() -> None:
    assert names(people("contact_id,company_id\n1,a\n2,A\n3,\u00a0A"), companies()) == [None, "ace", "ace"]


def test_an_id_that_means_nothing_in_contacts_joins_no_company() -> None:
    read = people("contact_id,company_id,email\n1,None,x@b.example")
    contacts = Export(read.frame, replace(read.layout, missing=("none",)))
    assert names(contacts, companies("company_id,domain,name\nNone,,Big\nB,b.example,Bee")) == ["bee"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("A,a.example,One\nA,a.example,Two", ["used", "repeated"]),
        ("A,,One\n A ,b.example,Two", ["used", "repeated"]),
        ("A,x.example,One\n,x.example,Two", ["used", "repeated"]),
        (",a.example,One\n,A.Example,Two", ["used", "repeated"]),
        (",a.example,One\nB,a.example,Two", ["used", "unknown_contact"]),
        ("A,a.example,One\nB,a.example,Two", ["used", "unknown_contact"]),
        (",,One\n,,Two", ["unknown_contact", "unknown_contact"]),
        ("Select,a.example,One\nselect,b.example,Two", ["used", "unknown_contact"]),
        ("A,a.example,One\nA,c.example,Two\n,c.example,Three", ["used", "repeated", "unknown_contact"]),
    ],
)
def test_the_first_of_a_repeated_company_stays(rows: str, expected: list[str]) -> None:
    contacts = people("contact_id,company_id,email\n1,A,x@a.example\n2,,y@a.example")
    assert fates(contacts, companies(f"company_id,domain,name\n{rows}")) == expected


@pytest.mark.parametrize(("header", "expected"), [("company_id,name", "ace"), ("domain,name", "ace")])
def test_one_of_the_keys_is_enough(header: str, expected: str) -> None:
    contacts = people("contact_id,company_id,email\n1,A,x@A")
    assert names(contacts, companies(f"{header}\nA,Ace")) == [expected]


def test_contacts_need_neither_key() -> None:
    assert names(people("contact_id\n1\n2"), companies()) == [None, None]


def test_no_companies() -> None:
    assert names(people(), companies("company_id,domain,name")) == [None] * 6
