"""What happens between a contact and the vendor: how it begins, how far it goes, how it ends.

All times are ages: whole days before the as-of date. Whether somebody buys depends on how well they fit, on how
interested they are, and on how recently they were seen: `_readiness` is the chance that every score tries to guess.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Final

from leadscore.sample.days import HORIZON
from leadscore.sample.draws import spread
from leadscore.sample.fit import fit_of

if TYPE_CHECKING:
    from leadscore.sample.draws import Draws
    from leadscore.sample.people import Person

__all__ = ["BOUGHT_CHANNEL", "CHANNELS", "Interest", "Outcome", "Story", "make_story"]

BOUGHT_CHANNEL: Final = "list broker"
_WORD_OF_MOUTH: Final = "referral"

CHANNELS: Final = {
    "search": 22,
    "website": 16,
    "content": 16,
    "social": 13,
    "fair": 10,
    BOUGHT_CHANNEL: 9,
    "affiliate": 7,
    _WORD_OF_MOUTH: 7,
}
"""Channels, and how many leads in a hundred each brings."""


class Interest(IntEnum):
    """How much somebody wants to know."""

    SILENT = 0
    CURIOUS = 1
    INTERESTED = 2
    HOT = 3


class Outcome(StrEnum):
    """How the story ends as of today."""

    NO_DEAL = "no deal"
    OPEN = "open"
    WON = "won"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Story:
    """One contact's story; ages in days before the as-of date.

    Attributes:
        channel: Where the contact comes from.
        interest: How much they want to know.
        created: Age of the contact in the CRM.
        seen: Age of their last visit, at most `created`.
        demo: Age of the day on which they asked for a demo; None if they did not.
        outcome: How it ends.
        deal_created: Age of the deal; 0 if there is none.
        deal_closed: Age of the day it was won or lost; 0 if it was not.
        nps: A customer's answer to "would you recommend us", from 0 to 10; None if never asked.
    """

    channel: str
    interest: Interest
    created: int
    seen: int
    demo: int | None
    outcome: Outcome
    deal_created: int
    deal_closed: int
    nps: int | None

    @property
    def referred(self) -> bool:
        """Whether somebody recommended the vendor to them."""
        return self.channel == _WORD_OF_MOUTH

    @property
    def recommends(self) -> bool:
        """Whether they recommend the vendor to others."""
        return self.nps is not None and self.nps >= 9


_CHANNEL_DRAWS: Final = spread(CHANNELS)


def _interests(silent: int, curious: int, interested: int, hot: int) -> tuple[Interest, ...]:
    return spread(dict(zip(Interest, (silent, curious, interested, hot), strict=True)))


_INTERESTS: Final = {
    _WORD_OF_MOUTH: _interests(22, 32, 27, 19),
    "fair": _interests(28, 32, 26, 14),
    "search": _interests(28, 33, 26, 13),
    BOUGHT_CHANNEL: _interests(75, 20, 4, 1),
}
_USUAL_INTERESTS: Final = _interests(36, 34, 20, 10)

_PULL: Final = {Interest.SILENT: 0.01, Interest.CURIOUS: 0.07, Interest.INTERESTED: 0.5, Interest.HOT: 1.0}
"""How likely somebody of this interest buys who fits perfectly and was here yesterday."""

_NPS_ANSWERS: Final = spread({10: 4, 9: 5, 8: 6, 7: 5, 6: 2, 5: 1, 3: 1, 0: 1})


def make_story(person: Person, draws: Draws) -> Story:
    """Return the story of this person."""
    channel = draws.pick(_CHANNEL_DRAWS)
    fit = fit_of(person)
    interest = _interest(channel, fit, draws)
    created = _created(draws)
    seen = _last_seen(interest, created, draws)
    outcome = _outcome(fit, _readiness(fit, interest, seen), created, draws)
    closed = draws.mostly_low(2, created - 15) if outcome in {Outcome.WON, Outcome.LOST} else 0
    opened = _deal_created(outcome, closed, created, draws)
    return Story(
        channel=channel,
        interest=max(interest, Interest.INTERESTED) if outcome is Outcome.WON else interest,
        created=created,
        seen=min(seen, draws.mostly_low(0, 25)) if outcome is Outcome.WON else seen,
        demo=_demo(interest, outcome, max(opened, seen), created, draws),
        outcome=outcome,
        deal_created=opened,
        deal_closed=closed,
        nps=draws.pick(_NPS_ANSWERS) if outcome is Outcome.WON and draws.chance(0.75) else None,
    )


def _interest(channel: str, fit: float, draws: Draws) -> Interest:
    """Return how interested somebody is: it depends on the channel, and those who fit want to know more."""
    interest = draws.pick(_INTERESTS.get(channel, _USUAL_INTERESTS))
    if interest < Interest.HOT and draws.chance(0.3 * fit):
        return Interest(interest + 1)
    return interest


def _created(draws: Draws) -> int:
    """Return how old a contact is: the vendor grows, so half came in the last eight months."""
    roll = draws.roll()
    return int((HORIZON - 1) * roll * (0.35 + 0.65 * roll))


def _last_seen(interest: Interest, created: int, draws: Draws) -> int:
    if interest is Interest.SILENT:
        return draws.whole(0, created)
    if interest is Interest.CURIOUS:
        return draws.whole(0, min(created, 360))
    return min(created, draws.mostly_low(0, 160 if interest is Interest.INTERESTED else 80))


def _readiness(fit: float, interest: Interest, seen: int) -> float:
    """Return the chance of a deal."""
    recency = 1.0 if seen <= 30 else 0.7 if seen <= 60 else 0.4 if seen <= 120 else 0.15
    return _PULL[interest] * recency * (0.01 + 1.9 * fit * fit * fit)


def _outcome(fit: float, readiness: float, created: int, draws: Draws) -> Outcome:
    """Return how the story ends; a deal takes some weeks, so a new contact has an open one at most."""
    if not draws.chance(readiness):
        return Outcome.NO_DEAL
    if created < 30 or draws.chance(0.24):
        return Outcome.OPEN
    return Outcome.WON if draws.chance(0.3 + 0.5 * fit) else Outcome.LOST


def _deal_created(outcome: Outcome, closed: int, created: int, draws: Draws) -> int:
    if outcome is Outcome.NO_DEAL:
        return 0
    if outcome is Outcome.OPEN:
        return draws.mostly_low(0, min(created, 150))
    return min(created, closed + draws.whole(10, 120))


def _demo(interest: Interest, outcome: Outcome, latest: int, created: int, draws: Draws) -> int | None:
    """Return the age of a request for a demo; most who buy ask for one a few days before the deal."""
    share = (
        0.85
        if outcome is not Outcome.NO_DEAL
        else {Interest.HOT: 0.8, Interest.INTERESTED: 0.06}.get(interest, 0)
    )
    if not draws.chance(share):
        return None
    return min(created, latest + draws.mostly_low(0, 14))
