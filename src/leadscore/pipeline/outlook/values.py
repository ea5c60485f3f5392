"""Cells with which a test would hold, or would not: a choice of candidates, which are tried before they are told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from leadscore.pipeline.outlook.patterns import texts_found
from leadscore.schema.conditions import AllOf, AnyOf, FieldTest, Negation
from leadscore.schema.operators import kind_of
from leadscore.schema.types import describe

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from leadscore.schema.conditions import Node

__all__ = ["Cellar", "Value", "cell_of"]

_MOST: Final = 25
"""Values of one test that are tried."""
_FEW: Final = 3
"""Lines of a list file that are tried."""
_ROWS: Final = 6
"""Rows that are tried for one condition of activities."""
_OTHER: Final = "other"
"""A text that rules are not likely to name."""
_ANY: Final = "known"


@dataclass(frozen=True)
class Value:
    """What a field could say.

    Attributes:
        cell: The cell, as an export writes it.
        said: What is told of it where it stands for many; else empty.
    """

    cell: str
    said: str = ""


def cell_of(value: Any, point: str = ".") -> str:
    """Return a value of the rules as an export writes it, with this decimal point."""
    if isinstance(value, str):
        return value
    if kind_of(value) == "number":
        return f"{Decimal(value).normalize():f}".replace(".", point)
    return describe(value)


@dataclass(frozen=True)
class Cellar:
    """Knows which cells a test wants.

    Attributes:
        as_of: The day on which ages are counted.
        lists: The lines of each `in_list` file.
    """

    as_of: date
    lists: Mapping[str, Sequence[str]]

    def values(self, test: FieldTest, *, holds: bool, point: str = ".") -> list[Value]:
        """Return cells with which a test holds, or is known not to hold.

        Args:
            test: The test.
            holds: Which of both.
            point: The decimal point of the column.
        """
        operand: Any = test.operand
        if test.operator in _SIDES:
            side = _SIDES[test.operator] if holds else _OPPOSITE[_SIDES[test.operator]]
            return _written(_beside(operand, side), point)
        found = (_HOLDING if holds else _BREAKING)[test.operator](self, operand, point)
        return list(dict.fromkeys(found))[:_MOST]

    def day(self, age: int) -> list[Value]:
        """Return a day of this age."""
        days_there = (self.as_of - date.min).days
        return _written([self.as_of - timedelta(days=min(age, days_there))])

    def rows(self, where: Node | None) -> list[dict[str, str]]:
        """Return rows of which a condition may be true, each as cells by field."""
        if where is None:
            return [{}]
        return list(self._rows(where, holds=True))[:_ROWS]

    def _rows(self, node: Node, *, holds: bool) -> list[dict[str, str]]:
        match node:
            case FieldTest(field=field):
                return [{field: value.cell} for value in self.values(node, holds=holds)[:_FEW]]
            case Negation(part):
                return self._rows(part, holds=not holds)
            case AllOf(parts) | AnyOf(parts) if isinstance(node, AllOf) is holds:
                some = [self._rows(part, holds=holds) for part in parts]
                return [_merged(rows) for rows in product(*(rows[:_FEW] for rows in some))][: _ROWS * _FEW]
            case AllOf(parts) | AnyOf(parts):
                return [row for part in parts for row in self._rows(part, holds=holds)]


def _written(values: Iterable[Any], point: str = ".") -> list[Value]:
    return [Value(cell_of(value, point)) for value in values]


def _others(values: Sequence[Any], point: str) -> list[Value]:
    """Return values beside these, of each of their kinds."""
    but = " or ".join(cell_of(value) for value in values[:_FEW])
    said = f"anything but {but}" + (" …" if len(values) > _FEW else "")
    found = []
    for kind in dict.fromkeys(map(kind_of, values)):
        own = [value for value in values if kind_of(value) == kind]
        if kind == "flag":
            found += _written(flag for flag in (True, False) if flag not in own)
        elif kind == "text":
            found.append(Value(_OTHER, said))
        else:
            found += [Value(one.cell, said) for one in _written(_beside(max(own), "above"), point)]
    return found


def _something_else(*_: object) -> list[Value]:
    return [Value(_OTHER, "something else")]


def _known(wanted: bool) -> list[Value]:  # noqa: FBT001 - an operand, not a switch
    return [Value(_ANY, "anything")] if wanted else [Value("", "nothing")]


def _outside(ends: Sequence[Any], point: str) -> list[Value]:
    return _written((*_beside(ends[0], "below"), *_beside(ends[1], "above")), point)


_Choice = Callable[["Cellar", Any, str], list[Value]]
_TEXTS: Final = ("contains", "has_word", "starts_with", "ends_with")
_HOLDING: Final[Mapping[str, _Choice]] = {
    **dict.fromkeys(_TEXTS, lambda _, words, __: _written(words)),
    "is": lambda _, value, point: _written([value], point),
    "in": lambda _, values, point: _written(values, point),
    "not_in": lambda _, values, point: _others(values, point),
    "matches": lambda _, pattern, __: _written(texts_found(pattern)),
    "in_list": lambda cellar, name, _: _written(cellar.lists[name][:_FEW]),
    "known": lambda _, wanted, __: _known(wanted),
    "within_last": lambda cellar, _, __: cellar.day(0),
    "older_than": lambda cellar, days, _: cellar.day(days + 1),
    "between": lambda _, ends, point: _written(ends[:1], point),
}
"""Cells with which each operator holds, those with one limit aside."""
_BREAKING: Final[Mapping[str, _Choice]] = {
    **dict.fromkeys((*_TEXTS, "matches", "in_list"), _something_else),
    "is": lambda _, value, point: _others([value], point),
    "in": lambda _, values, point: _others(values, point),
    "not_in": lambda _, values, point: _written(values, point),
    "known": lambda _, wanted, __: _known(not wanted),
    "within_last": lambda cellar, days, _: cellar.day(days + 1),
    "older_than": lambda cellar, _, __: cellar.day(0),
    "between": lambda _, ends, point: _outside(ends, point),
}
"""Cells with which it is known not to hold."""
_SIDES: Final = {
    "at_least": "from",
    "above": "above",
    "after": "above",
    "at_most": "to",
    "below": "below",
    "before": "below",
}
_OPPOSITE: Final = {"from": "below", "above": "to", "to": "above", "below": "from"}


def _beside(limit: Any, side: str) -> tuple[Any, ...]:
    """Return the value next to a limit on one side, or the limit itself."""
    if side in {"from", "to"}:
        return (limit,)
    up = side == "above"
    if isinstance(limit, date):
        end = date.max if up else date.min
        return () if limit == end else (limit + timedelta(days=1 if up else -1),)
    rounding = ROUND_FLOOR if up else ROUND_CEILING
    return (Decimal(limit).to_integral_value(rounding) + (1 if up else -1),)


def _merged(rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Return one row with the cells of several; where two have a word for one field, it gets both."""
    made: dict[str, str] = {}
    for row in rows:
        for field, cell in row.items():
            there = made.get(field, "")
            made[field] = cell if there in cell else there if cell in there else there + cell
    return made
