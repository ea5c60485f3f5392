"""The office: lists, reports and the summary of a run, made by one worker from what all have found."""

from __future__ import annotations

import codecs
import pickle
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import ALIKE, CONTACT, FILE, ID, LINE, OLDEST, REJECTED, own
from leadscore.pipeline.channels import costs_part
from leadscore.pipeline.guards import watch
from leadscore.pipeline.handover import hand_over
from leadscore.pipeline.lists import make_lists
from leadscore.pipeline.marketing import market
from leadscore.pipeline.parts import Part
from leadscore.pipeline.people import People
from leadscore.pipeline.scored import Scored
from leadscore.pipeline.told import Counted, Rejected, look_up_rejected, manifest_of, summary_of
from leadscore.publish.tables import header_line
from leadscore.results import FileCount, Findings, RejectedRecord, SourceFile
from leadscore.schema.model import INPUTS
from leadscore.spark.cells import as_arrow
from leadscore.spark.companies import KEPT
from leadscore.spark.job import session_of, with_tables
from leadscore.spark.owned import owners_of
from leadscore.spark.rows import NOTES, lines_rows, rows_of, unpacked
from leadscore.spark.totals import FIRST, together
from leadscore.spark.worker import COSTS, COUNTED, DEALS, LISTED, PEOPLE
from leadscore.steps import present
from leadscore.tables import Table
from leadscore.tables.repair import no_malformed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pyarrow as pa

    from leadscore.pipeline.inputs import Session
    from leadscore.results import Manifest, OutputTable, Summary, Unreadable
    from leadscore.schema.model import InputName
    from leadscore.spark.job import Job
    from leadscore.spark.totals import Notes

__all__ = ["SUMMARY", "Concluded", "office"]

SUMMARY: Final = ":summary"
_OFFICE: Final = -1
"""The bucket of what the office makes."""


@dataclass(frozen=True)
class Concluded:
    """What the driver is told of a run.

    Attributes:
        summary: What the terminal and `summary.json` show.
        findings: What may forbid that it is published.
        manifest: What went in.
        headers: What stands above the rows of each output.
    """

    summary: Summary
    findings: Findings
    manifest: Manifest
    headers: Mapping[str, str]


@dataclass
class _Found:
    """What came in."""

    people: list[pl.DataFrame] = field(default_factory=list)
    deals: list[pl.DataFrame] = field(default_factory=list)
    costs: list[pl.DataFrame] = field(default_factory=list)
    counted: list[pl.DataFrame] = field(default_factory=list)
    notes: list[Notes] = field(default_factory=list)
    companies: int = 0

    def take(self, name: str, number: int, package: bytes | None) -> None:
        """Take in a package, or a number."""
        if package is None:
            self.companies = number
        elif name == NOTES:
            self.notes.append(pickle.loads(package))  # noqa: S301 - our own workers made it
        else:
            self._packages(name).append(unpacked(package))

    def _packages(self, name: str) -> list[pl.DataFrame]:
        packages = {PEOPLE: self.people, DEALS: self.deals, COSTS: self.costs, COUNTED: self.counted}
        return packages[name]


def office(job: Job, schema: pa.Schema) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Return what makes of the packages of all buckets lists, reports and the summary, as rows of `RESULT`.

    Args:
        job: The run.
        schema: That of `RESULT`.
    """

    def conclude(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        found = _Found()
        for batch in batches:
            columns = (batch[name].to_pylist() for name in ("output", "number", "data"))
            for name, number, package in zip(*columns, strict=True):
                found.take(name, number, package)
        with TemporaryDirectory(prefix="leadscore-") as scratch:
            session = session_of(job, Path(scratch))
            yield from as_arrow(_conclude(session, found), schema).to_batches()

    return conclude


def _conclude(empty: Session, found: _Found) -> pl.DataFrame:
    notes = _with_companies(together(found.notes), found.companies)
    session = with_tables(empty, {name: _table(empty, name, notes, found) for name in empty.inputs})
    people = pl.concat(found.people, how="diagonal").sort(ID, CONTACT)
    parts: dict[InputName, Part] = {name: _part(session, name, notes) for name in INPUTS}
    if notes.oldest is not None:
        parts["activities"] = replace(parts["activities"], gives=(pl.DataFrame({OLDEST: [notes.oldest]}),))
    if found.deals:
        parts["deals"] = replace(parts["deals"], rows=pl.concat(found.deals, how="diagonal").lazy())
    parts["costs"] = costs_part(session)
    scored = Scored(session, people.lazy(), People(people.lazy(), people.height, pl.DataFrame()), parts)
    handed = hand_over(replace(scored, rows=scored.rows.filter(LISTED).drop(LISTED)))
    lists = make_lists(session, handed, parts["activities"])
    rejected = _rejected(session, notes, parts)
    marketing = market(session, scored.rows, parts)
    counted = _counted(found, notes)
    summary = marketing.added_to(summary_of(session, parts, lists, rejected, counted))
    watched = watch(scored, summary.inputs, None)
    forced = tuple(dict.fromkeys(one.guard for one in watched.forced))
    form = present.scored_form(session.rules, session.layout, guard_all=session.settings.guard_all)
    costs = rejected.records["costs"] if "costs" in session.inputs else no_malformed()
    tables = (*lists.tables, *marketing.tables, present.rejected_table(costs))
    told = Concluded(
        replace(summary, forced=watched.forced),
        replace(_findings(session, notes, rejected), tripped=watched.tripped),
        replace(manifest_of(session, parts, rejected), forced=forced),
        {path: header_line(header).decode() for path, header in form.headers.items()}
        | {table.path: _head(table) for table in tables},
    )
    rows = [row for table in tables for row in lines_rows(table, _OFFICE)]
    if handed.owned is not None:
        rows += owners_of(handed.owned)
    return rows_of([*rows, (SUMMARY, _OFFICE, 0, None, pickle.dumps(told))])


def _counted(found: _Found, notes: Notes) -> Counted:
    """Return what is counted of the contacts of all buckets; those that are alike are one row."""
    rows = pl.concat(found.counted)
    alike = rows.group_by(pl.exclude(ALIKE)).agg(pl.col(ALIKE).sum())
    shared = pl.DataFrame(
        notes.sharing, schema=dict.fromkeys(("email", "one", "other"), pl.String), orient="row"
    )
    return Counted(alike, shared, notes.shared)


def _with_companies(notes: Notes, used: int) -> Notes:
    """Return notes in which it is told what became of companies."""
    counted = dict(notes.fates.get("companies", {}))
    if counted:
        counted |= {"used": used, "unknown_contact": counted.pop(KEPT) - used}
    return replace(notes, fates={**notes.fates, "companies": counted})


def _head(table: OutputTable) -> str:
    """Return what stands above the rows of a table."""
    mark = codecs.BOM_UTF8 if table.bom else b""
    return (mark + header_line(table.header, table.delimiter)).decode()


def _table(session: Session, name: InputName, notes: Notes, found: _Found) -> Table:
    """Return an input without its records, but with how many there are; costs are there."""
    empty = session.inputs[name].table
    if name != "costs":
        source = SourceFile(empty.files[0].path, notes.read.get(name, 0), "")
        return replace(empty, files=(source,))
    rows = pl.concat(found.costs).sort(own(place) for place in range(len(empty.header)))
    source = SourceFile(empty.files[0].path, rows.height, "")
    numbered = rows.with_row_index(LINE, offset=1).with_columns(
        pl.col(LINE).cast(pl.Int64), pl.lit(0, pl.Int32).alias(FILE)
    )
    return Table(name, (source,), empty.header, numbered.lazy(), no_malformed(), texts=(None,), lines=(None,))


def _unreadable(session: Session, name: InputName, notes: Notes) -> tuple[Unreadable, ...]:
    """Return the unreadable cells of an input, column by column in the order in which they are read."""
    if name not in session.inputs:
        return ()
    layout = session.inputs[name].layout
    read = [(one.column, one.kind) for one in session.readings(name)]
    if name == "deals":
        read = [("amount", "number"), ("created_at", "day"), ("closed_at", "day")]
    order = {
        (layout.header_of(column), str(kind)): place for place, (column, kind) in reversed([*enumerate(read)])
    }
    told = [one for one in notes.unreadable if one.input == name]
    return tuple(sorted(told, key=lambda one: order.get((one.column, one.kind), len(order))))


def _part(session: Session, name: InputName, notes: Notes) -> Part:
    part = Part(fates=notes.fates.get(name, {}), unreadable=_unreadable(session, name, notes))
    if name in notes.joined:
        part = replace(part, joined=notes.joined[name])
    if name == "activities":
        part = replace(part, strangers=notes.strangers, later_events=notes.later_events)
    return part


def _rejected(session: Session, notes: Notes, parts: Mapping[InputName, Part]) -> Rejected:
    first = [(file, None, None, None, reason, raw) for _, file, reason, raw in notes.first[:FIRST]]
    kinds = {name: pl.Int64 if name == REJECTED[1] else pl.String for name in REJECTED}
    records = dict.fromkeys(session.inputs, no_malformed())
    records["contacts"] = pl.DataFrame(first, schema=kinds, orient="row")
    if "costs" in session.inputs:
        own_ = look_up_rejected(replace(session, inputs={"costs": session.inputs["costs"]}), parts)
        records["costs"] = own_.records["costs"].with_columns(pl.lit(None, pl.Int64).alias(REJECTED[1]))
    files = {name: one.table.files for name, one in session.inputs.items()}
    return Rejected(records, dict.fromkeys(session.inputs, 0), files)


def _findings(session: Session, notes: Notes, rejected: Rejected) -> Findings:
    counts = tuple(
        FileCount(
            name,
            one.table.files[0].name,
            one.table.files[0].rows,
            notes.fates.get(name, {}).get("rejected", rejected.records[name].height),
            tuple(
                RejectedRecord(file, None, reason)
                for place, file, reason, _ in notes.first
                if INPUTS[place] == name
            ),
        )
        for name, one in session.inputs.items()
    )
    return Findings(counts, notes.strangers, notes.fates["contacts"]["used"])
