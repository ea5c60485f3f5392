"""What fields that the rules themselves compute can be at all."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from leadscore.schema.fields import COMPANY_COUNTS
from leadscore.schema.reach import rule_reach, score_reaches
from leadscore.schema.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from leadscore.schema.model import Axis, Rules
    from leadscore.schema.reach import Reach

__all__ = ["Domains", "domains_of", "is_always_known", "marks_given"]

_TENTH: Final = Decimal("0.1")
_THOUSANDTH: Final = Decimal("0.001")
_WHOLE: Final = Span(low=Decimal(0), step=Decimal(1))
_COUNTS: Final = (
    *("referrals", "deals.open", "deals.won", "deals.lost", "last_activity_days"),
    *("company.engaged_contacts", "company.deals_won"),
)
_HUNDRED: Final = Decimal(100)
_KNOWN_FAMILIES: Final = ("score.", "momentum.", "rule.", "activities.", "deals.")
_KNOWN_FIELDS: Final = ("grade", "light", "referrals", "qualification.answered", *COMPANY_COUNTS)


def is_always_known(field: str) -> bool:
    """Tell whether a field is never missing."""
    return field.startswith(_KNOWN_FAMILIES) or field in _KNOWN_FIELDS


@dataclass(frozen=True)
class Domains:
    """What computed fields can be.

    Attributes:
        numbers: Fields that are numbers, each with all that it can be.
        texts: Fields that are text, likewise; in lower case.
    """

    numbers: Mapping[str, Span]
    texts: Mapping[str, Span]

    def of(self, field: str, kind: str) -> Span:
        """Return what a field can be as one kind; anything where it is not the rules' to say."""
        if kind == "number" and field.startswith("activities."):
            return _WHOLE
        return {"number": self.numbers, "text": self.texts}.get(kind, {}).get(field, Span())


def domains_of(rules: Rules) -> Domains:
    """Return what the fields can be that rules compute."""
    numbers = dict.fromkeys(_COUNTS, _WHOLE)
    answered = Span(Decimal(0), Decimal(len(rules.qualification)), step=Decimal(1))
    numbers["qualification.answered"] = answered
    numbers["company.engagement"] = Span(Decimal(0), _HUNDRED, step=_TENTH)
    for name, reach in score_reaches(rules).items():
        numbers[f"score.{name}"] = _span(reach, _TENTH)
    for score in rules.ruled.values():
        for rule in score.rules:
            numbers[f"rule.{rule.id}"] = _span(rule_reach(rule), _THOUSANDTH)
    grades = frozenset(grade.lower() for grade in _grades(rules))
    return Domains(numbers, {"grade": Span(allowed=grades)} if rules.grade else {})


def _span(reach: Reach, unit: Decimal) -> Span:
    low = None if reach.low is None else reach.low * unit
    high = None if reach.high is None else reach.high * unit
    return Span(low, high, step=unit)


def _grades(rules: Rules) -> Iterator[str]:
    grade, reaches = rules.grade, score_reaches(rules)
    axes = [axis for axis in (grade.letter, grade.number) if axis is not None] if grade else []
    first, *others = [marks_given(axis, reaches[axis.score]) for axis in axes] or [()]
    for mark in first:
        yield from (f"{mark}{other}" for other in others[0]) if others else (mark,)


def marks_given(axis: Axis, reach: Reach) -> tuple[str, ...]:
    """Return the marks of one half of the grade that a score can get, best first.

    Args:
        axis: The half.
        reach: What its score can show, in tenths.
    """
    shown, below = _span(reach, _TENTH), Span()
    given = []
    for mark in axis.marks:
        is_last = mark is axis.marks[-1]
        here = shown if is_last else shown.from_(mark.at_least)
        if below.high is not None:
            here = here.to(below.high, below=True)
        if not here.is_empty:
            given.append(mark.mark)
        below = Span(high=mark.at_least)
    return tuple(given)
