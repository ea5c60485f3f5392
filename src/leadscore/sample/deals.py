"""What contacts buy, or do not: the rows of deals.csv."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from leadscore.sample.draws import spread
from leadscore.sample.entries import Entry, successive
from leadscore.sample.story import Outcome, Story

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leadscore.sample.days import Days
    from leadscore.sample.draws import Draws
    from leadscore.sample.people import Person

__all__ = ["Deal", "DealStory", "deal_entries", "make_deals"]


class Deal(NamedTuple):
    """One row of deals.csv."""

    deal_id: str
    contact_id: str
    stage: str
    amount: str
    created_at: str
    closed_at: str


@dataclass(frozen=True, slots=True)
class DealStory:
    """How a deal ends, or how far it has come; ages in days before the last day.

    Attributes:
        last: Its row on the last day.
        created: Age of the day on which it began.
        closed: Age of the day on which it was won or lost; None if it is open.
    """

    last: Deal
    created: int
    closed: int | None


_STEPS: Final = ("first_contact", "needs_analysis", "presentation", "offer", "trial", "follow_up", "closing")
"""What an open deal goes through."""
_FIRST_STEPS: Final = ("first_contact", "first_contact", "needs_analysis", "presentation")
_LATER_STEPS: Final = spread(
    {"needs_analysis": 1, "presentation": 2, "offer": 5, "trial": 4, "follow_up": 2, "closing": 1}
)


def make_deals(person: Person, story: Story, days: Days, draws: Draws) -> list[DealStory]:
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


def deal_entries(deal: DealStory, draws: Draws) -> list[Entry]:
    """Return the rows that a deal had, oldest first; the last one is its row on the last day."""
    return successive(_versions(deal, draws))


def _versions(deal: DealStory, draws: Draws) -> Iterator[Entry]:
    """Yield the deal with each step that it took, at equal distances, and with its end."""
    open_ = deal.last._replace(closed_at="")
    if deal.closed is None:
        furthest, reached = _STEPS.index(deal.last.stage), draws.whole(0, deal.created)
    else:
        furthest, reached = draws.whole(0, len(_STEPS) - 1), deal.closed
    distances = max(1, furthest if deal.closed is None else furthest + 1)
    for taken in range(furthest + 1):
        age = deal.created - (deal.created - reached) * taken // distances
        yield Entry(open_._replace(stage=_STEPS[taken]), age)
    if deal.closed is not None:
        yield Entry(deal.last, deal.closed)


class _Ledger:
    """Collects the deals of one contact."""

    def __init__(self, person: Person, days: Days, draws: Draws) -> None:
        self.rows: list[DealStory] = []
        self._person = person
        self._days = days
        self._draws = draws

    def add_open(self, created: int) -> None:
        """Add a deal that is still open; the older, the further it has come."""
        stage = self._draws.pick(_FIRST_STEPS if created < 21 else _LATER_STEPS)
        self._add(stage, created, None)

    def add_closed(self, stage: str, created: int, closed: int) -> None:
        """Add a deal that was won or lost; the dates of a few were not carried over from the old system."""
        self._add(stage, created, closed, dated=not self._draws.chance(0.04))

    def add_sequel(self, closed: int) -> None:
        """Add what a customer buys next, where it comes to that."""
        roll = self._draws.roll()
        created = self._draws.whole(0, closed)
        if roll < 0.15:
            self.add_open(created)
        elif roll < 0.25:
            self.add_closed("closed_won", created, self._draws.whole(0, created))

    def _add(self, stage: str, created: int, closed: int | None, *, dated: bool = True) -> None:
        deal_id = f"D{self._person.contact_id}-{len(self.rows) + 1}"
        amount = "" if self._draws.chance(0.06) else self._amount()
        created_at = self._days.iso[created] if dated else ""
        closed_at = self._days.iso[closed] if dated and closed is not None else ""
        row = Deal(deal_id, self._person.contact_id, stage, amount, created_at, closed_at)
        self.rows.append(DealStory(row, created, closed))

    def _amount(self) -> str:
        """Return an amount in EUR: larger companies buy more seats."""
        company = self._person.company
        seats = 5 if company is None else 5 + min(company.employees, 1500) // 12
        return f"{seats * self._draws.whole(60, 240) + self._draws.whole(0, 40) * 100}.00"
