"""How each system writes values as cells."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from tests.matrix.neutral import Id, Outcome, Status, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.matrix.neutral import Value

__all__ = [
    "CANONICAL",
    "DYNAMICS",
    "DYNAMICS_DE",
    "ESPOCRM",
    "ESPOCRM_DE",
    "FACEBOOK",
    "FIVETRAN",
    "HUBSPOT",
    "HUBSPOT_DE",
    "HUBSPOT_INTERNAL",
    "MAUTIC",
    "ODOO",
    "ODOO_DE",
    "PARDOT",
    "PIPEDRIVE",
    "SALESFORCE",
    "SALESFORCE_API",
    "SALESFORCE_DE",
    "SUITECRM",
    "ZOHO",
    "Style",
]

_HERE: Final = ZoneInfo("Europe/Berlin")


def _pattern(text: str) -> Callable[[datetime], str]:
    return lambda moment: moment.strftime(text)


def _ids(lead: str, deal: str, activity: str) -> Callable[[Id], str]:
    """Return how ids are written: three patterns, each with a place for the number."""
    patterns = {"lead": lead, "deal": deal, "activity": activity}
    return lambda id_: patterns[id_.of].format(id_.number)


@dataclass(frozen=True)
class Style:
    """How one system writes values.

    Attributes:
        moment: A day and a time.
        ids: The id of a record, and of what it points at.
        flags: Yes and no.
        number: A whole number.
        money: An amount with decimals.
        outcomes: Deals won, lost and open.
        statuses: What Sales says of a lead.
        steps: How far a lead has come.
    """

    moment: Callable[[datetime], str]
    ids: Callable[[Id], str]
    flags: tuple[str, str] = ("true", "false")
    number: Callable[[int], str] = str
    money: Callable[[Decimal], str] = str
    outcomes: Mapping[Outcome, str] = field(
        default_factory=lambda: {
            Outcome.WON: "Closed Won",
            Outcome.LOST: "Closed Lost",
            Outcome.OPEN: "Proposal",
        }
    )
    statuses: Mapping[Status, str] = field(
        default_factory=lambda: {Status.NEW: "New", Status.REJECTED: "Rejected"}
    )
    steps: Mapping[Step, str] = field(
        default_factory=lambda: {
            Step.LEAD: "Lead",
            Step.MQL: "Marketing Qualified Lead",
            Step.SQL: "Sales Qualified Lead",
            Step.CUSTOMER: "Customer",
        }
    )

    def cell(self, value: Value) -> str:
        """Return a value as the system writes it."""
        match value:
            case Id():
                return self.ids(value)
            case Outcome():
                return self.outcomes[value]
            case Status():
                return self.statuses[value]
            case Step():
                return self.steps[value]
            case _:
                return self._plain(value)

    def _plain(self, value: str | int | Decimal | datetime | None) -> str:
        match value:
            case bool():
                return self.flags[0] if value else self.flags[1]
            case int():
                return self.number(value)
            case Decimal():
                return self.money(value)
            case datetime():
                return self.moment(value)
            case _:
                return value or ""


def _german(number: Decimal | int) -> str:
    return f"{number:,}".translate(str.maketrans(",.", ".,"))


def _english(number: Decimal | int) -> str:
    return f"{number:,}"


def _american(moment: datetime) -> str:
    return f"{moment.month}/{moment.day}/{moment.year} {moment:%I:%M %p}".replace(" 0", " ")


def _short(moment: datetime) -> str:
    return f"{moment.month}/{moment.day}/{moment:%y} {moment.hour}:{moment:%M}"


def _named(moment: datetime) -> str:
    return f"{moment.day} {moment:%b}, {moment:%Y %H:%M:%S}"


def _zulu(moment: datetime) -> str:
    return f"{moment.replace(tzinfo=_HERE).astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"


def _salesforce_id(id_: Id) -> str:
    """Return an id in 18 characters; what points at a lead does it with 15."""
    prefix = {"lead": "00Q", "deal": "006", "activity": "00T"}[id_.of]
    short = f"{prefix}5g00000AbCd{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[id_.number % 26]}"
    return short + _check(short) if id_.own else short


def _check(short: str) -> str:
    """Return the three characters that say which of the 15 are capitals."""
    parts = (short[start : start + 5] for start in (0, 5, 10))
    numbers = (sum(1 << place for place, one in enumerate(part) if one.isupper()) for part in parts)
    return "".join("ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"[number] for number in numbers)


def _zoho_id(id_: Id) -> str:
    base = {"lead": 520_000, "deal": 530_000, "activity": 540_000}[id_.of]
    digits = f"4876876000000{base + id_.number}"
    return f"zcrm_{digits}" if id_.own else digits


def _guid(id_: Id) -> str:
    kind = {"lead": "a", "deal": "b", "activity": "c"}[id_.of]
    text = f"{kind}0b1c2d3-6e32-ec11-b6e5-0022489f{id_.number:04}"
    return text if id_.own else f"{{{text.upper()}}}"


_PLAIN_IDS: Final = _ids("{}", "{}", "{}")

CANONICAL: Final = Style(
    moment=_pattern("%Y-%m-%d %H:%M:%S"),
    ids=_ids("{}", "d{}", "a{}"),
    outcomes={Outcome.WON: "closed_won", Outcome.LOST: "closed_lost", Outcome.OPEN: "offer"},
    steps={step: step.value for step in Step},
)

_GERMAN_STATUSES: Final = {Status.NEW: "Neu", Status.REJECTED: "Abgelehnt"}
_LONG_IDS: Final = _ids("1048576001{:02}", "2048576001{:02}", "3048576001{:02}")
HUBSPOT: Final = Style(moment=_pattern("%Y-%m-%d %H:%M"), ids=_LONG_IDS)
HUBSPOT_DE: Final = Style(
    moment=_pattern("%d.%m.%Y %H:%M"),
    ids=_LONG_IDS,
    flags=("Ja", "Nein"),
    statuses=_GERMAN_STATUSES,
    outcomes={
        Outcome.WON: "Geschlossen und gewonnen",
        Outcome.LOST: "Geschlossen und verloren",
        Outcome.OPEN: "Angebot",
    },
    steps={
        Step.LEAD: "Lead",
        Step.MQL: "Marketing-qualifizierter Lead",
        Step.SQL: "Vertriebsqualifizierter Lead",
        Step.CUSTOMER: "Kunde",
    },
)
HUBSPOT_INTERNAL: Final = Style(
    moment=lambda moment: str(int(moment.replace(tzinfo=_HERE).timestamp() * 1000)),
    ids=_LONG_IDS,
    outcomes={Outcome.WON: "closedwon", Outcome.LOST: "closedlost", Outcome.OPEN: "contractsent"},
    steps={
        Step.LEAD: "lead",
        Step.MQL: "marketingqualifiedlead",
        Step.SQL: "salesqualifiedlead",
        Step.CUSTOMER: "customer",
    },
)
SALESFORCE: Final = Style(
    moment=_american,
    ids=_salesforce_id,
    flags=("1", "0"),
    number=_english,
    money=lambda money: f"${money:,}",
    statuses={Status.NEW: "Open - Not Contacted", Status.REJECTED: "Rejected"},
)
SALESFORCE_DE: Final = Style(
    moment=_pattern("%d.%m.%Y %H:%M"),
    ids=_salesforce_id,
    flags=("1", "0"),
    number=_german,
    money=_german,
    statuses=_GERMAN_STATUSES,
    outcomes={
        Outcome.WON: "Geschlossen/Gewonnen",
        Outcome.LOST: "Geschlossen/Verloren",
        Outcome.OPEN: "Verhandlung",
    },
)
SALESFORCE_API: Final = Style(moment=_zulu, ids=_salesforce_id)
PIPEDRIVE: Final = Style(
    moment=_pattern("%Y-%m-%d %H:%M:%S"),
    ids=_PLAIN_IDS,
    flags=("Yes", "No"),
    money=_english,
    outcomes={outcome: outcome.value for outcome in Outcome},
)
ZOHO: Final = Style(moment=_named, ids=_zoho_id, money=lambda money: f"${money:,}")
DYNAMICS: Final = Style(
    moment=_american,
    ids=_guid,
    flags=("Yes", "No"),
    number=_english,
    money=lambda money: f"${money:,}",
    outcomes={Outcome.WON: "Won", Outcome.LOST: "Lost", Outcome.OPEN: "Open"},
)
DYNAMICS_DE: Final = Style(
    moment=_pattern("%d.%m.%Y %H:%M"),
    ids=_guid,
    flags=("Ja", "Nein"),
    number=_german,
    money=lambda money: f"{_german(money)} €",
    statuses=_GERMAN_STATUSES,
    outcomes={Outcome.WON: "Gewonnen", Outcome.LOST: "Verloren", Outcome.OPEN: "Offen"},
)
MAUTIC: Final = Style(moment=_short, ids=_PLAIN_IDS, flags=("1", "0"))
ODOO: Final = Style(
    moment=_pattern("%Y-%m-%d %H:%M:%S"),
    ids=_ids(
        "__export__.crm_lead_{}_0ab1", "__export__.crm_lead_{}_5cd2", "__export__.mail_activity_{}_9ef3"
    ),
    flags=("True", "False"),
    outcomes={Outcome.WON: "Won", Outcome.LOST: "Lost", Outcome.OPEN: "Proposition"},
)
ODOO_DE: Final = Style(
    moment=_pattern("%d.%m.%Y %H:%M:%S"),
    ids=ODOO.ids,
    flags=("Wahr", "Falsch"),
    money=_german,
    statuses=_GERMAN_STATUSES,
    outcomes={Outcome.WON: "Gewonnen", Outcome.LOST: "Verloren", Outcome.OPEN: "Angebot"},
)
ESPOCRM: Final = Style(
    moment=_pattern("%Y-%m-%d %H:%M:%S"),
    ids=_ids("65a1b2c3d4e5f60{:02}", "75a1b2c3d4e5f60{:02}", "85a1b2c3d4e5f60{:02}"),
    flags=("1", "0"),
)
ESPOCRM_DE: Final = replace(
    ESPOCRM,
    moment=_pattern("%d.%m.%Y %H:%M"),
    flags=("Ja", "Nein"),
    money=lambda money: f"{_german(money)} €",
    statuses=_GERMAN_STATUSES,
)
SUITECRM: Final = Style(moment=_pattern("%Y-%m-%d %H:%M"), ids=_guid, flags=("1", "0"))
FACEBOOK: Final = Style(
    moment=lambda moment: f"{moment.replace(tzinfo=_HERE):%Y-%m-%dT%H:%M:%S%z}",
    ids=lambda id_: f"l:73012345678{id_.number:03}" if id_.own else f"73012345678{id_.number:03}",
)
FIVETRAN: Final = replace(
    HUBSPOT_INTERNAL,
    moment=lambda moment: f"{moment:%Y-%m-%d} {moment.hour}:{moment:%M:%S}",
    flags=("TRUE", "FALSE"),
)
PARDOT: Final = Style(moment=_pattern("%m/%d/%Y %I:%M %p"), ids=_PLAIN_IDS, money=_english)
