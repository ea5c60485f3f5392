"""Deals: open, won or lost on the as-of date."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from tests.reference.arithmetic import round_half_away
from tests.reference.meanings import deal_meaning
from tests.reference.rows import Facts, Fate, Row, Rules, account
from tests.reference.values import Value

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tests.reference.contacts import Directory


@dataclass(frozen=True)
class Deal:
    """One deal of a known contact: `open`, `won` or `lost`, and its amount in thousandths."""

    place: int
    state: str
    amount: int


def sort_out(
    rows: Sequence[Row], contacts: Directory, as_of: date, rules: Rules
) -> tuple[list[Deal], dict[str, int]]:
    """Return the deals that are used, and the count of every record by what became of it."""
    used, fates, seen = [], [], set()
    said = rules.get("deals", {})
    states = [said["column"]] if "column" in said else ["status", "stage"]
    for row in rows:
        fate, deal_id = _fate(row, contacts, as_of, states), row.identity("deal_id")
        if fate is Fate.USED and deal_id is not None and deal_id in seen:
            fate = Fate.REPEATED
        if fate is Fate.USED:
            seen.add(deal_id)
            texts = [row.value(field).text for field in states]
            used.append(_deal(row, contacts, as_of, _state(texts, said)))
        fates.append(fate)
    return used, account(fates)


def _fate(row: Row, contacts: Directory, as_of: date, states: Sequence[str]) -> Fate:
    keyed = any(row.value(key).known for key in ("contact_id", "email", "contact_name"))
    if not keyed or not any(row.value(field).known for field in states):
        return Fate.REJECTED
    created = row.value("created_at").day
    if created is not None and created > as_of:
        return Fate.LATER
    return Fate.UNKNOWN_CONTACT if contacts.place(row) is None else Fate.USED


def _state(texts: Sequence[str | None], said: Rules) -> str:
    """Return what the first text says that says something."""
    own = {name: said[name] for name in ("won", "lost") if name in said}
    meanings = (deal_meaning(text, own) for text in texts)
    return next((meaning for meaning in meanings if meaning is not None), "open")


def _deal(row: Row, contacts: Directory, as_of: date, state: str) -> Deal:
    place, closed = contacts.place(row), row.value("closed_at").day
    assert place is not None
    closes_later = closed is not None and closed > as_of
    return Deal(place, "open" if closes_later else state, _amount(row))


def _amount(row: Row) -> int:
    """Return the amount in thousandths; what cannot be read, or has over 12 digits before the point, is nothing."""
    written = row.reader_of("amount").number_text(row.cell("amount"))
    if written is None or len(written.lstrip("+-").partition(".")[0]) > 12:
        return 0
    return round_half_away(Fraction(written) * 1000)


def deal_facts(deals: Sequence[Deal]) -> Facts:
    """Return one contact's `deals.open`, `deals.won`, `deals.lost` and `deals.amount_won`."""
    states = [deal.state for deal in deals]
    won = sum(deal.amount for deal in deals if deal.state == "won")
    counts = {f"deals.{state}": Value(number=float(states.count(state))) for state in ("open", "won", "lost")}
    return {**counts, "deals.amount_won": Value(number=won / 1000)}
