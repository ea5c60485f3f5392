"""Which column of a file is which field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from leadscore.columns import own
from leadscore.errors import InputError, did_you_mean
from leadscore.rules.values import as_text, trimmed
from leadscore.schema.fields import field_name

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from leadscore.schema.model import InputName, Source

__all__ = ["Layout", "column_list", "lay_out", "unmapped_headers"]


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
    """

    input: InputName
    file: str
    header: tuple[str, ...]
    places: Mapping[str, int]
    missing: tuple[str, ...]
    optional: frozenset[str]

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
        cell = self.cell(field)
        return pl.when(as_text(cell, self.missing).is_not_null()).then(trimmed(cell))

    def header_of(self, field: str) -> str:
        """Return the header of a field's column as written in the file."""
        return self.header[self.places[field]] if field in self.places else field


def unmapped_headers(header: Sequence[str], source: Source) -> dict[str, str]:
    """Return the entries of `sources.<input>.columns` that name a header which the file does not have."""
    known = {name.strip() for name in header} | {field_name(name) for name in header}
    return {
        field: name
        for field, name in source.columns.items()
        if name.strip() not in known and field_name(name) not in known
    }


def lay_out(  # noqa: PLR0913 - what a header is read with
    name: InputName,
    file: str,
    header: tuple[str, ...],
    source: Source,
    missing: tuple[str, ...],
    *,
    replaced: Collection[str] = (),
) -> Layout:
    """Find the column of each field.

    Args:
        name: Which input it is.
        file: Name of its first file, for messages.
        header: Its header cells.
        source: What the rules file says of this input. Its `columns` name headers that exist.
        missing: Normalised texts that mean nothing in this input.
        replaced: Headers of columns that the run writes anew; such a column yields its name to any other.

    Raises:
        InputError: Two columns have one name.
    """
    mapped = {str(field): _find(header, title) for field, title in source.columns.items()}
    places: dict[str, int] = dict(mapped)
    chosen = {*mapped.values(), *(place for place, title in enumerate(header) if title in replaced)}
    for place, title in sorted(enumerate(header), key=lambda column: column[0] in chosen):
        field = field_name(title)
        if not field or field in mapped:
            continue
        if field in places and place not in chosen:
            raise _two_of_a_name(file, name, field, header[places[field]], title)
        places.setdefault(field, place)
    return Layout(name, file, header, places, missing, frozenset(map(field_name, source.optional)))


def _find(header: Sequence[str], title: str) -> int:
    exact = [place for place, name in enumerate(header) if name.strip() == title.strip()]
    return exact[0] if exact else [field_name(name) for name in header].index(field_name(title))


def _two_of_a_name(file: str, name: InputName, field: str, first: str, second: str) -> InputError:
    if first == second:
        return InputError(
            f'{file} has two columns called "{first}"\n  help: rename or remove one of them in the export'
        )
    return InputError(
        f'{file}: the columns "{first}" and "{second}" are both called {field} in the rules\n'
        f'  help: say which one counts, in the rules file: sources: {{{name}: {{columns: {{{field}: "{first}"}}}}}}'
    )


def column_list(layout: Layout, wanted: str = "", most: int = 30) -> str:
    """Return a help text: the closest column to a wanted one, and which columns there are."""
    names = [name for name in layout.places if name]
    shown = ", ".join(sorted(names)[:most]) + (", …" if len(names) > most else "")
    return " ".join(part for part in (did_you_mean(wanted, names), f"{layout.file} has: {shown}") if part)
