"""Companies as accounts of the CRM: each is opened with the first contact who works there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leadscore.sample.companies import company_row, make_company
from leadscore.sample.draws import Draws
from leadscore.sample.entries import Entry
from leadscore.sample.people import CONTACTS_PER_COMPANY, NEIGHBOURS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leadscore.sample.people import Person

__all__ = ["Accounts"]

_GATHERING: Final = NEIGHBOURS // CONTACTS_PER_COMPANY + 1
"""So many companies may still get a contact who came earlier than those that are known."""


class Accounts:
    """Opens accounts while contacts come one by one."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._since: dict[str, int] = {}
        self._finished = 0

    def meet(self, number: int, person: Person, created: int) -> Iterator[Entry]:
        """Note a contact, and yield the companies of which all contacts are known now, in order."""
        if number % CONTACTS_PER_COMPANY == 0:
            company = make_company(self._seed, number // CONTACTS_PER_COMPANY)
            self._since[company.company_id] = created
        employer = person.company.company_id if person.company else ""
        if employer in self._since:
            self._since[employer] = max(self._since[employer], created)
        while len(self._since) > _GATHERING:
            yield self._finish()

    def finish(self) -> Iterator[Entry]:
        """Yield the companies that remain."""
        while self._since:
            yield self._finish()

    def _finish(self) -> Entry:
        number, since = self._finished, self._since.pop(next(iter(self._since)))
        self._finished += 1
        company = make_company(self._seed, number)
        return Entry(company_row(company, Draws(f"{self._seed}:account:{number}")), since)
