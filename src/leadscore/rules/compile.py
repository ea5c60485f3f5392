"""A rules file, compiled: everything that is known before the data is met."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl

from leadscore.rules.activity_rules import (
    CompiledActivityRule,
    CompiledQuietRule,
    compile_activity_rule,
    compile_quiet_rule,
)
from leadscore.rules.conditions import ConditionCompiler
from leadscore.rules.contact_rules import CompiledContactRule, compile_contact_rule
from leadscore.rules.deals import DEAL_WORDS, DealWords, compile_deal_words
from leadscore.rules.values import normalised_all
from leadscore.schema.momentum import momentum_days, rules_of_then
from leadscore.schema.scores import ActivityRule, QuietRule

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from leadscore.schema.model import Rules
    from leadscore.schema.scores import Rule, RuledScore

__all__ = ["CompiledRule", "CompiledRules", "CompiledScore", "Earlier", "compile_rules"]

CompiledRule = CompiledContactRule | CompiledActivityRule | CompiledQuietRule


@dataclass(frozen=True)
class CompiledScore:
    """A score with rules.

    Attributes:
        name: Its name.
        model: What the rules file says of it: limits, groups.
        rules: Its compiled rules, in file order.
    """

    name: str
    model: RuledScore
    rules: tuple[CompiledRule, ...]

    @property
    def by_group(self) -> dict[str | None, list[CompiledRule]]:
        """The rules of each group that has some, in file order; those without one by None."""
        found: dict[str | None, list[CompiledRule]] = {}
        for model, rule in zip(self.model.rules, self.rules, strict=True):
            found.setdefault(model.group, []).append(rule)
        return found


@dataclass(frozen=True)
class CompiledRules:
    """A whole rules file, ready to meet the data.

    Attributes:
        model: The rules file.
        as_of: The day on which ages are counted.
        conditions: Compiles the conditions of personas, lights, stages and lists.
        scores: The scores with rules, in file order.
        deal_words: What the cells of deals mean.
        earlier: The days before the as-of date that scores are held against, in file order; as a rule none.
    """

    model: Rules
    as_of: date
    conditions: ConditionCompiler
    scores: tuple[CompiledScore, ...]
    deal_words: DealWords = DEAL_WORDS
    earlier: tuple[Earlier, ...] = ()

    @property
    def rules(self) -> tuple[CompiledRule, ...]:
        """All rules of all scores, in file order."""
        return tuple(rule for score in self.scores for rule in score.rules)

    @property
    def contact_rules(self) -> tuple[CompiledContactRule, ...]:
        """The rules that read the contact, in file order."""
        return tuple(rule for rule in self.rules if isinstance(rule, CompiledContactRule))

    @property
    def activity_rules(self) -> tuple[CompiledActivityRule, ...]:
        """The rules that count activities, in file order."""
        return tuple(rule for rule in self.rules if isinstance(rule, CompiledActivityRule))

    @property
    def quiet_rules(self) -> tuple[CompiledQuietRule, ...]:
        """The rules about silence, in file order."""
        return tuple(rule for rule in self.rules if isinstance(rule, CompiledQuietRule))


@dataclass(frozen=True)
class Earlier:
    """A day before the as-of date on which scores are looked at, too.

    Attributes:
        days: How many days before.
        scores: The scores that are held against those of then.
        rules: What makes them, as of that day.
    """

    days: int
    scores: tuple[str, ...]
    rules: CompiledRules


def compile_rules(
    model: Rules, lists: Mapping[str, Sequence[str]], as_of: date, day: pl.Expr | None = None
) -> CompiledRules:
    """Compile a rules file.

    Args:
        model: The rules file; its names and references have been checked.
        lists: The lines of each `in_list` file, by its name in the rules.
        as_of: The day on which ages are counted.
        day: The column that holds that day, where it is not the same for every row.
    """
    listed = {name: normalised_all(lines) for name, lines in lists.items()}
    compiled = _compile(model, listed, as_of, day)
    earlier = tuple(
        Earlier(days, scores, _compile_then(rules_of_then(model, scores), listed, as_of, day, days))
        for days, scores in momentum_days(model).items()
    )
    return replace(compiled, earlier=earlier)


def _compile_then(
    model: Rules, lists: Mapping[str, Sequence[str]], as_of: date, day: pl.Expr | None, days: int
) -> CompiledRules:
    """Compile rules as of so many days before."""
    since = timedelta(days=min(days, (as_of - date.min).days))
    return _compile(model, lists, as_of - since, None if day is None else (day - since).cast(pl.Date))


def _compile(
    model: Rules, lists: Mapping[str, Sequence[str]], as_of: date, day: pl.Expr | None
) -> CompiledRules:
    conditions = ConditionCompiler(as_of if day is None else day, lists)
    scores = tuple(
        CompiledScore(name, score, tuple(_compile_rule(rule, score, conditions) for rule in score.rules))
        for name, score in model.ruled.items()
    )
    return CompiledRules(model, as_of, conditions, scores, compile_deal_words(model.deals))


def _compile_rule(rule: Rule, score: RuledScore, conditions: ConditionCompiler) -> CompiledRule:
    match rule:
        case ActivityRule():
            return compile_activity_rule(rule, score.decay, conditions)
        case QuietRule():
            return compile_quiet_rule(rule)
        case _:
            return compile_contact_rule(rule, conditions)
