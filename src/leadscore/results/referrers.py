"""Who recommends, and what comes of it, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["TopReferrer", "WordOfMouth", "WordOfMouthMonth"]


@dataclass(frozen=True)
class WordOfMouthMonth:
    """The leads of one month, or of all.

    Attributes:
        month: The month in which they were created, as YYYY-MM; empty for those without a date, and for all together.
        leads: All of them.
        referred: Those whom somebody else recommended.
        share: `referred` in per cent of `leads`; None of nothing.
        customers: Those that are customers by now.
        referred_customers: Customers whom somebody else recommended.
        customer_share: `referred_customers` in per cent of `customers`; None of nothing.
    """

    month: str
    leads: int
    referred: int
    share: float | None
    customers: int
    referred_customers: int
    customer_share: float | None


@dataclass(frozen=True)
class TopReferrer:
    """Somebody who recommended others.

    Attributes:
        contact_id: Their id; empty for somebody who is no contact.
        name: Their name, or what stands in its place.
        referred: How many they recommended.
        customers: How many of those are customers by now.
    """

    contact_id: str
    name: str
    referred: int
    customers: int


@dataclass(frozen=True)
class WordOfMouth:
    """What came by word of mouth.

    Attributes:
        total: All leads together.
        months: The leads of each month, the earliest first, those without a date last.
        referrers: How many recommended others.
        strangers: How many of those are no contact of the export.
        top: The first of them.
        path: The file with all of them, below the output folder.
    """

    total: WordOfMouthMonth
    months: tuple[WordOfMouthMonth, ...]
    referrers: int
    strangers: int
    top: tuple[TopReferrer, ...]
    path: str
