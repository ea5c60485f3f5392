"""How well a contact fits: what the vendor's ideal customer looks like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leadscore.sample.jobs import Role
from leadscore.sample.places import DACH

if TYPE_CHECKING:
    from leadscore.sample.companies import Company
    from leadscore.sample.people import Person

__all__ = ["SERVED_INDUSTRIES", "fit_of"]

SERVED_INDUSTRIES: Final = frozenset({"Software", "Machinery", "Chemicals"})
"""The industries whose companies buy most."""

_ROLES: Final = {Role.DECIDES: 0.22, Role.LEADS: 0.18, Role.BUILDS: 0.1, Role.WORKS: 0.05, Role.STUDIES: -0.6}


def fit_of(person: Person) -> float:
    """Return how well a person and their company fit, from 0 to 1; students and competitors do not."""
    fit = _ROLES[person.job.role]
    if person.place.country in DACH:
        fit += 0.2
    if person.company:
        fit += _fit_of_company(person.company)
    return max(0.0, fit)


def _fit_of_company(company: Company) -> float:
    if company.is_competitor:
        return -1.0
    industry = 0.26 if company.industry in SERVED_INDUSTRIES else 0.0
    if company.employees >= 250:
        return industry + 0.3
    return industry + (0.16 if company.employees >= 10 else 0.0)
