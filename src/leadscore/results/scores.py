"""How scores are spread, and how they rise and fall, as plain values between the layers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

__all__ = ["Momentum", "Moving", "ScoreSummary"]


@dataclass(frozen=True)
class Momentum:
    """What the score of one lead has gained.

    Attributes:
        days: Over so many days.
        gained: The score less what it was; below 0 where it fell.
    """

    days: int
    gained: Decimal


@dataclass(frozen=True)
class Moving:
    """How many contacts have a score that moves.

    Attributes:
        days: Over so many days.
        rising: Contacts whose score is higher than it was.
        falling: Contacts whose score is lower.
        steady: Contacts whose score is the same.
    """

    days: int
    rising: int
    falling: int
    steady: int


@dataclass(frozen=True)
class ScoreSummary:
    """How one score is spread over all scored contacts.

    Attributes:
        score: Its name.
        median: The score that half of the contacts have at most; None without any contact.
        high: The score that 9 of 10 contacts have at most; likewise.
        at_zero: Contacts whose score is 0 or less.
        at_hundred: Contacts whose score is 100.
        moving: How it moves; None where the rules do not ask for that.
    """

    score: str
    median: Decimal | None
    high: Decimal | None
    at_zero: int
    at_hundred: int
    moving: Moving | None = None
