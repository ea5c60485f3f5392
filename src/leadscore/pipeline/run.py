"""One run: contacts gather what is known of them, are scored, and become tables and a summary."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import (
    CONTACT,
    LEAD_OWNER,
    LINE,
    REJECTED,
)
from leadscore.pipeline.channels import costs_part
from leadscore.pipeline.guards import watch
from leadscore.pipeline.handover import hand_over
from leadscore.pipeline.inputs import open_session, open_tables
from leadscore.pipeline.lists import make_lists
from leadscore.pipeline.marketing import columns_for_marketing, market
from leadscore.pipeline.past import leave
from leadscore.pipeline.scored import score_for_files
from leadscore.pipeline.spool import beside_each_other, slices_of
from leadscore.pipeline.told import (
    Rejected,
    count_contacts,
    first_rejected,
    look_up_rejected,
    manifest_of,
    summary_of,
)
from leadscore.results import (
    FileCount,
    Findings,
    LazyTable,
    Manifest,
    SlicedTables,
    Summary,
)
from leadscore.steps import ledger, present

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from leadscore.pipeline.inputs import Inputs, Session, Settings
    from leadscore.pipeline.parts import Part
    from leadscore.pipeline.past import Leaves
    from leadscore.pipeline.scored import Scored
    from leadscore.results import OutputTable
    from leadscore.schema.load import RulesFile
    from leadscore.schema.model import InputName
    from leadscore.tables import Table

__all__ = ["Run", "score_inputs", "score_tables"]

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
    # NOTE: both take much memory for a moment, and lists, which stay, take as much.
    counted = count_contacts(found_)
    marketing = market(session, scored, parts)
    handed = hand_over(found_)
    lists = make_lists(session, handed, parts["activities"])
    rejected = look_up_rejected(session, parts)
    tables = (
        *lists.tables,
        *marketing.tables,
        present.rejected_table(rejected.rows),
    )
    summary = summary_of(session, parts, lists, rejected, counted)
    listed = LazyTable(LEDGER, ledger.list_ledger(scored, session.rules)) if session.settings.ledger else None
    return Run(
        _scored_tables(found_, handed.owned),
        tables,
        marketing.added_to(summary),
        _findings(found_, parts, rejected),
        manifest_of(session, parts, rejected),
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


def _findings(scored: Scored, parts: Mapping[InputName, Part], rejected: Rejected) -> Findings:
    session, counts = scored.session, []
    for name in session.inputs:
        for file in rejected.files[name]:
            found = rejected.records[name].filter(pl.col(REJECTED[0]) == file.name)
            counts.append(FileCount(name, file.name, file.rows, found.height, first_rejected(found)))
    return Findings(tuple(counts), parts["activities"].strangers, scored.people.height)
