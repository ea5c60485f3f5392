"""How the scores of a lead came about, line by line of its ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from leadscore.columns import high, low, momentum, tenths
from leadscore.pipeline.explain.amounts import as_points, as_score
from leadscore.pipeline.explain.rules import explain_rule
from leadscore.results.explanation import CombinedScore, GroupPoints, RuledScore, Share
from leadscore.results.scores import Momentum

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from leadscore.pipeline.explain.activities import Log
    from leadscore.pipeline.lead import Lead
    from leadscore.results.explanation import ScoreExplanation
    from leadscore.rules.compile import CompiledScore

__all__ = ["explain_scores"]

Line = tuple[str, str]
"""The kind of a line and what it is about."""


def explain_scores(lead: Lead, ledger: Sequence[Mapping[str, Any]], log: Log) -> tuple[ScoreExplanation, ...]:
    """Return how each score of a lead came about, in file order.

    Args:
        lead: The lead.
        ledger: Its lines of the ledger.
        log: Its activities.

    Raises:
        InputError: Its activities are not those that were summed, which would be a fault of this program.
    """
    rules = lead.session.rules
    lines: dict[str, dict[Line, Mapping[str, Any]]] = {name: {} for name in rules.model.scores}
    for line in ledger:
        lines[line["score"]][line["kind"], line["line"]] = line
    found: dict[str, ScoreExplanation] = {
        score.name: _ruled(score, lines[score.name], lead, log) for score in rules.scores
    }
    for name in rules.model.combined:
        found[name] = _combined(name, lines[name], lead, found)
    return tuple(found[name] for name in rules.model.scores)


@dataclass(frozen=True)
class _Ends:
    """A score, and the least and the most that it could be."""

    shown: Decimal
    low: Decimal
    high: Decimal

    @property
    def are_open(self) -> bool:
        return self.low < self.high


def _ends(score: str, lead: Lead) -> _Ends:
    return _Ends(*(as_score(lead.cells[name(score)]) for name in (tenths, low, high)))


def _momentum(score: str, lead: Lead) -> Momentum | None:
    days = lead.session.rules.model.scores[score].momentum
    return None if days is None else Momentum(days, as_score(lead.cells[momentum(score)]))


def _ruled(score: CompiledScore, lines: Mapping[Line, Mapping[str, Any]], lead: Lead, log: Log) -> RuledScore:
    rules = tuple(
        explain_rule(model, rule, lines["rule", rule.id], lead, log)
        for model, rule in zip(score.model.rules, score.rules, strict=True)
    )
    line, ends = lines["score", score.name], _ends(score.name, lead)
    return RuledScore(
        score=score.name,
        shown=ends.shown,
        low=ends.low,
        high=ends.high,
        missing=_each(field for rule in rules for field in rule.missing) if ends.are_open else (),
        rules=rules,
        groups=tuple(
            _group(score, group, lines["group", group]) for group in score.by_group if group is not None
        ),
        lost_to_limit=as_points(line["lost_to_limit"]),
        points=as_points(line["points"]),
        least=as_points(score.model.min),
        full_at=as_points(score.model.full_at),
        momentum=_momentum(score.name, lead),
    )


def _group(score: CompiledScore, group: str, line: Mapping[str, Any]) -> GroupPoints:
    limits = score.model.groups[group]
    return GroupPoints(
        group=group,
        lost_to_limit=as_points(line["lost_to_limit"]),
        points=as_points(line["points"]),
        least=None if limits.min is None else as_points(limits.min),
        most=None if limits.max is None else as_points(limits.max),
    )


def _combined(
    name: str, lines: Mapping[Line, Mapping[str, Any]], lead: Lead, others: Mapping[str, ScoreExplanation]
) -> CombinedScore:
    weights = lead.session.rules.model.combined[name].combine
    ends = _ends(name, lead)
    missing = _each(field for part in weights for field in others[part].missing)
    return CombinedScore(
        score=name,
        shown=ends.shown,
        low=ends.low,
        high=ends.high,
        missing=missing if ends.are_open else (),
        combines=tuple(
            Share(part, others[part].shown, as_points(weight), as_points(lines["part", part]["points"]))
            for part, weight in weights.items()
        ),
        weights=as_points(sum(weights.values())),
        rounding=as_points(lines["rounding", "rounding"]["points"]),
        momentum=_momentum(name, lead),
    )


def _each(fields: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fields))
