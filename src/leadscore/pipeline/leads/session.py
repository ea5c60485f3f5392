"""The session of a run, narrowed to some leads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import CONTACT, EMAIL, FILE, ID, KEY, LINE, own
from leadscore.pipeline.joins import check_nights
from leadscore.pipeline.leads.log import narrow_log
from leadscore.pipeline.leads.others import find_colleagues, find_companies, find_deals, find_referrers
from leadscore.pipeline.leads.search import find_wanted
from leadscore.pipeline.parts import MOST_ACTIVITIES
from leadscore.pipeline.people import kept_people
from leadscore.rules.accounts import looks_at_colleagues
from leadscore.steps import contacts
from leadscore.tables import pick_records

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from leadscore.pipeline.inputs import ReadInput, Session
    from leadscore.pipeline.leads.search import Wanted
    from leadscore.schema.model import InputName

__all__ = ["Narrowed", "narrow"]

_READ: Final = (
    *("contact_id", "email", "full_name", "first_name", "last_name", "company"),
    *("company_id", "referred_by"),
)
"""Columns by which contacts are found and find others."""


@dataclass(frozen=True)
class Narrowed:
    """A run of some leads.

    Attributes:
        session: The run, whose inputs have the rows that matter for these leads, and perhaps other contacts for whose
            sake these are what they are. Scored, each of the leads comes out as among all contacts.
        leads: The leads, in the order in which they were asked for, each once.
    """

    session: Session
    leads: tuple[Wanted, ...]


def narrow(session: Session, who: Sequence[str]) -> Narrowed:
    """Narrow a run to some leads.

    Args:
        session: A run of all contacts.
        who: Their ids or e-mail addresses.

    Raises:
        InputError: Nobody has one of these, several contacts share an address, or a column of activities can be read in
            two ways.
    """
    session.settings.tell("looking for the leads")
    known = _accept(session)
    leads = find_wanted(session, known, who)
    wanted = known.filter(pl.col(ID).is_in([lead.contact_id for lead in leads]))[CONTACT]
    if looks_at_colleagues(session.rules.model):
        wanted = find_colleagues(session, known, wanted)
    found: dict[InputName, pl.DataFrame] = {}
    others = [find_referrers(known, wanted, session.layout)]
    if "deals" in session.inputs:
        found["deals"], holders = find_deals(session, known, wanted)
        others.append(holders)
    around = pl.concat([wanted, *others]).unique()
    if "activities" in session.inputs:
        log = narrow_log(session, known, around if _may_overflow(session) else wanted)
        session = replace(session, inputs={**session.inputs, "activities": log.input})
        found["activities"] = log.rows
        around = pl.concat([around, log.others]).unique()
    if "companies" in session.inputs:
        found["companies"] = find_companies(session, known, wanted)
    places = known.filter(pl.col(CONTACT).is_in(around.implode())).select(FILE, LINE)
    found["contacts"] = pick_records(session.inputs["contacts"].table, places)
    return Narrowed(_with_rows(session, found), leads)


def _accept(session: Session) -> pl.DataFrame:
    """Return the accepted contacts with what they are found by."""
    table, layout = session.inputs["contacts"].table, session.layout
    cells = sorted({own(layout.places[field]) for field in _READ if layout.has(field)})
    kept = kept_people(session)
    if kept is not None and len(table.files) == 1:
        return kept.select(*cells, FILE, LINE, ID, KEY, CONTACT, EMAIL).collect()
    rows = table.frame.select(*cells, FILE, LINE).collect(engine="streaming").lazy()
    known = rows.pipe(contacts.accept_contacts, layout).collect()
    if len(table.files) > 1:
        check_nights(known.lazy(), rows.pipe(contacts.find_rejected, layout).collect(), table)
    return known


def _may_overflow(session: Session) -> bool:
    """Return whether a contact may have so many activities that it is rejected."""
    records = sum(file.rows for file in session.inputs["activities"].table.files)
    return records + len(session.rules.model.events) > MOST_ACTIVITIES


def _with_rows(session: Session, rows: Mapping[InputName, pl.DataFrame]) -> Session:
    inputs = {name: _with_frame(one, rows[name]) for name, one in session.inputs.items()}
    return replace(session, inputs=inputs, settings=replace(session.settings, whole_rows=True))


def _with_frame(one: ReadInput, rows: pl.DataFrame) -> ReadInput:
    # NOTE: these rows are not those of the files any more, so nothing of them is kept or found as theirs.
    return replace(one, table=replace(one.table, frame=rows.sort(FILE, LINE).lazy(), lines=(), origin=None))
