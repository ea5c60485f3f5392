"""One run: contacts gather what is known of them, are scored, and become tables and a summary."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore import __version__
from leadscore.columns import (
    CONTACT,
    DISQUALIFIED,
    LEAD_DISQUALIFIED_BY,
    LEAD_LIGHT,
    LEAD_OWNER,
    LEAD_STAGE,
    LINE,
    OLDEST,
    REJECTED,
)
from leadscore.errors import InputError
from leadscore.pipeline.channels import costs_part
from leadscore.pipeline.formats import described
from leadscore.pipeline.guards import watch
from leadscore.pipeline.handover import hand_over
from leadscore.pipeline.inputs import open_session, open_tables
from leadscore.pipeline.lists import make_lists
from leadscore.pipeline.marketing import columns_for_marketing, market
from leadscore.pipeline.past import leave
from leadscore.pipeline.scored import score_for_files
from leadscore.pipeline.spool import beside_each_other, slices_of
from leadscore.results import (
    Accounting,
    FileCount,
    Findings,
    LazyTable,
    ListFileUse,
    Manifest,
    RejectedRecord,
    SlicedTables,
    Summary,
)
from leadscore.schema.notes import find_memory_notes
from leadscore.steps import contacts, found, ledger, notes, present, reject, spread, summarise

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from leadscore.errors import Problem
    from leadscore.pipeline.inputs import Inputs, Session, Settings
    from leadscore.pipeline.lists import Lists
    from leadscore.pipeline.parts import Part
    from leadscore.pipeline.past import Leaves
    from leadscore.pipeline.scored import Scored
    from leadscore.results import OutputTable, SourceFile
    from leadscore.schema.load import RulesFile
    from leadscore.schema.model import InputName
    from leadscore.tables import Table

__all__ = ["Run", "score_inputs", "score_tables"]

FIRST_REJECTED: Final = 5
"""Rejected records that the summary shows."""
LEDGER: Final = "ledger.parquet"


@dataclass(frozen=True)
class Run:
    """What a run found out, ready to be published.

    Attributes:
        scored: The files of the scored contacts, which lie among the temporary files of the run until they are written.
        tables: Every other CSV file and workbook to be written.
        summary: What the terminal and `summary.json` show.
        findings: What may forbid that it is published.
        manifest: What went in, for `run.json`.
        ledger: The ledger, if it was asked for; it is made as it is written.
        leaves: What it leaves for the next run, if it has a history.
        leads: One row per scored contact, in the order of `scored.csv`: `row:line`, and as text the columns `lead_…` that are
            written.
    """

    scored: SlicedTables
    tables: tuple[OutputTable, ...]
    summary: Summary
    findings: Findings
    manifest: Manifest
    ledger: LazyTable | None = None
    leaves: Leaves | None = None
    leads: pl.LazyFrame = field(default_factory=pl.LazyFrame)

    @property
    def outputs(self) -> tuple[OutputTable | SlicedTables | LazyTable, ...]:
        """Everything to be written."""
        ledger = () if self.ledger is None else (self.ledger,)
        return (self.scored, *self.tables, *ledger)


@dataclass(frozen=True)
class _Rejected:
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


def score_inputs(inputs: Inputs, file: RulesFile, settings: Settings) -> Run:
    """Score every contact.

    Args:
        inputs: The files.
        file: The rules.
        settings: How the run is made.

    Raises:
        InputError: A file cannot be read as what it was given as.
        RulesError: The rules need something that the inputs do not have.
    """
    also = columns_for_marketing(file.rules, inputs.files)
    return _score(open_session(inputs, file, settings, also))


def score_tables(
    tables: Mapping[InputName, Table], without: Collection[InputName], file: RulesFile, settings: Settings
) -> Run:
    """Score every contact of inputs that are no files.

    Args:
        tables: The inputs.
        without: Inputs that are meant to be absent.
        file: The rules.
        settings: How the run is made.

    Raises:
        InputError: An input is not what it was given as.
        RulesError: The rules need something that the inputs do not have.
    """
    also = columns_for_marketing(file.rules, tables)
    return _score(open_tables(tables, file, settings, without, also))


def _score(session: Session) -> Run:
    scored = score_for_files(session)
    session.settings.tell("making lists")
    parts = {**scored.parts, "costs": costs_part(session)}
    return _guarded(scored, _present(scored, parts))


def _guarded(scored: Scored, run: Run) -> Run:
    """Hold a run against the guards of its rules."""
    watched = watch(scored, run.summary.inputs, run.leaves)
    return replace(
        run,
        summary=replace(run.summary, forced=watched.forced),
        findings=replace(run.findings, tripped=watched.tripped),
        manifest=replace(run.manifest, forced=tuple(dict.fromkeys(one.guard for one in watched.forced))),
        leaves=watched.leaves,
    )


def _present(found_: Scored, parts: Mapping[InputName, Part]) -> Run:
    session, scored = found_.session, found_.rows
    handed = hand_over(found_)
    lists = make_lists(session, handed, parts["activities"])
    rejected = _reject(session, parts)
    marketing = market(session, scored, parts)
    tables = (
        *lists.tables,
        *marketing.tables,
        present.rejected_table(rejected.rows),
    )
    summary = _summary(found_, parts, lists, rejected)
    listed = LazyTable(LEDGER, ledger.list_ledger(scored, session.rules)) if session.settings.ledger else None
    return Run(
        _scored_tables(found_, handed.owned),
        tables,
        marketing.added_to(summary),
        _findings(found_, parts, rejected),
        _manifest(session, parts, rejected),
        listed,
        leave(session, scored, handed.table),
        _leads(found_, handed.owned),
    )


def _leads(scored: Scored, owned: pl.DataFrame | None) -> pl.LazyFrame:
    """Return what is written of each contact beside its own cells."""
    rows = (
        scored.rows
        if owned is None
        else scored.rows.join(owned.lazy(), on=CONTACT, how="left", maintain_order="left")
    )
    return rows.select(LINE, *present.lead_columns(scored.session.rules.model))


def _scored_tables(scored: Scored, owned: pl.DataFrame | None) -> SlicedTables:
    """Return the files of the scored contacts.

    Args:
        scored: The contacts.
        owned: `row:contact` and `lead_owner` of those with an owner; None where the rules have none.
    """
    session, settings = scored.session, scored.session.settings
    form = present.scored_form(session.rules, session.layout, guard_all=settings.guard_all)
    read = [name for name in form.read if name != LEAD_OWNER]

    def lines(rows: pl.LazyFrame) -> Mapping[str, pl.Series]:
        some = rows.collect()
        whose = some if owned is None else some.join(owned, on=CONTACT, how="left", maintain_order="left")
        return form.lines(whose)

    def slices() -> Iterator[Mapping[str, pl.Series]]:
        rows = scored.rows.select(CONTACT, *read)
        return beside_each_other(lines, slices_of(rows, scored.people.height, settings.rows_at_once))

    return SlicedTables(form.headers, slices)


def _reject(session: Session, parts: Mapping[InputName, Part]) -> _Rejected:
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
    return _Rejected(records, {name: rows.height for name, rows in blank.items()}, files)


def _findings(scored: Scored, parts: Mapping[InputName, Part], rejected: _Rejected) -> Findings:
    session, counts = scored.session, []
    for name in session.inputs:
        for file in rejected.files[name]:
            found = rejected.records[name].filter(pl.col(REJECTED[0]) == file.name)
            counts.append(FileCount(name, file.name, file.rows, found.height, _first_rejected(found)))
    return Findings(tuple(counts), parts["activities"].strangers, scored.people.height)


def _first_rejected(rejected: pl.DataFrame) -> tuple[RejectedRecord, ...]:
    rows = rejected.head(FIRST_REJECTED).select(*REJECTED[:2], REJECTED[4])
    return tuple(RejectedRecord(*row) for row in rows.iter_rows())


def _account(
    session: Session, parts: Mapping[InputName, Part], rejected: _Rejected
) -> tuple[Accounting, ...]:
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


def _summary(found_: Scored, parts: Mapping[InputName, Part], lists: Lists, rejected: _Rejected) -> Summary:
    session, rules = found_.session, found_.session.rules
    accounts = _account(session, parts, rejected)
    read = (LEAD_STAGE, LEAD_LIGHT, DISQUALIFIED, LEAD_DISQUALIFIED_BY, *spread.read_of(rules.model))
    scored = found_.rows.select(read).collect(engine="streaming")
    return Summary(
        rules=rules.model.name or session.file_name,
        as_of=rules.as_of,
        scored=scored.height,
        funnel=summarise.count_stages(scored, rules),
        stageless=scored[LEAD_STAGE].null_count(),
        disqualified=int(scored[DISQUALIFIED].sum()),
        disqualified_by=summarise.count_disqualified(scored, rules),
        lights=summarise.count_lights(scored, rules),
        lists=lists.summaries,
        inputs=accounts,
        unreadable=tuple(one for part in parts.values() for one in part.unreadable),
        rejected=_first_rejected(rejected.rows),
        notes=_notes(found_, parts, accounts),
        scores=spread.summarise_scores(scored, rules.model),
        handoffs=lists.handoffs,
    )


def _notes(
    scored: Scored, parts: Mapping[InputName, Part], accounts: tuple[Accounting, ...]
) -> tuple[str, ...]:
    session = scored.session
    gives = parts["activities"].gives
    oldest = gives[0][OLDEST].max() if gives else None
    shared = scored.people.accepted.pipe(contacts.find_shared_emails).collect()
    inputs = session.inputs.values()
    return (
        *(note for one in inputs for note in found.note_files(one.table.files)),
        *(note for one in inputs for note in found.note_columns(one.layout)),
        *notes.note_later_rows(accounts, session.rules),
        *notes.note_later_events(parts["activities"].later_events, session.rules),
        *notes.note_joins(accounts, {name: part.joined for name, part in parts.items()}),
        *notes.note_shared_emails(shared),
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


def _manifest(session: Session, parts: Mapping[InputName, Part], rejected: _Rejected) -> Manifest:
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
