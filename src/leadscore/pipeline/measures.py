"""What of a run is left for the next one to be compared with: how many, how full, and how points are spread."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final

import polars as pl
from pydantic import TypeAdapter, ValidationError

from leadscore.columns import KEY, LINE, own, points, tenths, typed
from leadscore.rules.values import count_filled
from leadscore.schema.fields import field_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from leadscore.pipeline.inputs import Session
    from leadscore.pipeline.parts import Part
    from leadscore.pipeline.scored import Scored
    from leadscore.results import Accounting
    from leadscore.tables.layout import Layout

__all__ = ["Column", "Log", "Measures", "Moves", "Points", "known", "measure", "read_measures"]

MEASURES: Final = "measures"
"""Under which name the counts of a run have them."""


@dataclass(frozen=True)
class Column:
    """How full a column is.

    Attributes:
        input: The input that has it.
        field: The field that it is, by its canonical name where it has one: it stays when a header is renamed.
        header: Its header as written.
        filled: Cells that hold something.
        rows: All of its cells.
    """

    input: str
    field: str
    header: str
    filled: int
    rows: int


@dataclass(frozen=True)
class Points:
    """What a rule gave.

    Attributes:
        contacts: Contacts to whom it gave or from whom it took points.
        sum: Their points, in thousandths.
    """

    contacts: int
    sum: int


@dataclass(frozen=True)
class Log:
    """The activities.

    Attributes:
        read: Records.
        unmatched: Those of no known contact.
    """

    read: int = 0
    unmatched: int = 0


@dataclass(frozen=True)
class Moves:
    """Who changed its stage.

    Attributes:
        known: Contacts that an earlier run knew too.
        moved: Those of them that are in another stage than before.
    """

    known: int = 0
    moved: int = 0


@dataclass(frozen=True)
class Measures:
    """What a run looks like from afar.

    Attributes:
        contacts: Contacts that were scored.
        activities: The activities.
        moves: Who changed its stage.
        columns: How full the columns are: all of contacts, of activities those that the rules read.
        scores: How many contacts have a score of so many whole points, by score.
        rules: What each rule gave, in file order.
    """

    contacts: int
    activities: Log = field(default_factory=Log)
    moves: Moves = field(default_factory=Moves)
    columns: tuple[Column, ...] = ()
    scores: dict[str, dict[int, int]] = field(default_factory=dict)
    rules: dict[str, Points] = field(default_factory=dict)

    @property
    def content(self) -> dict[str, Any]:
        """The measures as JSON knows them."""
        return asdict(self)


_MEASURES: Final = TypeAdapter(Measures)


def read_measures(counts: Mapping[str, Any]) -> Measures | None:
    """Return the measures among the counts of an earlier run; None where it left none that can be read."""
    try:
        return _MEASURES.validate_python(counts.get(MEASURES))
    except ValidationError:
        return None


def measure(
    scored: Scored, accounts: Sequence[Accounting], transitions: pl.DataFrame | None = None
) -> Measures:
    """Measure a run.

    Args:
        scored: The run.
        accounts: What became of the records of its inputs.
        transitions: Who changed its stage; None for a run without a history, which leaves nothing and of which no more
            than contacts and activities are counted.
    """
    session, contacts, height = scored.session, scored.rows, scored.people.height
    if transitions is None:
        return Measures(height, _log(accounts))
    return Measures(
        height,
        _log(accounts),
        _moves(session, contacts, transitions),
        (
            *_contact_columns(session, contacts, height),
            *_activity_columns(session, scored.parts["activities"]),
        ),
        {name: _spread(contacts, name) for name in session.rules.model.scores},
        _rules(session, contacts),
    )


def _log(accounts: Sequence[Accounting]) -> Log:
    return next((Log(one.read, one.unknown_contact) for one in accounts if one.input == "activities"), Log())


def _moves(session: Session, contacts: pl.LazyFrame, transitions: pl.DataFrame) -> Moves:
    there = contacts.select(pl.col(KEY).alias("contact_id")).collect()
    return Moves(known(session, there).height, known(session, transitions).height)


def known(session: Session, rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of contacts that were in an export before, by their `contact_id`."""
    past = session.settings.past
    if past is None or past.state.is_empty():
        return rows.clear()
    return rows.join(past.state.select("contact_id"), on="contact_id", how="semi")


def _contact_columns(session: Session, contacts: pl.LazyFrame, height: int) -> list[Column]:
    layout, there = session.layout, set(contacts.collect_schema().names())
    places = [place for place, header in enumerate(layout.header) if own(place) in there]
    if not places:
        return []
    filled = contacts.select(
        count_filled(pl.col(own(place)), layout.missing).alias(own(place)) for place in places
    ).collect(engine="streaming")
    return [
        Column("contacts", name, layout.header[place], filled[own(place)].item(), height)
        for place, name in zip(places, _fields(layout, places), strict=True)
    ]


def _fields(layout: Layout, places: list[int]) -> list[str]:
    """Return the name by which each column is found again; of several with one name, the later ones get a number."""
    canonical = {layout.places[name]: name for name in layout.recognised}
    found: dict[str, int] = {}
    names = []
    for place in places:
        name = canonical.get(place) or field_name(layout.header[place])
        found[name] = found.get(name, 0) + 1
        names.append(name if found[name] == 1 else f"{name}#{found[name]}")
    return names


def _activity_columns(session: Session, part: Part) -> list[Column]:
    """Measure the columns of activities that the rules read: cells that they cannot read hold nothing for them."""
    if "activities" not in session.inputs or part.rows is None:
        return []
    layout = session.inputs["activities"].layout
    read = {
        reading.column: typed(reading.kind, reading.field)
        for reading in sorted(session.readings("activities"), key=lambda reading: reading.kind == "text")
        if layout.has(reading.column)
    }
    if not read:
        return []
    counted = part.rows.select(
        pl.col(LINE).count().alias(LINE),
        *(pl.col(name).count().alias(column) for column, name in read.items()),
    ).collect(engine="streaming")
    return [
        Column("activities", column, layout.header_of(column), counted[column].item(), counted[LINE].item())
        for column in read
    ]


def _spread(contacts: pl.LazyFrame, score: str) -> dict[int, int]:
    """Return how many contacts have so many whole points, from the fewest points to the most."""
    whole = contacts.select(points=(pl.col(tenths(score)) // 10).cast(pl.Int64))
    return dict(whole.group_by("points").len().sort("points").collect(engine="streaming").iter_rows())


def _rules(session: Session, contacts: pl.LazyFrame) -> dict[str, Points]:
    names = [rule.id for rule in session.rules.rules]
    given = contacts.select(
        column
        for name in names
        for column in (
            (pl.col(points(name)) != 0).sum().alias(f"contacts:{name}"),
            pl.col(points(name)).sum().alias(f"sum:{name}"),
        )
    ).collect(engine="streaming")
    return {name: Points(given[f"contacts:{name}"].item(), given[f"sum:{name}"].item()) for name in names}
