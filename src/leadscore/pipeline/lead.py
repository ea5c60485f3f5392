"""Conditions, part by part: what was found, and what it comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from leadscore.columns import (
    LEAD_DISQUALIFIED_BY,
    LEAD_GRADE,
    LEAD_LIGHT,
    LEAD_NEXT_CONTENT,
    LEAD_NEXT_QUESTION,
    LEAD_OWNER,
    LEAD_PERSONA,
    LEAD_REASONS,
    LEAD_STAGE,
    LEAD_TRACK,
    momentum,
    own,
    points,
    tenths,
    typed,
)
from leadscore.decimals import decimal_text
from leadscore.results.conditions import TestedPart
from leadscore.rules.values import normalised
from leadscore.schema.conditions import AllOf, AnyOf, FieldTest, Negation
from leadscore.schema.fields import field_info
from leadscore.schema.types import describe

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from leadscore.pipeline.inputs import Session
    from leadscore.results.conditions import Answer
    from leadscore.schema.conditions import Node
    from leadscore.schema.operators import Operand

__all__ = ["Lead", "answer_of", "with_expected_fields"]

_SHOWN: Final = {
    "stage": LEAD_STAGE,
    "persona": LEAD_PERSONA,
    "grade": LEAD_GRADE,
    "reasons": LEAD_REASONS,
    "next_question": LEAD_NEXT_QUESTION,
    "disqualified_by": LEAD_DISQUALIFIED_BY,
    "owner": LEAD_OWNER,
    "track": LEAD_TRACK,
    "next_content": LEAD_NEXT_CONTENT,
}
"""Columns that show a field as people read it."""
_KINDS: Final = ("text", "number", "day", "flag")


def with_expected_fields(contacts: pl.DataFrame) -> pl.DataFrame:
    """Add what only expectations know, as text to compare."""
    there = {
        "light": LEAD_LIGHT,
        "reasons": LEAD_REASONS,
        "next_question": LEAD_NEXT_QUESTION,
        "disqualified_by": LEAD_DISQUALIFIED_BY,
        "owner": LEAD_OWNER,
        "track": LEAD_TRACK,
        "next_content": LEAD_NEXT_CONTENT,
    }
    found = {typed("text", field): normalised(pl.col(name)) for field, name in there.items()}
    return contacts.with_columns(**found)


def answer_of(value: bool | None) -> Answer:  # noqa: FBT001 - a value, not a switch
    """Return a value of three-valued logic in words."""
    return "unknown" if value is None else "yes" if value else "no"


@dataclass(frozen=True)
class Lead:
    """One scored lead, whose conditions are looked at part by part.

    Attributes:
        session: The run.
        row: Its row, with every column that the steps add.
    """

    session: Session
    row: pl.DataFrame

    @property
    def cells(self) -> Mapping[str, Any]:
        """Its columns."""
        return self.row.row(0, named=True)

    def answer(self, node: Node) -> Answer:
        """Return what a condition comes to."""
        return answer_of(self.row.select(self.session.rules.conditions.compile(node)).item())

    def parts(self, node: Node) -> tuple[TestedPart, ...]:
        """Return a condition part by part; what must all hold stands one below the other."""
        nodes = list(_walk(node))
        compiled = [
            self.session.rules.conditions.compile(part).alias(str(place))
            for place, (_, part) in enumerate(nodes)
        ]
        answers = self.row.select(compiled).row(0)
        return tuple(
            TestedPart(
                depth,
                part_text(part),
                self.actual(part.field) if isinstance(part, FieldTest) else None,
                answer_of(value),
            )
            for (depth, part), value in zip(nodes, answers, strict=True)
        )

    def actual(self, field: str) -> str:
        """Return what a field holds, as people read it, or the word for nothing."""
        return self.found(field) or ("none" if field in _SHOWN else "missing")

    def found(self, field: str) -> str | None:
        """Return what a field holds, as people read it; None where there is nothing."""
        if field in _SHOWN:
            return self.cells.get(_SHOWN[field]) or None
        family, _, name = field.partition(".")
        if family == "score":
            return decimal_text(self.cells[tenths(name)], 1, fixed=True)
        if family == "momentum":
            return decimal_text(self.cells[momentum(name)], 1, fixed=True, signed=True)
        if family == "rule":
            return decimal_text(self.cells[points(name)], 3)
        return self._cell(field) or None

    def _cell(self, field: str) -> str:
        """Return the contact's own cell of a field, else what it was read as."""
        info, layout = field_info(field), self.session.layout
        column = info.column if info and info.kind is None and info.input == "contacts" else None
        if column is not None and layout.has(column):
            return str(self.cells[own(layout.places[column])] or "").strip()
        values = (self.cells.get(typed(kind, field)) for kind in _KINDS)
        value = next((value for value in values if value is not None), None)
        if isinstance(value, bool):
            return str(value).lower()
        return "" if value is None else f"{value:.15g}" if isinstance(value, float) else str(value)


def _walk(node: Node, depth: int = 0) -> Iterator[tuple[int, Node]]:
    """Yield the parts of a condition that have a line of their own; at the top all must hold anyway."""
    if isinstance(node, AllOf) and depth == 0:
        for part in node.parts:
            yield from _walk_below(part, 0)
    else:
        yield from _walk_below(node, depth)


def _walk_below(node: Node, depth: int) -> Iterator[tuple[int, Node]]:
    yield depth, node
    match node:
        case Negation(part):
            yield from _walk_below(part, depth + 1)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _walk_below(part, depth + 1)


def part_text(node: Node) -> str:
    """Return a test as the rules write it, or the word for several."""
    match node:
        case FieldTest(field=field, operator="is" | "in", operand=operand):
            return f"{field}: {_operand(operand)}"
        case FieldTest(field=field, operator=operator, operand=operand):
            return f"{field}: {{{operator}: {_operand(operand, operator)}}}"
        case Negation():
            return "not"
        case AllOf():
            return "all of"
        case AnyOf():
            return "any of"


def _operand(operand: Operand, operator: str = "is") -> str:
    if isinstance(operand, tuple):
        return f"[{', '.join(_operand(one) for one in operand)}]"
    days = "d" if operator in {"within_last", "older_than"} else ""
    return (str(operand) if isinstance(operand, str) else describe(operand)) + days
