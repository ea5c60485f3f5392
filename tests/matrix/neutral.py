"""One small lead list with its activities and deals, as no system writes it: values, not cells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Final

__all__ = ["AS_OF", "RECORDS", "RULES", "Id", "Outcome", "Record", "Status", "Step", "Value"]

AS_OF: Final = date(2026, 11, 1)


@dataclass(frozen=True)
class Id:
    """The id of a record, which every system writes in its own way.

    Attributes:
        of: What the record is: lead, activity or deal.
        number: Which one it is.
        own: Whether this is the record itself; else another record points at it.
    """

    of: str
    number: int
    own: bool = True


class Outcome(Enum):
    """What became of a deal."""

    WON = "won"
    LOST = "lost"
    OPEN = "open"


class Step(Enum):
    """How far the system itself says a lead has come."""

    LEAD = "lead"
    MQL = "mql"
    SQL = "sql"
    CUSTOMER = "customer"


class Status(Enum):
    """What Sales says of a lead."""

    NEW = "new"
    REJECTED = "rejected"


Value = str | int | Decimal | bool | datetime | Id | Outcome | Step | Status | None
Record = dict[str, Value]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)  # a clock on the wall in Berlin


@dataclass(frozen=True)
class _Person:
    """What several inputs say of a lead."""

    number: int
    first: str | None
    last: str
    email: str | None
    company: str | None

    @property
    def full(self) -> str:
        return f"{self.first} {self.last}" if self.first else self.last


_PEOPLE: Final = {
    person.number: person
    for person in (
        _Person(1, "Jürgen", "Müller", "juergen.mueller@baecker-soehne.example", "Bäcker & Söhne, GmbH"),
        _Person(2, "Zoë", "O’Brien", "zoe@pumps.example", 'The "Pump" Works; Ltd.'),
        _Person(3, "Anna", "Weiß", "Anna.Weiss@gmail.com", "Weiß Kälte|Klima"),
        _Person(4, None, "Prince", None, "Paisley"),
        _Person(5, "José", "Nuñez", "jose@quimica.example", "Química Nuñez"),
        _Person(6, "Lena", "Groß", "lena@rival.example", "Rival AG"),
        _Person(7, "Tom", "Fischer", "tom@fischer.example", "Fischer"),
        _Person(8, "Marie", "Lefèvre", "marie@lefevre.example", "Lefèvre – Fils"),
        _Person(9, "Paul", "Schmidt", "paul@schmidt.example", "Schmidt & Co."),
    )
}
_STRANGER: Final = _Person(99, "Nobody", "Known", "nobody@unknown.example", "Unknown")


def _lead(number: int, created: str, known: Record) -> Record:
    person = _PEOPLE[number]
    about: Record = {
        "id": Id("lead", number),
        "first": person.first,
        "last": person.last,
        "full": person.full,
        "email": person.email,
        "company": person.company,
        "created": _moment(created),
    }
    return about | known


def _of(person: _Person) -> Record:
    return {
        "lead": Id("lead", person.number, own=False),
        "email": person.email,
        "full": person.full,
        "company": person.company,
    }


def _activity(number: int, lead: int, kind: str, at: str, **known: str) -> Record:
    person = _PEOPLE.get(lead, _STRANGER)
    about: Record = {"id": Id("activity", number), "kind": kind, "at": _moment(at)}
    return about | {"url": "", "asset": ""} | dict(known) | _of(person)


def _deal(number: int, lead: int, outcome: Outcome, amount: str, days: tuple[str, str | None]) -> Record:
    created, closed = days
    about: Record = {
        "id": Id("deal", number),
        "name": f"Deal {number}",
        "outcome": outcome,
        "amount": Decimal(amount),
        "created": _moment(created),
        "closed": _moment(closed) if closed else None,
    }
    return about | _of(_PEOPLE[lead])


_LEADS: Final[list[Record]] = [
    _lead(
        1,
        "2026-10-20 00:30",
        {
            "phone": "030 1234567",
            "title": "Geschäftsführer",
            "industry": "Machinery",
            "employees": 250,
            "revenue": Decimal("1234567.89"),
            "country": "DE",
            "city": "Köln",
            "channel": "Fair",
            "status": Status.NEW,
            "lifecycle": Step.MQL,
            "consent": True,
            "no_calls": False,
            "budget": "50.000 €",
            "notes": 'Wants a quote; said "soon",\nthen | perhaps\tlater.',
        },
    ),
    _lead(
        2,
        "2026-08-31 14:05",
        {
            "phone": "+44 20 7946 0000",
            "title": "CTO",
            "industry": "Software",
            "employees": 45,
            "revenue": Decimal("980.50"),
            "country": "GB",
            "city": "London",
            "channel": "Search",
            "status": Status.NEW,
            "lifecycle": Step.SQL,
            "consent": True,
            "no_calls": True,
            "budget": None,
            "notes": None,
        },
    ),
    _lead(
        3,
        "2026-01-31 09:00",
        {
            "phone": "0151-2345678",
            "title": "Inhaberin",
            "industry": "Chemicals",
            "employees": 8,
            "revenue": Decimal("1250.00"),
            "country": "AT",
            "city": "Graz",
            "channel": "Referral",
            "status": Status.NEW,
            "lifecycle": Step.LEAD,
            "consent": False,
            "no_calls": False,
            "budget": "½ of last year’s",
            "notes": "“Quoted” – and dashed",
        },
    ),
    _lead(
        4,
        "2025-12-24 18:45",
        {
            "phone": None,
            "title": None,
            "industry": None,
            "employees": None,
            "revenue": None,
            "country": None,
            "city": None,
            "channel": None,
            "status": None,
            "lifecycle": None,
            "consent": None,
            "no_calls": None,
            "budget": None,
            "notes": None,
        },
    ),
    _lead(
        5,
        "2026-03-29 12:00",
        {
            "phone": "0034911234567",
            "title": "Head of Engineering",
            "industry": "Chemicals",
            "employees": 2_100_000,
            "revenue": Decimal("22700.00"),
            "country": "ES",
            "city": "Málaga",
            "channel": "Fair",
            "status": Status.REJECTED,
            "lifecycle": Step.MQL,
            "consent": True,
            "no_calls": False,
            "budget": None,
            "notes": "=1+1",
        },
    ),
    _lead(
        6,
        "2026-10-05 08:15",
        {
            "phone": "0711 99",
            "title": "CEO",
            "industry": "Software",
            "employees": 300,
            "revenue": Decimal("3500000.25"),
            "country": "DE",
            "city": "Ulm",
            "channel": "Search",
            "status": Status.NEW,
            "lifecycle": Step.MQL,
            "consent": True,
            "no_calls": False,
            "budget": None,
            "notes": "Line one\nline two\n\nline four",
        },
    ),
    _lead(
        7,
        "2026-10-31 23:55",
        {
            "phone": "0221/55",
            "title": "Werkstudent",
            "industry": "Software",
            "employees": 1200,
            "revenue": Decimal("0.75"),
            "country": "CH",
            "city": "Zürich",
            "channel": "Social",
            "status": Status.NEW,
            "lifecycle": Step.LEAD,
            "consent": False,
            "no_calls": False,
            "budget": None,
            "notes": "",
        },
    ),
    _lead(
        8,
        "2026-06-15 07:30",
        {
            "phone": "0033123456789",
            "title": "Directrice",
            "industry": "Machinery",
            "employees": 75,
            "revenue": Decimal("640000.10"),
            "country": "FR",
            "city": "Besançon",
            "channel": "Referral",
            "status": Status.NEW,
            "lifecycle": Step.CUSTOMER,
            "consent": True,
            "no_calls": False,
            "budget": "yes",
            "notes": "a,b;c",
        },
    ),
    _lead(
        9,
        "2026-09-13 16:20",
        {
            "phone": "007",
            "title": "Einkäufer",
            "industry": "Retail",
            "employees": 20,
            "revenue": Decimal("15000.00"),
            "country": "DE",
            "city": "Jena",
            "channel": "Search",
            "status": Status.NEW,
            "lifecycle": Step.LEAD,
            "consent": True,
            "no_calls": True,
            "budget": None,
            "notes": '""',
        },
    ),
]

_ACTIVITIES: Final[list[Record]] = [
    _activity(1, 1, "page_view", "2026-10-25 10:00", url="/pricing"),
    _activity(2, 1, "page_view", "2026-10-25 23:30", url="/blog/über-uns"),
    _activity(3, 1, "page_view", "2026-10-26 00:15", url="/pricing?plan=a,b"),
    _activity(4, 1, "download", "2026-09-13 08:00", asset='The "big" guide'),
    _activity(5, 1, "demo_request", "2026-10-30 14:05"),
    _activity(6, 2, "page_view", "2026-10-31 23:59", url="/pricing"),
    _activity(7, 2, "webinar", "2026-07-14 16:00", asset="Pumps; live"),
    _activity(8, 2, "webinar", "2026-10-14 16:00", asset="Pumps; again"),
    _activity(9, 2, "download", "2026-10-02 09:30", asset="Prüfplan"),
    _activity(10, 2, "demo_request", "2026-10-20 11:11"),
    _activity(11, 3, "page_view", "2026-04-15 12:00", url="/"),
    _activity(12, 3, "download", "2026-05-31 12:00", asset="Guide"),
    _activity(13, 5, "webinar", "2026-10-14 16:00", asset="Pumps; again"),
    _activity(14, 5, "page_view", "2026-10-28 13:00", url="/pricing"),
    _activity(15, 6, "demo_request", "2026-10-29 13:00"),
    _activity(16, 7, "page_view", "2026-10-31 22:30", url="/careers"),
    _activity(17, 8, "page_view", "2026-08-09 10:45", url="/pricing"),
    _activity(18, 9, "email_click", "2026-10-18 06:30", url="/pricing"),
    _activity(19, 1, "page_view", "2026-11-20 10:00", url="/pricing"),
    _activity(20, 99, "page_view", "2026-10-20 10:00", url="/pricing"),
    _activity(21, 8, "", "2026-10-20 10:00", url="/pricing"),
]
"""Of these one lies after the as-of date, one is of nobody, and one has no type."""

_DEALS: Final[list[Record]] = [
    _deal(1, 8, Outcome.WON, "22700.00", ("2026-06-20 10:00", "2026-07-31 12:00")),
    _deal(2, 8, Outcome.WON, "1234.56", ("2026-08-20 10:00", "2026-09-15 12:00")),
    _deal(3, 3, Outcome.LOST, "980.50", ("2026-02-28 10:00", "2026-04-30 12:00")),
    _deal(4, 2, Outcome.OPEN, "1000000.75", ("2026-10-21 10:00", None)),
    _deal(5, 5, Outcome.WON, "15.25", ("2026-10-13 10:00", "2026-12-24 12:00")),
]
"""The last one was closed after the as-of date, so on that day it was open."""

RECORDS: Final = {"contacts": _LEADS, "activities": _ACTIVITIES, "deals": _DEALS}

RULES: Final = Path(__file__).with_name("rules.yaml").read_text(encoding="utf-8")
"""What every layout is scored with."""
