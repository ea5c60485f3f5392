"""Scores that rise and fall: over how many days that is told, and what of the rules it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from leadscore.schema.scores import CombinedScore
from leadscore.schema.uses import input_uses

if TYPE_CHECKING:
    from collections.abc import Iterable

    from leadscore.schema.model import Rules

__all__ = ["models_of", "momentum_days", "reads_activities", "rules_of_then"]


def momentum_days(rules: Rules) -> dict[int, tuple[str, ...]]:
    """Return the scores that tell how they rise or fall, in file order, by over how many days."""
    found: dict[int, tuple[str, ...]] = {}
    for name, score in rules.scores.items():
        if score.momentum is not None:
            found[score.momentum] = (*found.get(score.momentum, ()), name)
    return found


def models_of(rules: Rules) -> tuple[str, ...]:
    """Return the scores that are models of their own, the lead score first: parts of others and of the grade are none."""
    parts = {part for score in rules.combined.values() for part in score.combine}
    axes = (rules.grade.letter, rules.grade.number) if rules.grade else ()
    parts |= {axis.score for axis in axes if axis is not None}
    return (rules.main_score, *(name for name in rules.scores if name not in {*parts, rules.main_score}))


def rules_of_then(rules: Rules, scores: Iterable[str]) -> Rules:
    """Return the part of the rules that makes these scores: what comes after the scores is left out.

    Args:
        rules: The whole rules.
        scores: Some scores; those that they combine are kept, too.
    """
    kept = set(_with_parts(rules, scores))
    later: dict[str, Any] = dict.fromkeys(
        ("grade", "lights", "crm_stage", "recycle", "nurture", "channels", "accounts")
    )
    later |= dict.fromkeys(("disqualify", "stages", "handoff", "tests"), ())
    chosen = {name: score for name, score in rules.scores.items() if name in kept}
    return rules.model_copy(update={**later, "scores": chosen})


def _with_parts(rules: Rules, scores: Iterable[str]) -> Iterable[str]:
    for name in scores:
        yield name
        score = rules.scores[name]
        if isinstance(score, CombinedScore):
            yield from _with_parts(rules, score.combine)


def reads_activities(rules: Rules) -> bool:
    """Tell whether anything in the rules depends on activities."""
    return any(name == "activities" for name, _ in input_uses(rules))
