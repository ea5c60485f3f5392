"""What has to be said of an export so that it can be read: only where its headers and cells leave it open."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from leadscore.columns import own
from leadscore.crm.headers import FIELDS
from leadscore.pipeline.draft.words import EVENT_COLUMNS, FIELD_WORDS, NOTHING
from leadscore.rules.formats import Format, Vote
from leadscore.rules.values import as_day, as_text, normalised_all, votes
from leadscore.schema.fields import field_name
from leadscore.schema.model import Source
from leadscore.tables.contract import ALWAYS_READ
from leadscore.tables.layout import lay_out

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from leadscore.pipeline.draft.columns import Column
    from leadscore.schema.model import InputName
    from leadscore.tables import Table
    from leadscore.tables.layout import Layout

__all__ = ["Said", "event_columns", "missing_words", "open_dates", "say_columns"]

SAMPLE: Final = 20_000
"""Records of an input besides contacts that are looked at to find out what its columns are."""
NEARLY_ALL: Final = 0.99
MOST: Final = 0.8
MOST_TYPES: Final = 60
LONGEST_HEADER: Final = 200
_ID_WORDS: Final = ("id", "nr", "no", "key", "number", "nummer", "kundennummer", "kennung", "guid", "uuid")
_TYPE_WORDS: Final = ("type", "typ", "event", "activity", "action", "kind", "art", "aktivität", "ereignis")
_DAY_WORDS: Final = ("date", "time", "day", "datum", "zeit", "tag", "timestamp", "when", "at", "am")


@dataclass(frozen=True)
class Said:
    """What the rules file says of one input.

    Attributes:
        columns: The header of each field that headers alone do not tell.
        missing: Words that stand for nothing.
        options: `decimal`, `dates` and `ranges`, as far as they are needed.
        events: Columns that are activities.
        why: What to tell about each of these, in plain words, by field or key.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    events: Mapping[str, str] = field(default_factory=dict)
    why: Mapping[str, str] = field(default_factory=dict)

    @property
    def source(self) -> Source:
        """The same as a section of a rules file."""
        said: dict[str, Any] = dict(self.options)
        if self.missing:
            said["missing"] = self.missing
        return Source(columns=dict(self.columns), events=dict(self.events), **said)

    def with_column(self, field_: str, header: str, why: str) -> Said:
        """Return the same, with the header of a field."""
        return replace(self, columns={**self.columns, field_: header}, why={**self.why, field_: why})

    def with_option(self, key: str, value: str, why: str) -> Said:
        """Return the same, with how cells are written."""
        return replace(self, options={**self.options, key: value}, why={**self.why, key: why})

    def lay_out(self, table: Table, replaced: Collection[str]) -> Layout:
        """Find the fields of a table with it."""
        name: InputName = table.input  # type: ignore[assignment]  # tables are of inputs
        missing = tuple(normalised_all(self.missing))
        return lay_out(name, table.files[0].name, table.header, self.source, missing, replaced=replaced)


@dataclass(frozen=True)
class _Sight:
    """An input whose columns are looked at."""

    name: InputName
    table: Table
    frame: pl.DataFrame
    replaced: Collection[str]

    def keys(self, layout: Layout, place: int) -> pl.Series:
        """Return the filled cells of a column, as they are compared."""
        return self.frame.select(as_text(pl.col(own(place)), layout.missing).alias("key"))["key"].drop_nulls()


def say_columns(
    name: InputName, table: Table, replaced: Collection[str], ids: pl.Series | None = None
) -> Said:
    """Say which columns are which fields, where headers do not tell or two columns could be one field.

    Args:
        name: The input.
        table: Its records.
        replaced: Headers of columns that a run writes anew.
        ids: The ids of the contacts, as they are compared, for other inputs.
    """
    rows = table.frame if name == "contacts" else table.frame.head(SAMPLE)
    sight = _Sight(name, table, rows.collect(engine="streaming"), replaced)
    said = _decide_ambiguous(sight, Said())
    for guess in _guesses(sight, ids):
        said = guess(said)
    return said


def _guesses(sight: _Sight, ids: pl.Series | None) -> Iterable[Callable[[Said], Said]]:
    if sight.name == "contacts":
        return (lambda said: _guess_id(sight, said), lambda said: _guess_by_words(sight, said))
    if sight.name == "activities":
        return (
            lambda said: _guess_type(sight, said),
            lambda said: _guess_day(sight, said),
            lambda said: _guess_key(sight, said, ids),
        )
    return ()


def _decide_ambiguous(sight: _Sight, said: Said) -> Said:
    """Let the fuller one of two columns be the field that both could be; of equally full ones, the first."""
    layout = said.lay_out(sight.table, sight.replaced)
    wanted = {*ALWAYS_READ[sight.name], *FIELDS[sight.name]}
    for name in sorted(wanted & set(layout.ambiguous)):
        places = layout.ambiguous[name]
        best = max(places, key=lambda place: (len(sight.keys(layout, place)), -place))
        why = f"{len(places)} columns could be it; this one is filled most often"
        said = _mapped(sight, said, name, best, why)
    return said


def _mapped(sight: _Sight, said: Said, field_: str, place: int, why: str) -> Said:
    """Say that a column is a field, by a name of it that leads there; nothing where there is none."""
    title = sight.table.header[place].strip()
    same = [at for at, other in enumerate(sight.table.header) if other.strip() == title]
    names = (title, f"{title}#{same.index(place) + 1}", field_name(title))
    for name in names:
        if name and name.isprintable() and len(name) <= LONGEST_HEADER:
            tried = said.with_column(field_, name, why)
            if tried.lay_out(sight.table, sight.replaced).places.get(field_) == place:
                return tried
    return said


def _free(sight: _Sight, layout: Layout) -> list[int]:
    """Return the places of columns with a header that are no known field."""
    taken = {layout.places[name] for name in FIELDS[sight.name] if layout.has(name)}
    return [place for place, title in enumerate(layout.header) if place not in taken and field_name(title)]


def _says(title: str, words: Sequence[str]) -> bool:
    name = field_name(title)
    return any(part in words for part in name.split("_")) or name.endswith(
        tuple(w for w in words if len(w) > 3)
    )


def _guess_id(sight: _Sight, said: Said) -> Said:
    """Let a column that is filled, and different, in every record be the id."""
    layout = said.lay_out(sight.table, sight.replaced)
    if layout.has("contact_id"):
        return said
    rows, free = sight.frame.height, _free(sight, layout)
    email = layout.places.get("email")
    named = [place for place, title in enumerate(layout.header) if field_name(title)]
    order = sorted(
        named,
        key=lambda place: (
            not (place in free and _says(layout.header[place], _ID_WORDS)),
            place != email,
            place not in free,
            place,
        ),
    )
    for place in order:
        keys = sight.keys(layout, place)
        if len(keys) >= rows * NEARLY_ALL and keys.n_unique() >= rows * NEARLY_ALL:
            why = "no header says that it is the id; this column is different for everybody"
            return _mapped(sight, said, "contact_id", place, why)
    return said


def _guess_by_words(sight: _Sight, said: Said) -> Said:
    """Let columns whose headers have a word for it be a field that no header is known to be."""
    for name, words in FIELD_WORDS.items():
        layout = said.lay_out(sight.table, sight.replaced)
        fitting = [place for place in _free(sight, layout) if _says(layout.header[place], words)]
        if layout.has(name) or len(fitting) != 1:
            continue
        keys = sight.keys(layout, fitting[0])
        if not len(keys):
            continue
        has_digits = float(keys.str.contains("[0-9]").mean() or 0)  # type: ignore[arg-type]  # of booleans
        if (has_digits >= MOST) is (name in {"employees", "revenue"}):
            said = _mapped(sight, said, name, fitting[0], f"its header says that it is the {name}")
    return said


def _guess_type(sight: _Sight, said: Said) -> Said:
    layout = said.lay_out(sight.table, sight.replaced)
    if layout.has("type"):
        return said
    found = []
    for place in _free(sight, layout):
        keys = sight.keys(layout, place)
        texts = keys.filter(keys.str.contains(r"\p{L}"))
        if len(texts) >= sight.frame.height * NEARLY_ALL and keys.n_unique() <= MOST_TYPES:
            found.append((not _says(layout.header[place], _TYPE_WORDS), place))
    why = "no header says what happened; this column has a few words that come again and again"
    return _mapped(sight, said, "type", min(found)[1], why) if found else said


def _guess_day(sight: _Sight, said: Said) -> Said:
    layout = said.lay_out(sight.table, sight.replaced)
    if layout.has("occurred_at"):
        return said
    found = []
    for place in _free(sight, layout):
        keys = sight.keys(layout, place).to_frame()
        both = [as_day(pl.col("key"), "UTC", (), Format(dates=way)) for way in ("day_first", "month_first")]
        days = keys.select(pl.coalesce(both).alias("day"))["day"].drop_nulls()
        if sight.frame.height and len(days) >= sight.frame.height * MOST:
            found.append((not _says(layout.header[place], _DAY_WORDS), place))
    why = "no header says when it happened; this column has days"
    return _mapped(sight, said, "occurred_at", min(found)[1], why) if found else said


def _guess_key(sight: _Sight, said: Said, ids: pl.Series | None) -> Said:
    layout = said.lay_out(sight.table, sight.replaced)
    if ids is None or any(layout.has(key) for key in ("contact_id", "email", "contact_name")):
        return said
    for place in _free(sight, layout):
        keys = sight.keys(layout, place)
        if len(keys) and int(keys.is_in(ids.implode()).sum()) >= len(keys) / 2:
            return _mapped(sight, said, "contact_id", place, "its cells are ids of contacts")
    return said


def missing_words(columns: Iterable[Column]) -> tuple[str, ...]:
    """Return the words for nothing that stand in at least one of a hundred cells of some column."""
    found = set[str]()
    for column in columns:
        if column.known or column.distinct <= MOST_TYPES:
            enough = max(column.filled / 100, 1)
            found |= {value.key for value in column.values if value.key in NOTHING and value.rows >= enough}
    return tuple(word for word in NOTHING if word in found)


def event_columns(frame: pl.DataFrame, layout: Layout, columns: Iterable[Column]) -> dict[str, str]:
    """Return the columns of contacts that are days of something that they did, with its type."""
    found = {}
    for column in columns:
        kind = EVENT_COLUMNS.get(column.field)
        if kind is None or not column.filled:
            continue
        both = [Format(dates=way) for way in ("day_first", "month_first")]
        days = pl.coalesce(as_day(layout.cell(column.field), "UTC", layout.missing, way) for way in both)
        read = frame.select(days.alias("day"))["day"].drop_nulls()
        if len(read) >= column.filled * MOST:
            found[column.field] = kind
    return found


def open_dates(rows: pl.LazyFrame, layout: Layout, fields: Iterable[str]) -> tuple[str, ...]:
    """Return the columns of which no cell says whether the day or the month comes first, although it matters."""
    there = [name for name in fields if layout.has(name)]
    if not there:
        return ()
    said = rows.select(
        (votes("day", layout.cell(name), layout.missing) == vote).sum().alias(f"{vote}:{name}")
        for name in there
        for vote in Vote
    )
    counted = said.collect(engine="streaming").row(0, named=True)
    found = []
    for name in there:
        first, second, open_ = (counted[f"{vote}:{name}"] for vote in (Vote.FIRST, Vote.SECOND, Vote.OPEN))
        if first == second and (first or open_):
            found.append(name)
    return tuple(found)
