"""What all ways of scoring are given: the as-of date, the columns that the rules use, and how activities fade."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

__all__ = ["AS_OF", "DECIDERS", "OLDEST", "RESULT", "STUDENTS", "USED", "weights"]

AS_OF: Final = date(2026, 11, 1)
USED: Final = ("contact_id", "type", "occurred_at", "url")
"""Columns of activities that the rules use."""
OLDEST: Final = 1_300
"""Days. No activity is older: a sample goes back two years, and its stretched copies a year and a half more."""
DECIDERS: Final = ("ceo", "cto", "head of", "geschäftsführer", "leiter")
STUDENTS: Final = ("student", "praktikant")
RESULT: Final = ("contact_id", "lead_fit", "lead_engagement", "lead_score", "lead_stage")
"""Columns that every way of scoring gives. Scores of the hand-written ways are tenths."""


def weights(half_life: int) -> list[int]:
    """Return what an activity is worth by its age in days, in millionths."""
    exact = (Decimal(10**6) * Decimal(2) ** (-Decimal(age) / half_life) for age in range(OLDEST + 1))
    return [int(weight.to_integral_value(ROUND_HALF_UP)) for weight in exact]
