"""How deals stand, step by step, as plain values between the layers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

__all__ = ["PipelineReport", "PipelineStep", "WinRate"]


@dataclass(frozen=True)
class PipelineStep:
    """The deals of one step, of a step that the rules do not name, or those that are won or lost.

    Attributes:
        kind: `step`, `other`, `won` or `lost`.
        name: The step; empty for open deals that name none.
        deals: How many deals.
        value: The sum of their amounts.
        without_amount: How many of them have no amount.
        median_days: The days since they were created, of won and lost ones until they were closed: the one in the middle.
        longest_days: The longest of these.
        without_days: How many of them lack the dates for that.
        stalled: How many of them stand still; None for won and lost, and where the rules do not say what that means.
        stalled_value: The sum of their amounts.
    """

    kind: str
    name: str
    deals: int
    value: Decimal
    without_amount: int
    median_days: float | None
    longest_days: int | None
    without_days: int
    stalled: int | None
    stalled_value: Decimal | None


@dataclass(frozen=True)
class WinRate:
    """How many of the deals that are decided were won.

    Attributes:
        won: Won deals.
        decided: Won and lost deals.
        rate: `won` in per cent of `decided`; None of nothing.
    """

    won: int
    decided: int
    rate: float | None


@dataclass(frozen=True)
class PipelineReport:
    """All deals of the contacts, as they stand on the as-of date.

    Attributes:
        path: The file of the steps, below the output folder.
        steps: The steps in the order of the rules, then those that the rules do not name, then won and lost.
        open: How many deals are open.
        open_value: The sum of their amounts.
        stalled_after: After how many quiet days an open deal stands still; None where the rules do not say it.
        stalled_path: The file of the deals that do; None where the rules do not say it.
        stalled: How many do; None where the rules do not say it.
        stalled_value: The sum of their amounts.
        customers_path: The file of the open deals of customers.
        customers: Contacts with a won deal and an open one.
        customer_deals: Their open deals.
        customer_value: The sum of their amounts.
        win_rate: Of all deals.
        win_rate_year: Of the deals that were created within the last 365 days.
    """

    path: str
    steps: tuple[PipelineStep, ...]
    open: int
    open_value: Decimal
    stalled_after: int | None
    stalled_path: str | None
    stalled: int | None
    stalled_value: Decimal | None
    customers_path: str
    customers: int
    customer_deals: int
    customer_value: Decimal
    win_rate: WinRate
    win_rate_year: WinRate
