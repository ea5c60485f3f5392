"""What words in headers, job titles and activity types are taken to mean, English and German."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "ASKED",
    "DECIDES",
    "DECIDES_PART",
    "EVENT_COLUMNS",
    "FIELD_WORDS",
    "INFLUENCES",
    "KINDS",
    "LEARNS",
    "NOTHING",
    "PATHS",
    "POOR_CHANNELS",
    "PRIVATE",
    "PRIVATE_PARTS",
    "QUESTIONS",
    "UNFIT",
    "WARM_CHANNELS",
    "Kind",
]

DECIDES: Final = (
    *(
        "ceo",
        "cfo",
        "cio",
        "cmo",
        "coo",
        "cso",
        "cto",
        "chief",
        "owner",
        "founder",
        "co-founder",
        "president",
    ),
    *("vp", "director", "head of", "managing director", "partner", "vorstand", "inhaber", "inhaberin"),
    *("geschäftsführer", "geschäftsführerin", "gründer", "gründerin", "direktor", "direktorin", "prokurist"),
)
"""Words in titles of people who decide."""
DECIDES_PART: Final = ("leiter", "leitung")
"""What compound titles of such people contain."""
INFLUENCES: Final = (
    *("manager", "managerin", "lead", "senior", "principal", "supervisor", "consultant", "architect"),
    *("referent", "referentin", "berater", "beraterin", "expert", "expertin", "specialist", "spezialist"),
)
"""Words in titles of people who have a say."""
LEARNS: Final = (
    *("student", "studentin", "intern", "internship", "trainee", "apprentice", "praktikant", "praktikantin"),
    *("werkstudent", "werkstudentin", "azubi", "auszubildender", "auszubildende"),
)
"""Words in titles of people who learn."""

WARM_CHANNELS: Final = ("referral", "reference", "recommend", "word of mouth", "empfehlung", "partner")
POOR_CHANNELS: Final = ("list", "broker", "bought", "purchased", "cold", "adresshandel", "gekauft")

NOTHING: Final = (
    *("-", "--", "?", "n/a", "null", "unknown", "unbekannt", "not specified", "keine angabe", "k.a."),
    *("k. a.", "not applicable", "please select", "bitte wählen", "- none -", "-none-", "--none--"),
)
"""Normalised texts with which forms and systems write that nothing is known."""

PRIVATE: Final = frozenset(
    (
        *(
            "id",
            "guid",
            "uuid",
            "nr",
            "no",
            "number",
            "nummer",
            "key",
            "hash",
            "ip",
            "iban",
            "bic",
            "account",
        ),
        *(
            "tel",
            "phone",
            "mobile",
            "handy",
            "fax",
            "zip",
            "plz",
            "postcode",
            "postal",
            "code",
            "url",
            "link",
        ),
        *("by", "von", "owner", "user", "agent", "rep", "salesperson", "seller", "assigned", "assignee"),
        *("assistant", "manager", "vertreter", "bearbeiter", "betreuer", "ansprechpartner", "inhaber"),
        *(
            "person",
            "birth",
            "birthday",
            "dob",
            "geburtstag",
            "geburtsdatum",
            "age",
            "alter",
            "gender",
            "sex",
        ),
        *("geschlecht", "anrede", "salutation", "religion", "nationality", "race", "ethnicity", "health"),
        *("marital", "note", "notes", "notiz", "notizen", "comment", "comments", "kommentar", "bemerkung"),
        *(
            "description",
            "beschreibung",
            "message",
            "nachricht",
            "text",
            "subject",
            "betreff",
            "first",
            "last",
        ),
        *("city", "ort", "stadt", "town", "county", "latitude", "longitude", "coordinates", "password"),
    )
)
"""Words in headers of columns whose values are nobody else's business, or tell people apart."""
PRIVATE_PARTS: Final = (
    "name",
    "mail",
    "phone",
    "telefon",
    "street",
    "strasse",
    "straße",
    "address",
    "adress",
)
"""What such headers contain anywhere."""

FIELD_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "job_title": (
        "job",
        "jobtitle",
        "jobtitel",
        "position",
        "funktion",
        "berufsbezeichnung",
        "role",
        "rolle",
    ),
    "industry": ("industry", "industries", "branche", "sector", "vertical", "wirtschaftszweig"),
    "country": ("country", "land", "staat", "nation"),
    "employees": (
        "employees",
        "employee",
        "headcount",
        "mitarbeiter",
        "mitarbeiterzahl",
        "beschäftigte",
        "fte",
    ),
    "revenue": ("revenue", "turnover", "umsatz", "jahresumsatz"),
    "channel": ("channel", "source", "quelle", "kanal", "herkunft"),
}
"""Words in headers that say which field a column is, where no system is known to write it so."""

QUESTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "need": ("need", "needs", "pain", "pain_point", "problem", "bedarf", "use_case", "challenge"),
    "budget": ("budget", "budget_status", "budget_amount", "budgetrahmen"),
    "authority": (
        "authority",
        "buying_role",
        "decision_maker",
        "decision_role",
        "entscheider",
        "rolle_im_kauf",
    ),
    "timeline": (
        *("timeline", "timeframe", "time_frame", "purchase_timeframe", "purchase_timeline", "zeitplan"),
        *("zeitrahmen", "zeithorizont", "kaufzeitraum", "projektstart", "buying_time_frame"),
    ),
}
"""Columns that answer a qualification question."""
ASKED: Final[Mapping[str, str]] = {
    "need": "What problem is to be solved?",
    "budget": "Is a budget set aside?",
    "authority": "Who decides, who signs?",
    "timeline": "By when?",
}
"""The questions as Sales asks them."""

UNFIT: Final = (
    "unqualified",
    "disqualified",
    "junk",
    "junk lead",
    "spam",
    "bad fit",
    "competitor",
    "ungeeignet",
)
"""Values of a lead status that say that somebody is no lead."""

REFUSALS: Final = (
    "do_not",
    "no_",
    "opt_out",
    "optout",
    "opted_out",
    "unsubscribed",
    "email_opt_out",
    "abgemeldet",
)
"""What names of columns begin with in which yes is bad news."""

BEHAVIOUR: Final = (
    *("visit", "pageview", "page_view", "session", "time_spent", "opened", "clicked", "clicks", "opens"),
    *("downloads", "submissions", "besuche", "seitenaufrufe", "klicks"),
)
"""What names of columns contain that count what people did."""

EVENT_COLUMNS: Final[Mapping[str, str]] = {
    "last_marketing_email_open_date": "email_open",
    "last_marketing_email_click_date": "email_click",
    "last_marketing_email_reply_date": "email_reply",
    "hs_email_last_open_date": "email_open",
    "hs_email_last_click_date": "email_click",
    "hs_email_last_reply_date": "email_reply",
    "recent_conversion_date": "form_submission",
    "time_of_last_session": "website_visit",
    "time_last_seen": "website_visit",
    "hs_analytics_last_visit_timestamp": "website_visit",
    "most_recent_visit": "website_visit",
    "last_active": "website_visit",
    "person_last_email_received": "email_reply",
    "last_email_received": "email_reply",
    "last_meeting_booked_date": "meeting",
}
"""Columns of contacts that hold the day of something that people did."""

PATHS: Final[Mapping[str, tuple[str, ...]]] = {
    "pricing": ("/pricing", "/prices", "/plans", "/preise", "/tarife", "/kosten"),
    "careers": ("/career", "/jobs", "/karriere", "/stellen"),
}
"""What addresses of pages contain that say something about who reads them."""


@dataclass(frozen=True)
class Kind:
    """What some types of activities have in common.

    Attributes:
        id: The id of the rule about them.
        label: Its label.
        parts: What words of such types begin with, or contain if it is long; the first kind with a match is it.
        points: Points of one.
        most: The most that all of them give.
        once: Whether only the newest counts, and never fades.
        daily: Whether one a day counts.
        group: The group of the rule.
        ours: Whether it is something that we did; it then earns nothing.
    """

    id: str
    label: str
    parts: tuple[str, ...]
    points: int = 0
    most: int = 0
    once: bool = False
    daily: bool = False
    group: str = ""
    ours: bool = False


KINDS: Final = (
    Kind(
        *("left", "Unsubscribed"),
        ("unsubscri", "opt_out", "opt-out", "optout", "abgemeldet", "abmeld", "spam", "complain"),
        *(-20, 20),
        once=True,
    ),
    Kind(
        *("ours", ""),
        ("sent", "deliver", "bounce", "versand", "versendet", "gesendet", "zugestellt", "skipped", "dropped"),
        ours=True,
    ),
    Kind(
        *("asked", "Asked for a demo or an offer"),
        (
            *("demo", "contact_sales", "contact sales", "request", "quote", "proposal", "trial"),
            *("anfrage", "angebot", "kontaktaufnahme", "testzugang"),
        ),
        *(40, 40),
        once=True,
    ),
    Kind("bought", "Bought", ("purchase", "order", "bought", "kauf", "gekauft", "bestell"), 20, 40),
    Kind(
        *("met", "Talked with us"),
        (
            *("meeting", "call", "termin", "anruf", "telefonat", "besprechung", "chat", "reply", "replied"),
            *("antwort", "beantwortet"),
        ),
        *(10, 30),
    ),
    Kind(
        *("events", "Came to a webinar or an event"),
        ("webinar", "event", "conference", "fair", "messe", "workshop", "veranstaltung", "seminar"),
        *(10, 30),
    ),
    Kind(
        *("downloads", "Took material or filled in a form"),
        (
            *("download", "whitepaper", "ebook", "content", "form", "survey", "signup", "sign_up", "regist"),
            *("subscri", "video", "heruntergeladen", "ausgefüllt", "angemeldet"),
        ),
        *(8, 24),
    ),
    Kind("clicks", "Clicked in mails", ("click", "emailclick", "klick", "geklickt"), 3, group="mail"),
    Kind(
        *("opens", "Opened mails"),
        ("open", "emailopen", "öffnung", "geöffnet", "öffnen", "read", "gelesen"),
        1,
        daily=True,
        group="mail",
    ),
    Kind(
        *("visits", "Visited the website"),
        ("page", "pageview", "visit", "view", "session", "website", "seite", "besuch", "web"),
        *(2, 16),
        daily=True,
    ),
)
"""Kinds of activities, what tells most first."""
