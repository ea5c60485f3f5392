"""Leads whose stories the quarter tells: what their rows are on each night, counted from 0."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = ["FIRST", "NIGHTS", "PEOPLE", "Person", "add_people", "day_of"]

NIGHTS: Final = 90
FIRST: Final = date(2026, 8, 2)
_SHOPPING: Final = "/pricing"


def day_of(night: int) -> date:
    """Return the as-of date of a night."""
    return FIRST + timedelta(days=night)


@dataclass(frozen=True)
class Person:
    """One lead.

    Attributes:
        id: Its contact id.
        cells: Cells of its contact, all nights.
        changes: Cells from a night on, until the next night that changes them.
        did: What it did, with the night: type and address.
        deals: Its deals: the night from which on a stage holds, by deal.
        there: From which night on it is in the export.
        missing: Nights on which it is not.
    """

    id: str
    cells: Mapping[str, str]
    changes: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    did: Sequence[tuple[int, str, str]] = ()
    deals: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    there: int = 0
    missing: frozenset[int] = frozenset()

    def row(self, night: int) -> dict[str, str] | None:
        """Return its contact as a night's export has it, None where it has not."""
        if night < self.there or night in self.missing:
            return None
        known = {"contact_id": self.id, "created_at": day_of(self.there).isoformat(), **self.cells}
        for since, cells in sorted(self.changes.items()):
            known |= cells if since <= night else {}
        return known

    def activities(self, night: int) -> Iterator[dict[str, str]]:
        """Yield what it did up to a night."""
        for when, type_, url in self.did:
            if when <= night:
                at = f"{day_of(when)} 10:00:00"
                yield {"contact_id": self.id, "type": type_, "occurred_at": at, "url": url}

    def pipeline(self, night: int) -> Iterator[dict[str, str]]:
        """Yield its deals as they are on a night."""
        for number, stages in self.deals.items():
            began = [since for since in stages if since <= night]
            if began:
                stage, last = stages[max(began)], max(began)
                closed = day_of(last).isoformat() if stage.startswith("closed") else ""
                created = day_of(min(stages)).isoformat()
                yield {
                    "deal_id": number,
                    "contact_id": self.id,
                    "stage": stage,
                    "amount": "12000.00",
                    "created_at": created,
                    "closed_at": closed,
                }


_FITS: Final = {"country": "DE", "industry": "Machinery", "employees": "300", "company": "Story AG"}


def _looks(*nights: int) -> list[tuple[int, str, str]]:
    return [(night, "page_view", _SHOPPING) for night in nights]


PEOPLE: Final = (
    Person(
        "ada",
        {**_FITS, "first_name": "Ada", "need": "One view of all leads"},
        changes={
            9: {"lead_status": "rejected", "rejected_reason": "No budget"},
            14: {"lead_status": "new", "rejected_reason": ""},
            32: {"lead_status": "accepted", "budget": "25 k"},
            75: {"nps": "10"},
        },
        did=[*_looks(1, 2, 30, 31, 36), (36, "demo_request", "/demo"), (30, "download", "")],
        deals={"DA": {45: "offer", 60: "closed_won"}},
        there=1,
    ),
    Person(
        "bo",
        {**_FITS, "first_name": "Bo", "country": "FR"},
        changes={40: {"job_title": "Student"}},
        did=[*_looks(5, 6), (6, "demo_request", "/demo")],
    ),
    Person(
        "cy",
        {**_FITS, "first_name": "Cy"},
        did=_looks(60, 61, 62),
        missing=frozenset({68, 69}),
    ),
    Person(
        "di",
        {**_FITS, "first_name": "Di", "lead_status": "new"},
        changes={21: {"lead_status": "rejected", "rejected_reason": "Wrong person"}},
        did=[*_looks(20), (20, "demo_request", "/demo")],
    ),
)


def add_people(folder: Path, night: int) -> None:
    """Add the rows of the people to the export of a night.

    Args:
        folder: The export.
        night: Which one it is, counted from 0.
    """
    rows = {
        "contacts": [row for one in PEOPLE if (row := one.row(night)) is not None],
        "activities": [row for one in PEOPLE for row in one.activities(night)],
        "deals": [row for one in PEOPLE for row in one.pipeline(night)],
    }
    for name, added in rows.items():
        place = folder / f"{name}.csv"
        with place.open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        with place.open("a", encoding="utf-8", newline="") as file:
            csv.DictWriter(file, header, lineterminator="\n").writerows(added)
