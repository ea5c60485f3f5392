"""Invented companies: the same number always gives the same company."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from leadscore.sample.draws import Draws, spread
from leadscore.sample.names import ascii_spelling, words
from leadscore.sample.places import PLACES, Place

__all__ = [
    "COMPETITOR_DOMAINS",
    "Company",
    "CompanyRow",
    "company_row",
    "make_company",
    "make_competitor",
]

COMPETITOR_DOMAINS: Final = (
    "leadpilot.example",
    "scorewerk.example",
    "trichterwerk.example",
    "salesbeacon.example",
)
"""E-mail domains of those who sell the same software; every sample has a few contacts of theirs."""


@dataclass(frozen=True, slots=True)
class Company:
    """A company as it really is; the files may know less.

    Attributes:
        company_id: Its number in the CRM; empty for a competitor, which is no account there.
        name: With its legal form.
        domain: Ends in `.example`, which nobody can own.
        industry: One of the industries of `_BRANCHES`.
        employees: People who work there.
        revenue: Per year, in EUR.
        place: Its seat.
    """

    company_id: str
    name: str
    domain: str
    industry: str
    employees: int
    revenue: int
    place: Place

    @property
    def is_competitor(self) -> bool:
        """Whether they sell the same software."""
        return self.domain in COMPETITOR_DOMAINS


class CompanyRow(NamedTuple):
    """One row of companies.csv."""

    company_id: str
    domain: str
    company: str
    industry: str
    employees: str
    revenue: str
    country: str


@dataclass(frozen=True)
class _Branch:
    """A word in company names that tells the industry."""

    industry: str
    german: str
    english: str


_BRANCHES: Final = (
    _Branch("Software", "Software", "Software"),
    _Branch("Machinery", "Maschinenbau", "Machinery"),
    _Branch("Retail", "Handel", "Retail"),
    _Branch("Chemicals", "Chemie", "Chemicals"),
    _Branch("Logistics", "Logistik", "Logistics"),
    _Branch("Software", "Systems", "Systems"),
    _Branch("Construction", "Bau", "Construction"),
    _Branch("Machinery", "Antriebstechnik", "Drives"),
    _Branch("Healthcare", "Klinik", "Healthcare"),
    _Branch("Consulting", "Beratung", "Consulting"),
    _Branch("Software", "Cloud", "Cloud"),
    _Branch("Food", "Feinkost", "Foods"),
    _Branch("Machinery", "Werkzeuge", "Tools"),
    _Branch("Education", "Akademie", "Academy"),
    _Branch("Automotive", "Fahrzeugtechnik", "Automotive"),
    _Branch("Chemicals", "Lacke", "Coatings"),
    _Branch("Financial Services", "Treuhand", "Capital"),
    _Branch("Energy", "Energie", "Energy"),
    _Branch("Machinery", "Pumpen", "Pumps"),
    _Branch("Media", "Verlag", "Publishing"),
    _Branch("Retail", "Möbel", "Furniture"),
    _Branch("Software", "Digital", "Digital"),
)

_GERMAN_FRONTS: Final = words(
    """Adler Allgäuer Alpenblick Altmühl Bergkristall Birkenhof Blaumeer Bodensee Brückner Bürgi Donau Dornbusch Eckhardt
    Edelweiß Eichhof Elbe Falkenstein Feldmann Finkenwerder Föhn Gebrüder_Lang Glöckner Goldammer Grünwald Habicht
    Hagedorn Hallertau Hansen_&_Söhne Harzer Heidekraut Hohenfels Höfer Huber Inntal Isar Jägerhof Kaltenbach Kiesel
    Kornblume Kranich Krämer Köster Lindenberg Löwen Lüneburger Mainfranken Marschall Morgenstern Mühlbach Müller_&_Meier
    Neckar Nordlicht Nordstern Oberland Ostsee Pfälzer Pichler Quellwasser Rabenstein Rheingold Rüegg Saalfeld Schönfeld
    Seeadler Silberdistel Spessart Spreewald Steinbock Sternberg Sturmvogel Südwind Tannenhof Tauber Thüringer Uhlenhorst
    Ulmer Vogtland Vulkan Waldmeister Weidenbach Weserland Wiesengrund Wildbach Winterthal Zeller Ziegler Zugspitz"""
)

_INTERNATIONAL_FRONTS: Final = words(
    """Acorn Amberley Anchor Arbour Ashgrove Aurora Baxter Beacon Birchwood Blackthorn Bluebird Bridgewater Brightwell
    Brook_&_Sons Calder Canterwell Cedar Clearwater Cobalt Compass Copperfield Coral Crestview Crossfield Dalton
    Daybreak Delmar Dove Driftwood Eastbrook Ember Evergreen Fairhaven Fernhill Fjord Foxglove Gable Glenrock Granite
    Greystone Halcyon Harbor Hartwell Hawthorne Hazel Heron Highgate Hillcrest Ironbridge Ivy Juniper Kestrel
    Kingfisher Lakeside Larkspur Lighthouse Linden Lockwood Maple Marigold Meadow Meridian Millstone Mistral
    Moorland Northgate Oakridge Orchard Osprey Otter Pebble Pinecrest Quarry Redwood Ridgeway Riverbend Rowan Saffron
    Sandpiper Sequoia Silverline Skylark Stonebridge Summit Thistle Tidewater Timber"""
)

_COMBINATIONS: Final = len(_BRANCHES) * len(_GERMAN_FRONTS)
_STEP: Final = 7919
"""A prime that does not divide the number of combinations: the first companies all get names of their own."""

_LEGAL_FORMS: Final = {
    "DE": spread({" GmbH": 11, " AG": 3, " GmbH & Co. KG": 4, " KG": 2}),
    "AT": spread({" GmbH": 6, " AG": 1, " KG": 1}),
    "CH": spread({" AG": 5, " GmbH": 3}),
    "FR": (" SAS", " SARL", " SA"),
    "GB": (" Ltd", " Limited", " plc"),
    "US": (", Inc.", " Inc", " LLC"),
    "NL": (" B.V.", " BV"),
    "PL": (" Sp. z o.o.", " S.A."),
    "NO": (" AS",),
    "SE": (" AB",),
}

_SIZES: Final = (1, 5, 12, 25, 45, 80, 130, 220, 420, 900, 2600, 14000)
"""Employees at equal shares of companies, ascending; between two of them every number is equally likely."""


@lru_cache(maxsize=64)  # colleagues follow each other closely
def make_company(seed: int, number: int) -> Company:
    """Return the company with this number, counted from 0."""
    draws = Draws(f"{seed}:company:{number}")
    place = draws.pick(PLACES)
    branch, stem = _name(seed, number, place)
    employees = _employees(draws)
    return Company(
        company_id=f"K{10001 + number}",
        name=stem + draws.pick(_LEGAL_FORMS[place.country]),
        domain=_domain(stem, number),
        industry=branch.industry,
        employees=employees,
        revenue=employees * draws.whole(80, 260) * 1000,
        place=place,
    )


def make_competitor(draws: Draws) -> Company:
    """Return one of the companies that sell the same software."""
    domain = draws.pick(COMPETITOR_DOMAINS)
    name = domain.split(".", maxsplit=1)[0].capitalize() + " GmbH"
    return Company("", name, domain, "Software", 180, 24_000_000, draws.pick(PLACES))


def company_row(company: Company, draws: Draws) -> CompanyRow:
    """Return what companies.csv knows of a company: more than contacts.csv, not all."""
    return CompanyRow(
        company_id=company.company_id,
        domain="" if draws.chance(0.04) else company.domain,
        company=company.name,
        industry="" if draws.chance(0.03) else company.industry,
        employees="" if draws.chance(0.05) else str(company.employees),
        revenue="" if draws.chance(0.2) else str(company.revenue),
        country="" if draws.chance(0.02) else company.place.country,
    )


def _name(seed: int, number: int, place: Place) -> tuple[_Branch, str]:
    """Return the branch and the name without legal form; no two of one cycle of combinations are the same."""
    front, back = divmod((number + seed) * _STEP % _COMBINATIONS, len(_BRANCHES))
    branch = _BRANCHES[back]
    if place.language == "de":
        return branch, f"{_GERMAN_FRONTS[front]} {branch.german}"
    return branch, f"{_INTERNATIONAL_FRONTS[front]} {branch.english}"


def _domain(stem: str, number: int) -> str:
    """Return a domain that no company with another number has."""
    cycle = number // _COMBINATIONS
    label = ascii_spelling(stem).replace("-&-", "-")
    return f"{label}-{cycle + 1}.example" if cycle else f"{label}.example"


def _employees(draws: Draws) -> int:
    step = draws.whole(0, len(_SIZES) - 2)
    return draws.whole(_SIZES[step], _SIZES[step + 1])
