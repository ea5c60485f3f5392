"""The columns of generated exports."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from tests.properties.pools import (
    ACTIVITY_TYPES,
    AMOUNTS,
    COMPANY_IDS,
    COUNTRIES,
    DOMAINS,
    EMAILS,
    EMPLOYERS,
    FIRST_NAMES,
    FLAGS,
    FULL_NAMES,
    IDS,
    INDUSTRIES,
    KNOWN_IDS,
    LAST_NAMES,
    NAMES,
    NOT_NUMBERS,
    ODD_NUMBERS,
    OWN_IDS,
    SIZES,
    STATUSES,
    TITLES,
    URLS,
    Kind,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.reference.values import Scalar


@dataclass(frozen=True)
class Column:
    """A column of an export.

    A header that does not spell its field is one that `sources:` have to name.

    Attributes:
        headers: How its header may be written.
        field: How the rules call it.
        kind: What it mostly holds.
        cells: Cells to draw from; none for the days, which depend on the as-of date.
        operands: What rules compare it to; without any, they do not.
    """

    headers: Sequence[str]
    field: str
    kind: Kind = "text"
    cells: Sequence[str] = ()
    operands: Sequence[Scalar] = ()


CONTACTS = (
    Column(("contact_id", "Contact ID", "CONTACT-ID"), "contact_id", "text", OWN_IDS),
    Column(("email", "Email"), "email", "text", EMAILS, ("anna@acme.example", "BEN@gmail.com", "no-at")),
    Column(("first_name", "First Name"), "first_name", "text", FIRST_NAMES),
    Column(("last_name",), "last_name", "text", LAST_NAMES),
    Column(("full_name",), "full_name", "text", (*FULL_NAMES, "", "", "", "")),
    Column(
        ("job_title", "Job Title", "Job-Title ", "Funktion"),
        "job_title",
        "text",
        TITLES,
        (
            "CTO",
            "Head of Sales",
            "intern",
            "sales",
            "leiter",
            "vp",
            "c++",
            " GESCHÄFTSFÜHRER",
            "(fh)",
            "international",
        ),
    ),
    Column(
        ("industry",),
        "industry",
        "text",
        INDUSTRIES,
        ("software", "Machinery", "GRO\u0308ßE", "ångström", "NO", "chemie", "1"),
    ),
    Column(
        ("Country",),
        "country",
        "text",
        COUNTRIES,
        ("DE", "at", "NO", "österreich", "01067", "true", 1, True),
    ),
    Column(
        ("lead_status", "Lead Status"),
        "lead_status",
        "text",
        STATUSES,
        ("rejected", "accepted", "Working", "new", "Marketing Qualified Lead", "kunde", "+++"),
    ),
    Column(("owner", "Owner"), "owner", "text", ("anna", " ANNA", "ben ", "Zoë", "=x"), ("Anna", "ben")),
    Column(("company_id",), "company_id", "text", COMPANY_IDS, ("10", "C 11", 10)),
    Column(("Company",), "company", "text", ("Acme", "Würth", '"Q" GmbH'), ("acme", "GmbH", '"q"')),
    Column(
        ("employees", "Employees"),
        "employees",
        "number",
        SIZES + ODD_NUMBERS + NOT_NUMBERS,
        (0, 10, 250, Decimal("9.5"), 1000, -3),
    ),
    Column(
        ("NPS",),
        "nps",
        "number",
        ("0", "7", "8", "9", "10", "9.0", "8.999", "n/a"),
        (7, 9, 10, Decimal("8.999")),
    ),
    Column(("do_not_call", "Do Not Call"), "do_not_call", "flag", FLAGS, (True, False)),
    Column(("created_at", "Created At"), "created_at", "day"),
    Column(("referred_by",), "referred_by", "text", IDS + EMAILS, ("1", "anna@acme.example")),
    Column(("need", "Need?"), "need", "text", ("speed", "Price, speed", "price"), ("price", "speed")),
    Column(
        ("Budget (EUR)",),
        "budget_eur",
        "number",
        ("1000", "0", "1000.5", "-1", "1.000,00"),
        (1000, 0, Decimal("1000.5")),
    ),
    Column(("Vertrag endet",), "vertrag_endet", "day"),
    Column(("Größe",), "größe", "text", ("S", "m", " L", "XL ", "1", "true"), ("s", "M", "xl", "1", 1, True)),
    Column(("Grade",), "contact.grade", "text", ("A", "b", "A1"), ("a", "A1", "B")),
    Column(
        ("Notiz",), "notiz", "text", ('say "hi", ok', "two\nlines", "=1+1", "  blanks ", "a\r\nb", "'", "ok")
    ),
    Column(("",), "", "text", ("x", "y")),
    Column(("lead_score", "lead_stage", "Lead_Reasons", "lead_x"), "", "text", ("99.0", "old")),
)
ACTIVITIES = (
    Column(
        ("activity_id", "Activity ID"),
        "activity_id",
        "text",
        ("", "", "", "", "a1", " a1", "a2", "A1", "#N/A"),
    ),
    Column(("contact_id", "Contact ID"), "contact_id", "text", KNOWN_IDS),
    Column(("email", "Email"), "email", "text", EMAILS),
    Column(("contact_name", "Contact Name"), "contact_name", "text", NAMES),
    Column(("company", "Company"), "company", "text", EMPLOYERS),
    Column(
        ("type", "Type", "Ereignis"), "type", "text", ACTIVITY_TYPES, ("page_view", "demo_request", "page")
    ),
    Column(("occurred_at", "Occurred At"), "occurred_at", "day"),
    Column(("url", "URL"), "url", "text", URLS, ("/pricing", "/PRICING?x", "größe", "/blog")),
    Column(("asset",), "asset", "text", ("Whitepaper", "white paper", "Price list"), ("whitepaper", "price")),
    Column(
        ("Duration (s)",), "duration_s", "number", ("0", "29", "30", "30.0", "31", "long", "-1"), (30, 29, 0)
    ),
    Column(("Paid",), "paid", "flag", FLAGS, (True, False)),
    Column(("Starts on",), "starts_on", "day"),
)
DEALS = (
    Column(("deal_id", "Deal ID"), "deal_id", "text", ("", "", "", "d1", " d1", "D1", "d2", "select")),
    Column(("contact_id", "Contact ID"), "contact_id", "text", KNOWN_IDS),
    Column(("email",), "email", "text", EMAILS),
    Column(("contact_name", "Contact Name"), "contact_name", "text", NAMES),
    Column(("company", "Company"), "company", "text", EMPLOYERS),
    Column(
        ("stage", "Stage"),
        "stage",
        "text",
        (
            *("closed_won", "Won", "won ", "CLOSED_LOST", "lost", "offer", "closed won", "nearly won"),
            *("Geschlossen/Gewonnen", "Geschlossen und verloren", "Abgeschlossen (gewonnen)", "?"),
        ),
    ),
    Column(("status", "Status"), "status", "text", ("", "Open", "won", "Verloren", "stalled", "-")),
    Column(("amount", "Amount"), "amount", "number", AMOUNTS),
    Column(("created_at",), "created_at", "day"),
    Column(("closed_at", "Closed At"), "closed_at", "day"),
)
COMPANIES = (
    Column(("company_id", "Company ID"), "company_id", "text", (*COMPANY_IDS, "99")),
    Column(("domain", "Domain"), "domain", "text", (*DOMAINS, "nobody.example")),
    Column(("industry",), "industry", "text", INDUSTRIES, ("software", "größe", "NO")),
    Column(("employees",), "employees", "number", SIZES + ODD_NUMBERS[:3] + NOT_NUMBERS[:3], (10, 250, 0)),
    Column(("Region (DACH)",), "region_dach", "text", ("Nord", "süd", "SÜD "), ("nord", "Süd")),
    Column(("Founded on",), "founded_on", "day"),
)
