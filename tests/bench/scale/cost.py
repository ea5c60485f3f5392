"""How cost grows: a formula that fits what was measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tests.bench.scale.tables import markdown

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["MILLION", "Point", "along_activities", "describe", "fit"]

MILLION = 1_000_000
_TERMS = (
    "whatever the size",
    "for each million contacts",
    "for each million activities",
    "for each million activities and each rule that reads activities",
)


class Point(NamedTuple):
    """What a run of some size took: seconds, and bytes of memory, both medians."""

    contacts: int
    activities: int
    rules: int
    seconds: float
    memory: float


def fit(points: Sequence[Point]) -> list[float]:
    """Return the seconds of each term, so that the relative errors are smallest by their squares."""
    terms = np.array([_terms(point) for point in points])
    seconds = np.array([point.seconds for point in points])
    found, *_ = np.linalg.lstsq(terms / seconds[:, None], np.ones(len(points)), rcond=None)
    return [float(term) for term in found]


def describe(points: Sequence[Point]) -> str:
    """Return two tables: what was measured beside what the formula says, and the formula."""
    found = fit(points)
    rows, errors = [], []
    for point in points:
        said = float(np.dot(_terms(point), found))
        errors.append(abs(said / point.seconds - 1))
        cells = (f"{point.contacts:,}", f"{point.activities:,}", str(point.rules), f"{point.seconds:.2f}")
        rows.append((*cells, f"{said:.2f}", f"{point.memory / 1e9:.2f}"))
    sizes = markdown(("Contacts", "Activities", "Activity rules", "seconds", "formula", "GB of memory"), rows)
    formula = markdown(
        ("Cost", "seconds"), [(text, f"{term:.3f}") for text, term in zip(_TERMS, found, strict=True)]
    )
    apart = f"The formula is {np.mean(errors):.0%} off on average, and {np.max(errors):.0%} at most."
    return "\n\n".join((formula, apart, sizes, _memory(points)))


def _memory(points: Sequence[Point]) -> str:
    """Return how memory grows from half of the most activities to all of them."""
    along = along_activities(points)
    most = along[-1]
    half = min(along[:-1], key=lambda point: abs(2 * point.activities - most.activities))
    more = most.memory / half.memory - 1
    met = "met" if more <= 0.15 else "**missed**"
    return (
        f"With {most.activities:,} activities instead of {half.activities:,} for the same contacts, peak memory is "
        f"{more:+.0%}; at most +15% is promised: {met}."
    )


def along_activities(points: Sequence[Point]) -> list[Point]:
    """Return the points that differ from the first one in their activities alone."""
    first = points[0]
    same = [point for point in points if (point.contacts, point.rules) == (first.contacts, first.rules)]
    return sorted(same, key=lambda point: point.activities)


def _terms(point: Point) -> tuple[float, float, float, float]:
    activities = point.activities / MILLION
    return (1.0, point.contacts / MILLION, activities, activities * point.rules)
