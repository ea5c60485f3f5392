"""Whole runs small enough to check by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.reference.cells import guarded
from tests.reference.conditions import Setting
from tests.reference.run import Exports, Outcome, score

FIT = {
    "rules": [{"id": "industry", "label": "We serve them", "when": {"industry": "Software"}, "points": 60}]
}
DONE = {"rules": [{"id": "demo", "activity": "demo_request", "points": 40}]}
RULES: dict[str, Any] = {
    "version": 1,
    "timezone": "Europe/Berlin",
    "personas": [{"name": "boss", "when": {"job_title": "CTO"}}],
    "scores": {"fit": FIT, "engagement": DONE, "total": {"combine": {"fit": 40, "engagement": 60}}},
    "grade": {
        "letter": {"score": "fit", "A": 60, "B": 0},
        "number": {"score": "engagement", 1: 40, 2: 0},
    },
    "lights": {"green": {"grade": "A1"}, "yellow": {"score.total": {"at_least": 20}}},
    "qualification": [{"id": "need", "ask": "Which problem?", "answered_by": "need"}],
    "disqualify": [{"id": "rival", "reason": "Rival", "when": {"email_domain": "rival.example"}}],
    "stages": [
        {"name": "lead"},
        {"name": "mql", "enter": {"score.total": {"at_least": 24}}, "unless": {"job_title": "Intern"}},
        {"name": "customer", "enter": {"deals.won": {"at_least": 1}}},
    ],
}


def contact(**cells: str) -> dict[str, str]:
    return (
        dict.fromkeys(
            ("contact_id", "email", "industry", "job_title", "need", "company_id", "referred_by"), ""
        )
        | cells
    )


def run(
    *contacts: dict[str, str], rules: dict[str, Any] | None = None, **inputs: list[dict[str, str]]
) -> Outcome:
    return score(RULES | (rules or {}), Exports(contacts, **inputs), Setting(date(2026, 11, 1)))


def column(outcome: Outcome, name: str) -> list[str]:
    return [row[f"lead_{name}"] for row in outcome.rows]


def test_every_column() -> None:
    demo = {"contact_id": "1", "type": "Demo_Request", "occurred_at": "2026-10-31T23:30Z"}
    outcome = run(contact(contact_id="1", industry="software", job_title="CTO"), activities=[demo])
    assert ",".join(outcome.rows[0].values()) == (
        "48.0,48.0,48.0,60.0,60.0,60.0,40.0,40.0,40.0,A1,green,mql,,boss,,We serve them +60; demo +40,0/1,Which problem?,2026-11-01"
    )


def test_disqualified_lead_is_red_and_on_no_list() -> None:
    outcome = run(contact(contact_id="1", industry="software", email="X@rival.example"))
    assert column(outcome, "stage") + column(outcome, "light") == ["disqualified", "red"]
    assert outcome.lists == {"mql": []}


def test_unless_holds_back_only_where_true() -> None:
    outcome = run(
        *(contact(contact_id=title, industry="software", job_title=title) for title in ("Intern", "CTO", "-"))
    )
    assert column(outcome, "stage") == ["lead", "mql", "mql"]


def test_list_order_is_score_then_id() -> None:
    likely = [contact(contact_id=contact_id, industry="software") for contact_id in ("b", "B", "a")]
    demo = {"contact_id": "b", "type": "demo_request", "occurred_at": "2026-11-01"}
    assert run(*likely, activities=[demo]).lists == {"mql": ["b", "B", "a"]}


def test_contacts_without_id_or_with_one_seen_before_are_rejected() -> None:
    assert run(*(contact(contact_id=cell) for cell in ("1", " 1", "select", "01"))).rejected == [2, 3]


def test_activities_are_accounted_for() -> None:
    cells: list[tuple[str, str, str]] = [
        ("1", "a", "2026-11-01"),
        ("1", "a", "2026-11-01T23:30Z"),  # after midnight in Berlin
        ("1", "", "2030-01-01"),
        ("", "a", "2026-11-01"),
        ("9", "a", "2026-11-01"),
        ("1", "a", "yesterday"),
    ]
    rows = [dict(zip(("contact_id", "type", "occurred_at"), row, strict=True)) for row in cells]
    counts = run(contact(contact_id="1"), activities=rows).accounting["activities"]
    assert counts == {"read": 6, "used": 1, "later": 1, "unknown_contact": 2, "repeated": 0, "rejected": 2}


@pytest.mark.parametrize("turned", [1, -1])
def test_one_of_the_copies_of_an_activity_counts_whatever_their_order(turned: int) -> None:
    days = [("2026-10-31", "demo_request"), ("2026-10-30", "visit")][::turned]
    rows = [{"activity_id": "7", "contact_id": "1", "occurred_at": day, "type": kind} for day, kind in days]
    outcome = run(contact(contact_id="1"), activities=rows)
    assert column(outcome, "engagement") == ["0.0"]
    assert outcome.accounting["activities"]["repeated"] == 1


def test_deals_travel_in_time() -> None:
    cells = [
        ("1", "won", "", "2026-11-02"),
        ("2", "Won", "", ""),
        ("3", "won", "2026-11-02", ""),
        ("4", "", "", ""),
    ]
    rows = [dict(zip(("contact_id", "stage", "created_at", "closed_at"), row, strict=True)) for row in cells]
    outcome = run(*(contact(contact_id=number) for number in "123"), deals=rows)
    assert column(outcome, "stage") == ["lead", "customer", "lead"]
    assert outcome.accounting["deals"] == {
        "read": 4,
        "used": 2,
        "later": 1,
        "unknown_contact": 0,
        "repeated": 0,
        "rejected": 1,
    }


@pytest.mark.parametrize(
    ("cells", "earned"),
    [
        ({"company_id": " 7"}, "60.0"),
        ({"email": "x@ACME.example"}, "60.0"),
        ({"company_id": "8", "email": "x@acme.example"}, "0.0"),
        ({"company_id": "9", "email": "x@acme.example"}, "60.0"),
        ({"email": "x@gmail.com"}, "0.0"),
    ],
)
def test_company_by_id_then_by_domain(cells: dict[str, str], earned: str) -> None:
    rows = [
        ("7", "acme.example", "Big"),
        ("8", "gmail.com", "Small"),
        ("7", "x.example", "Small"),
        ("", "gmail.com", "Big"),
    ]
    companies = [dict(zip(("company_id", "domain", "size"), row, strict=True)) for row in rows]
    rule = {"id": "big", "when": {"company.size": "big"}, "points": 60}
    outcome = run(
        contact(contact_id="1", **cells),
        rules={"scores": {"fit": {"rules": [rule]}}} | BARE,
        companies=companies,
    )
    assert column(outcome, "score") == [earned]


BARE: dict[str, Any] = {"grade": {}, "lights": {}, "stages": [{"name": "lead"}]}


@pytest.mark.parametrize(
    ("text", "written"), [("=1+1", "'=1+1"), ("-5", "-5"), ("+49 (0) 30-1", "+49 (0) 30-1"), ("@x", "'@x")]
)
def test_guarded(text: str, written: str) -> None:
    assert guarded(text) == written


def test_referrals_count_others_by_id_and_by_email() -> None:
    rule = {"id": "liked", "when": {"referrals": 2}, "points": 60}
    people = [contact(contact_id=number, email=f"{number}@x.example", referred_by="1") for number in "12"]
    people.append(contact(contact_id="3", referred_by="1@X.example "))
    assert column(run(*people, rules={"scores": {"fit": {"rules": [rule]}}} | BARE), "score") == [
        "60.0",
        "0.0",
        "0.0",
    ]
