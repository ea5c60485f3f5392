"""How the columns of an input are written: decided from all of their cells, else said in the rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import AGE, typed
from leadscore.errors import InputError
from leadscore.rules.formats import PLAIN, Format, Vote
from leadscore.rules.values import as_canonical, as_day, trimmed, votes
from leadscore.schema.uses import field_uses

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from leadscore.columns import Kind
    from leadscore.schema.model import InputName, Rules, Source
    from leadscore.steps.type import Reading
    from leadscore.tables.layout import Layout

__all__ = [
    "Column",
    "Evidence",
    "columns_read",
    "decide_by",
    "decide_formats",
    "described",
    "has_votes",
    "say_formats",
    "survey_cells",
    "unsettled",
]


@dataclass(frozen=True, order=True)
class Column:
    """A column that is read as a number or a day.

    Attributes:
        field: Its field.
        kind: What it is read as.
        value: Name of the column that holds what was read of it.
    """

    field: str
    kind: Kind
    value: str


@dataclass(frozen=True)
class Evidence:
    """What the cells of a column say of how they are written: how many say what, and the smallest of these."""

    counts: Mapping[Vote, int]
    examples: Mapping[Vote, str]

    def __add__(self, other: Evidence) -> Evidence:
        """Return what the cells of both say."""
        both = (self.examples, other.examples)
        return Evidence(
            {said: self.counts[said] + other.counts[said] for said in Vote},
            {
                said: min(found[said] for found in both if said in found)
                for said in Vote
                if any(said in found for found in both)
            },
        )

    @property
    def is_tied(self) -> bool:
        """Whether the column does not settle how it is written, although it matters."""
        some = self.counts[Vote.OPEN] or self.counts[Vote.FIRST]
        return bool(some) and self.counts[Vote.FIRST] == self.counts[Vote.SECOND]


@dataclass(frozen=True)
class _Choice:
    """What is to be decided for one kind.

    Attributes:
        option: The key of `sources.<input>` that says it.
        values: Its values, the one of `Vote.FIRST` first.
        ways: How messages name them.
        cells: How messages name such cells.
    """

    option: str
    values: tuple[str, str]
    ways: tuple[str, str]
    cells: str


_CHOICES: Final[Mapping[Kind, _Choice]] = {
    "number": _Choice("decimal", (".", ","), ("a decimal point", "a decimal comma"), "numbers"),
    "day": _Choice("dates", ("day_first", "month_first"), ("the day first", "the month first"), "dates"),
}
_ALWAYS: Final[Mapping[InputName, tuple[Column, ...]]] = {
    "activities": (Column("occurred_at", "day", AGE),),
    "deals": (Column("created_at", "day", ""), Column("closed_at", "day", "")),
    "costs": (Column("period", "day", ""), Column("spend", "number", "")),
}
"""Columns that are read whatever the rules say."""


def columns_read(name: InputName, readings: Iterable[Reading], rules: Rules, layout: Layout) -> list[Column]:
    """Return the columns of an input that are there and read as numbers or days.

    Args:
        name: The input.
        readings: What the rules read of it.
        rules: The rules.
        layout: Where its fields stand.
    """
    found = {
        Column(reading.column, reading.kind, typed(reading.kind, reading.field))
        for reading in readings
        if reading.kind in _CHOICES
    }
    found.update(_ALWAYS.get(name, ()))
    wins = any(use.field == "deals.amount_won" for use in field_uses(rules))
    if name == "deals" and (wins or rules.deals is not None):
        found.add(Column("amount", "number", ""))
    return sorted(column for column in found if layout.has(column.field))


def say_formats(columns: Iterable[Column], layout: Layout, source: Source, *, serials: bool) -> Layout:
    """Return a layout with what is known of columns before their cells are seen.

    Args:
        columns: The columns.
        layout: Where they stand.
        source: What the rules say of their input.
        serials: Whether its files may write a day as a number.
    """
    ranges = None if source.ranges == "missing" else source.ranges
    known = Format(ranges=ranges, serials=serials)
    return replace(layout, formats={column.field: known for column in columns} if known != PLAIN else {})


def decide_formats(rows: pl.LazyFrame, columns: Iterable[Column], layout: Layout, source: Source) -> Layout:
    """Decide how columns are written, where their cells leave it open one by one; all cells have a say.

    Most of what is settled decides, and what was declared only where that does not. What was not so written cannot
    be read then.

    Args:
        rows: The records of an input, with the own cells of these columns.
        columns: The columns.
        layout: Where they stand, and what is known of them.
        source: What the rules say of their input.

    Raises:
        InputError: A column has cells that can be read in two ways, and nothing says which is meant.
    """
    return decide_by(survey_cells(rows, columns, layout), layout, source)


def decide_by(evidence: Mapping[Column, Evidence], layout: Layout, source: Source) -> Layout:
    """Decide how columns are written by what all of their cells say; see `decide_formats`.

    Args:
        evidence: What the cells of each column say.
        layout: Where the columns stand, and what is known of them.
        source: What the rules say of their input.

    Raises:
        InputError: A column has cells that can be read in two ways, and nothing says which is meant.
    """
    formats, faults = dict(layout.formats), []
    for column, found in sorted(evidence.items()):
        if found.is_tied and _declared(column, source) is None:
            faults.append(_fault(column, found, layout))
        way = _declared(column, source) if found.is_tied else _settled(column, found)
        if way is not None:
            formats[column.field] = _written(column, formats.get(column.field, PLAIN), way)
    if faults:
        raise InputError("\n".join(dict.fromkeys(faults)))
    return replace(layout, formats=formats)


def _declared(column: Column, source: Source) -> Vote | None:
    said = source.decimal if column.kind == "number" else source.dates
    return None if said is None else (Vote.FIRST, Vote.SECOND)[_CHOICES[column.kind].values.index(said)]


def _settled(column: Column, found: Evidence) -> Vote | None:
    """Return how most of what is settled is written; None where all of it is plain."""
    if found.counts[Vote.FIRST] < found.counts[Vote.SECOND]:
        return Vote.SECOND
    odd = found.counts[Vote.SECOND] or found.counts[Vote.OPEN]
    point_is_plain = column.kind == "number"
    return Vote.FIRST if odd or (found.counts[Vote.FIRST] and not point_is_plain) else None


def _written(column: Column, known: Format, way: Vote) -> Format:
    if column.kind == "number":
        return replace(known, decimal="." if way is Vote.FIRST else ",")
    return replace(known, dates="day_first" if way is Vote.FIRST else "month_first")


def survey_cells(rows: pl.LazyFrame, wanted: Iterable[Column], layout: Layout) -> dict[Column, Evidence]:
    """Return what the cells of columns say of how these are written; arguments as of `decide_formats`."""
    columns = sorted(wanted)
    if not columns:
        return {}
    voted = rows.select(
        part
        for place, column in enumerate(columns)
        for part in (
            trimmed(layout.cell(column.field)).alias(f"cell:{place}"),
            votes(
                column.kind, layout.cell(column.field), layout.missing, layout.format_of(column.field)
            ).alias(f"vote:{place}"),
        )
    )
    counted = (
        voted.select(
            part
            for place in range(len(columns))
            for said in Vote
            for part in (
                (pl.col(f"vote:{place}") == said).sum().alias(f"count:{place}:{said}"),
                pl.col(f"cell:{place}")
                .filter(pl.col(f"vote:{place}") == said)
                .min()
                .alias(f"cell:{place}:{said}"),
            )
        )
        .collect(engine="streaming")
        .row(0, named=True)
    )
    return {
        column: Evidence(
            {said: counted[f"count:{place}:{said}"] for said in Vote},
            {said: cell for said in Vote if (cell := counted[f"cell:{place}:{said}"]) is not None},
        )
        for place, column in enumerate(columns)
    }


def _fault(column: Column, found: Evidence, layout: Layout) -> str:
    choice = _CHOICES[column.kind]
    where = f'{layout.file}: the column "{layout.header_of(column.field)}" has'
    if Vote.FIRST in found.examples:
        first, second = found.examples[Vote.FIRST], found.examples[Vote.SECOND]
        what = f'as many {choice.cells} with {choice.ways[0]}, such as "{first}", as with {choice.ways[1]}, such as "{second}"'
    else:
        example = found.examples[Vote.OPEN]
        readings = zip(
            _read_both(column.kind, example, layout.format_of(column.field)), choice.ways, strict=True
        )
        both = " and ".join(f"{value} with {way}" for value, way in readings)
        what = f'{choice.cells} that can be read in two ways, and none that settles it: "{example}" is {both}'
    lines = [f"sources: {{{layout.input}: {{{choice.option}: {_quoted(value)}}}}}" for value in choice.values]
    return f"{where} {what}\n  help: say it in the rules file: {lines[0]} or {lines[1]}"


def _quoted(value: str) -> str:
    return value if value.isidentifier() else f'"{value}"'


def _read_both(kind: Kind, cell: str, known: Format) -> list[str]:
    text = pl.lit(cell, pl.String)
    if kind == "number":
        read = [as_canonical(text, (), replace(known, decimal=mark)) for mark in (".", ",")]
    else:
        read = [as_day(text, "UTC", (), Format(dates=order)) for order in ("day_first", "month_first")]
    return [str(pl.select(one).item()) for one in read]


def unsettled(rows: pl.LazyFrame, columns: Iterable[Column]) -> list[Column]:
    """Return the columns of which some cells are missing or were not read.

    Args:
        rows: Records with what was read of them.
        columns: The columns that were read.
    """
    read = list(columns)
    nulls = rows.select(
        pl.col(column.value).null_count().alias(str(place)) for place, column in enumerate(read)
    )
    counted = nulls.collect(engine="streaming").row(0)
    return [column for column, number in zip(read, counted, strict=True) if number]


def has_votes(rows: pl.LazyFrame, columns: Iterable[Column], layout: Layout) -> bool:
    """Return whether a cell says something of how its column is written; if none does, it reads alike however that is.

    Most cells are passed over by how they begin, or by what they do not have in them.
    """
    voting = [_votes(column, layout) for column in sorted(set(columns))]
    found = rows.select(pl.any_horizontal(voting).any() if voting else pl.lit(value=False))
    return bool(found.collect(engine="streaming").item())


def _votes(column: Column, layout: Layout) -> pl.Expr:
    vote = votes(column.kind, pl.col("text"), layout.missing, layout.format_of(column.field)) != Vote.NOTHING

    def found(cells: pl.Series) -> pl.Series:
        none = pl.zeros(len(cells), dtype=pl.Boolean, eager=True)
        some = _may_vote(column.kind, cells).arg_true()
        if some.is_empty():
            return none
        voted = cells.gather(some).to_frame("text").select(vote.fill_null(value=False))
        return none.scatter(some, voted.to_series())

    return layout.cell(column.field).map_batches(found, return_dtype=pl.Boolean, is_elementwise=True)


def _may_vote(kind: Kind, cells: pl.Series) -> pl.Series:
    """Return which cells may say something of how their column is written; the others say nothing.

    NOTE: a number says nothing without a point or a comma; no day that begins with 190 to 209 has its year last.
    """
    if kind == "number":
        return cells.str.contains_any([".", ","])
    return ~(((cells >= "200") & (cells < "20:")) | ((cells >= "190") & (cells < "19:")))


def described(layout: Layout) -> dict[str, str]:
    """Return what was decided, by header, such as "decimal comma, day first"."""
    found = {}
    for field, known in layout.formats.items():
        said = [
            {".": "decimal point", ",": "decimal comma", None: ""}[known.decimal],
            (known.dates or "").replace("_", " "),
        ]
        if any(said):
            found[layout.header_of(field)] = ", ".join(filter(None, said))
    return dict(sorted(found.items()))
