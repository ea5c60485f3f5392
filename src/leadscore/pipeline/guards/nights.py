"""A run beside the one before it, and how guards put numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leadscore.pipeline.inputs import Session
    from leadscore.pipeline.measures import Column, Measures
    from leadscore.tables.layout import Layout

__all__ = ["Nights", "per_cent", "share"]


@dataclass(frozen=True)
class Nights:
    """A run and the one before it.

    Attributes:
        session: The run.
        tonight: What it looks like.
        last: What the one before it looked like.
        day: The as-of date of that one, as text.
        same_rules: Whether both have the same rules and lists.
    """

    session: Session
    tonight: Measures
    last: Measures
    day: str
    same_rules: bool

    @property
    def layouts(self) -> dict[str, Layout]:
        """Where the fields of each input stand."""
        return {str(name): one.layout for name, one in self.session.inputs.items()}

    def column_then(self, input_: str, field: str) -> Column | None:
        """Return a column as it was in the last run; None if it was not there or not measured."""
        return _column(self.last, input_, field)

    def column_now(self, input_: str, field: str) -> Column | None:
        """Return a column as it is; None if it is not there or not measured."""
        return _column(self.tonight, input_, field)


def _column(measures: Measures, input_: str, field: str) -> Column | None:
    found = (one for one in measures.columns if (one.input, one.field) == (input_, field))
    return next(found, None)


def share(part: int, whole: int) -> int:
    """Return a share in tenths of a per cent, rounded half up; 0 of nothing."""
    return (2000 * part + whole) // (2 * whole) if whole else 0


def per_cent(tenths: int) -> str:
    """Return a share as people read it."""
    return f"{tenths // 10}.{tenths % 10}%"
