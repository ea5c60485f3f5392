"""Exports as a user would change them, row by row and cell by cell, to see whether what was promised comes true."""

from __future__ import annotations

import csv
import io
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import EMAIL, ID, LEAD_STAGE, LINE
from leadscore.pipeline import Inputs, Settings
from leadscore.pipeline.inputs import open_session
from leadscore.pipeline.outlook.known import know
from leadscore.pipeline.scored import score_contacts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from leadscore.pipeline.inputs import Session
    from leadscore.results.outlook import Change
    from leadscore.schema.load import RulesFile
    from leadscore.schema.model import InputName
    from leadscore.tables.layout import Layout

Records = list[list[str]]
OTHERS: Final[tuple[InputName, ...]] = ("activities", "deals", "companies")
DEALS: Final = {
    "open": {"stage": "offer", "status": "open"},
    "won": {"stage": "closed_won", "status": "won"},
    "lost": {"stage": "closed_lost", "status": "lost"},
}
INPUTS: Final[Mapping[str, InputName]] = {
    "contact": "contacts",
    "company": "companies",
    "activity": "activities",
    "deal": "deals",
    "referral": "contacts",
}


@dataclass(frozen=True)
class World:
    """Exports and rules: all that a run is given."""

    rules: RulesFile
    as_of: date
    tables: Mapping[InputName, Records]

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Open the exports as a run does."""
        with TemporaryDirectory() as folder:
            files = {name: (_written(Path(folder), name, rows),) for name, rows in self.tables.items()}
            absent = frozenset(name for name in OTHERS if name not in files)
            yield open_session(Inputs(files, absent), self.rules, Settings(self.as_of, Path(folder)))

    @cached_property
    def leads(self) -> pl.DataFrame:
        """All contacts, scored."""
        with self.session() as session:
            return score_contacts(session).contacts

    def stage(self, contact_id: str) -> str:
        """Return the stage of one contact; empty for none."""
        return self.leads.filter(pl.col(ID) == contact_id)[LEAD_STAGE].item() or ""

    def on(self, day: date) -> World:
        """Return the same exports on another day."""
        return World(self.rules, day, self.tables)


@dataclass(frozen=True)
class Person:
    """One contact of a world, and where its rows are.

    Attributes:
        world: The world.
        contact_id: Its id.
        layouts: Where the fields of each input stand.
        lines: The lines on which the records of the contact and of its company start.
        keys: What a row of each input names it by; no entry where it cannot be told from others.
    """

    world: World
    contact_id: str
    layouts: Mapping[InputName, Layout]
    lines: Mapping[InputName, int]
    keys: Mapping[InputName, Mapping[str, str]]

    def after(self, changes: tuple[Change, ...]) -> World | None:
        """Return the world after changes; None where a row cannot be given to this contact alone."""
        tables = {name: [list(row) for row in rows] for name, rows in self.world.tables.items()}
        for change in changes:
            name = INPUTS[change.kind]
            places = self.layouts[name].places
            if not change.is_repeatable:
                place = _first_lines(self.world.tables[name]).index(self.lines[name])
                tables[name][place][places[change.name]] = change.value
            elif name not in self.keys and change.kind != "referral":
                return None
            for number in range(change.count if change.is_repeatable else 0):
                row = [""] * len(tables[name][0])
                for field, cell in self._cells(change, number).items():
                    if field in places:
                        row[places[field]] = cell
                tables[name].append(row)
        return replace(self.world, tables=tables)

    def _cells(self, change: Change, number: int) -> dict[str, str]:
        cells = {one.field: one.value for one in change.cells}
        new = f"new {change.name} {cells} {number}"
        match change.kind:
            case "activity":
                today = {"type": change.name, "occurred_at": self.world.as_of.isoformat(), "activity_id": new}
                return {**today, **cells, **self.keys["activities"]}
            case "deal":
                return {**DEALS[change.name], "deal_id": new, **cells, **self.keys["deals"]}
            case _:
                return {"contact_id": f"new-{number}", "referred_by": self.contact_id}


def people(world: World, ids: list[str]) -> list[Person]:
    """Find contacts in a world."""
    with world.session() as session:
        return [_person(world, session, contact_id) for contact_id in ids]


def _person(world: World, session: Session, contact_id: str) -> Person:
    known = know(session, contact_id)
    lines: dict[InputName, int] = {"contacts": known.contact[LINE].item()}
    if known.company is not None:
        lines["companies"] = known.company[LINE].item()
    layouts = {name: one.layout for name, one in session.inputs.items()}
    rows: tuple[InputName, ...] = ("activities", "deals")
    keys = {name: _key(world, layouts[name], contact_id) for name in rows if name in layouts}
    return Person(world, contact_id, layouts, lines, {name: key for name, key in keys.items() if key})


def _key(world: World, layout: Layout, contact_id: str) -> dict[str, str]:
    """Return the cells by which a row finds its contact; nothing where others would get it."""
    if layout.has("contact_id"):
        return {} if ";" in contact_id else {"contact_id": contact_id}
    email = world.leads.filter(pl.col(ID) == contact_id)[EMAIL].item()
    same = world.leads.filter(pl.col(EMAIL).eq_missing(pl.lit(email, pl.String)))[ID].to_list()
    return {"email": email} if email and layout.has("email") and same[:1] == [contact_id] else {}


def _written(folder: Path, name: str, rows: Records) -> Path:
    path = folder / f"{name}.csv"
    path.write_text(_text(rows), encoding="utf-8", newline="")
    return path


def _text(rows: Records) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _first_lines(rows: Records) -> list[int]:
    """Return the line on which each record starts, the header's first."""
    reader = csv.reader(io.StringIO(_text(rows), newline=""))
    return [1, *(reader.line_num + 1 for _ in reader)]


def read_records(path: Path) -> Records:
    """Return header and records of a file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))
