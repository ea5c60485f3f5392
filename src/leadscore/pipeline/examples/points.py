"""What the scores of one lead are made of, rule by rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from leadscore.columns import count, points, tenths, weight
from leadscore.decimals import decimal_text
from leadscore.results.examples import RuleLine, ScoreLines
from leadscore.rules.activity_rules import CompiledActivityRule
from leadscore.rules.decay import FULL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from leadscore.rules.compile import CompiledRule, CompiledRules, CompiledScore

__all__ = ["score_lines"]


def score_lines(
    rules: CompiledRules, lead: Mapping[str, Any], wanted: Iterable[str]
) -> tuple[ScoreLines, ...]:
    """Return what scores are made of, in the order of the rules file.

    Args:
        rules: The rules.
        lead: The columns of one scored lead.
        wanted: The scores; those that they combine are looked at too.
    """
    names = _with_combined(rules, wanted)
    ruled = {score.name: score for score in rules.scores}
    return tuple(
        _ruled(ruled[name], lead) if name in ruled else _combined(rules, name, lead)
        for name in rules.model.scores
        if name in names
    )


def _with_combined(rules: CompiledRules, wanted: Iterable[str]) -> set[str]:
    names: set[str] = set()
    todo = list(wanted)
    while todo:
        name = todo.pop()
        names.add(name)
        if name in rules.model.combined:
            todo += set(rules.model.combined[name].combine) - names
    return names


def _ruled(score: CompiledScore, lead: Mapping[str, Any]) -> ScoreLines:
    titles = [(rule, model.title) for model, rule in zip(score.model.rules, score.rules, strict=True)]
    gave = tuple(_line(rule, title, lead) for rule, title in titles if lead[points(rule.id)])
    silent = tuple(title for rule, title in titles if not lead[points(rule.id)])
    return ScoreLines(score.name, _shown(score.name, lead), gave, silent)


def _line(rule: CompiledRule, title: str, lead: Mapping[str, Any]) -> RuleLine:
    given = decimal_text(lead[points(rule.id)], 3, signed=True)
    if not isinstance(rule, CompiledActivityRule):
        return RuleLine(rule.id, title, given)
    counted = 1 if rule.mode == "once" else lead[count(rule.id)]
    full = counted * rule.points
    if rule.max is not None:
        full = max(-rule.max, min(full, rule.max))
    faded = lead[weight(rule.id)] != counted * FULL and full != lead[points(rule.id)]
    return RuleLine(rule.id, title, given, counted, decimal_text(full, 3, signed=True) if faded else "")


def _combined(rules: CompiledRules, name: str, lead: Mapping[str, Any]) -> ScoreLines:
    weights = rules.model.combined[name].combine
    parts = tuple((part, decimal_text(weight_, 3)) for part, weight_ in weights.items())
    return ScoreLines(name, _shown(name, lead), combines=parts)


def _shown(score: str, lead: Mapping[str, Any]) -> str:
    return decimal_text(lead[tenths(score)], 1, fixed=True)
