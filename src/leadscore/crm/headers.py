"""Which header of which CRM system stands for which field."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from leadscore.schema.fields import field_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from leadscore.schema.model import InputName

__all__ = [
    "ANY",
    "FIELDS",
    "NO_FIELD",
    "SYSTEMS",
    "TITLES",
    "Entry",
    "Recognition",
    "entries",
    "fold",
    "recognise",
]

TITLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "hubspot": "HubSpot",
        "salesforce": "Salesforce",
        "pipedrive": "Pipedrive",
        "zoho": "Zoho CRM",
        "dynamics": "Dynamics 365",
        "mautic": "Mautic",
        "odoo": "Odoo",
        "espocrm": "EspoCRM",
        "suitecrm": "SuiteCRM",
        "facebook": "Facebook lead ads",
    }
)
"""What people call each system."""

SYSTEMS: Final[tuple[str, ...]] = tuple(TITLES)
"""Systems whose exports are known, as the rules file names them."""

ANY: Final = "any"
"""Stands in the table for spellings of no one system."""

NO_FIELD: Final = "-"
"""Stands in the table for a known header that is no field."""

FIELDS: Final[Mapping[InputName, tuple[str, ...]]] = MappingProxyType(
    {
        "contacts": (
            *(
                "contact_id",
                "email",
                "first_name",
                "last_name",
                "full_name",
                "company",
                "company_id",
                "job_title",
            ),
            *(
                "industry",
                "employees",
                "revenue",
                "country",
                "city",
                "phone",
                "channel",
                "owner",
                "lead_status",
            ),
            *(
                "rejected_reason",
                "lifecycle_stage",
                "marketing_consent",
                "do_not_call",
                "referred_by",
                "created_at",
            ),
        ),
        "activities": (
            *(
                "contact_id",
                "email",
                "contact_name",
                "company",
                "type",
                "occurred_at",
                "activity_id",
                "url",
                "asset",
                "done",
            ),
        ),
        "deals": (
            *("contact_id", "email", "contact_name", "company", "stage", "status", "deal_id", "amount"),
            *("created_at", "closed_at"),
        ),
        "companies": ("company_id", "domain", "company", "industry", "employees", "revenue", "country"),
        "costs": ("channel", "period", "spend"),
    }
)
"""Canonical fields of each input."""

_FEWEST: Final = 3
"""Columns that a system must know before an export is taken for its own."""

_FOREIGN: Final = 3
"""What is added to the rank of an entry of another system than the one detected."""

_MARKERS: Final = re.compile(r"^\((?:do not modify|nicht ändern)\)\s*", re.IGNORECASE)
_PREFIXES: Final[Mapping[str, re.Pattern[str]]] = MappingProxyType(
    {
        name: re.compile(rf"^(?:(?:{entity}) - |property_)", re.IGNORECASE)
        for name, entity in (
            ("contacts", "person|contact|lead|kontakt"),
            ("activities", "activity|aktivität"),
            ("deals", "deal|opportunity"),
            ("companies", "organization|company"),
            ("costs", "campaign"),
        )
    }
)
_GERMAN: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True)
class Entry:
    """One line of the table.

    Attributes:
        place: Where it stands in the table.
        system: The system that writes the header, or `any`.
        language: `en`, `de`, or `api` for internal names.
        input: The input in whose exports it stands.
        field: The canonical field that it is, or `-`.
        rank: 1 if it is the field; above, it stands in only where no better column is there.
        header: The header.
    """

    place: int
    system: str
    language: str
    input: str
    field: str
    rank: int
    header: str


@dataclass(frozen=True)
class Recognition:
    """What is known of the columns of an export.

    Attributes:
        system: The system it comes from; empty if that is not clear.
        candidates: The columns of the best rank there is, by canonical field, in the order of the export.
            Where it is more than one, the header alone does not tell which of them counts.
    """

    system: str
    candidates: Mapping[str, tuple[int, ...]]


def recognise(input: InputName, header: Sequence[str], profile: str | None = None) -> Recognition:  # noqa: A002 - its name everywhere
    """Find the columns that stand for canonical fields.

    A canonical name is its field in every export. Else the system that the export comes from decides, then
    spellings of no one system, then what other systems would mean by it. Columns spelled exactly like a
    canonical name tell nothing of the system: every system could have them.

    Args:
        input: Which input it is.
        header: Header cells as written.
        profile: The only system to consider, one of `SYSTEMS`; None to detect it.
    """
    columns = [_readings(input, title) for title in header]
    telling = [column for title, column in zip(header, columns, strict=True) if title not in FIELDS[input]]
    system = _detected(telling) if profile is None else profile
    ranked: dict[str, dict[int, int]] = {}
    for place, (title, readings) in enumerate(zip(header, columns, strict=True)):
        for field, rank in _meaning(input, title, readings, system, only=profile is not None):
            ranked.setdefault(field, {})[place] = rank
    return Recognition(system, {field: _best(ranks) for field, ranks in ranked.items()})


def _best(ranks: Mapping[int, int]) -> tuple[int, ...]:
    best = min(ranks.values())
    return tuple(place for place, rank in ranks.items() if rank == best)


def _detected(columns: Sequence[Mapping[str, Entry]]) -> str:
    """Return the system that alone knows the most columns, if it knows enough of them."""
    known = Counter(system for readings in columns for system in readings if system != ANY)
    most = max(known.values(), default=0)
    first = [system for system, count in known.items() if count == most]
    return first[0] if len(first) == 1 and most >= _FEWEST else ""


def _meaning(
    name: InputName, title: str, readings: Mapping[str, Entry], system: str, *, only: bool
) -> Iterator[tuple[str, int]]:
    """Yield the field that a column stands for and its rank, or nothing."""
    if field_name(title) in FIELDS[name]:
        yield field_name(title), 1
        return
    entry = readings.get(system) or (readings.get(ANY) if system else None)
    if entry is not None:
        if entry.field != NO_FIELD:
            yield entry.field, entry.rank
        return
    bare = field_name(_PREFIXES[name].sub("", title.strip()))
    if bare in FIELDS[name]:
        yield bare, 2
        return
    others = [other for other in readings.values() if other.field != NO_FIELD]
    if others and not only:
        entry = min(others, key=lambda other: (other.rank, other.place))
        yield entry.field, entry.rank + (_FOREIGN if system else 0)


def _readings(name: InputName, title: str) -> dict[str, Entry]:
    """Return what each system means by a header."""
    found: dict[str, Entry] = {}
    for form in _forms(name, title):
        for entry in _index(name).get(form, ()):
            found.setdefault(entry.system, entry)
    return found


def _forms(name: InputName, title: str) -> Iterator[str]:
    """Yield the folded forms of a header: whole, then without what a system puts in front of it."""
    whole = unicodedata.normalize("NFC", title).strip().rstrip("*").strip()
    bare = _MARKERS.sub("", whole)
    for form in (whole, bare, _PREFIXES[name].sub("", bare)):
        yield fold(form)


def fold(header: str) -> str:
    """Return a header as it is compared: lower case, umlauts spelled out, letters and digits only."""
    text = unicodedata.normalize("NFC", header).lower().translate(_GERMAN)
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if letter.isalnum())


@cache
def entries() -> tuple[Entry, ...]:
    """Return the table of known headers."""
    text = files("leadscore.crm").joinpath("headers.csv").read_text(encoding="utf-8")
    return tuple(
        Entry(place, system, language, name, field, int(rank), header)
        for place, (system, language, name, field, rank, header) in enumerate(
            csv.reader(text.splitlines()[1:])
        )
    )


@cache
def _index(name: InputName) -> Mapping[str, tuple[Entry, ...]]:
    index: dict[str, tuple[Entry, ...]] = {}
    for entry in entries():
        if entry.input == name:
            folded = fold(entry.header)
            index[folded] = (*index.get(folded, ()), entry)
    return index
