"""How points fade: a weight in millionths by the age of an activity in days."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, localcontext
from fractions import Fraction

from tests.reference.arithmetic import round_half_away
from tests.reference.values import duration_days

FULL = 1_000_000

Decay = str | Mapping[str, str | Mapping[str, str]]
"""`none`, or one of `{half_life: 30d}`, `{linear: 180d}` and `{step: {every: 30d, lose: 10%}}`."""


def weight(decay: Decay, age: int) -> int:
    """Return what an activity of this age still counts, in millionths."""
    if isinstance(decay, str):
        return FULL
    ((kind, setting),) = decay.items()
    if isinstance(setting, Mapping):
        steps = age // duration_days(setting["every"])
        return _share(1 - Fraction(setting["lose"].rstrip("%")) / 100 * steps)
    days = duration_days(setting)
    return _half_life(age, days) if kind == "half_life" else _share(1 - Fraction(age, days))


def _share(share: Fraction) -> int:
    return round_half_away(FULL * max(Fraction(0), share))


def _half_life(age: int, days: int) -> int:
    with localcontext() as context:
        context.prec = 60
        return round_half_away(Fraction(FULL * Decimal("0.5") ** (Decimal(age) / days)))
