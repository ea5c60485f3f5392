"""The contacts of a run: accepted or rejected, and read for what the rules need of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from leadscore.pipeline.joins import check_nights
from leadscore.pipeline.spool import keep_aside
from leadscore.steps import contacts, match, reject
from leadscore.steps.type import add_typed

if TYPE_CHECKING:
    from leadscore.pipeline.inputs import Session
    from leadscore.tables.layout import Layout

__all__ = ["People", "accept_people", "hold_people"]


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
    left_out = table.frame.pipe(contacts.find_rejected, layout).collect(engine="streaming")
    read = (
        table.frame.pipe(contacts.accept_others, layout, left_out)
        .pipe(add_typed, session.readings("contacts"), layout, session.zone)
        .pipe(contacts.add_email_fields)
    )
    accepted = hold_people(read, sum(file.rows for file in table.files), session)
    check_nights(accepted, left_out, table)
    rejected = reject.rejected_contacts(left_out, [file.name for file in table.files], layout)
    return People(accepted, accepted.select(pl.len()).collect().item(), rejected)


def hold_people(contacts_: pl.LazyFrame, most: int, session: Session) -> pl.LazyFrame:
    """Return contacts so that they need not be read again: in memory if they are few, else beside the run."""
    if most <= session.settings.rows_at_once:
        return contacts_.collect(engine="streaming").lazy()
    return keep_aside(contacts_, session.settings.scratch)
