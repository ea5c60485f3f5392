"""Examples become rows as an export has them, each with ids of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from leadscore.errors import Problem, RulesError
from leadscore.schema.types import describe
from leadscore.steps.present import lead_columns
from leadscore.steps.type import readings
from leadscore.tables.contract import ALWAYS_READ
from leadscore.tables.layout import lay_out, unmapped_headers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from leadscore.schema.load import RulesFile
    from leadscore.schema.model import Example, InputName, Rules
    from leadscore.schema.syntax import Place
    from leadscore.tables.layout import Layout

__all__ = ["READ", "Case", "Cells", "Rower"]

Cells = dict[str, str]
"""The cells of one row, by every field that they are."""

READ: Final[tuple[InputName, ...]] = ("contacts", "activities", "deals", "companies")
"""Inputs that an example can give."""
_KEYS: Final[Mapping[InputName, str]] = {"contacts": "contact", "companies": "company"}
"""Under which key of an example the rows of an input stand, where it is not the name of the input."""


@dataclass(frozen=True)
class Case:
    """An example, and its rows.

    Attributes:
        number: Its number among all examples.
        file: The file in which it stands.
        entry: Its number in that file.
        rows: Its rows of each input.
        unread: Cells that nothing reads, as the example writes them.
    """

    number: int
    file: RulesFile
    entry: int
    rows: Mapping[InputName, tuple[Cells, ...]]
    unread: tuple[str, ...]

    @property
    def example(self) -> Example:
        """The example as it stands in the file."""
        return self.file.rules.tests[self.entry]

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.file.place(("tests", self.entry))


class Rower:
    """Makes the rows of examples."""

    def __init__(self, rules: Rules) -> None:
        """Prepare for examples.

        Args:
            rules: The rules, and what the expectations read.
        """
        self._rules = rules
        self._layouts: dict[tuple[InputName, tuple[str, ...]], Layout] = {}

    @cached_property
    def read(self) -> Mapping[InputName, frozenset[str]]:
        """The fields of each input that a run reads."""
        found = {name: set(ALWAYS_READ[name]) for name in READ}
        found["contacts"].update(self._rules.events)
        if self._rules.deals is not None and self._rules.deals.column is not None:
            found["deals"].add(self._rules.deals.column)
        for reading in readings(self._rules):
            found[reading.input].add(reading.column)
        return {name: frozenset(fields) for name, fields in found.items()}

    def case(self, number: int, file: RulesFile, entry: int) -> Case:
        """Return an example with its rows.

        Raises:
            RulesError: Two of its cells could be one that the rules read.
        """
        rows: dict[InputName, tuple[Cells, ...]] = {}
        unread: list[str] = []
        for name, given in _given(file.rules.tests[entry]).items():
            rows[name] = tuple(self._cells(name, row, file, entry) for row in given)
            unread += [self._unread_key(name, key) for row in given for key in self._unread(name, row)]
        return _with_ids(Case(number, file, entry, rows, tuple(dict.fromkeys(unread))))

    def _cells(self, name: InputName, row: Mapping[str, Any], file: RulesFile, entry: int) -> Cells:
        layout = self._layout(name, row)
        texts = list(map(_text, row.values()))
        ambiguous = [field for field in layout.ambiguous if field in self.read[name]]
        for field in ambiguous:
            place = file.place(("tests", entry, _KEYS.get(name, name)))
            first, second = (layout.header[at] for at in layout.ambiguous[field][:2])
            message = f'"{first}" and "{second}" of an example are both called {field} in the rules'
            raise RulesError([Problem(file.file, place.line, place.column, message, "leave one of them out")])
        return {field: texts[place] for field, place in layout.places.items()}

    def _layout(self, name: InputName, row: Mapping[str, Any]) -> Layout:
        """Return what the cells of a row are, seen alone: another example's cells have no say in it."""
        header = tuple(map(str, row))
        if (name, header) not in self._layouts:
            source = self._rules.source(name)
            absent = unmapped_headers(header, source)
            named = {field: title for field, title in source.columns.items() if field not in absent}
            known = source.model_copy(update={"columns": named})
            replaced = lead_columns(self._rules) if name == "contacts" else ()
            self._layouts[name, header] = lay_out(name, "an example", header, known, (), replaced=replaced)
        return self._layouts[name, header]

    def _unread(self, name: InputName, row: Mapping[str, Any]) -> list[str]:
        places = self._layout(name, row).places
        read = {place for field, place in places.items() if field in self.read[name]}
        return [str(key) for place, key in enumerate(row) if place not in read]

    def _unread_key(self, name: InputName, key: str) -> str:
        return f"{_KEYS.get(name, name)}: {key}"


def _given(example: Example) -> dict[InputName, Sequence[Mapping[str, Any]]]:
    given: dict[InputName, Sequence[Mapping[str, Any]]] = {"contacts": [example.contact]}
    given["activities"] = example.activities
    given["deals"] = example.deals
    given["companies"] = [example.company] if example.company else []
    return given


def _text(value: object) -> str:
    """Return a cell as an export writes it: numbers as they stand in the file, booleans as true and false."""
    return str(value) if isinstance(value, str) else describe(value)


def _with_ids(case: Case) -> Case:
    """Join the rows of an example to its contact, and to no other."""
    made = f"example {case.number + 1}"
    contact, companies = case.rows["contacts"][0], case.rows["companies"]
    contact = {**contact, "contact_id": contact.get("contact_id") or made}
    if companies:
        company = contact.get("company_id") or companies[0].get("company_id") or made
        contact["company_id"] = company
        companies = ({**companies[0], "company_id": company},)
    own = {"contact_id": contact["contact_id"]}
    rows: dict[InputName, tuple[Cells, ...]] = {
        "contacts": (contact,),
        "activities": tuple(row | own for row in case.rows["activities"]),
        "deals": tuple(row | own for row in case.rows["deals"]),
        "companies": companies,
    }
    return replace(case, rows=rows)
