"""Which column of a file is which field."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import own
from leadscore.crm.headers import TITLES, recognise
from leadscore.errors import InputError, did_you_mean
from leadscore.rules.formats import PLAIN
from leadscore.rules.values import as_shown
from leadscore.schema.fields import field_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from leadscore.rules.formats import Format
    from leadscore.schema.model import InputName, Source

__all__ = ["Layout", "check_unambiguous", "column_list", "lay_out", "unmapped_headers"]

_NUMBERED: Final = re.compile(r"(?P<title>.*)#(?P<number>[1-9][0-9]{0,3})", re.DOTALL)
"""One of several columns with the same header: `Email#2` is the second one."""


@dataclass(frozen=True)
class Layout:
    """Where the fields of one input stand in its files.

    Attributes:
        input: Which input it is.
        file: Name of its first file, for messages.
        header: Header cells as written.
        places: Place of the column by field name.
        missing: Normalised texts that mean nothing in this input.
        optional: Fields that may be absent.
        formats: How columns are written, by field name, where that is not plain.
        ambiguous: Names that several columns could have, with their places.
        recognised: Headers by canonical field, where the header is not that field's name.
        system: The CRM that the header is known to come from, empty if none.
    """

    input: InputName
    file: str
    header: tuple[str, ...]
    places: Mapping[str, int]
    missing: tuple[str, ...]
    optional: frozenset[str]
    formats: Mapping[str, Format] = field(default_factory=dict)
    ambiguous: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    recognised: Mapping[str, str] = field(default_factory=dict)
    system: str = ""

    def has(self, field: str) -> bool:
        """Return whether a column of this name exists."""
        return field in self.places

    def cell(self, field: str) -> pl.Expr:
        """Return a field's cells as read; null where the export has no such column."""
        if field not in self.places:
            return pl.lit(None, pl.String)
        return pl.col(own(self.places[field]))

    def shown(self, field: str) -> pl.Expr:
        """Return a field's cells as people read them: trimmed, null where they stand for nothing."""
        return as_shown(self.cell(field), self.missing)

    def format_of(self, field: str) -> Format:
        """Return how the cells of a field are written."""
        return self.formats.get(field, PLAIN)

    def said_by(self, column: str) -> Layout:
        """Return the layout of deals of which this column, which is there, alone says how far they are."""
        place, stage, states = self.places[column], "stage", ("stage", "status")
        places = {name: at for name, at in self.places.items() if name not in states}
        recognised = {name: title for name, title in self.recognised.items() if name not in states}
        if field_name(self.header[place]) != stage:
            recognised[stage] = self.header[place]
        sure = {name: those for name, those in self.ambiguous.items() if name not in states}
        return replace(self, places={**places, stage: place}, recognised=recognised, ambiguous=sure)

    def header_of(self, field: str) -> str:
        """Return the header of a field's column as written in the file."""
        return self.header[self.places[field]] if field in self.places else field


def unmapped_headers(header: Sequence[str], source: Source) -> dict[str, str]:
    """Return the entries of `sources.<input>.columns` that name a header which the file does not have."""
    return {field: title for field, title in source.columns.items() if _find(header, title) is None}


def lay_out(  # noqa: PLR0913 - what a header is read with
    name: InputName,
    file: str,
    header: tuple[str, ...],
    source: Source,
    missing: tuple[str, ...],
    *,
    replaced: Collection[str] = (),
) -> Layout:
    """Find the column of each field: what the rules say, else what is recognised, else by the header's own name.

    Args:
        name: Which input it is.
        file: Name of its first file, for messages.
        header: Its header cells.
        source: What the rules file says of this input. Its `columns` name headers that exist.
        missing: Normalised texts that mean nothing in this input.
        replaced: Headers of columns that the run writes anew; such a column yields its name to any other.
    """
    mapped = {
        str(field): place
        for field, title in source.columns.items()
        if (place := _find(header, title)) is not None
    }
    own_work = {place for place, title in enumerate(header) if title in replaced}
    found = recognise(
        name, ["" if place in own_work else title for place, title in enumerate(header)], source.profile
    )
    candidates = _named(header) | dict(found.candidates)
    yielding = {*mapped.values(), *own_work}
    places, ambiguous = dict(mapped), dict[str, tuple[int, ...]]()
    for name_, those in candidates.items():
        free = tuple(place for place in those if place not in yielding)
        if len(free) > 1 and name_ not in mapped:
            ambiguous[name_] = free
        else:
            places.setdefault(name_, (free or those)[0])
    recognised = {
        name_: header[place]
        for name_, place in places.items()
        if (name_ in found.candidates or name_ in mapped) and field_name(header[place]) != name_
    }
    optional = frozenset(map(field_name, source.optional))
    return Layout(
        name,
        file,
        header,
        places,
        missing,
        optional,
        ambiguous=ambiguous,
        recognised=recognised,
        system=TITLES.get(found.system, ""),
    )


def _named(header: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Return the places of the columns with each name that a header has by itself."""
    named: dict[str, tuple[int, ...]] = {}
    for place, title in enumerate(header):
        if field := field_name(title):
            named[field] = (*named.get(field, ()), place)
    return named


def _find(header: Sequence[str], title: str) -> int | None:
    """Return the place of the column that the rules call so."""
    exact = [place for place, name in enumerate(header) if name.strip() == title.strip()]
    if exact:
        return exact[0]
    numbered = _NUMBERED.fullmatch(title.strip())
    if numbered is not None:
        same = [place for place, name in enumerate(header) if name.strip() == numbered["title"].strip()]
        return same[int(numbered["number"]) - 1] if int(numbered["number"]) <= len(same) else None
    names = [field_name(name) for name in header]
    return names.index(field_name(title)) if field_name(title) in names else None


def check_unambiguous(layout: Layout, fields: Iterable[str]) -> None:
    """Check that no two columns could be one of the fields.

    Raises:
        InputError: Two could.
    """
    for name in fields:
        if name in layout.ambiguous:
            raise _two_of_a_name(layout, name)


def _two_of_a_name(layout: Layout, field: str) -> InputError:
    first, second = (layout.header[place] for place in layout.ambiguous[field][:2])
    choice = f"{second}#2" if first == second else first
    found = (
        f'{layout.file} has two columns called "{first}"'
        if first == second
        else f'{layout.file}: the columns "{first}" and "{second}" are both called {field} in the rules'
    )
    decides = f'sources: {{{layout.input}: {{columns: {{{field}: "{choice}"}}}}}}'
    return InputError(f"{found}\n  help: say which one counts, in the rules file: {decides}")


def column_list(layout: Layout, wanted: str = "", most: int = 30) -> str:
    """Return a help text: the closest column to a wanted one, and which columns there are."""
    names = [name for name in layout.places if name]
    shown = ", ".join(sorted(names)[:most]) + (", …" if len(names) > most else "")
    return " ".join(part for part in (did_you_mean(wanted, names), f"{layout.file} has: {shown}") if part)
