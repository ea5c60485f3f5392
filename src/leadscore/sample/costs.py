"""What channels cost: the rows of costs.csv."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from leadscore.sample.draws import Draws
from leadscore.sample.story import CHANNELS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leadscore.sample.days import Days

__all__ = ["ChannelLedger", "Cost"]


class Cost(NamedTuple):
    """One row of costs.csv: what a channel cost in a month, in EUR."""

    channel: str
    period: str
    spend: str


_PRICES: Final = {
    "search": 55,
    "website": 12,
    "content": 38,
    "social": 42,
    "fair": 160,
    "list broker": 9,
    "affiliate": 35,
    "referral": 20,
}
"""What a lead of each channel costs on average, in EUR."""


class ChannelLedger:
    """Counts the leads of each channel and day while contacts are written."""

    def __init__(self) -> None:
        self._leads: Counter[tuple[str, int]] = Counter()

    def count(self, channel: str, age: int) -> None:
        """Count a lead that came in on the day of this age."""
        self._leads[channel, age] += 1

    def costs(self, seed: int, days: Days, night: int) -> Iterator[Cost]:
        """Yield what was spent up to the night of this age.

        It is the spend of every channel in every month with leads; a month without leads of its own costs too.
        """
        leads: Counter[tuple[str, str]] = Counter()
        for (channel, age), count in self._leads.items():
            if age >= night:
                leads[channel, days.iso[age][:7]] += count
        for period in sorted({period for _, period in leads}):
            for channel in CHANNELS:
                price = _PRICES[channel] * (0.75 + 0.5 * Draws(f"{seed}:cost:{channel}:{period}").roll())
                yield Cost(channel, period, f"{round((leads[channel, period] + 0.5) * price)}.00")
