"""Records of an export, and the names under which the rules know their cells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from tests.reference.keys import company_key, first_address, id_key, is_rounded, name_key
from tests.reference.values import MISSING, Reader, Value, normalise, trim

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Rules = Mapping[str, Any]
"""The rules, or a part of them, as plain values."""
Facts = dict[str, Value]
"""What conditions can read, by the name of the field."""


@dataclass(frozen=True)
class Row:
    """One record.

    Attributes:
        cells: Its cells as the file has them, by header.
        columns: The header of each field.
        reader: How cells of this input are read.
        readers: How cells of each column are read, by header.
    """

    cells: Mapping[str, str]
    columns: Mapping[str, str]
    reader: Reader
    readers: Mapping[str, Reader] = field(default_factory=dict)

    def reader_of(self, field: str) -> Reader:
        return self.readers.get(self.columns.get(field, ""), self.reader)

    def cell(self, field: str) -> str:
        return self.cells[self.columns[field]] if field in self.columns else ""

    def value(self, field: str) -> Value:
        return self.reader_of(field).value(self.cell(field))

    def identity(self, field: str) -> str | None:
        """Return an id as it is written, trimmed; `None` is missing, or rounded by a spreadsheet."""
        known = self.value(field).known and not is_rounded(self.cell(field))
        return trim(self.cell(field)) if known else None

    def key(self, field: str) -> str | None:
        """Return an id as ids of contacts and companies compare."""
        identity = self.identity(field)
        return None if identity is None else id_key(identity)

    def address(self) -> str | None:
        """Return the first e-mail address."""
        text = self.value("email").text
        return None if text is None else first_address(text)

    def name(self, field: str) -> str | None:
        """Return a person's name as names compare."""
        return name_key(self.cell(field)) if self.value(field).known else None

    def company(self) -> str | None:
        """Return the company's name as names compare."""
        return company_key(self.cell("company")) if self.value("company").known else None

    def facts(self, prefix: str = "") -> Facts:
        return {prefix + field: self.value(field) for field in self.columns}


class Fate(Enum):
    """What becomes of a record."""

    USED = "used"
    LATER = "later"
    UNKNOWN_CONTACT = "unknown_contact"
    REPEATED = "repeated"
    REJECTED = "rejected"


def account(fates: Sequence[Fate]) -> dict[str, int]:
    """Count the records of an input by what became of them."""
    return {"read": len(fates), **{fate.value: fates.count(fate) for fate in Fate}}


def rows_of(source: str, records: Iterable[Mapping[str, str]], rules: Rules) -> list[Row]:
    """Return the records of one input as its `sources:` say they are to be read."""
    settings = rules.get("sources", {}).get(source, {})
    reader = Reader(zone_of(rules), frozenset(map(normalise, settings.get("missing", []))))
    rows = list(records)
    headers = rows[0] if rows else {}
    readers = {header: reader.settled((cells[header] for cells in rows), settings) for header in headers}
    return [Row(cells, _columns(cells, settings), reader, readers) for cells in rows]


def _columns(headers: Iterable[str], settings: Rules) -> dict[str, str]:
    return {**{field_name(header): header for header in headers}, **settings.get("columns", {})}


def field_name(header: str) -> str:
    """Return the name under which a column is known: `Job Title` is `job_title`."""
    return re.sub(r"[\W_]+", "_", normalise(header)).strip("_")


def zone_of(rules: Rules) -> ZoneInfo:
    return ZoneInfo(rules.get("timezone", "UTC"))


def look_up(facts: Facts, field: str) -> Value:
    """Return a field's value; what nobody has done counts 0, anything else unheard of is missing."""
    kind, _, name = field.partition(".")
    if kind == "activities":
        return facts.get(f"activities.{normalise(name)}", Value(number=0.0))
    return facts.get(field, MISSING)
