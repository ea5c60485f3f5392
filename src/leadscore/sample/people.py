"""Invented people: the same number always gives the same person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from leadscore.sample.companies import Company, make_company, make_competitor
from leadscore.sample.draws import Draws, spread
from leadscore.sample.jobs import ENGLISH_JOBS, GERMAN_JOBS, Job, Role
from leadscore.sample.names import NAMES, ascii_spelling
from leadscore.sample.places import PLACES, Place, phone_number

__all__ = ["CONTACTS_PER_COMPANY", "FIRST_CONTACT", "FREE_MAIL", "NEIGHBOURS", "Person", "make_person"]


@dataclass(frozen=True, slots=True)
class Person:
    """A person as they really are; the files may know less.

    Attributes:
        contact_id: The number in the CRM.
        first_name: As they spell it.
        last_name: As they spell it.
        email: Their address, at work or private.
        private: Whether the address is one of a free-mail provider.
        phone: Their number at work.
        job: What they do.
        title: How their job is called.
        place: Where they work.
        company: Who they work for; None for those who do not say, students for instance.
    """

    contact_id: str
    first_name: str
    last_name: str
    email: str
    private: bool
    phone: str
    job: Job
    title: str
    place: Place
    company: Company | None

    @property
    def account(self) -> str:
        """The id of the company they are filed under: none where only a private address tells who they are."""
        return "" if self.private or self.company is None else self.company.company_id


@dataclass(frozen=True, slots=True)
class _Name:
    female: bool
    first: str
    last: str


FIRST_CONTACT: Final = 1_000_001
"""The id of the first contact; lower ones belonged to contacts that were deleted."""

FREE_MAIL: Final = {
    "DE": spread(
        {"gmail.com": 5, "gmx.de": 5, "web.de": 5, "t-online.de": 3, "outlook.de": 1, "posteo.de": 1}
    ),
    "AT": ("gmx.at", "gmail.com", "outlook.com"),
    "CH": ("bluewin.ch", "gmx.ch", "gmail.com"),
    "FR": ("orange.fr", "laposte.net", "gmail.com"),
    "PL": ("wp.pl", "o2.pl", "gmail.com"),
}
"""Free-mail providers by country; elsewhere people are with one of the large ones."""

_LARGE_PROVIDERS: Final = ("gmail.com", "outlook.com", "yahoo.com", "icloud.com")
_INVENTED: Final = {
    "de": "beispiel",
    "fr": "exemple",
    "nl": "voorbeeld",
    "pl": "przyklad",
    "nordic": "eksempel",
}
"""A word that marks a private address as invented; elsewhere `example`."""

CONTACTS_PER_COMPANY: Final = 3
"""On average; so many contacts further there is another company."""

NEIGHBOURS: Final = 30
"""Colleagues are at most this many contacts apart, which lets contacts be written one by one."""


def make_person(seed: int, number: int) -> Person:
    """Return the person with this number, counted from 0."""
    draws = Draws(f"{seed}:person:{number}")
    company = _employer(seed, number, draws)
    place = company.place if company else draws.pick(PLACES)
    name = _name(place, draws)
    job = _job(place, company, draws)
    private = company is None or draws.chance(0.07)
    return Person(
        contact_id=str(FIRST_CONTACT + number),
        first_name=name.first,
        last_name=name.last,
        email=_private_address(name, place, number, draws)
        if company is None or private
        else _work_address(name, company, draws),
        private=private,
        phone=phone_number(place, draws),
        job=job,
        title=job.title(female=name.female),
        place=place,
        company=company,
    )


def _employer(seed: int, number: int, draws: Draws) -> Company | None:
    """Return the company somebody works for: one of those that belong to the contacts just before."""
    roll = draws.roll()
    if roll < 0.01:
        return make_competitor(draws)
    if roll < 0.09:
        return None
    company = _company_nearby(seed, number, draws)
    if company.employees < 35:  # few people work there, so it is rather another one
        company = _company_nearby(seed, number, draws)
    return company


def _company_nearby(seed: int, number: int, draws: Draws) -> Company:
    back = draws.whole(0, min(number // 3, NEIGHBOURS))
    return make_company(seed, (number - back) // CONTACTS_PER_COMPANY)


def _name(place: Place, draws: Draws) -> _Name:
    """Return a name; one in nine people has brought theirs from elsewhere, or half of it."""
    pool = NAMES["world" if draws.chance(0.08) else place.language]
    female = draws.chance(0.45)
    first = draws.pick(pool.female if female else pool.male)
    last = draws.pick(NAMES["world"].last if draws.chance(0.03) else pool.last)
    if female and draws.chance(0.04):
        last += "-" + draws.pick(pool.last)
    return _Name(female, first, last)


def _job(place: Place, company: Company | None, draws: Draws) -> Job:
    """Return a job; few students work for a company, and many of those without one are students."""
    jobs = GERMAN_JOBS if place.language == "de" and draws.chance(0.85) else ENGLISH_JOBS
    job = draws.pick(jobs)
    if (job.role is Role.STUDIES) != (company is None) and draws.chance(0.5):
        job = draws.pick(jobs)
    return job


def _work_address(name: _Name, company: Company, draws: Draws) -> str:
    first, last = ascii_spelling(name.first), ascii_spelling(name.last)
    style = draws.roll()
    if style < 0.68:
        local = f"{first}.{last}"
    elif style < 0.88:
        local = f"{first[0]}.{last}"
    elif style < 0.96:
        local = last
    else:
        local = f"{first.title()}.{last.title()}"
    return f"{local}@{company.domain}"


def _private_address(name: _Name, place: Place, number: int, draws: Draws) -> str:
    """Return an address that nobody has: it says that it is an example, and bears the person's number."""
    provider = draws.pick(FREE_MAIL.get(place.country, _LARGE_PROVIDERS))
    word = _INVENTED.get(place.language, "example")
    return f"{ascii_spelling(name.first)}.{ascii_spelling(name.last)}.{word}{number + 1}@{provider}"
