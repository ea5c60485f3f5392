"""The activities of a run: read once, kept beside the run, each with its contact, its age and its fate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import AGE, CONTACT, FILE, LINE, own, typed
from leadscore.pipeline.formats import decide_formats, unsettled
from leadscore.rules.activity_rules import TYPE
from leadscore.rules.values import as_kind, as_text
from leadscore.steps import activity, match
from leadscore.steps.type import add_typed
from leadscore.tables.aside import new_folder
from leadscore.tables.cache import remember
from leadscore.tables.coded import (
    ROWS,
    Coded,
    code,
    looked_up,
    make_coders,
    read_coded,
    spool,
    write_words,
)

if TYPE_CHECKING:
    from pathlib import Path

    from leadscore.pipeline.formats import Column
    from leadscore.pipeline.inputs import Session
    from leadscore.pipeline.people import People
    from leadscore.steps.type import Reading
    from leadscore.tables.cache import KeptBy
    from leadscore.tables.layout import Layout

__all__ = [
    "AgedActivities",
    "Ageing",
    "age_activities",
    "age_rows",
    "code_log",
    "decide_log",
    "kept_log",
    "log_kept_by",
    "table_of",
    "types_of",
    "value_of",
]

_KIND: Final = "activities"
_KEYS: Final = ("contact_id", "email", "contact_name", "company")
"""Fields that activities find their contact by."""


@dataclass(frozen=True)
class AgedActivities:
    """The records of activities with their fate, where their fields stand and how they are written.

    Attributes:
        rows: One row per activity, with its contact, its type, its age and its fate.
        layout: Where their fields stand.
        coded: The same as numbers; None where they were not kept so.
        session: The run that they were read for.
    """

    rows: pl.LazyFrame
    layout: Layout
    coded: Coded | None = None
    session: Session | None = None

    def rows_of(self, contacts: pl.Series) -> pl.LazyFrame:
        """Return the activities of some contacts; of the others no text is looked up."""
        theirs = pl.col(CONTACT).is_in(contacts.implode())
        if self.coded is None or self.session is None:
            return self.rows.filter(theirs)
        coded = replace(self.coded, rows=self.coded.rows.filter(theirs))
        return _with_values(coded, self.session, self.layout).pipe(activity.add_fate, None)


Ageing = Callable[["Session", "People"], AgedActivities]
"""What gives the activities of a run their age and fate."""


def age_activities(session: Session, people: People) -> AgedActivities:
    """Read the activities once, keep what the run needs of them as numbers, and say what became of each.

    NOTE: of times and of keys that were found the text is not kept; whoever needs it takes `age_rows`.
    """
    if not _can_be_coded(session):
        return age_rows(session, people)
    log = session.inputs["activities"]
    layout = log.layout
    coded = code_log(session, people, layout)
    known = _with_values(coded, session, layout)
    settled = layout if log.decided else _settle(known, session, layout)
    if settled != layout:
        if coded.odd is None:
            coded = code_log(session, people, settled)
        known = _with_values(coded, session, settled)
    return AgedActivities(known.pipe(activity.add_fate, None), settled, coded, session)


def _can_be_coded(session: Session) -> bool:
    """Return whether no step looks at whole records, at the text of times, or at several as-of dates."""
    layout, settings = session.inputs["activities"].layout, session.settings
    compared = layout.has("activity_id") or settings.dedupe
    as_texts = any(one.kind != "day" for one in _readings_of(session, layout.places["occurred_at"]))
    one_day = isinstance(session.rules.conditions.as_of, date)
    return not (compared or settings.whole_rows or as_texts) and one_day


def _read_places(session: Session) -> dict[int, str]:
    """Return the columns that are read of activities, but for keys and times, each with one name of its field."""
    layout = session.inputs["activities"].layout
    fields = [*activity.READ_LATER, "done", *(one.column for one in session.readings("activities"))]
    keys = {layout.places[key] for key in _KEYS if layout.has(key)}
    return {place: name for name in fields if layout.has(name) and (place := layout.places[name]) not in keys}


def code_log(session: Session, people: People, layout: Layout) -> Coded:
    """Write the activities beside the run, as numbers as far as it pays; or take what was kept of an earlier run."""
    kept_by = log_kept_by(session, layout)
    if kept_by is None:
        return _code(session, people, layout)[0]
    cache, origins, about = kept_by
    found = cache.find(_KIND, origins, about)
    if found is not None:
        return read_coded(found)
    coded, place = _code(session, people, layout)
    cache.keep(_KIND, origins, about, coded.facts, {**write_words(coded, place.parent), ROWS: place})
    return coded


def kept_log(session: Session) -> Coded | None:
    """Return what was kept of the activities in an earlier run; None if there is nothing."""
    layout = session.inputs["activities"].layout
    kept_by = log_kept_by(session, layout) if _can_be_coded(session) else None
    found = kept_by and kept_by[0].find(_KIND, kept_by[1], kept_by[2])
    return read_coded(found) if found else None


def log_kept_by(session: Session, layout: Layout) -> KeptBy | None:
    """Return where the activities are kept, what they were read from, and what else that depends on."""
    kept_by = session.kept_by("activities", "contacts")
    if kept_by is None:
        return None
    cache, origins, known = kept_by
    whole = [key for key in _KEYS if layout.has(key) and _readings_of(session, layout.places[key])]
    return cache, origins, [*known, sorted(layout.formats.items()), sorted(_read_places(session)), whole]


def _code(session: Session, people: People, layout: Layout) -> tuple[Coded, Path]:
    """Read the activities, and write them beside the run as numbers."""
    frame = session.inputs["activities"].table.frame
    coders = make_coders(frame, layout, _read_places(session))
    kept = {name: pl.col(name) for name in (FILE, LINE, CONTACT)}
    kept |= {own(layout.places[key]): _key_kept(session, key, layout) for key in _KEYS if layout.has(key)}
    kept |= {own(place): pl.col(own(place)) for place in _read_places(session) if place not in coders.columns}
    matched = frame.pipe(match.match_contacts, people.keys(session.layout, layout), layout)
    place = _place(session)
    rows = spool(coders.code(matched, layout, session.zone, kept), place)
    return coders.coded(rows, layout), place


def _readings_of(session: Session, place: int) -> list[Reading]:
    """Return how rules read a column, whichever of its names they have for it."""
    places = session.inputs["activities"].layout.places
    return [one for one in session.readings("activities") if places.get(one.column) == place]


def _key_kept(session: Session, key: str, layout: Layout) -> pl.Expr:
    """Return what is kept of a key: all of it where it is looked at, else where it was not found or holds several."""
    cell = layout.cell(key)
    if _readings_of(session, layout.places[key]) or layout.has("contact_name"):
        return cell
    odd = pl.col(CONTACT).is_null() | cell.str.contains(";", literal=True)
    return pl.when(odd).then(cell)


def _with_values(coded: Coded, session: Session, layout: Layout) -> pl.LazyFrame:
    """Return activities with their cells, as far as they are kept, their type, their age, and what rules read of them."""
    places = sorted({*_read_places(session), *coded.words})
    cells = coded.rows.with_columns(coded.cell(place).alias(own(place)) for place in places)
    types = looked_up(pl.col(code(layout.places["type"])), types_of(coded, layout))
    values = {TYPE: types, AGE: activity.age_on(coded.day(session.zone, layout), layout, session.rules.as_of)}
    for one in session.readings("activities"):
        values[typed(one.kind, one.field)] = value_of(coded, one, session, layout)
    keys = [layout.places[key] for key in _KEYS if layout.has(key)]
    own_cells = dict.fromkeys(own(place) for place in [*keys, *places])
    return cells.with_columns(**values).select(FILE, LINE, CONTACT, *own_cells, *values)


def types_of(coded: Coded, layout: Layout) -> pl.Series:
    """Return each distinct type, normalised; null for what is none."""
    return coded.table(layout.places["type"], lambda text: as_text(text, layout.missing))


def table_of(coded: Coded, one: Reading, session: Session, layout: Layout) -> pl.Series | None:
    """Return each distinct text of a column as the rules read it; None for a column whose texts are not numbered."""
    place = layout.places.get(one.column)
    if place is None or place == coded.time or place not in coded.words:
        return None
    return coded.table(place, lambda text: _read(text, one, session, layout))


def value_of(coded: Coded, one: Reading, session: Session, layout: Layout) -> pl.Expr:
    """Return one column as the rules read it."""
    table, place = table_of(coded, one, session, layout), layout.places.get(one.column)
    if table is not None and place is not None:
        return looked_up(pl.col(code(place)), table)
    if place == coded.time:
        return coded.day(session.zone, layout)
    return _read(layout.cell(one.column), one, session, layout)


def _read(cell: pl.Expr, one: Reading, session: Session, layout: Layout) -> pl.Expr:
    return as_kind(one.kind, cell, session.zone, layout.missing, layout.format_of(one.column))


def age_rows(session: Session, people: People) -> AgedActivities:
    """Read the activities once, with all that is known of each, and say what became of it."""
    log = session.inputs["activities"]
    layout = log.layout
    aged = (
        log.table.frame.pipe(_add_values, session, layout)
        .pipe(
            activity.drop_unread,
            layout,
            [reading.column for reading in session.readings("activities")],
            compare=layout.has("activity_id") or session.settings.dedupe,
        )
        .pipe(match.match_contacts, people.keys(session.layout, layout), layout)
        .pipe(spool, _place(session))
    )
    settled = layout if log.decided else _decide(aged, session, layout, _open(aged, session))
    if settled != layout:
        layout, aged = settled, aged.pipe(_add_values, session, settled).pipe(spool, _place(session))
    known = aged.pipe(activity.add_fate, None)
    searches = [known.pipe(activity.find_repeated, layout)] if layout.has("activity_id") else []
    if session.settings.dedupe:
        searches.append(known.pipe(activity.find_repeated_rows, layout))
    repeated = [search.collect(engine="streaming") for search in searches]
    return AgedActivities(aged.pipe(activity.add_fate, pl.concat(repeated)) if repeated else known, layout)


def _place(session: Session) -> Path:
    """Return a new place for a temporary file."""
    return new_folder(session.settings.scratch) / "activities.parquet"


def decide_log(session: Session) -> Layout:
    """Decide how the columns of the activities are written; all of them have a say.

    Raises:
        InputError: A column has cells that can be read in two ways, and nothing says which is meant.
    """
    log = session.inputs["activities"]
    aged = log.table.frame.pipe(_add_values, session, log.layout)
    return _decide(aged, session, log.layout, _open(aged, session))


def _open(aged: pl.LazyFrame, session: Session) -> list[Column]:
    return unsettled(aged, session.columns_read("activities"))


def _settle(known: pl.LazyFrame, session: Session, layout: Layout) -> Layout:
    """Decide how the columns of the activities are written; which are open was perhaps kept of an earlier run."""
    columns = session.columns_read("activities")

    def look() -> list[int]:
        return [columns.index(column) for column in unsettled(known, columns)]

    places = remember(log_kept_by(session, layout), "open", look, columns)
    return _decide(known, session, layout, [columns[place] for place in places])


def _decide(aged: pl.LazyFrame, session: Session, layout: Layout, columns: list[Column]) -> Layout:
    """Decide how columns that are open are written."""
    return decide_formats(aged, columns, layout, session.rules.model.source("activities"))


def _add_values(rows: pl.LazyFrame, session: Session, layout: Layout) -> pl.LazyFrame:
    """Add what the rules need of each activity's own cells, in the place of what was read of them before."""
    aged = rows.pipe(activity.add_age, layout, session.zone, session.rules.as_of)
    return aged.pipe(add_typed, session.readings("activities"), layout, session.zone)
