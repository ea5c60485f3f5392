"""What each input gives the contacts, and what became of every record of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import CONTACT, COUNTED, EMAIL, FATE, FATES, FILE, ID, LINE, count
from leadscore.results import Unreadable
from leadscore.steps import activity, companies, contacts, deals, handoff, match, reject
from leadscore.steps.type import add_typed, count_unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from leadscore.pipeline.inputs import Session
    from leadscore.schema.model import InputName
    from leadscore.tables.layout import Layout

__all__ = [
    "Part",
    "People",
    "accept_people",
    "activities_part",
    "companies_part",
    "contacts_part",
    "deals_part",
    "reject_overflow",
]

MOST_ACTIVITIES: Final = 900_000
"""Activities of one contact that may count for one rule; beyond them a sum of weights could overflow."""


def _no_rows() -> pl.DataFrame:
    return pl.DataFrame()


@dataclass(frozen=True)
class Part:
    """What one input gives.

    Attributes:
        gives: Frames for the contacts, each with `row:contact` and one row per contact.
        fates: How many well-formed records have each fate.
        rejected: Those that are rejected: `row:file`, `row:line`, `column`, `value`, `reason`.
        unreadable: Cells that could not be read as what the rules need.
    """

    gives: tuple[pl.DataFrame, ...] = ()
    fates: Mapping[str, int] = field(default_factory=dict)
    rejected: pl.DataFrame = field(default_factory=_no_rows)
    unreadable: tuple[Unreadable, ...] = ()


@dataclass(frozen=True)
class People:
    """The accepted contacts, and the records that were not accepted."""

    accepted: pl.DataFrame
    rejected: pl.DataFrame

    @property
    def keys(self) -> pl.LazyFrame:
        """What other inputs find a contact by."""
        return self.accepted.lazy().select(CONTACT, ID, EMAIL)


def accept_people(session: Session) -> People:
    """Accept or reject each contact, and read what the rules need of its cells."""
    table, layout = session.inputs["contacts"].table, session.layout
    frame = table.frame
    accepted = (
        frame.pipe(contacts.accept_contacts, layout)
        .pipe(add_typed, session.readings("contacts"), layout, session.zone)
        .pipe(contacts.add_email_fields)
        .collect(engine="streaming")
    )
    left_out = frame.pipe(contacts.find_rejected, layout).collect(engine="streaming")
    return People(accepted, reject.rejected_contacts(left_out, [file.name for file in table.files], layout))


def contacts_part(session: Session, people: People) -> Part:
    """Account for the contacts, and give them themselves."""
    fates = {"used": people.accepted.height, "rejected": people.rejected.height}
    return Part(
        (people.accepted,), fates, people.rejected, _unreadable(session, "contacts", people.accepted.lazy())
    )


def activities_part(session: Session, people: People) -> Part:
    """Sum the activities of each contact; nothing where none were given."""
    if "activities" not in session.inputs:
        return Part()
    layout = session.inputs["activities"].layout
    rows = _aged_activities(session, people, layout)
    sums = rows.pipe(activity.sum_activities, session.rules).collect(engine="streaming")
    fates = {fate: int(sums[fate].sum()) for fate in FATES}
    rejected = rows.pipe(reject.rejected_activities, layout)
    return Part(
        (sums.drop(FATES), *_further_sums(session, rows, layout)),
        fates,
        rejected.collect(engine="streaming") if fates["rejected"] else _no_rows(),
        _unreadable(session, "activities", rows),
    )


def _aged_activities(session: Session, people: People, layout: Layout) -> pl.LazyFrame:
    """Read the activities once, keep what the sums need beside the run, and say what became of each."""
    aged = (
        session.inputs["activities"]
        .table.frame.pipe(activity.add_age, layout, session.zone, session.rules.as_of)
        .pipe(add_typed, session.readings("activities"), layout, session.zone)
        .pipe(activity.drop_unread, layout, [reading.column for reading in session.readings("activities")])
        .pipe(match.match_contacts, people.keys, layout)
        .pipe(_spool, session.settings.scratch / "activities.parquet")
    )
    if not layout.has("activity_id"):
        return aged.pipe(activity.add_fate, None)
    repeated = aged.pipe(activity.add_fate, None).pipe(activity.find_repeated, layout)
    return aged.pipe(activity.add_fate, repeated.collect(engine="streaming"))


def _spool(rows: pl.LazyFrame, path: Path) -> pl.LazyFrame:
    """Write rows to a temporary file and scan that, so that several sums cost one reading of the text."""
    rows.sink_parquet(path, compression="lz4", maintain_order=False, engine="streaming")
    return pl.scan_parquet(path, glob=False)


def _further_sums(session: Session, rows: pl.LazyFrame, layout: Layout) -> list[pl.DataFrame]:
    """Return the sums that need a pass of their own, where the rules or the export ask for them."""
    further = []
    once_a_day = [rule for rule in session.rules.activity_rules if rule.mode == "per_day"]
    if once_a_day:
        further.append(rows.pipe(activity.sum_once_a_day, once_a_day).collect(engine="streaming"))
    if layout.has("asset"):
        further.append(rows.pipe(handoff.list_assets, layout).collect(engine="streaming"))
    return further


def reject_overflow(session: Session, people: People, activities: Part) -> tuple[People, Part]:
    """Reject contacts with so many activities that a sum of weights could overflow."""
    names = {count(rule.id) for rule in session.rules.activity_rules}
    crowded = [
        sums.filter(pl.any_horizontal(pl.col(there) > MOST_ACTIVITIES)).select(CONTACT)
        for sums in activities.gives
        if (there := sorted(names & set(sums.columns)))
    ]
    ids = pl.concat(crowded).drop_nulls().unique() if crowded else pl.DataFrame()
    if ids.is_empty():
        return people, activities
    lost = people.accepted.join(ids, on=CONTACT, how="semi", maintain_order="left")
    kept = people.accepted.join(ids, on=CONTACT, how="anti", maintain_order="left")
    both = pl.concat(
        [people.rejected, reject.rejected_overflow(lost, session.layout)], how="vertical_relaxed"
    )
    moved = int(activities.gives[0].join(ids, on=CONTACT, how="semi", maintain_order="left")[COUNTED].sum())
    return People(kept, both.sort(FILE, LINE)), replace(activities, fates=_moved(activities.fates, moved))


def _moved(fates: Mapping[str, int], rows: int) -> Mapping[str, int]:
    return {**fates, "used": fates["used"] - rows, "unknown_contact": fates["unknown_contact"] + rows}


def deals_part(session: Session, people: People) -> Part:
    """Count the deals of each contact; nothing where none were given."""
    if "deals" not in session.inputs:
        return Part()
    table, layout = session.inputs["deals"].table, session.inputs["deals"].layout
    matched = table.frame.pipe(match.match_contacts, people.keys, layout).sort(FILE, LINE)
    rows = matched.pipe(deals.add_deal_state, layout, session.zone, session.rules.as_of).collect(
        engine="streaming"
    )
    counted = rows.lazy().pipe(deals.count_deals).collect()
    unreadable = deals.count_unreadable_deals(rows.lazy(), layout, session.zone).collect()
    rejected = rows.lazy().pipe(reject.rejected_deals, layout).collect()
    return Part((counted,), _fates(rows), rejected, _told("deals", unreadable, layout))


def companies_part(session: Session, people: People) -> Part:
    """Find the company of each contact; nothing where none were given."""
    if "companies" not in session.inputs:
        return Part()
    table, layout = session.inputs["companies"].table, session.inputs["companies"].layout
    typed = table.frame.pipe(add_typed, session.readings("companies"), layout, session.zone)
    rows = typed.collect(engine="streaming").lazy()
    matches = companies.match_companies(people.accepted.lazy(), rows, session.layout, layout).collect().lazy()
    columns = companies.company_columns(matches, rows).collect()
    fates = companies.company_fates(rows, layout, matches).collect()
    return Part((columns,), _fates(fates), _no_rows(), _unreadable(session, "companies", rows))


def _fates(rows: pl.DataFrame) -> Mapping[str, int]:
    counted = rows.group_by(FATE).len()
    return dict(zip(counted[FATE].to_list(), counted["len"].to_list(), strict=True))


def _unreadable(session: Session, name: InputName, rows: pl.LazyFrame) -> tuple[Unreadable, ...]:
    layout = session.inputs[name].layout
    wanted = count_unreadable(session.readings(name), layout)
    return _told(name, rows.select(wanted).collect(engine="streaming"), layout) if wanted else ()


def _told(name: InputName, counted: pl.DataFrame, layout: Layout) -> tuple[Unreadable, ...]:
    """Return the counts that are not 0; a column's name is `<kind>:<field>`."""
    found = {}
    for column, cells in counted.row(0, named=True).items():
        kind, _, field_ = column.partition(":")
        header = layout.header_of(field_.rpartition(".")[2])
        if cells:
            found[header, kind] = Unreadable(name, header, kind, cells)
    return tuple(found.values())
