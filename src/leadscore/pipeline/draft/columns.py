"""What stands in the columns of an export: how many cells are filled, and with what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.crm.headers import FIELDS
from leadscore.rules.formats import Format, Vote
from leadscore.rules.values import NO, YES, as_number, as_text, trimmed, votes
from leadscore.schema.check_values import normalised

if TYPE_CHECKING:
    from collections.abc import Mapping

    from leadscore.schema.model import InputName
    from leadscore.tables.layout import Layout

__all__ = ["Column", "Numbers", "Value", "look_at_columns", "look_at_numbers", "writable"]

FEW: Final = 1_000
"""Different values of a column beyond which they are not listed."""
LONGEST_VALUE: Final = 40
LONGEST_NAME: Final = 64
MOST_DIGITS: Final = 4


@dataclass(frozen=True)
class Value:
    """One value of a column.

    Attributes:
        key: As values are compared.
        text: In its most frequent spelling.
        rows: How many cells have it.
    """

    key: str
    text: str
    rows: int


@dataclass(frozen=True)
class Column:
    """One column of an export.

    Attributes:
        field: Its name in rules.
        header: Its header as written.
        place: Its place.
        known: Whether it is one of the fields that every export may have.
        rows: How many records there are.
        filled: How many cells hold something.
        distinct: How many different values they hold.
        values: These values, the most frequent first; none if they are too many.
    """

    field: str
    header: str
    place: int
    known: bool
    rows: int
    filled: int
    distinct: int
    values: tuple[Value, ...]

    @property
    def share(self) -> float:
        """The part of the cells that hold something."""
        return self.filled / self.rows if self.rows else 0.0

    @property
    def is_flag(self) -> bool:
        """Whether it holds yes and no, and nothing else."""
        return bool(self.values) and all(value.key in (*YES, *NO) for value in self.values)

    def frequent(self, share: float, most: int, fewest: int = 1) -> tuple[Value, ...]:
        """Return the values that a rule may name, the most frequent first.

        Args:
            share: The least part of the filled cells that have the value.
            most: How many values at most.
            fewest: How many cells have the value at least.
        """
        enough = max(self.filled * share, fewest)
        listed = [value for value in self.values if value.rows >= enough and writable(value.text)]
        return tuple(listed[:most])


def writable(text: str) -> bool:
    """Return whether a value may stand in a rules file: short words that tell nobody apart."""
    if not text.isprintable() or len(text) > LONGEST_VALUE or not any(map(str.isalpha, text)):
        return False
    if sum(map(str.isdigit, text)) > MOST_DIGITS or normalised(text) == "default":
        return False
    return not any(sign in text for sign in ("@", "://", "www."))


def look_at_columns(name: InputName, frame: pl.DataFrame, layout: Layout) -> dict[str, Column]:
    """Return the columns of an input by their names in rules; columns that rules cannot name are left out.

    Args:
        name: The input.
        frame: Its records.
        layout: Where its fields stand.
    """
    names: dict[int, str] = {}
    for field, place in sorted(layout.places.items()):
        if len(field) <= LONGEST_NAME and (place not in names or field in FIELDS[name]):
            names[place] = field
    found = (_look(name, frame, layout, field) for _, field in sorted(names.items()))
    return {column.field: column for column in found}


def _look(name: InputName, frame: pl.DataFrame, layout: Layout, field: str) -> Column:
    cell = layout.cell(field)
    cells = frame.select(as_text(cell, layout.missing).alias("key"), trimmed(cell).alias("text"))
    filled = cells.drop_nulls("key")
    distinct = filled["key"].n_unique() if filled.height else 0
    return Column(
        field=field,
        header=layout.header_of(field),
        place=layout.places[field],
        known=field in FIELDS[name],
        rows=frame.height,
        filled=filled.height,
        distinct=distinct,
        values=values_of(filled.lazy()) if distinct <= FEW else (),
    )


def values_of(cells: pl.LazyFrame) -> tuple[Value, ...]:
    """Return the different values, the most frequent first, each in its most frequent spelling.

    Args:
        cells: `key`, never null, and `text`.
    """
    spelled = cells.group_by("key", "text").len().sort("len", "text", descending=[True, False])
    counted = spelled.group_by("key", maintain_order=True).agg(pl.col("text").first(), pl.col("len").sum())
    listed = counted.sort("len", "key", descending=[True, False]).head(FEW).collect(engine="streaming")
    found: dict[str, Value] = {}
    for key, text, rows in listed.iter_rows():
        found.setdefault(normalised(text), Value(key, text, rows))
    return tuple(found.values())


@dataclass(frozen=True, eq=False)
class Numbers:
    """A column read as numbers.

    Attributes:
        column: The column.
        values: What could be read, in ascending order.
        decimal: The decimal sign that was assumed, where the cells do not settle it; else empty.
        ranges: Whether the lower end of a range such as 50-200 counts.
    """

    column: Column
    values: pl.Series
    decimal: str
    ranges: bool

    @property
    def share(self) -> float:
        """The part of the filled cells that could be read."""
        return len(self.values) / self.column.filled if self.column.filled else 0.0


def look_at_numbers(frame: pl.DataFrame, layout: Layout, column: Column, said: Mapping[str, str]) -> Numbers:
    """Read a column as numbers, in the way that fits its cells.

    Args:
        frame: The records.
        layout: Where the fields stand.
        column: The column.
        said: What is said of the input already: `decimal`, `ranges`.
    """
    plain = _numbers(frame, layout, column, said.get("decimal", ""), ranges="ranges" in said)
    if plain.ranges or plain.share >= 0.5:
        return plain
    ranged = _numbers(frame, layout, column, said.get("decimal", ""), ranges=True)
    return ranged if ranged.share > plain.share else plain


def _numbers(frame: pl.DataFrame, layout: Layout, column: Column, decimal: str, *, ranges: bool) -> Numbers:
    cell, missing = layout.cell(column.field), layout.missing
    known = Format(ranges="lower" if ranges else None)
    said = frame.select(votes("number", cell, missing, known).alias("vote"), trimmed(cell).alias("text"))
    counts = {vote: int((said["vote"] == vote).sum()) for vote in Vote}
    first, second, open_ = (counts[vote] for vote in (Vote.FIRST, Vote.SECOND, Vote.OPEN))
    tied = first == second and bool(first or open_)
    assumed = (decimal or _likelier(said)) if tied else ""
    sign = assumed or ("," if second > first else ".")
    way = Format(decimal="," if sign == "," else ".", ranges=known.ranges)
    read = frame.select(as_number(cell, missing, way).alias("number"))["number"].drop_nulls().sort()
    return Numbers(column, read, assumed, ranges)


def _likelier(said: pl.DataFrame) -> str:
    """Return the sign that is not the one between thousands: `1.200` is hardly one and a fifth."""
    open_ = said.filter(pl.col("vote") == Vote.OPEN)["text"]
    points = int(open_.str.contains(".", literal=True).sum())
    return "," if points * 2 > len(open_) else "."
