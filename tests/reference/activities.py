"""What people did: which records count, and for whom."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.reference.rows import Facts, Fate, Row, account
from tests.reference.values import MISSING, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from tests.reference.contacts import Directory


@dataclass(frozen=True)
class Activity:
    """One activity of a known contact: its type as text compares, and its local day."""

    place: int
    type: str
    day: date
    row: Row

    @property
    def order(self) -> tuple[date, str, tuple[str, ...]]:
        """What decides between copies, so that the order of the rows cannot."""
        return self.day, self.type, tuple(self.row.cells.values())


def sort_out(rows: Sequence[Row], contacts: Directory, as_of: date) -> tuple[list[Activity], dict[str, int]]:
    """Return the activities that are used, and the count of every record by what became of it."""
    fates, known = [], []
    for row in rows:
        found = _read(row, contacts, as_of)
        if isinstance(found, Activity):
            known.append(found)
        else:
            fates.append(found)
    used = _one_of_each(known)
    fates += [Fate.USED] * len(used) + [Fate.REPEATED] * (len(known) - len(used))
    return used, account(fates)


def _read(row: Row, contacts: Directory, as_of: date) -> Activity | Fate:
    kind, day = row.value("type").text, row.value("occurred_at").day
    if kind is None or day is None:
        return Fate.REJECTED
    if day > as_of:
        return Fate.LATER
    place = contacts.place(row)
    return Fate.UNKNOWN_CONTACT if place is None else Activity(place, kind, day, row)


def _one_of_each(activities: Iterable[Activity]) -> list[Activity]:
    """Keep the smallest of the activities that share an `activity_id`, and all that have none."""
    used: dict[object, Activity] = {}
    for activity in sorted(activities, key=lambda activity: activity.order):
        used.setdefault(activity.row.identity("activity_id") or object(), activity)
    return list(used.values())


def activity_facts(activities: Sequence[Activity], as_of: date) -> Facts:
    """Return one contact's `activities.<type>` and `last_activity_days`."""
    counts = Counter(activity.type for activity in activities)
    facts = {f"activities.{kind}": Value(number=float(count)) for kind, count in counts.items()}
    ages = [(as_of - activity.day).days for activity in activities]
    facts["last_activity_days"] = Value(number=float(min(ages))) if ages else MISSING
    return facts
