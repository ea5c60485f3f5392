"""Examples that can be scored together: none has anything to do with another.

A run looks across its contacts for ids that repeat, for companies, for who referred whom, and for how a column writes
its numbers and dates. Where two examples would meet there, they are scored apart.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.rules.accounts import looks_at_colleagues
from leadscore.rules.formats import Vote
from leadscore.rules.keys import join_key
from leadscore.rules.values import votes
from leadscore.steps.type import readings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from leadscore.columns import Kind
    from leadscore.pipeline.examples.rows import Case
    from leadscore.schema.model import InputName, Rules

__all__ = ["group_cases"]

_ALWAYS: Final[tuple[tuple[InputName, str, Kind], ...]] = (
    ("activities", "occurred_at", "day"),
    ("deals", "created_at", "day"),
    ("deals", "closed_at", "day"),
    ("deals", "amount", "number"),
)
"""Columns that are read as numbers or days whatever the rules say."""
_OWNED: Final[tuple[tuple[InputName, str, str], ...]] = (
    ("contacts", "contact_id", "contact"),
    ("contacts", "referred_by", "person"),
    ("activities", "activity_id", "activity"),
    ("deals", "deal_id", "deal"),
    ("companies", "company_id", "company"),
    ("companies", "domain", "domain"),
)
"""Cells that only one example of a group may have, as what."""
_USED: Final[tuple[tuple[InputName, str, str], ...]] = (
    ("contacts", "contact_id", "person"),
    ("contacts", "email", "person"),
    ("contacts", "company_id", "company"),
    ("contacts", "email", "domain"),
)
"""Cells by which an example would find what another one has."""
_COLLEAGUES: Final[tuple[tuple[InputName, str, str], ...]] = (
    ("contacts", "company_id", "company"),
    ("contacts", "email", "domain"),
)
"""Cells that only one example of a group may have where the rules look at who else is at a company."""
_BARE: Final = re.compile(r"^[a-z]+://(?:www\.)?|^www\.|^.*@|[/:?#].*$")

Token = tuple[str, str]
"""Something by which rows find each other."""


@dataclass
class _Group:
    cases: list[Case] = field(default_factory=list)
    owned: set[Token] = field(default_factory=set)
    used: set[Token] = field(default_factory=set)

    def fits(self, owned: set[Token], used: set[Token]) -> bool:
        return not (owned & (self.owned | self.used) or used & self.owned)

    def add(self, case: Case, owned: set[Token], used: set[Token]) -> None:
        self.cases.append(case)
        self.owned |= owned
        self.used |= used


def group_cases(cases: Sequence[Case], rules: Rules) -> list[list[Case]]:
    """Return examples in groups that are scored together: of one day, and with nothing to do with each other.

    Args:
        cases: The examples.
        rules: The rules, and what the expectations read.
    """
    alone = _open_to_reading(cases, rules)
    together = _COLLEAGUES if looks_at_colleagues(rules) else ()
    owned, used = (_tokens(cases, fields) for fields in ((*_OWNED, *together), _USED))
    groups: dict[object, list[_Group]] = defaultdict(list)
    for case in cases:
        own, other = owned[case.number], used[case.number]
        key = (case.example.as_of, case.number if case.number in alone else None)
        fitting = next((group for group in groups[key] if group.fits(own, other)), None)
        if fitting is None:
            fitting = _Group()
            groups[key].append(fitting)
        fitting.add(case, own, other)
    return [group.cases for some in groups.values() for group in some]


def _tokens(cases: Sequence[Case], fields: Sequence[tuple[InputName, str, str]]) -> Mapping[int, set[Token]]:
    found = [
        (case.number, kind, row[name])
        for case in cases
        for input_, name, kind in fields
        for row in case.rows[input_]
        if name in row
    ]
    keyed = pl.DataFrame(
        found, schema={"case": pl.Int64, "kind": pl.String, "cell": pl.String}, orient="row"
    ).with_columns(join_key(pl.col("cell")))
    tokens: dict[int, set[Token]] = defaultdict(set)
    for number, kind, cell in keyed.iter_rows():
        plain = cell.strip().lower() if kind in {"person", "domain"} else cell
        tokens[number].add((kind, _BARE.sub("", plain) if kind == "domain" else plain))
    return tokens


def _open_to_reading(cases: Sequence[Case], rules: Rules) -> set[int]:
    """Return the examples with a number or date that says something of how its whole column is written."""
    columns = set(_ALWAYS)
    columns |= {(one.input, one.column, one.kind) for one in readings(rules) if one.kind in {"number", "day"}}
    return {number for column in columns for number in _voting(cases, column, rules)}


def _voting(cases: Sequence[Case], column: tuple[InputName, str, Kind], rules: Rules) -> Iterator[int]:
    """Yield the examples whose cells in a column have a say that is not that of all plain ones, a decimal point."""
    name, field_, kind = column
    cells = [(case.number, row[field_]) for case in cases for row in case.rows[name] if field_ in row]
    if not cells:
        return
    frame = pl.DataFrame(cells, schema={"case": pl.Int64, "cell": pl.String}, orient="row")
    plain = [Vote.NOTHING]
    if kind == "number":
        plain += [Vote.FIRST] if rules.source(name).decimal == "," else [Vote.FIRST, Vote.OPEN]
    yield from frame.filter(~votes(kind, pl.col("cell")).is_in(plain))["case"]
