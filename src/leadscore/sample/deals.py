"""What contacts buy, or do not: the rows of deals.csv."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from leadscore.sample.draws import spread
from leadscore.sample.story import Outcome, Story

if TYPE_CHECKING:
    from leadscore.sample.days import Days
    from leadscore.sample.draws import Draws
    from leadscore.sample.people import Person

__all__ = ["Deal", "make_deals"]


class Deal(NamedTuple):
    """One row of deals.csv."""

    deal_id: str
    contact_id: str
    stage: str
    amount: str
    created_at: str
    closed_at: str


_FIRST_STEPS: Final = ("first_contact", "first_contact", "needs_analysis", "presentation")
_LATER_STEPS: Final = spread(
    {"needs_analysis": 1, "presentation": 2, "offer": 5, "trial": 4, "follow_up": 2, "closing": 1}
)


def make_deals(person: Person, story: Story, days: Days, draws: Draws) -> list[Deal]:
    """Return a contact's deals: none, one, or for a customer sometimes a second one."""
    ledger = _Ledger(person, days, draws)
    if story.outcome is Outcome.OPEN:
        ledger.add_open(story.deal_created)
    elif story.outcome is Outcome.LOST:
        ledger.add_closed("closed_lost", story.deal_created, story.deal_closed)
    elif story.outcome is Outcome.WON:
        ledger.add_closed("closed_won", story.deal_created, story.deal_closed)
        ledger.add_sequel(story.deal_closed)
    return ledger.rows


class _Ledger:
    """Collects the deals of one contact."""

    def __init__(self, person: Person, days: Days, draws: Draws) -> None:
        self.rows: list[Deal] = []
        self._person = person
        self._days = days
        self._draws = draws

    def add_open(self, created: int) -> None:
        """Add a deal that is still open; the older, the further it has come."""
        stage = self._draws.pick(_FIRST_STEPS if created < 21 else _LATER_STEPS)
        self._add(stage, self._days.iso[created], "")

    def add_closed(self, stage: str, created: int, closed: int) -> None:
        """Add a deal that was won or lost; the dates of a few were not carried over from the old system."""
        if self._draws.chance(0.04):
            self._add(stage, "", "")
        else:
            self._add(stage, self._days.iso[created], self._days.iso[closed])

    def add_sequel(self, closed: int) -> None:
        """Add what a customer buys next, where it comes to that."""
        roll = self._draws.roll()
        created = self._draws.whole(0, closed)
        if roll < 0.15:
            self.add_open(created)
        elif roll < 0.25:
            self.add_closed("closed_won", created, self._draws.whole(0, created))

    def _add(self, stage: str, created_at: str, closed_at: str) -> None:
        deal_id = f"D{self._person.contact_id}-{len(self.rows) + 1}"
        amount = "" if self._draws.chance(0.06) else self._amount()
        self.rows.append(Deal(deal_id, self._person.contact_id, stage, amount, created_at, closed_at))

    def _amount(self) -> str:
        """Return an amount in EUR: larger companies buy more seats."""
        company = self._person.company
        seats = 5 if company is None else 5 + min(company.employees, 1500) // 12
        return f"{seats * self._draws.whole(60, 240) + self._draws.whole(0, 40) * 100}.00"
