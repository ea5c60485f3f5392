"""What each input gives the contacts, and what became of every record of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import CONTACT, COUNTED, FATE, FATES, FILE, LINE, count, typed
from leadscore.pipeline.formats import described
from leadscore.pipeline.joins import look_at_joins
from leadscore.pipeline.log import AgedActivities, Ageing, age_activities
from leadscore.pipeline.log_kept import joined_log
from leadscore.pipeline.log_sums import sum_log
from leadscore.pipeline.momentum import sum_activities_of_then
from leadscore.pipeline.people import People, hold_people
from leadscore.results import Joined, Unreadable
from leadscore.rules.accounts import compile_accounts
from leadscore.rules.nurture import compile_nurture
from leadscore.rules.values import trimmed
from leadscore.steps import (
    activity,
    companies,
    deals,
    events,
    match,
    momentum,
    nurture,
    reject,
)
from leadscore.steps.type import add_missing_typed, add_typed, unreadable_cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from leadscore.pipeline.inputs import Session
    from leadscore.schema.model import InputName
    from leadscore.tables.layout import Layout

__all__ = [
    "AgedActivities",
    "Ageing",
    "Part",
    "activities_part",
    "age_activities",
    "companies_part",
    "contacts_part",
    "deal_rows",
    "deals_part",
    "reject_overflow",
    "unreadable_of",
]

MOST_ACTIVITIES: Final = 900_000
"""Activities of one contact that may count for one rule; beyond them a sum of weights could overflow."""
EXAMPLES: Final = 3
"""Unreadable cells of a column that are shown."""
LONGEST: Final = 40
"""Characters of a cell that are shown."""


def _no_rows() -> pl.DataFrame:
    return pl.DataFrame()


@dataclass(frozen=True)
class Part:
    """What one input gives.

    Attributes:
        gives: Frames for the contacts, each with `row:contact` and at most one row per contact.
        fates: How many well-formed records have each fate.
        rejected: Those that are rejected: `row:file`, `row:line`, `column`, `value`, `reason`.
        unreadable: Cells that could not be read as what the rules need.
        strangers: How many records there are, where not one of them finds a contact; else 0.
        joined: How they found their contacts.
        later_events: How many days of a column of contacts are later than the as-of date, by the column's header.
        formats: What was decided of how columns are written while they were read, by header.
        rows: Of activities, each one with its contact, its age and its fate, those made of contacts too. Of deals, if the
            rules have steps for them, and of costs: each with its fate. None elsewhere.
        aged: The records of activities; None where there are none.
        made: Activities that stand in columns of contacts, all of them used.
    """

    gives: tuple[pl.DataFrame, ...] = ()
    fates: Mapping[str, int] = field(default_factory=dict)
    rejected: pl.DataFrame = field(default_factory=_no_rows)
    unreadable: tuple[Unreadable, ...] = ()
    strangers: int = 0
    joined: Joined = field(default_factory=Joined)
    later_events: Mapping[str, int] = field(default_factory=dict)
    formats: Mapping[str, str] = field(default_factory=dict)
    rows: pl.LazyFrame | None = None
    aged: AgedActivities | None = None
    made: pl.DataFrame = field(default_factory=_no_rows)


def contacts_part(session: Session, people: People) -> Part:
    """Account for the contacts."""
    fates = {"used": people.height, "rejected": people.rejected.height}
    unreadable = unreadable_of(session, "contacts", people.accepted)
    return Part(fates=fates, rejected=people.rejected, unreadable=unreadable)


def activities_part(session: Session, people: People, age: Ageing | None = None) -> Part:
    """Sum the activities of each contact, those among its own columns too; nothing where there are none at all.

    Args:
        session: The run.
        people: Its contacts.
        age: How the records of activities come to their age, where somebody else has read them.
    """
    made = _events(session, people.accepted)
    used = made.filter(pl.col(FATE) == "used")
    later = made.filter(pl.col(FATE) == "later").group_by(events.COLUMN).len().sort(events.COLUMN)
    if "activities" in session.inputs:
        part = _logged_part(session, (age or age_activities)(session, people), used, people.height)
    else:
        part = _event_part(session, used)
    named = {session.layout.header_of(column): rows for column, rows in later.iter_rows()}
    return replace(part, later_events=named)


def _events(session: Session, accepted: pl.LazyFrame) -> pl.DataFrame:
    """Return the activities that stand in columns of contacts."""
    return accepted.pipe(events.list_events, session.rules.model.events, session.rules.as_of).collect()


def _logged_part(session: Session, aged: AgedActivities, made: pl.DataFrame, contacts: int) -> Part:
    """Sum the records of activities, together with what was made of contacts.

    NOTE: only records are accounted for; what was made of contacts is none, and all of it is used.
    """
    logged, layout = aged.rows, aged.layout
    rows = logged if made.is_empty() else pl.concat([logged, made.lazy()], how="diagonal")
    sums, fates, of_somebody = _sum(session, aged, rows, made, contacts)
    fates["used"] -= made.height
    of_somebody -= made.height
    rejected = logged.pipe(reject.rejected_activities, layout)
    return Part(
        (
            sums,
            *_sums_of_days(session, rows),
            *sum_activities_of_then(rows, session.rules),
            *_content_taken(session, rows),
        ),
        fates,
        rejected.collect(engine="streaming") if fates["rejected"] else _no_rows(),
        unreadable_of(session, "activities", logged),
        strangers=0 if of_somebody else sum(fates.values()),
        joined=joined_log(session, aged, logged, fates),
        formats=described(layout),
        rows=rows,
        aged=aged,
        made=made,
    )


def _sum(
    session: Session, aged: AgedActivities, rows: pl.LazyFrame, made: pl.DataFrame, contacts: int
) -> tuple[pl.DataFrame, dict[str, int], int]:
    """Sum activities; also return how many have each fate, and how many found a contact."""
    if aged.coded is not None:
        total = sum_log(aged.coded, aged.layout, session, made, contacts)
        return total.take(), total.fates, total.of_somebody
    sums = rows.pipe(activity.sum_activities, session.rules).collect(engine="streaming")
    fates = {fate: int(sums[fate].sum()) for fate in FATES}
    return sums.drop(FATES), fates, sums.drop_nulls(CONTACT).select(pl.sum_horizontal(FATES).sum()).item()


def _event_part(session: Session, made: pl.DataFrame) -> Part:
    """Sum what was made of contacts, where no activities were given."""
    if made.is_empty():
        return Part()
    rows = made.lazy().pipe(add_missing_typed, session.readings("activities"))
    sums = rows.pipe(activity.sum_activities, session.rules).collect(engine="streaming")
    gives = (
        sums.drop(FATES),
        *_sums_of_days(session, rows),
        *sum_activities_of_then(rows, session.rules),
        *_content_taken(session, rows),
    )
    return Part(gives, rows=rows, made=made)


def _sums_of_days(session: Session, rows: pl.LazyFrame) -> list[pl.DataFrame]:
    """Return the sums of the rules that count one activity a day, which need a pass of their own."""
    rules = [rule for rule in session.rules.activity_rules if rule.mode == "per_day"]
    return [rows.pipe(activity.sum_once_a_day, rules).collect(engine="streaming")] if rules else []


def _content_taken(session: Session, rows: pl.LazyFrame) -> list[pl.DataFrame]:
    """Return which content of nurture tracks each contact has taken; nothing where the rules have none."""
    tracks = compile_nurture(session.rules)
    return [rows.pipe(nurture.mark_taken, tracks).collect(engine="streaming")] if tracks else []


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
    lost = people.accepted.join(ids.lazy(), on=CONTACT, how="semi", maintain_order="left").collect()
    left = people.accepted.join(ids.lazy(), on=CONTACT, how="anti", maintain_order="left")
    kept = hold_people(left, people.height, session)
    both = pl.concat(
        [people.rejected, reject.rejected_overflow(lost, session.layout)], how="vertical_relaxed"
    )
    moved = int(activities.gives[0].join(ids, on=CONTACT, how="semi", maintain_order="left")[COUNTED].sum())
    moved -= _events(session, lost.lazy()).filter(pl.col(FATE) == "used").height
    rest = People(kept, people.height - lost.height, both.sort(FILE, LINE))
    return rest, replace(activities, fates=_moved(activities.fates, moved))


def _moved(fates: Mapping[str, int], rows: int) -> Mapping[str, int]:
    return fates and {
        **fates,
        "used": fates["used"] - rows,
        "unknown_contact": fates["unknown_contact"] + rows,
    }


def deal_rows(session: Session, people: People) -> pl.LazyFrame:
    """Return the deals in file order, each with its contact and what it is on the as-of date."""
    table, layout = session.inputs["deals"].table, session.inputs["deals"].layout
    keys = people.keys(session.layout, layout)
    matched = table.frame.pipe(match.match_contacts, keys, layout).sort(FILE, LINE)
    rules = session.rules
    return matched.pipe(deals.add_deal_state, layout, session.zone, rules.as_of, rules.deal_words)


def deals_part(session: Session, people: People) -> Part:
    """Count the deals of each contact; nothing where none were given."""
    if "deals" not in session.inputs:
        return Part()
    layout = session.inputs["deals"].layout
    rows = deal_rows(session, people).collect(engine="streaming")
    counted = rows.lazy().pipe(deals.count_deals).collect()
    read = {typed(column.kind, column.field) for column in session.columns_read("deals")}
    odd = {
        name: cells for name, cells in deals.unreadable_deals(layout, session.zone).items() if name in read
    }
    unreadable = _told("deals", rows.lazy(), odd, layout)
    rejected = rows.lazy().pipe(reject.rejected_deals, layout).collect()
    fates = _fates(rows)
    joined = look_at_joins(rows.lazy(), layout, fates)
    kept = rows.lazy() if session.rules.model.deals is not None else None
    gives = (counted, *_deals_of_then(session, people))
    return Part(gives, fates, rejected, unreadable, joined=joined, rows=kept)


def _deals_of_then(session: Session, people: People) -> Iterator[pl.DataFrame]:
    """Yield the counts of deals on each earlier day that scores are held against."""
    for one in session.rules.earlier:
        rows = deal_rows(replace(session, rules=one.rules), people)
        yield rows.pipe(deals.count_deals).collect(engine="streaming").pipe(momentum.named_then, one.days)


def companies_part(session: Session, people: People) -> Part:
    """Find the company of each contact; nothing where none were given."""
    if "companies" not in session.inputs:
        return Part()
    table, layout = session.inputs["companies"].table, session.inputs["companies"].layout
    typed = table.frame.pipe(add_typed, session.readings("companies"), layout, session.zone)
    rows = typed.pipe(companies.identify_companies, layout).collect(engine="streaming").lazy()
    matches = companies.match_companies(people.accepted, rows, session.layout).collect().lazy()
    gives = [companies.company_columns(matches, rows).collect()]
    if compile_accounts(session.rules.model) is not None:
        gives.append(companies.company_ids(matches, rows, layout).collect())
    fates = companies.company_fates(rows, matches).collect()
    return Part(tuple(gives), _fates(fates), _no_rows(), unreadable_of(session, "companies", rows))


def _fates(rows: pl.DataFrame) -> Mapping[str, int]:
    counted = rows.group_by(FATE).len()
    return dict(zip(counted[FATE].to_list(), counted["len"].to_list(), strict=True))


def unreadable_of(session: Session, name: InputName, rows: pl.LazyFrame) -> tuple[Unreadable, ...]:
    """Tell of the columns of an input with cells that cannot be read as what the rules need."""
    layout = session.inputs[name].layout
    return _told(name, rows, unreadable_cells(session.readings(name), layout), layout)


def _told(
    name: InputName, rows: pl.LazyFrame, cells: Mapping[str, pl.Expr], layout: Layout
) -> tuple[Unreadable, ...]:
    """Tell of columns with unreadable cells.

    Args:
        name: The input.
        rows: Its records.
        cells: Whether a cell cannot be read, by `<kind>:<field>`.
        layout: Where the fields stand.
    """
    if not cells:
        return ()
    counts = rows.select(cell.sum().alias(column) for column, cell in cells.items())
    found = {}
    for column, number in counts.collect(engine="streaming").row(0, named=True).items():
        kind, _, field_ = column.partition(":")
        bare = field_.rpartition(".")[2]
        header = layout.header_of(bare)
        if number and (header, kind) not in found:
            shown = trimmed(layout.cell(bare)).alias("cell")
            found[header, kind] = Unreadable(
                name, header, kind, number, _examples(rows.filter(cells[column]).select(shown))
            )
    return tuple(found.values())


def _examples(cells: pl.LazyFrame) -> tuple[str, ...]:
    """Return the smallest distinct texts of a column, shortened."""
    texts = cells.unique().sort("cell").head(EXAMPLES).collect(engine="streaming")["cell"]
    return tuple(text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…" for text in texts)
