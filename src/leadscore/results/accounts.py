"""Accounts, the companies that contacts belong to, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

__all__ = ["AccountReport", "TopAccount"]


@dataclass(frozen=True)
class TopAccount:
    """One of the most engaged accounts.

    Attributes:
        account: Its company id or e-mail domain.
        company: Its name; empty where nobody says it.
        contacts: How many contacts it has.
        engaged: How many of them are engaged.
        engagement: Their combined engagement.
        stage: The title of the stage of the furthest contact; empty for none.
        one_contact_risk: Whether something is at stake, and only one contact is engaged.
        personas: The personas of which somebody is engaged.
        missing: Those of which nobody is.
    """

    account: str
    company: str
    contacts: int
    engaged: int
    engagement: Decimal
    stage: str
    one_contact_risk: bool
    personas: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class AccountReport:
    """The accounts of a run.

    Attributes:
        accounts: How many there are.
        engaged: How many of them have an engaged contact.
        one_contact_risk: In how many something is at stake, and only one contact is engaged.
        contacts: Contacts that belong to one.
        without: Contacts that belong to none.
        personas: How many personas the rules have.
        ripe: The title of the stage from which on something is at stake; empty where only open deals say that.
        top: The most engaged accounts, in order.
        path: The file with all of them, below the output folder.
    """

    accounts: int
    engaged: int
    one_contact_risk: int
    contacts: int
    without: int
    personas: int
    ripe: str
    top: tuple[TopAccount, ...]
    path: str
