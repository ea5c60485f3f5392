"""What is told of a run: its summary, what was rejected, and what went in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore import __version__
from leadscore.columns import (
    DISQUALIFIED,
    LEAD_DISQUALIFIED_BY,
    LEAD_LIGHT,
    LEAD_STAGE,
    OLDEST,
    REJECTED,
)
from leadscore.errors import InputError
from leadscore.pipeline.formats import described
from leadscore.results import Accounting, ListFileUse, Manifest, RejectedRecord, Summary
from leadscore.schema.notes import find_memory_notes
from leadscore.steps import contacts, found, notes, reject, spread, summarise

if TYPE_CHECKING:
    from collections.abc import Mapping

    from leadscore.errors import Problem
    from leadscore.pipeline.inputs import Session
    from leadscore.pipeline.lists import Lists
    from leadscore.pipeline.parts import Part
    from leadscore.pipeline.scored import Scored
    from leadscore.results import SourceFile
    from leadscore.schema.model import InputName, Rules

__all__ = [
    "Counted",
    "Rejected",
    "count_contacts",
    "counted_columns",
    "first_rejected",
    "look_up_rejected",
    "manifest_of",
    "summary_of",
]

FIRST_REJECTED: Final = 5
"""Rejected records that the summary shows."""


@dataclass(frozen=True)
class Rejected:
    """What was rejected of each input.

    Attributes:
        records: Rows of `rejected.csv`.
        blank: How many more there are that are no records.
        files: The files, with the number of records in them.
    """

    records: Mapping[InputName, pl.DataFrame]
    blank: Mapping[InputName, int]
    files: Mapping[InputName, tuple[SourceFile, ...]]

    @property
    def rows(self) -> pl.DataFrame:
        """The records of all inputs."""
        return pl.concat(self.records.values(), how="vertical_relaxed")


def look_up_rejected(session: Session, parts: Mapping[InputName, Part]) -> Rejected:
    """Look up what was rejected, and leave out what is no record but a row of nothing but delimiters."""
    found = {name: reject.with_raw(one.table, parts[name].rejected) for name, one in session.inputs.items()}
    records = {name: rows.filter(~reject.is_blank()) for name, rows in found.items()}
    blank = {name: rows.filter(reject.is_blank()) for name, rows in found.items()}
    files = {
        name: tuple(
            replace(file, rows=file.rows - blank[name].filter(pl.col(REJECTED[0]) == file.name).height)
            for file in one.table.files
        )
        for name, one in session.inputs.items()
    }
    return Rejected(records, {name: rows.height for name, rows in blank.items()}, files)


def first_rejected(rejected: pl.DataFrame) -> tuple[RejectedRecord, ...]:
    """Return the first of some rejected records, for messages."""
    rows = rejected.head(FIRST_REJECTED).select(*REJECTED[:2], REJECTED[4])
    return tuple(RejectedRecord(*row) for row in rows.iter_rows())


def _account(session: Session, parts: Mapping[InputName, Part], rejected: Rejected) -> tuple[Accounting, ...]:
    """Count what became of every record, and check that none is lost.

    Raises:
        InputError: The counts do not add up, which would be a fault of this program.
    """
    accounts = []
    for name, one in session.inputs.items():
        fates = parts[name].fates
        account = Accounting(
            input=name,
            files=tuple(file.name for file in one.table.files),
            read=sum(file.rows for file in rejected.files[name]),
            used=fates.get("used", 0),
            later=fates.get("later", 0),
            unknown_contact=fates.get("unknown_contact", 0),
            repeated=fates.get("repeated", 0),
            rejected=fates.get("rejected", 0) + one.table.malformed.height - rejected.blank[name],
        )
        if not account.adds_up:
            raise InputError(
                f"the records of {name} do not add up: {account}; nothing was written. Please report this"
            )
        accounts.append(account)
    return tuple(accounts)


@dataclass(frozen=True)
class Counted:
    """What is counted of all contacts.

    Attributes:
        contacts: Those that the summary looks at: the columns that `counted_columns` names, a row for each, or, with
            `row:alike`, a row for so many that are alike in all of them.
        shared: Some addresses that several contacts have, each with two of their ids: `email`, `one` and `other`.
        sharing: How many such addresses there are.
    """

    contacts: pl.DataFrame
    shared: pl.DataFrame
    sharing: int


def counted_columns(rules: Rules) -> list[str]:
    """Return the columns of contacts that the summary counts."""
    columns = (LEAD_STAGE, LEAD_LIGHT, DISQUALIFIED, LEAD_DISQUALIFIED_BY, *spread.read_of(rules))
    return list(dict.fromkeys(columns))


def count_contacts(scored: Scored) -> Counted:
    """Return what the summary counts of scored contacts."""
    rows = scored.rows.select(counted_columns(scored.session.rules.model)).collect(engine="streaming")
    shared = scored.people.accepted.pipe(contacts.find_shared_emails).collect()
    return Counted(rows, shared, shared.height)


def summary_of(
    session: Session, parts: Mapping[InputName, Part], lists: Lists, rejected: Rejected, counted: Counted
) -> Summary:
    """Return what the terminal and `summary.json` show.

    Args:
        session: The run.
        parts: What became of each input.
        lists: The lists of the run.
        rejected: The rejected records.
        counted: What is counted of all contacts.
    """
    rules, scored = session.rules, counted.contacts
    accounts = _account(session, parts, rejected)
    return Summary(
        rules=rules.model.name or session.file_name,
        as_of=rules.as_of,
        scored=summarise.count_all(scored),
        funnel=summarise.count_stages(scored, rules),
        stageless=summarise.count_all(scored.filter(pl.col(LEAD_STAGE).is_null())),
        disqualified=summarise.count_all(scored.filter(DISQUALIFIED)),
        disqualified_by=summarise.count_disqualified(scored, rules),
        lights=summarise.count_lights(scored, rules),
        lists=lists.summaries,
        inputs=accounts,
        unreadable=tuple(one for part in parts.values() for one in part.unreadable),
        rejected=first_rejected(rejected.rows),
        notes=_notes(session, parts, accounts, counted),
        scores=spread.summarise_scores(scored, rules.model),
        handoffs=lists.handoffs,
    )


def _notes(
    session: Session, parts: Mapping[InputName, Part], accounts: tuple[Accounting, ...], counted: Counted
) -> tuple[str, ...]:
    gives = parts["activities"].gives
    oldest = gives[0][OLDEST].max() if gives else None
    inputs = session.inputs.values()
    return (
        *(note for one in inputs for note in found.note_files(one.table.files)),
        *(note for one in inputs for note in found.note_columns(one.layout)),
        *notes.note_later_rows(accounts, session.rules),
        *notes.note_later_events(parts["activities"].later_events, session.rules),
        *notes.note_joins(accounts, {name: part.joined for name, part in parts.items()}),
        *notes.note_shared_emails(counted.shared, counted.sharing),
        *_overlaps(session),
        *notes.note_dates(oldest if isinstance(oldest, int) else None, session.rules),
        *(str(replace(note, file=session.file_name)) for note in _rules_notes(session)),
    )


def _rules_notes(session: Session) -> list[Problem]:
    """Return what of the rules takes no effect in this run, in file order."""
    file = session.file
    forgotten = find_memory_notes(file.rules) if session.memory is None else ()
    return sorted((*file.notes, *(note.problem(file.document) for note in forgotten)))


def _overlaps(session: Session) -> list[str]:
    if "activities" not in session.inputs:
        return []
    log = session.inputs["activities"]
    with_ids, dedupe = log.layout.has("activity_id"), session.settings.dedupe
    return notes.note_overlaps(len(log.table.files), with_ids=with_ids, dedupe=dedupe)


def manifest_of(session: Session, parts: Mapping[InputName, Part], rejected: Rejected) -> Manifest:
    """Return what went into a run, for `run.json`."""
    used = session.file.lists
    return Manifest(
        version=__version__,
        as_of=session.rules.as_of,
        rules=session.file_name,
        rules_sha256=session.file.sha256,
        lists=tuple(ListFileUse(name, used[name].rows, used[name].sha256) for name in sorted(used)),
        inputs={str(name): files for name, files in rejected.files.items()},
        columns={
            name: dict(sorted(one.layout.recognised.items()))
            for name, one in session.inputs.items()
            if one.layout.recognised
        },
        formats={
            name: decided
            for name, one in session.inputs.items()
            if (decided := {**described(one.layout), **parts[name].formats})
        },
    )
