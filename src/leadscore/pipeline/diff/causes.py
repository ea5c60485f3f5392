"""Why a lead moved: what each rule adds to its score under one file and not under the other, and what else changed."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import DISQUALIFIED_STAGE, LEAD_DISQUALIFIED_BY, points
from leadscore.pipeline.diff.changes import other_changes, stage_changes
from leadscore.pipeline.diff.sides import BOTH, CHANGE, MOVED, STAGE, new, old
from leadscore.results.movement import Effect
from leadscore.rules.arithmetic import tenths_text
from leadscore.schema.scores import RuledScore

if TYPE_CHECKING:
    from collections.abc import Mapping

    from leadscore.pipeline.diff.sides import Side
    from leadscore.pipeline.diff.stages import Ladder
    from leadscore.schema.model import Rules

__all__ = ["BECAUSE", "Causes", "add_causes", "effects", "find_causes"]

BECAUSE: Final = "because"
"""What made the difference: phrases joined by `; `, at most five."""
_MOST: Final = 5
_SAID: Final = ("cause:out", "cause:stage", "cause:other")
"""Causes that are no rule; null where they are none."""
_RANKED: Final = "ranked"
_LARGEST: Final = 10**9
"""Thousandths of a score that a rule is said to add at most, so that sums and keys do not overflow."""
_SEEN: Final = 50
"""Thousandths of a score from which on a difference shows in one decimal."""
_ROUNDING: Final = 250
"""Thousandths that rounding alone may add to the difference of two scores."""
_EFFECTS: Final = 10


@dataclass(frozen=True)
class _Weight:
    """What a rule is to the lead score.

    Attributes:
        id: The rule; empty for what limits take.
        label: How people call it; with its score where that is no part of the lead score of either file.
        factors: What one point of it adds to the lead score under the old and the new rules; None where it is not there.
        inside: Whether it adds to the lead score at all.
    """

    id: str
    label: str
    factors: tuple[Fraction | None, Fraction | None]
    inside: bool

    @property
    def difference(self) -> pl.Expr:
        """What the rule adds under the new rules and not under the old ones, in thousandths of the score."""
        before, after = (
            pl.lit(0, pl.Int64) if factor is None else _share(pl.col(own(points(self.id))), factor)
            for factor, own in zip(self.factors, (old, new), strict=True)
        )
        return pl.when(BOTH).then(after - before).otherwise(0)


def _share(given: pl.Expr, factor: Fraction) -> pl.Expr:
    share = (given * float(factor)).round().clip(-_LARGEST, _LARGEST)
    return share.cast(pl.Int64).fill_null(0)


@dataclass(frozen=True)
class Causes:
    """Everything that may have made a difference.

    Attributes:
        weights: The rules of both files, and what limits take.
        stages: What changed about a stage, by its name.
        ladder: The stages.
        reasons: Titles of the disqualifications of the old and the new rules, by id.
        other: What else changed.
    """

    weights: tuple[_Weight, ...]
    stages: Mapping[str, str]
    ladder: Ladder
    reasons: tuple[Mapping[str, str], Mapping[str, str]]
    other: str


def find_causes(one: Side, other: Side, ladder: Ladder) -> Causes:
    """Hold two rules files against each other.

    Args:
        one: The old side.
        other: The new side.
        ladder: The stages of both.
    """
    reasons = tuple({entry.id: entry.title for entry in side.rules.disqualify} for side in (one, other))
    return Causes(
        (
            *_weights(one.rules, other.rules),
            _Weight("", "limits of groups and scores", (None, None), inside=False),
        ),
        stage_changes(one.rules, other.rules),
        ladder,
        (reasons[0], reasons[1]),
        other_changes(one.file, other.file),
    )


def _weights(old_rules: Rules, new_rules: Rules) -> list[_Weight]:
    before, after = _factors(old_rules), _factors(new_rules)
    titles = {
        rule.id: (rule.title, name)
        for rules in (old_rules, new_rules)
        for name, score in rules.ruled.items()
        for rule in score.rules
    }
    found = []
    for id_, (title, score) in titles.items():
        factors = before.get(id_), after.get(id_)
        if any(factors):
            found.append(_Weight(id_, title, factors, inside=True))
        else:
            alone = _alone(old_rules, id_), _alone(new_rules, id_)
            found.append(_Weight(id_, f"{title} ({score})", alone, inside=False))
    return found


def _factors(rules: Rules) -> dict[str, Fraction]:
    """Return what one point of each rule adds to the lead score, limits aside; 0 where its score is no part of that."""
    shares = _shares(rules, rules.main_score)
    return {
        rule.id: shares.get(name, Fraction(0)) * Fraction(100_000, score.full_at)
        for name, score in rules.ruled.items()
        for rule in score.rules
    }


def _shares(rules: Rules, score: str) -> dict[str, Fraction]:
    """Return which part of a score each score with rules is."""
    model = rules.scores[score]
    if isinstance(model, RuledScore):
        return {score: Fraction(1)}
    whole = sum(model.combine.values())
    found: dict[str, Fraction] = {}
    for part, weight in model.combine.items():
        for name, share in _shares(rules, part).items():
            found[name] = found.get(name, Fraction(0)) + share * Fraction(weight, whole)
    return found


def _alone(rules: Rules, id_: str) -> Fraction | None:
    """Return what one point of a rule adds to its own score; None where there is no such rule."""
    for score in rules.ruled.values():
        if any(rule.id == id_ for rule in score.rules):
            return Fraction(100_000, score.full_at)
    return None


def add_causes(pairs: pl.DataFrame, causes: Causes) -> pl.DataFrame:
    """Add why leads changed.

    Args:
        pairs: What `join_sides` returns, of leads that changed.
        causes: What may have made a difference.

    Returns:
        The same rows, plus `because`, and for each cause the columns that `effects` counts.
    """
    *rules, limits = range(len(causes.weights))
    ruled = pairs.with_columns(causes.weights[place].difference.alias(_by(place)) for place in rules)
    added = pl.sum_horizontal(
        pl.lit(0, pl.Int64), *(_by(place) for place in rules if causes.weights[place].inside)
    )
    rest = pl.col(CHANGE) * 100 - added
    limited = ruled.with_columns(
        pl.when(pl.col(BOTH) & (rest.abs() > _ROUNDING)).then(rest).otherwise(0).alias(_by(limits))
    )
    said = limited.with_columns(
        _out(causes).alias(_SAID[0]), _stage(causes).alias(_SAID[1]), _ranked(causes).alias(_RANKED)
    )
    words = [_in_words(pl.col(_RANKED).list.get(rank, null_on_oob=True), causes) for rank in range(_MOST)]
    phrases = pl.concat_list(*_SAID[:2], *words).list.drop_nulls().list.head(_MOST)
    told = said.with_columns(phrases.alias(BECAUSE)).drop(_RANKED)
    silent = pl.col(BECAUSE).list.len() == 0
    fallback = pl.lit(causes.other or None, pl.String)
    return told.with_columns(
        pl.when(silent).then(fallback).alias(_SAID[2]),
        pl.when(silent)
        .then(fallback.fill_null(""))
        .otherwise(pl.col(BECAUSE).list.join("; "))
        .alias(BECAUSE),
    )


def _by(place: int) -> str:
    """Return the name of the column with what one cause adds to a lead score, in thousandths."""
    return f"by:{place}"


def _ranked(causes: Causes) -> pl.Expr:
    """Return the causes that add something, largest first, ties in file order.

    Each becomes one sortable number: size, then place in the file, then sign.
    """
    last = len(causes.weights)
    keys = []
    for place in range(last):
        value = pl.col(_by(place))
        key = (value.abs() * last + (last - 1 - place)) * 2 + (value > 0).cast(pl.Int64)
        keys.append(pl.when(value.abs() >= _SEEN).then(key))
    return pl.concat_list(keys).list.drop_nulls().list.sort(descending=True)


def _in_words(key: pl.Expr, causes: Causes) -> pl.Expr:
    """Return what a cause adds, null for none."""
    last = len(causes.weights)
    labels = pl.lit(pl.Series([weight.label for weight in causes.weights]))
    sign = pl.when(key % 2 == 1).then(pl.lit("+")).otherwise(pl.lit("-"))
    size = tenths_text((key // 2 // last + _SEEN) // 100)
    return labels.gather(last - 1 - (key // 2) % last) + " " + sign + size


def _out(causes: Causes) -> pl.Expr:
    """Return who takes a lead out, or does so no more."""
    before, after = (
        pl.col(own(LEAD_DISQUALIFIED_BY)).replace_strict(dict(titles), default=None, return_dtype=pl.String)
        for own, titles in zip((old, new), causes.reasons, strict=True)
    )
    is_out = pl.col(new(STAGE)) == DISQUALIFIED_STAGE
    was_out = pl.col(old(STAGE)) == DISQUALIFIED_STAGE
    by_another = pl.col(old(LEAD_DISQUALIFIED_BY)) != pl.col(new(LEAD_DISQUALIFIED_BY))
    return (
        pl.when(pl.col(old(STAGE)).is_null())
        .then(pl.lit("not accepted with the old rules"))
        .when(pl.col(new(STAGE)).is_null())
        .then(pl.lit("not accepted with the new rules"))
        .when(is_out & by_another)
        .then("disqualified: " + after)
        .when(was_out & ~is_out)
        .then("no longer disqualified: " + before)
    )


def _stage(causes: Causes) -> pl.Expr:
    """Return what changed about the stage that decided: the later one of the two, whose condition came or went."""
    ranks = [causes.ladder.rank(pl.col(own(STAGE))) for own in (old, new)]
    later = pl.when(ranks[0] > ranks[1]).then(old(STAGE)).otherwise(new(STAGE))
    outside = pl.col(old(STAGE)).eq(DISQUALIFIED_STAGE) | pl.col(new(STAGE)).eq(DISQUALIFIED_STAGE)
    text = later.replace_strict(dict(causes.stages), default=None, return_dtype=pl.String)
    return pl.when(pl.col(BOTH) & pl.col(MOVED) & ~outside).then(text)


def effects(leads: pl.DataFrame, causes: Causes) -> tuple[Effect, ...]:
    """Return what made the difference to some leads, all together: what was said first, then the largest sums.

    Args:
        leads: What `add_causes` returns.
        causes: What may have made a difference.
    """
    said = [
        Effect("", text, number, None)
        for column in _SAID
        for text, number in leads.drop_nulls(column)
        .group_by(column)
        .len()
        .sort("len", column, descending=[True, False])
        .iter_rows()
    ]
    places = range(len(causes.weights))
    sums = leads.select(pl.col(_by(place)).sum() for place in places).row(0)
    counts = leads.select((pl.col(_by(place)).abs() >= _SEEN).sum() for place in places).row(0)
    ranked = sorted(
        (place for place in places if counts[place]), key=lambda place: (-abs(sums[place]), place)
    )
    ruled = [
        Effect(causes.weights[place].id, causes.weights[place].label, counts[place], _tenths(sums[place]))
        for place in ranked
    ]
    return tuple((said + ruled)[:_EFFECTS])


def _tenths(thousandths: int) -> float:
    size = (abs(thousandths) + _SEEN) // 100
    return (size if thousandths > 0 else -size) / 10
