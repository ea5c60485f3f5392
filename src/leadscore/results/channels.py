"""What channels cost and what they bring, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

__all__ = ["ChannelReport", "ChannelResult"]


@dataclass(frozen=True)
class ChannelResult:
    """One channel, all months together. Amounts are in the currency of the export; None where there is nothing to say.

    Attributes:
        channel: Its name as it is mostly written; empty for the leads without one.
        bought: Whether its leads are bought.
        leads: Contacts that came by it.
        reached: Those of them that reached the stage of the report.
        share: `reached` in per cent of `leads`.
        spend: What it cost.
        cost_per_lead: `spend` by `leads`.
        cost_per_reached: `spend` by `reached`.
        won_amount: What its leads have bought.
        returned: `won_amount` by `spend`.
    """

    channel: str
    bought: bool
    leads: int
    reached: int
    share: float | None
    spend: Decimal | None
    cost_per_lead: Decimal | None
    cost_per_reached: Decimal | None
    won_amount: Decimal | None
    returned: Decimal | None


@dataclass(frozen=True)
class ChannelReport:
    """The channels by what a lead costs that reaches one stage.

    Attributes:
        stage: The stage.
        title: Its label.
        channels: The channels, the cheapest first; then those of which it is not known, or that brought nobody so far.
        total: All of them together.
        path: The file with every month, below the output folder.
    """

    stage: str
    title: str
    channels: tuple[ChannelResult, ...]
    total: ChannelResult
    path: str
