"""Rules give points, points make scores, scores make grades and lights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from leadscore.columns import LEAD_GRADE, grouped, high, holds, low, points, tenths, total, typed, undecided
from leadscore.rules.arithmetic import clamped, quotient, rounded
from leadscore.rules.contact_rules import CompiledContactRule

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from leadscore.rules.compile import CompiledRule, CompiledRules, CompiledScore
    from leadscore.schema.model import Axis

__all__ = ["add_combined_scores", "add_grade", "add_light", "add_points", "add_scores"]


def add_points(contacts: pl.LazyFrame, rules: CompiledRules) -> pl.LazyFrame:
    """Add what each rule gives.

    Args:
        contacts: One row per contact, with typed columns, persona, counts and activity sums.
        rules: The rules.

    Returns:
        The same rows, plus for each rule `points:<rule>` (Int64 thousandths, after decay and its own `max`) and
        `rule.<id>` as a number; for rules that read the contact also `undecided:<rule>`, and `holds:<rule>` for a `when`.
    """
    of_contact = rules.contact_rules
    held = contacts.with_columns(
        rule.held.alias(holds(rule.id)) for rule in of_contact if rule.held is not None
    )
    opened = held.with_columns(rule.open.alias(undecided(rule.id)) for rule in of_contact)
    earned = opened.with_columns(rule.earned.alias(points(rule.id)) for rule in rules.rules)
    return earned.with_columns(
        quotient(pl.col(points(rule.id)), 1000).alias(typed("number", f"rule.{rule.id}"))
        for rule in rules.rules
    )


def add_scores(contacts: pl.LazyFrame, rules: CompiledRules) -> pl.LazyFrame:
    """Add the scores with rules.

    Args:
        contacts: One row per contact, as `add_points` gives it.
        rules: The rules.

    Returns:
        The same rows, plus `group:<score>:<group>` for each group with rules and `total:<score>` for each score (Int64
        thousandths, within their limits), and for each score `tenths:<score>` (what is shown, in tenths), `low:<score>`
        and `high:<score>` (the least and the most it could be, were everything known), and `score.<name>` as a number.
    """
    groups: dict[str, pl.Expr] = {}
    totals, columns = {}, {}
    for score in rules.scores:
        groups |= _groups(score)
        totals[total(score.name)] = _limited(score, _sum(_parts(score)))
        columns[tenths(score.name)] = _shown(score, pl.col(total(score.name)))
        columns[low(score.name)] = _bound(score, _least)
        columns[high(score.name)] = _bound(score, _most)
    summed = contacts.with_columns(**groups).with_columns(**totals).with_columns(**columns)
    return summed.with_columns(_as_number(score.name) for score in rules.scores)


def _as_number(score: str) -> pl.Expr:
    return quotient(pl.col(tenths(score)), 10).alias(typed("number", f"score.{score}"))


def _earned(rule: CompiledRule) -> pl.Expr:
    return pl.col(points(rule.id))


def _least(rule: CompiledRule) -> pl.Expr:
    return rule.low if isinstance(rule, CompiledContactRule) else _earned(rule)


def _most(rule: CompiledRule) -> pl.Expr:
    return rule.high if isinstance(rule, CompiledContactRule) else _earned(rule)


def _groups(score: CompiledScore) -> dict[str, pl.Expr]:
    """Return the points of each group, within its limits, by the name of its column."""
    return {
        grouped(score.name, group): _within(score, group, [_earned(rule) for rule in members])
        for group, members in score.by_group.items()
        if group is not None
    }


def _parts(score: CompiledScore) -> list[pl.Expr]:
    """Return the columns that a score adds up: those of its groups, and of the rules without one."""
    alone = [_earned(rule) for rule in score.by_group.get(None, ())]
    return [*(pl.col(name) for name in _groups(score)), *alone]


def _bound(score: CompiledScore, of: Callable[[CompiledRule], pl.Expr]) -> pl.Expr:
    """Return what a score would be in tenths, did its rules give this."""
    parts = [
        _within(score, group, [of(rule) for rule in members]) for group, members in score.by_group.items()
    ]
    return _shown(score, _limited(score, _sum(parts)))


def _within(score: CompiledScore, group: str | None, given: Sequence[pl.Expr]) -> pl.Expr:
    if group is None:
        return _sum(given)
    limits = score.model.groups[group]
    return clamped(_sum(given), limits.min, limits.max)


def _limited(score: CompiledScore, points_: pl.Expr) -> pl.Expr:
    return clamped(points_, score.model.min, score.model.full_at)


def _shown(score: CompiledScore, points_: pl.Expr) -> pl.Expr:
    """Return points in tenths of a score that is 100 at `full_at`."""
    return rounded(points_ * 1000, score.model.full_at)


def _sum(parts: Sequence[pl.Expr]) -> pl.Expr:
    return pl.sum_horizontal(parts)


def add_combined_scores(contacts: pl.LazyFrame, rules: CompiledRules) -> pl.LazyFrame:
    """Add the scores that combine others: the weighted mean of what is shown, likewise of the least and the most.

    Args:
        contacts: One row per contact, as `add_scores` gives it.
        rules: The rules.
    """
    for name, score in rules.model.combined.items():
        contacts = contacts.with_columns(
            _mean(score.combine, tenths).alias(tenths(name)),
            _mean(score.combine, low).alias(low(name)),
            _mean(score.combine, high).alias(high(name)),
        ).with_columns(_as_number(name))
    return contacts


def _mean(weights: Mapping[str, int], of: Callable[[str], str]) -> pl.Expr:
    weighted = _sum([pl.col(of(name)) * weight for name, weight in weights.items()])
    return rounded(weighted, sum(weights.values()))


def add_grade(contacts: pl.LazyFrame, rules: CompiledRules) -> pl.LazyFrame:
    """Add the grade, `lead_grade`: a letter for one score, a number for another, or one of them alone."""
    grade = rules.model.grade
    axes = [axis for axis in (grade.letter, grade.number) if axis is not None] if grade else []
    if not axes:
        return contacts
    text = pl.concat_str([_mark(axis) for axis in axes])
    return contacts.with_columns(
        text.alias(LEAD_GRADE), text.str.to_lowercase().alias(typed("text", "grade"))
    )


def _mark(axis: Axis) -> pl.Expr:
    value = pl.col(typed("number", f"score.{axis.score}"))
    found: pl.Expr = pl.lit(axis.marks[-1].mark)
    for mark in reversed(axis.marks):
        found = pl.when(value >= float(mark.at_least)).then(pl.lit(mark.mark)).otherwise(found)
    return found


def add_light(contacts: pl.LazyFrame, rules: CompiledRules) -> pl.LazyFrame:
    """Add the traffic light as conditions see it: green, else yellow, else red.

    Args:
        contacts: One row per contact, with scores and grade.
        rules: The rules.
    """
    light: pl.Expr = pl.lit("red")
    for color, condition in rules.model.light_conditions:
        true = rules.conditions.compile(condition)
        light = pl.when(true).then(pl.lit(color)).otherwise(light)
    return contacts.with_columns(light.alias(typed("text", "light")))
