"""What is known of one lead before anything changes: its own row, and the rows of other inputs that are its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import AGE, CONTACT, FATE, ID, LEAD_STAGE, typed
from leadscore.pipeline.log import age_rows
from leadscore.pipeline.parts import deal_rows
from leadscore.pipeline.people import People
from leadscore.pipeline.scored import score_contacts
from leadscore.rules.accounts import compile_accounts
from leadscore.rules.activity_rules import TYPE
from leadscore.steps import accounts, companies

if TYPE_CHECKING:
    from leadscore.pipeline.inputs import Session
    from leadscore.pipeline.scored import Scored
    from leadscore.tables.layout import Layout

__all__ = ["DOOMSDAY", "Known", "know"]

DOOMSDAY: Final = date(9999, 12, 31)
"""The last day that can be written. As of this day all activities but those that are only planned have happened."""


@dataclass(frozen=True)
class Known:
    """What is known of a lead.

    Attributes:
        session: The run.
        row: The lead, scored: one row with every column that the steps add.
        people: All contacts of the run.
        contact: The accepted contact: one row with its own cells and what was read of them.
        logged: Its activities that count once, on days to come too; their age as of the last day of all.
        log: Where the fields of activities stand, and how they are written; None where there is no such input.
        company: The cells of its company; None where it has none.
        deals: Its deals as of now; None where there is no such input.
        colleagues: Who else is at its company, as of now; None where nothing depends on them.
    """

    session: Session
    row: pl.DataFrame
    people: People
    contact: pl.DataFrame
    logged: pl.DataFrame
    log: Layout | None
    company: pl.DataFrame | None
    deals: pl.DataFrame | None
    colleagues: pl.DataFrame | None

    @property
    def as_of(self) -> date:
        """The day on which ages are counted."""
        return self.session.rules.as_of

    @property
    def stage(self) -> str | None:
        """The present stage; None for none."""
        found: str | None = self.row[LEAD_STAGE].item()
        return found

    def deals_on(self, day: date) -> pl.DataFrame | None:
        """Return its deals as they will stand on another day, if nothing happens."""
        return _deals(_as_of(self.session, day), self.people, self.contact)


def know(session: Session, contact_id: str) -> Known:
    """Gather what is known of a lead.

    Args:
        session: A run with the lead, and with all rows that matter for it.
        contact_id: Its id.

    Raises:
        InputError: An input turns out not to be readable.
        KeyError: There is no such contact among the accepted ones.
    """
    with TemporaryDirectory(dir=session.settings.scratch) as folder:
        session = replace(session, settings=replace(session.settings, scratch=Path(folder)))
        scored = score_contacts(session)
        row = scored.contacts.filter(pl.col(ID) == contact_id)
        if row.height != 1:
            raise KeyError(contact_id)
        everybody = scored.people.accepted.collect()
        contact = everybody.join(row.select(CONTACT), on=CONTACT, how="semi", maintain_order="left")
        people = People(everybody.lazy(), everybody.height, pl.DataFrame())
        logged, log = _activities(session, people, contact)
        return Known(
            session=session,
            row=row,
            people=people,
            contact=contact,
            logged=logged,
            log=log,
            company=_company(session, contact),
            deals=_deals(session, people, contact),
            colleagues=_colleagues(scored, row),
        )


def _as_of(session: Session, day: date) -> Session:
    return replace(session, rules=replace(session.rules, as_of=day))


def _activities(
    session: Session, people: People, contact: pl.DataFrame
) -> tuple[pl.DataFrame, Layout | None]:
    """Return the lead's activities of the log; no columns where there is none."""
    if "activities" not in session.inputs:
        return pl.DataFrame(), None
    aged = age_rows(_as_of(session, DOOMSDAY), people)
    read = [typed(one.kind, one.field) for one in session.readings("activities")]
    rows = _mine(aged.rows, contact).filter(pl.col(FATE) == "used")
    return rows.select(*dict.fromkeys([CONTACT, AGE, TYPE, FATE, *read])).collect(), aged.layout


def _mine(rows: pl.LazyFrame, contact: pl.DataFrame) -> pl.LazyFrame:
    return rows.filter(pl.col(CONTACT) == contact[CONTACT].item())


def _deals(session: Session, people: People, contact: pl.DataFrame) -> pl.DataFrame | None:
    if "deals" not in session.inputs:
        return None
    return _mine(deal_rows(session, people), contact).filter(pl.col(FATE) == "used").collect()


def _colleagues(scored: Scored, row: pl.DataFrame) -> pl.DataFrame | None:
    if compile_accounts(scored.session.rules.model) is None:
        return None
    return accounts.find_colleagues(scored.contacts, row[CONTACT].item())


def _company(session: Session, contact: pl.DataFrame) -> pl.DataFrame | None:
    """Return the cells of the lead's company."""
    if "companies" not in session.inputs:
        return None
    one = session.inputs["companies"]
    rows = one.table.frame.collect()
    named = rows.lazy().pipe(companies.identify_companies, one.layout)
    found = companies.match_companies(contact.lazy(), named, session.layout).collect()
    place = found[companies.COMPANY].item()
    return None if place is None else rows.slice(place, 1)
