"""How scores are spread over the contacts, and how many of them rise and fall."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from leadscore.columns import ALIKE, momentum, tenths
from leadscore.decimals import decimal_text
from leadscore.results.scores import Moving, ScoreSummary
from leadscore.schema.momentum import models_of

if TYPE_CHECKING:
    import polars as pl

    from leadscore.schema.model import Rules

__all__ = ["read_of", "summarise_scores"]


def summarise_scores(contacts: pl.DataFrame, rules: Rules) -> tuple[ScoreSummary, ...]:
    """Return how scores are spread: of all models where there are several, and of those that tell how they move.

    Args:
        contacts: One row per scored contact.
        rules: The rules.

    Returns:
        The lead score first, the others in file order.
    """
    return tuple(_summarised(contacts, name, rules) for name in _shown(rules))


def read_of(rules: Rules) -> list[str]:
    """Return the columns of contacts that are looked at."""
    moving = [momentum(name) for name in _shown(rules) if rules.scores[name].momentum is not None]
    return [*map(tenths, _shown(rules)), *moving]


def _shown(rules: Rules) -> list[str]:
    models = models_of(rules)
    shown = {*models} if len(models) > 1 else set()
    shown |= {name for name, score in rules.scores.items() if score.momentum is not None}
    ordered = dict.fromkeys((rules.main_score, *rules.scores))
    return [name for name in ordered if name in shown]


def _summarised(contacts: pl.DataFrame, score: str, rules: Rules) -> ScoreSummary:
    alike = contacts[ALIKE] if ALIKE in contacts.columns else None
    value, days = contacts[tenths(score)], rules.scores[score].momentum
    return ScoreSummary(
        score=score,
        median=_ranked(value, alike, 50),
        high=_ranked(value, alike, 90),
        at_zero=_number(value <= 0, alike),
        at_hundred=_number(value == 1000, alike),
        moving=None if days is None else _moving(contacts[momentum(score)], alike, days),
    )


def _moving(gained: pl.Series, alike: pl.Series | None, days: int) -> Moving:
    return Moving(days, _number(gained > 0, alike), _number(gained < 0, alike), _number(gained == 0, alike))


def _number(those: pl.Series, alike: pl.Series | None) -> int:
    return int(those.sum() if alike is None else alike.filter(those).sum())


def _ranked(value: pl.Series, alike: pl.Series | None, percent: int) -> Decimal | None:
    """Return the smallest score that so many per cent of the contacts have at most: the nearest rank."""
    if value.is_empty():
        return None
    rank = -(-percent * (len(value) if alike is None else int(alike.sum())) // 100)
    if alike is None:
        found = value.sort()[rank - 1]
    else:
        order = value.arg_sort()
        found = value[order].filter(alike[order].cum_sum() >= rank)[0]
    return Decimal(decimal_text(found, 1, fixed=True))
