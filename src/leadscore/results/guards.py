"""What guards say of a run that looks like that of a broken export."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Tripped"]


@dataclass(frozen=True)
class Tripped:
    """A guard that found something beyond its limit.

    Attributes:
        guard: The guard as the rules name it: `contacts.at_least`, `contacts.fall`, `fill`, `unmatched`, `moved` or `psi`.
        limit: The limit as the rules write it.
        found: What was found: a number of contacts, the per cent of cells that are filled, of activities that are unmatched
            or of contacts that moved, or a shift.
        last: The same in the last run; None where there is none.
        rule: Id of the rule that is most likely behind it; empty where it is none.
        columns: Headers of the columns that are most likely behind it.
        text: What was found, in a sentence.
        details: What else helps to find out why, in short lines.
    """

    guard: str
    limit: str
    found: float
    last: float | None
    rule: str
    columns: tuple[str, ...]
    text: str
    details: tuple[str, ...] = ()
