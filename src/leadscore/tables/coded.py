"""Records as numbers: of each column the distinct texts once, and in every record the place of its own.

A log has millions of records, and few types, pages and days. As numbers they take a small part of the space, are written
and read again in no time, and whatever is asked of a text is asked once for each distinct one.

The numbers follow the order in which texts come. They are good for looking up, and never reach an output.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import own
from leadscore.rules.days import is_plain_time
from leadscore.rules.formats import select_one
from leadscore.rules.values import as_day
from leadscore.tables.aside import write_aside

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import Path

    from leadscore.rules.formats import Format
    from leadscore.tables.cache import Kept
    from leadscore.tables.layout import Layout

__all__ = [
    "ROWS",
    "Coded",
    "Coders",
    "code",
    "looked_up",
    "make_coders",
    "read_coded",
    "spool",
    "write_words",
]

ODD: Final = "code:odd"
"""UInt32: the place of the text of a time that is not plain; null where it is."""
DAY: Final = "odd:day"
"""Date: its day, where it is kept in this way; null where it cannot be read."""
_FEW: Final = 0.05
"""The share of times that are not plain, from which on they are too many to be numbered."""
_TIME: Final = "occurred_at"
ROWS: Final = "rows.parquet"
"""The file of records that are kept."""
_ODD_WORDS: Final = "odd"
_LOOKED_AT: Final = 50_000
"""Records by which a column is judged."""


def code(place: int) -> str:
    """Return the name of the column with the numbers of the texts at this place."""
    return f"code:{place}"


def looked_up(codes: pl.Expr, table: pl.Series) -> pl.Expr:
    """Return what stands in a table at these places; null for null."""

    def look(places: pl.Series) -> pl.Series:
        return table.gather(places) if table.len() else table.extend_constant(None, places.len())

    return codes.map_batches(look, return_dtype=table.dtype, is_elementwise=True)


@dataclass
class Coder:
    """Numbers the texts of one column as they come.

    NOTE: the words are kept only as long as there is a column of them, so one is held.
    """

    _words: pl.Categories = field(default_factory=pl.Categories.random)
    _held: pl.Series = field(init=False)

    def __post_init__(self) -> None:
        self._held = pl.Series([], dtype=pl.Categorical(self._words))

    def codes(self, cell: pl.Expr) -> pl.Expr:
        """Return the number of each text, null for null."""
        return cell.cast(pl.Categorical(self._words)).to_physical()

    @property
    def words(self) -> pl.Series:
        """The texts at the places of their numbers, as far as they have come."""
        return self._words.to_series()


@dataclass(frozen=True)
class Coded:
    """Records of a log as numbers.

    Attributes:
        rows: One row per record: columns that were asked for, `code:<place>` of those that are numbered, `own:<place>` of the
            others that are kept. Times that are not plain stand in columns of their own.
        words: The distinct texts of the columns that are numbered; of times that are plain only the day.
        time: The column with the time.
        odd: The distinct texts of times that are not plain; None where there are so many that their days are kept instead,
            and their texts only if they cannot be read. Their days are made once for each way of reading them.
    """

    rows: pl.LazyFrame
    words: Mapping[int, pl.Series]
    time: int
    odd: pl.Series | None
    _days: dict[tuple[str, tuple[str, ...], Format], pl.Series] = field(default_factory=dict, repr=False)

    @property
    def facts(self) -> dict[str, object]:
        """What is to be known of it beside its files."""
        return {"places": sorted(self.words), "time": self.time, "odd": self.odd is not None}

    def day(self, zone: str, layout: Layout) -> pl.Expr:
        """Return the local day of each record's time, null where it cannot be read.

        Args:
            zone: Time zone that gives a time with an offset its day.
            layout: How times are written.
        """
        days = select_one(self.words[self.time], pl.col("text").str.to_date("%Y-%m-%d", strict=False))
        plain = looked_up(pl.col(code(self.time)), days)
        if self.odd is None:
            return pl.coalesce(plain, pl.col(DAY))
        way = (zone, layout.missing, layout.format_of(_TIME))
        if way not in self._days:
            self._days[way] = select_one(self.odd, as_day(pl.col("text"), *way))
        return pl.coalesce(plain, looked_up(pl.col(ODD), self._days[way]))

    def cell(self, place: int) -> pl.Expr:
        """Return the texts of a column, as far as they are kept."""
        if place not in self.words:
            return pl.col(own(place))
        texts = looked_up(pl.col(code(place)), self.words[place])
        if place != self.time:
            return texts
        odd = pl.col(own(place)) if self.odd is None else looked_up(pl.col(ODD), self.odd)
        return pl.coalesce(texts, odd)

    def table(self, place: int, read: Callable[[pl.Expr], pl.Expr]) -> pl.Series:
        """Return what is made of each distinct text of a numbered column.

        Args:
            place: The column.
            read: Makes the expression that reads a text.
        """
        return select_one(self.words[place], read(pl.col("text")))


@dataclass(frozen=True)
class Coders:
    """What numbers the texts of some records.

    Attributes:
        columns: What numbers each column; there is one for the time.
        odd: What numbers times that are not plain; None where they are too many.
    """

    columns: Mapping[int, Coder]
    odd: Coder | None

    def code(
        self, rows: pl.LazyFrame, layout: Layout, zone: str, kept: Mapping[str, pl.Expr]
    ) -> pl.LazyFrame:
        """Number the texts of records, as `Coded` has them.

        Args:
            rows: Records with their own cells.
            layout: Where their fields stand.
            zone: Time zone that gives a time with an offset its day.
            kept: What else is kept, by its name.
        """
        time = layout.places[_TIME]
        cell, coded = pl.col(own(time)), {place: one for place, one in self.columns.items() if place != time}
        plain = pl.when(is_plain_time(cell, layout.missing)).then(cell.str.head(len("YYYY-MM-DD")))
        read = rows.with_columns(plain.alias("plain"))
        read = read.with_columns(pl.when(pl.col("plain").is_null()).then(cell).alias("odd"))
        if self.odd is None:
            day = as_day(pl.col("odd"), zone, layout.missing, layout.format_of(_TIME))
            read = read.with_columns(day.alias(DAY))
            odd = [pl.col(DAY), pl.when(pl.col(DAY).is_null()).then(pl.col("odd")).alias(own(time))]
        else:
            odd = [self.odd.codes(pl.col("odd")).alias(ODD)]
        return read.select(
            *(expression.alias(name) for name, expression in kept.items()),
            *(one.codes(pl.col(own(place))).alias(code(place)) for place, one in coded.items()),
            self.columns[time].codes(pl.col("plain")).alias(code(time)),
            *odd,
        )

    def coded(self, rows: pl.LazyFrame, layout: Layout) -> Coded:
        """Return records that were numbered, once all of them have been."""
        words = {place: one.words for place, one in self.columns.items()}
        return Coded(rows, words, layout.places[_TIME], None if self.odd is None else self.odd.words)


def make_coders(frame: pl.LazyFrame, layout: Layout, places: Collection[int]) -> Coders:
    """Decide how records are numbered, as far as the first of them tell.

    Args:
        frame: Records with their own cells.
        layout: Where their fields stand.
        places: Columns that are numbered if their texts repeat. Types and times always are.
    """
    type_, time = layout.places["type"], layout.places[_TIME]
    others = sorted(set(places) - {type_, time})
    cells = [pl.col(own(place)).n_unique() for place in others]
    odd = ~is_plain_time(pl.col(own(time)), layout.missing)
    start = frame.head(_LOOKED_AT).select(*cells, rows=pl.len(), odd=odd.sum()).collect(engine="streaming")
    *kinds, rows, odd_ones = start.row(0)
    repeating = [place for place, found in zip(others, kinds, strict=True) if found <= 100 + rows // 5]
    coders = {place: Coder() for place in (type_, time, *repeating)}
    return Coders(coders, Coder() if odd_ones <= 100 + _FEW * rows else None)


def write_words(coded: Coded, folder: Path) -> dict[str, Path]:
    """Write the distinct texts of records, one file for each column, and return the files by name."""
    named = {str(place): words for place, words in coded.words.items()}
    named |= {} if coded.odd is None else {_ODD_WORDS: coded.odd}
    places = {name: folder / f"words_{name}.parquet" for name in named}
    for name, words in named.items():
        write_aside(words.alias("text").to_frame(), places[name], compression="lz4")
    return {place.name: place for place in places.values()}


def read_coded(kept: Kept) -> Coded:
    """Return records that were kept."""

    def words(name: object) -> pl.Series:
        return pl.read_parquet(kept.files[f"words_{name}.parquet"], glob=False)["text"]

    facts = kept.facts
    return Coded(
        pl.scan_parquet(kept.files[ROWS], glob=False),
        {place: words(place) for place in facts["places"]},
        facts["time"],
        words(_ODD_WORDS) if facts["odd"] else None,
    )


def spool(rows: pl.LazyFrame, path: Path) -> pl.LazyFrame:
    """Write rows to a temporary file and scan that, so that several looks at them cost one reading of the text."""
    write_aside(rows, path, compression="lz4", maintain_order=False)
    return pl.scan_parquet(path, glob=False)
