"""What a worker does with a bucket: the pipeline, over all that is of some contacts."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import (
    ALIKE,
    CONTACT,
    LEAD_OWNER,
    NAMED_BY_EMAIL,
    NAMED_BY_ID,
    OLDEST,
    REJECTED,
)
from leadscore.pipeline.log_traces import add_traces
from leadscore.pipeline.scored import score_contacts
from leadscore.pipeline.told import counted_columns
from leadscore.pipeline.unread import written_columns
from leadscore.rules.accounts import compile_accounts
from leadscore.rules.lists import compile_lists
from leadscore.rules.owners import compile_owners
from leadscore.spark.bucket import bucket_tables, shared_emails
from leadscore.spark.cells import as_arrow
from leadscore.spark.companies import companies_used, count_home
from leadscore.spark.job import session_of, with_tables
from leadscore.spark.rows import NOTES, Row, lines_rows, package_of, rows_of, written_rows
from leadscore.spark.totals import FIRST, Notes, first_of
from leadscore.steps import present, reject

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from leadscore.pipeline.inputs import Session
    from leadscore.pipeline.parts import Part
    from leadscore.pipeline.scored import Scored
    from leadscore.schema.model import InputName
    from leadscore.spark.cells import Cogrouped, GroupKey
    from leadscore.spark.job import Job

__all__ = [
    "COSTS",
    "COUNTED",
    "DEALS",
    "HELD",
    "LISTED",
    "PEOPLE",
    "SPAN",
    "USED",
    "bucket_scorer",
]

PEOPLE: Final = ":people"
COUNTED: Final = ":counted"
DEALS: Final = ":deals"
COSTS: Final = ":costs"
HELD: Final = ":held"
USED: Final = ":used"
"""Which companies the contacts of a bucket have, as `text`; of all buckets together, how many, as `number`."""
LISTED: Final = "is:listed"
"""Boolean: the contact is on some list."""
_REPEATS: Final = r"^repeats the id of line .*$"
SPAN: Final = 1 << 40


def bucket_scorer(job: Job, schema: pa.Schema) -> Cogrouped:
    """Return what scores the contacts of a bucket.

    Args:
        job: The run.
        schema: That of `RESULT`.
    """

    def score(key: GroupKey, people: pa.Table, others: pa.Table) -> pa.Table:
        bucket = int(key[0].as_py())
        with TemporaryDirectory(prefix="leadscore-") as scratch:
            session = session_of(job, Path(scratch))
            filled = with_tables(session, bucket_tables(job, people, others))
            rows = _score(filled, bucket, shared_emails(others))
            if "companies" in job.sources:
                rows += count_home(job, session, others, bucket)
            return as_arrow(rows_of(rows), schema)

    return score


def _score(session: Session, bucket: int, shared: pl.DataFrame) -> list[Row]:
    scored = score_contacts(session)
    found = {
        name: _rejected(session, name, part) for name, part in scored.parts.items() if name in session.inputs
    }
    records = pl.concat(found.values(), how="vertical_relaxed")
    rows = [*_contact_rows(scored, bucket), *lines_rows(present.rejected_table(records), bucket)]
    rows.append(package_of(PEOPLE, bucket, _known(scored, bucket)))
    rows.append(package_of(COUNTED, bucket, _counted(scored)))
    dealt = scored.parts["deals"].rows
    if dealt is not None:
        rows.append(package_of(DEALS, bucket, _numbered(dealt.collect(), bucket)))
    if "companies" in session.inputs:
        rows.append((USED, bucket, 0, "\n".join(companies_used(scored)), None))
    notes = replace(_notes(session, scored.parts, found), shared=shared.height, sharing=_first_shared(shared))
    rows.append((NOTES, bucket, 0, None, pickle.dumps(notes)))
    return rows


def _first_shared(shared: pl.DataFrame) -> tuple[tuple[str, str, str], ...]:
    return tuple((email, one, other) for email, one, other in shared.head(FIRST).iter_rows())


def _numbered(rows: pl.DataFrame, bucket: int) -> pl.DataFrame:
    """Return rows whose contacts have numbers that no other bucket gives."""
    return rows.with_columns(pl.col(CONTACT) + bucket * SPAN)


def _contact_rows(scored: Scored, bucket: int) -> list[Row]:
    """Return the lines of contacts; where they have owners, what these are made of once that is known."""
    session = scored.session
    form = present.scored_form(session.rules, session.layout, guard_all=session.settings.guard_all)
    if compile_owners(session.rules) is None:
        return written_rows(form.lines(scored.contacts), bucket)
    held = scored.contacts.select(CONTACT, *(name for name in form.read if name != LEAD_OWNER))
    return [package_of(HELD, bucket, _numbered(held, bucket))]


def _known(scored: Scored, bucket: int) -> pl.DataFrame:
    """Return what the office needs to know of contacts: all of those on a list, and of the others what is counted of all."""
    session, people = scored.session, scored.contacts
    kept = people.select(written_columns(session, people.columns)).drop(NAMED_BY_ID, NAMED_BY_EMAIL)
    on_some = pl.any_horizontal(False, *(one.on for one in compile_lists(session.rules)))  # noqa: FBT003 - of no list
    marked = kept.with_columns(on_some.fill_null(value=False).alias(LISTED))
    leads = marked.filter(LISTED)
    if not leads.is_empty():
        leads = add_traces(session, leads, scored.parts["activities"])
    if has_reports(session):
        leads = pl.concat([leads, marked.filter(~pl.col(LISTED))], how="diagonal")
    return _numbered(leads, bucket)


def _counted(scored: Scored) -> pl.DataFrame:
    """Return what the summary counts of contacts, once for all that are alike in it."""
    rows = scored.contacts.select(counted_columns(scored.session.rules.model))
    return rows.group_by(rows.columns).agg(pl.len().cast(pl.Int64).alias(ALIKE))


def has_reports(session: Session) -> bool:
    """Return whether there are reports, which look at all contacts."""
    rules = session.rules.model
    asked = (rules.channels, rules.nurture, rules.deals, compile_accounts(rules))
    return "costs" in session.inputs or any(one is not None for one in asked)


def _rejected(session: Session, name: InputName, part: Part) -> pl.DataFrame:
    """Return the rejected records of an input; there are no line numbers here."""
    table = session.inputs[name].table
    found = reject.with_raw(table, part.rejected).filter(~reject.is_blank())
    reason = pl.col(REJECTED[4]).str.replace(_REPEATS, "repeats the id of another record")
    return found.with_columns(pl.lit(None, pl.Int64).alias(REJECTED[1]), reason.alias(REJECTED[4]))


def _notes(
    session: Session, parts: Mapping[InputName, Part], rejected: Mapping[InputName, pl.DataFrame]
) -> Notes:
    # NOTE: companies come to every bucket with a contact of theirs, and are counted elsewhere.
    counted = {name: part for name, part in parts.items() if name in session.inputs and name != "companies"}
    gives = parts["activities"].gives
    oldest = gives[0][OLDEST].max() if gives else None
    return Notes(
        read={name: sum(file.rows for file in session.inputs[name].table.files) for name in counted},
        fates={name: {**part.fates, "rejected": rejected[name].height} for name, part in counted.items()},
        first=tuple(first for name in counted for first in first_of(name, rejected[name])),
        unreadable=tuple(one for part in counted.values() for one in part.unreadable),
        joined={name: part.joined for name, part in counted.items()},
        strangers=parts["activities"].strangers,
        later_events=parts["activities"].later_events,
        oldest=oldest if isinstance(oldest, int) else None,
    )
