"""What generated exports hold and generated rules ask for, drawn from the same small pools."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.reference.values import Scalar

Kind = Literal["text", "number", "flag", "day", "name", "count", "amount", "known_text", "known_flag"]
"""How a field may be tested: cells of four kinds; computed names, counts, scores and points, text and flags."""


@dataclass(frozen=True)
class Field:
    """A field that conditions can name, with what they compare it to."""

    name: str
    kind: Kind
    operands: Sequence[Scalar]


def _cells(text: str) -> tuple[str, ...]:
    """Return cells that are written one after the other, with `|` between them."""
    return tuple(text.split("|"))


# Days and times: the as-of dates follow clock changes in Berlin and New York, a leap day, a new year.
AS_OF = tuple(
    date.fromisoformat(day)
    for day in _cells(
        "2026-11-01|2026-10-25|2026-10-26|2026-11-02|2026-03-30|2026-03-09|2024-02-29|2027-01-01"
    )
)
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC")
DURATIONS = ("1d", "7d", "30d", "2w", "1mo", "60d", "90d", "180d", "1y")
_AGES = [
    0,
    0,
    1,
    1,
    2,
    *(6, 7, 8),
    *(13, 14, 15),
    *(29, 30, 31),
    *(59, 60, 61),
    *(89, 90, 91),
    180,
    366,
    1000,
    -1,
    -30,
]
_TIMES = _cells(
    "|||T00:00| 23:59:59| 02:30|T23:59:59.999999999| 12:00|T03:00:00.5|T00:30Z|T21:59:59Z| 22:00Z|T22:30:00.123Z"
    "| 23:00 Z|T23:30+00|T03:59:59Z|T04:00Z|T04:30+00:00|T05:00Z| 18:29:59 Z|T18:30Z|T00:30+05:30| 23:30-0800"
    "|T23:59-05|T00:00+14:00|T01:30+0100|\t"
)
_BAD_TIMES = _cells(
    "T24:00|T1:00| 12:00:60|Z|  12:00|T12:00+15:00|T12:00:00.| noon|T12:00 +01:00:00|T12:00z|t12:00"
)
_FORMS = _cells(
    "%d.%m.%Y|%d.%m.%Y %H:%M|%d.%m.%y|%d/%m/%Y|%d-%m-%Y %H:%M:%S|%m/%d/%Y|%m/%d/%Y %I:%M %p|%m/%d/%y|%d %b, %Y 00:03:00"
    "|%B %d, %Y|%d. %B %Y|%Y/%m/%d|%m/%d/%Y %H:%M+0100|%Y-%m-%dT23:30:00.000Z-0300"
)
_FAR_DAYS = _cells("0001-01-01|1815-06-18 23:00|1900-02-28|9999-12-31T23:59")
_NO_DAYS = _cells("yesterday|2026-02-30|31.02.2026|2026-1/5|0000-01-01|0000-00-00|20260105|2026-13-01|1|true")
_MORE_DAYS = _cells("2026-1-5|1761951600000|1. Nov. 2026 3:00|5/5/2026|4-Okt-26")


def days(as_of: date) -> list[str]:
    """Return days as rules write them, at the ages that decays and windows turn on."""
    return [(as_of - timedelta(days=age)).isoformat() for age in _AGES]


@cache
def day_cells(as_of: date) -> tuple[str, ...]:
    """Return cells with times around midnight and clock changes, and about one in eight unreadable."""
    written = [day + time for day in days(as_of) for time in _TIMES]
    spoilt = [day + time for day in days(as_of)[:5] for time in _BAD_TIMES]
    odd = [date.fromisoformat(day).strftime(form) for day in days(as_of)[:12] for form in _FORMS]
    return (*written, *spoilt, *odd, *_FAR_DAYS * 4, *_NO_DAYS * 4, *_MORE_DAYS * 4)


# Cells of every input.
MISSING = ("", "", " ", "#N/A", "(No value)", "select", "\u00a0\t")
DASHES = ("-", "Unbekannt")
"""Missing only where `sources.<input>.missing` says so."""
SIZES = _cells("0|9|10|10.0|249|250| 250\t|+250|0250|249.999|1000|-3|9.5|99999999999999999999")
NOT_NUMBERS = _cells("1e3|10.|5 kg|many|٣|NaN|inf|0x10|1_000|--1|2026-01-05|true|1,00,000|50-200|1 00|(-3)")
ODD_NUMBERS = _cells(
    "1,000|.5|,5|1 000|1\u202f000,5|1.000,5|$1,250.00|(9,5)|(10)|-€ 3|1'000|1’000.25|12 %|9,5 €|2.000.000|EUR 250|0,250|−3"
)
FLAGS = _cells("true|FALSE|Yes|no |JA|nein|Wahr|falsch|1|0|2|y|on|x|01")

# Cells of contacts.
EMAILS = _cells(
    "anna@acme.example|ANNA@Acme.example |ben@gmail.com| Carl@GMX.de|dörte@größe.example|eve@rival.example"
    "|a@b@beta.example|no-at|x@|@acme.example|finn@beta.example|ben@gmail.com, anna@acme.example|; finn@beta.example;x"
)
OWN_IDS = _cells(
    "2|3|4|5|6|7|8|9|2|3|4|5|6|7|8|9|10|11|12|13|A-1|a-1| 3|4 |01|=5|ümlaut|@6|+49|-7"
    "|zcrm_3|l:4|001D000000IqhSL|001D000000IqhSLIAZ|001D000000IqhSLIAA|1.23E+11|3;9"
    "|{6F9619FF-8B86-D011-B42D-00CF4FC964FF}"
)
KNOWN_IDS = _cells(
    "1|1|1|2|2|3|4|5| 2|3 |03|=5|zcrm_2|3;9|;4|1E+5|001D000000IqhSL|001D000000IqhSLIAZ|6F9619FF-8b86-d011-b42d-00cf4fc964ff"
)
IDS = _cells("1|2| 3|4 |A-1|a-1|01|=5|ümlaut|@6|+49|-7|zcrm_2|001D000000IqhSLIAZ|1.23E+11")
FIRST_NAMES = _cells("Ada|ADA |Bo|Eva Maria|Mu\u0308ller, Jo")
LAST_NAMES = _cells("Berg| Li|LI|Berg-Li")
FULL_NAMES = _cells("Ada Berg|Li,  Bo|Jo Müller")
NAMES = _cells(
    "ada berg|Ada  Berg|Berg, Ada|Bo Li|Li, Bo|Ada|Eva Maria\u00a0Berg|Jo Müller|Müller, Jo|Ada Li, Dr., x"
)
EMPLOYERS = _cells('Acme|ACME |acme|Würth|"Q"  GmbH|Other')
INDUSTRIES = _cells(
    "Software|software |SOFTWARE|Machinery|Größe|Gro\u0308ße|GRÖßE|\u212bNGSTRÖM|NO|Chemie & Co, KG|1"
)
TITLES = _cells(
    "CTO|cto |Head of Sales|VP Marketing|Vice President|Geschäftsführerin|Leiter Einkauf|Leiterin|Praktikant"
    "|International Sales|sales intern|Developer, C++|intern.|Ingenieur (FH)|vp2|cto_x|CTO; CEO"
)
COUNTRIES = _cells("DE|de| AT|CH|NO|no|Österreich|US|01067|true|1")
COUNTRY_KEYS: Sequence[Scalar] = (*_cells("DE|AT|ch|NO|no way|Österreich|01067|yes|null|1.5"), 1, False)
STATUSES = _cells(
    "new|Rejected|rejected |ACCEPTED|working|Working - Contacted|NEU|abgelehnt|MQL|marketingqualifiedlead|Customer|+++"
)

# Cells of companies, activities and deals.
COMPANY_IDS = _cells("10| 10|010|C 11|c 11|12|zcrm_12|1,2E+10")
DOMAINS = _cells("acme.example|ACME.example |beta.example|gmail.com|größe.example|b@beta.example|gmx.de")
ACTIVITY_TYPES = _cells(
    "page_view|page_view|page_view|demo_request|demo_request|Page_View |PAGE_VIEW|demo_request|Demo_Request|email_open|email_sent|webinar|händler_besuch"
    "|Ha\u0308ndler_Besuch|page view"
)
TYPE_NAMES = _cells("page_view|demo_request|Email_Open|email_sent|webinar|Händler_Besuch|page view|never")
URLS = _cells("/pricing|https://acme.example/Pricing?x=1|/blog/größe|/|/pricing/plans, old")
AMOUNTS = _cells(
    "1000|0.0005|1.0005|-2.5|1e3|999999999999|1234567890123|1,5|999.9995|1.000,50 €|$1,250.00|1.001|(2.5)"
)

# What rules name and ask for.
COUNTS = (
    *(Field(f"deals.{state}", "count", (0, 1, 2)) for state in ("open", "won", "lost")),
    Field("deals.amount_won", "count", (0, 1000, Decimal("0.001"), Decimal("1.001"), Decimal("-2.5"))),
    Field("referrals", "count", (0, 1, 2)),
    Field("activities.page_view", "count", (0, 1, 2, 3)),
    Field("activities.Demo_Request", "count", (0, 1)),
    Field("activities.never", "count", (0, 1)),
    Field("last_activity_days", "count", (0, 1, 7, 30, 60)),
)
ADDRESS = (
    Field("email_domain", "known_text", ("acme.example", "BETA.example", "gmail", "größe.example", "rival")),
    Field("free_mail", "known_flag", (True, False)),
)
MIXED: Sequence[Scalar] = (250, 1, 0, Decimal("9.5"), True, False, "software", "DE", "1", "2026-10-30", "x")
_PATTERNS = r"\b(ceo|cto|vp)\b ^soft (sales|einkauf)$ GRÖSS|größ [0-9]{2} geschäftsführer(in)?\b a.e ^\w+$"
_MORE_PATTERNS = r"leiter(in)?\b [^a-z] acme|beta ^(?:no|de)$ price|pricing \d c\+\+"
PATTERNS = (r"\b(head of|vp)\b", *_PATTERNS.split(), *_MORE_PATTERNS.split())
LISTS = {
    "lists/competitors.txt": "# who competes\nrival.example\n\n  ACME.example \n",
    "words.txt": "Software\nHead of Sales\n#cto\nDE\n10\nrejected\n/pricing\n",
}
LABELS = _cells('Looked at prices|Größe, passend|=1+1|+plus|@home|The "best"; really|- less')
ASKS = _cells("What problem is to be solved?|=Budget?|Who signs, and when?|By when?")
