"""Whose leads are whose: who keeps what, who gets what, and who waits."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from tests.reference.conditions import held_back, holds
from tests.reference.values import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.reference.conditions import Setting
    from tests.reference.rows import Facts, Rules

FULL = "everybody who gets such leads has enough"
AWAY = "everybody who gets such leads is away"
OWNER_FULL = "its owner has enough"
OWNER_AWAY = "its owner is away"
NOBODY = "no entry of owners matches"


@dataclass(frozen=True)
class Claim:
    """A lead that is on some list tonight.

    Attributes:
        id: Its id.
        lists: The lists that it is on, in file order.
        merit: What decides who is given away first, the smallest.
        facts: What the entries of the owners may ask.
        had: Who had it last, and whom the CRM names; `None` for nobody.
        goes_on: Whether it was on some list already, so that whoever has it keeps it.
        new: Whether a hand-off of it begins today.
        open: Whether Sales has not answered on one of the lists.
    """

    id: str
    lists: Sequence[str]
    merit: tuple[object, ...]
    facts: Facts
    had: tuple[str | None, str | None]
    goes_on: bool
    new: bool
    open: bool


@dataclass
class Share:
    """How leads are shared out: each id's owner, who got theirs tonight, and who waits, why, and for whom, best first."""

    owners: dict[str, str] = field(default_factory=dict)
    given: list[str] = field(default_factory=list)
    waiting: list[tuple[Claim, str, str | None]] = field(default_factory=list)


def share_out(entries: Sequence[Rules], claims: Sequence[Claim], setting: Setting) -> Share:
    """Leave leads that go on to those who have them, and hand the others over, the best first."""
    share, listed = Share(), {normalise(name): name for entry in entries for name in names_of(entry)}
    away = {
        name
        for entry in entries
        for name, last_day in entry.get("away", {}).items()
        if setting.as_of <= date.fromisoformat(last_day)
    }
    mine = {
        claim.id: next(
            (listed[normalise(name)] for name in claim.had if name and normalise(name) in listed), None
        )
        for claim in claims
    }
    for claim in claims:
        owner = mine[claim.id]
        if owner is not None and claim.goes_on:
            share.owners[claim.id] = owner
    held = [(claim, share.owners[claim.id]) for claim in claims if claim.id in share.owners]
    for claim in sorted(claims, key=lambda claim: claim.merit):
        if claim.id in share.owners:
            continue
        owner = mine[claim.id]
        entry = next((one for one in entries if _matches(one, claim.facts, setting)), None)
        if owner is not None and (entry is None or owner not in names_of(entry)):
            entry = next(one for one in entries if owner in names_of(one))
        if entry is None:
            share.waiting.append((claim, NOBODY, None))
            continue
        here = [name for name in names_of(entry) if name not in away and owner in (None, name)]
        able = [name for name in here if _has_room(name, entry, held, share)]
        if not able:
            full, gone = (FULL, AWAY) if owner is None else (OWNER_FULL, OWNER_AWAY)
            share.waiting.append((claim, full if here else gone, owner))
            continue
        share.owners[claim.id] = min(able, key=lambda name: _open(name, held))
        share.given.append(claim.id)
        held.append((claim, share.owners[claim.id]))
    return share


def names_of(entry: Rules) -> list[str]:
    """Return the owners of an entry."""
    return [entry["owner"]] if isinstance(entry["owner"], str) else entry["owner"]


def _matches(entry: Rules, facts: Facts, setting: Setting) -> bool:
    wanted = "when" not in entry or holds(entry["when"], facts, setting) is True
    return wanted and not held_back(entry, facts, setting)


def _has_room(name: str, entry: Rules, held: Sequence[tuple[Claim, str]], share: Share) -> bool:
    """What somebody got tonight is new to them, whenever it was first handed over."""
    new = [claim for claim, owner in held if owner == name and (claim.new or claim.id in share.given)]
    some_more_today = "per_day" not in entry or len(new) < entry["per_day"]
    return some_more_today and ("open" not in entry or _open(name, held) < entry["open"])


def _open(name: str, held: Sequence[tuple[Claim, str]]) -> int:
    return sum(claim.open for claim, owner in held if owner == name)
