"""The contacts of a run: accepted or rejected, and read for what the rules need of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.pipeline.joins import check_nights
from leadscore.pipeline.spool import keep_aside, put_aside
from leadscore.steps import contacts, match, reject
from leadscore.steps.type import add_typed
from leadscore.tables.aside import write_aside

if TYPE_CHECKING:
    from leadscore.pipeline.inputs import Session
    from leadscore.tables.cache import Kept
    from leadscore.tables.layout import Layout

__all__ = ["People", "accept_people", "hold_people", "kept_people"]

_KIND: Final = "contacts"
_ROWS: Final = "rows.parquet"
_LEFT_OUT: Final = "left_out.parquet"


@dataclass(frozen=True)
class People:
    """The contacts.

    Attributes:
        accepted: One row per accepted contact, in input order; many of them lie beside the run.
        height: How many those are.
        rejected: The records that were not accepted.
    """

    accepted: pl.LazyFrame
    height: int
    rejected: pl.DataFrame

    def keys(self, layout: Layout, rows: Layout) -> pl.LazyFrame:
        """Return what the rows of another input find a contact by, laid out as these say."""
        return self.accepted.pipe(match.contact_keys, layout, rows)


def accept_people(session: Session) -> People:
    """Accept or reject each contact, and read what the rules need of its cells."""
    table, layout = session.inputs["contacts"].table, session.layout
    accepted, left_out = _read_people(session)
    check_nights(accepted, left_out, table)
    rejected = reject.rejected_contacts(left_out, [file.name for file in table.files], layout)
    return People(accepted, accepted.select(pl.len()).collect().item(), rejected)


def _read_people(session: Session) -> tuple[pl.LazyFrame, pl.DataFrame]:
    """Return the accepted contacts, and the records that are none; or what was kept of them in an earlier run."""
    kept_by = session.kept_by("contacts")
    rows = sum(file.rows for file in session.inputs["contacts"].table.files)
    if kept_by is None or rows <= session.settings.rows_at_once:
        left_out = _left_out(session)
        return hold_people(_accepted(session, left_out), rows, session), left_out
    found = _kept(session)
    if found is not None:
        left_out = pl.read_parquet(found.files[_LEFT_OUT], glob=False)
        return pl.scan_parquet(found.files[_ROWS], glob=False), left_out
    left_out = _left_out(session)
    place = put_aside(_accepted(session, left_out), session.settings.scratch)
    others = place.with_name(_LEFT_OUT)
    write_aside(left_out, others)
    cache, origins, about = kept_by
    cache.keep(_KIND, origins, [*about, session.readings("contacts")], {}, {_ROWS: place, _LEFT_OUT: others})
    return pl.scan_parquet(place, glob=False), left_out


def kept_people(session: Session) -> pl.LazyFrame | None:
    """Return what was kept of the accepted contacts in an earlier run; None if there is nothing."""
    found = _kept(session)
    return None if found is None else pl.scan_parquet(found.files[_ROWS], glob=False)


def _kept(session: Session) -> Kept | None:
    kept_by = session.kept_by("contacts")
    if kept_by is None:
        return None
    cache, origins, about = kept_by
    return cache.find(_KIND, origins, [*about, session.readings("contacts")])


def _left_out(session: Session) -> pl.DataFrame:
    frame = session.inputs["contacts"].table.frame
    return frame.pipe(contacts.find_rejected, session.layout).collect(engine="streaming")


def _accepted(session: Session, left_out: pl.DataFrame) -> pl.LazyFrame:
    frame, layout = session.inputs["contacts"].table.frame, session.layout
    return (
        frame.pipe(contacts.accept_others, layout, left_out)
        .pipe(add_typed, session.readings("contacts"), layout, session.zone)
        .pipe(contacts.add_email_fields)
    )


def hold_people(contacts_: pl.LazyFrame, most: int, session: Session) -> pl.LazyFrame:
    """Return contacts so that they need not be read again: in memory if they are few, else beside the run."""
    if most <= session.settings.rows_at_once:
        return contacts_.collect(engine="streaming").lazy()
    return keep_aside(contacts_, session.settings.scratch)
