"""The activities that matter for some contacts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from leadscore.columns import CONTACT, FILE, KEY, LINE
from leadscore.pipeline.formats import has_votes
from leadscore.pipeline.log import decide_log, kept_log
from leadscore.steps import activity, match
from leadscore.tables import find_records, pick_records

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leadscore.pipeline.inputs import ReadInput, Session
    from leadscore.tables.coded import Coded

__all__ = ["Log", "narrow_log"]


@dataclass(frozen=True)
class Log:
    """The activities of some contacts.

    Attributes:
        input: The input, with the rows that matter and how its columns are written.
        rows: These rows.
        others: `row:contact` of the contacts that some of them belong to because they repeat the id of another.
    """

    input: ReadInput
    rows: pl.DataFrame
    others: pl.Series


def narrow_log(session: Session, known: pl.DataFrame, wanted: pl.Series) -> Log:
    """Take out of a log what matters for some contacts: their activities, and those which have the id of one of these.

    Args:
        session: The run, with activities.
        known: The accepted contacts.
        wanted: `row:contact` of the contacts.

    Raises:
        InputError: A column can be read in two ways, and nothing says which is meant.
    """
    log = session.inputs["activities"]
    keys = known.lazy().pipe(match.contact_keys, session.layout, log.layout).collect()
    theirs = keys.filter(pl.col(CONTACT).is_in(wanted.implode()))[KEY].to_list()
    coded = kept_log(session)
    rows = _rows_of(log, theirs) if coded is None else _kept_rows(log, coded, wanted)
    others = wanted.clear()
    if log.layout.has("activity_id"):
        copies = _copies(rows, log, keys)
        rows = pl.concat([rows, copies.select(rows.columns)]).unique([FILE, LINE], keep="first")
        others = copies[CONTACT]
    open_ = has_votes(rows.lazy(), session.columns_read("activities"), log.layout)
    layout = decide_log(session) if open_ else log.layout
    return Log(replace(log, layout=layout, decided=True), rows, others)


def _rows_of(log: ReadInput, keys: Sequence[str]) -> pl.DataFrame:
    """Return the rows with these keys."""
    texts = match.texts_of_keys(keys, log.layout)
    found = None if texts is None else find_records(log.table, texts)
    if found is not None:
        return found.filter(match.key_of_row(log.layout).is_in(list(keys)))
    places = log.table.frame.filter(match.has_key(keys, log.layout)).select(FILE, LINE)
    return pick_records(log.table, places.collect(engine="streaming"))


def _kept_rows(log: ReadInput, coded: Coded, wanted: pl.Series) -> pl.DataFrame:
    """Return the rows of these contacts, whose places an earlier run has kept."""
    theirs = coded.rows.filter(pl.col(CONTACT).is_in(wanted.implode())).select(FILE, LINE)
    return pick_records(log.table, theirs.collect(engine="streaming"))


def _copies(rows: pl.DataFrame, log: ReadInput, keys: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of known contacts that have the id of one of these, each with its contact."""
    key = activity.activity_key(log.layout)
    ids = rows.select(key.alias("id"))["id"].drop_nulls().unique()
    found = find_records(log.table, ids.to_list())
    copies = (log.table.frame if found is None else found.lazy()).filter(key.is_in(ids.implode()))
    named = copies.with_columns(match.key_of_row(log.layout).alias(KEY)).collect(engine="streaming")
    return named.join(keys, on=KEY, how="inner", validate="m:1")
