"""What each operator means, as a Polars expression: true, false, or null where it cannot be known.

What may stand beside an operator is in `leadscore.schema.operators`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from leadscore.columns import typed
from leadscore.crm.stages import MEANT_FIELDS, equal_keys, folded_cells
from leadscore.rules.values import normalised_all
from leadscore.schema.fields import field_info
from leadscore.schema.operators import kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from decimal import Decimal

    from leadscore.columns import Kind
    from leadscore.schema.types import Scalar

__all__ = ["MEANINGS", "Field", "comparable", "is_one_of"]

_NO_LETTER: Final = r"[^\p{L}\p{N}]"


@dataclass(frozen=True)
class Field:
    """A field as a test sees it.

    Attributes:
        name: Its name in the rules.
        as_of: The day on which ages are counted, or the column that holds it.
        lists: Normalised lines of each `in_list` file.
        of_activity: Whether it is one of an activity's own columns.
    """

    name: str
    as_of: date | pl.Expr
    lists: Mapping[str, Sequence[str]]
    of_activity: bool = False

    def read(self, kind: Kind) -> pl.Expr:
        """Return the field's column as one kind."""
        return pl.col(typed(kind, self.name))

    @property
    def text(self) -> pl.Expr:
        """The field as text."""
        return self.read("text")

    @property
    def any_kind(self) -> pl.Expr:
        """The field as the kind it has by itself; a column is text."""
        info = None if self.of_activity else field_info(self.name)
        return self.read((info.kind if info else None) or "text")

    @property
    def meant(self) -> str | None:
        """The column of contacts that the field is, where its values are compared by what they mean."""
        info = None if self.of_activity else field_info(self.name)
        there = info is not None and info.input == "contacts" and info.column in MEANT_FIELDS
        return info.column if info and there else None

    def compared(self, kind: Kind) -> pl.Expr:
        """Return the field's column as one kind, as it is compared with the values of `equal_to`."""
        return folded_cells(self.text) if kind == "text" and self.meant else self.read(kind)

    def equal_to(self, value: Scalar) -> tuple[str | bool | float | date, ...]:
        """Return what `compared` holds where the field is a value of the rules."""
        if isinstance(value, str) and self.meant:
            return equal_keys(self.meant, value)
        return (comparable(value),)

    @property
    def age(self) -> pl.Expr:
        """Whole days from the field's day to the as-of date."""
        as_of = self.as_of if isinstance(self.as_of, pl.Expr) else pl.lit(self.as_of)
        return (as_of - self.read("day")).dt.total_days()


def comparable(value: Scalar) -> str | bool | float | date:
    """Return a value of the rules as it compares with a column of its kind."""
    if isinstance(value, str):
        return normalised_all([value])[0]
    return value if isinstance(value, bool | date) else float(value)


def _is(field: Field, value: Any) -> pl.Expr:
    return is_one_of(field, [value])


def is_one_of(field: Field, values: Sequence[Scalar]) -> pl.Expr:
    """Return whether a field is one of several values, which may be of several kinds.

    Where the field can be read as none of those kinds, the answer is unknown.
    """
    by_kind: dict[Kind, list[Any]] = {}
    for value in values:
        by_kind.setdefault(kind_of(value), []).extend(field.equal_to(value))
    found = [_equals(field.compared(kind), items) for kind, items in by_kind.items()]
    if len(found) == 1:
        return found[0]
    readable = pl.any_horizontal(field.read(kind).is_not_null() for kind in by_kind)
    return pl.when(readable).then(pl.any_horizontal(part.fill_null(value=False) for part in found))


def _equals(column: pl.Expr, items: Sequence[Any]) -> pl.Expr:
    return column == pl.lit(items[0]) if len(items) == 1 else column.is_in(items)


def _not_in(field: Field, values: Sequence[Scalar]) -> pl.Expr:
    return ~is_one_of(field, values)


def _contains(field: Field, words: Sequence[str]) -> pl.Expr:
    return _any(field.text.str.contains(word, literal=True) for word in normalised_all(words))


def _has_word(field: Field, words: Sequence[str]) -> pl.Expr:
    choices = "|".join(re.escape(word) for word in normalised_all(words))
    return field.text.str.contains(rf"(?:^|{_NO_LETTER})(?:{choices})(?:$|{_NO_LETTER})")


def _starts_with(field: Field, words: Sequence[str]) -> pl.Expr:
    return _any(field.text.str.starts_with(word) for word in normalised_all(words))


def _ends_with(field: Field, words: Sequence[str]) -> pl.Expr:
    return _any(field.text.str.ends_with(word) for word in normalised_all(words))


def _any(parts: Any) -> pl.Expr:
    return pl.any_horizontal(list(parts))


def _matches(field: Field, pattern: str) -> pl.Expr:
    return field.text.str.contains(f"(?i){unicodedata.normalize('NFC', pattern)}")


def _known(field: Field, wanted: bool) -> pl.Expr:  # noqa: FBT001 - an operand, not a switch
    return field.any_kind.is_not_null() if wanted else field.any_kind.is_null()


def _compare(how: Callable[[pl.Expr, pl.Expr], pl.Expr]) -> Callable[[Field, Any], pl.Expr]:
    def compare(field: Field, limit: Decimal | int | date) -> pl.Expr:
        return how(field.read(kind_of(limit)), pl.lit(comparable(limit)))

    return compare


def _between(field: Field, ends: Sequence[Scalar]) -> pl.Expr:
    low, high = ends
    return field.read(kind_of(low)).is_between(
        pl.lit(comparable(low)), pl.lit(comparable(high)), closed="both"
    )


def _within_last(field: Field, days: int) -> pl.Expr:
    return field.age.is_between(0, days, closed="both")


def _older_than(field: Field, days: int) -> pl.Expr:
    return field.age > days


def _in_list(field: Field, name: str) -> pl.Expr:
    return field.text.is_in(list(field.lists[name]))


MEANINGS: Final[Mapping[str, Callable[[Field, Any], pl.Expr]]] = {
    "is": _is,
    "in": is_one_of,
    "not_in": _not_in,
    "contains": _contains,
    "has_word": _has_word,
    "starts_with": _starts_with,
    "ends_with": _ends_with,
    "matches": _matches,
    "known": _known,
    "at_least": _compare(lambda value, limit: value >= limit),
    "above": _compare(lambda value, limit: value > limit),
    "at_most": _compare(lambda value, limit: value <= limit),
    "below": _compare(lambda value, limit: value < limit),
    "between": _between,
    "before": _compare(lambda value, limit: value < limit),
    "after": _compare(lambda value, limit: value > limit),
    "within_last": _within_last,
    "older_than": _older_than,
    "in_list": _in_list,
}
"""One meaning for each operator of the rules language."""
