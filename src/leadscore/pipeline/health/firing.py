"""Which leads each rule fires on: never, always, always cut by its `max`, or the same as another rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import holds, points, undecided
from leadscore.decimals import decimal_text
from leadscore.pipeline.health.advice import why_not
from leadscore.pipeline.health.export import ENOUGH, fields_of, kind_of_rule, share
from leadscore.rules.activity_rules import CompiledActivityRule
from leadscore.schema.domains import domains_of
from leadscore.schema.possible import NOTHING_KNOWN, why_never
from leadscore.schema.reach import Reach, rule_reach
from leadscore.schema.scores import ActivityRule, QuietRule, WhenRule
from leadscore.schema.uses import rule_uses

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from leadscore.pipeline.health.export import Export
    from leadscore.results.health import Finding
    from leadscore.rules.compile import CompiledRule
    from leadscore.schema.domains import Domains
    from leadscore.schema.scores import Rule
    from leadscore.schema.types import Where

__all__ = ["Firing", "find_firings", "look_at_firings"]

_ALIKE: Final = 95
"""Per cent of the leads of one of two rules that both fire on, from which on they say the same."""
_TOGETHER: Final = 0.95
"""The correlation of their points from which on two rules that give different leads different points go together."""


@dataclass(frozen=True)
class Firing:
    """Which leads a rule fires on.

    Attributes:
        path: Where it stands.
        score: The score that it belongs to.
        rule: The rule.
        leads: How many leads it fires on: a `when` where it is true, others where they give points.
        points: What it gives them together, in thousandths.
        cut: How many of them its `max` takes points from.
        open: How many leads it is unknown of.
        where: Whether it fires, by lead.
        same: Whether all leads that it fires on get the same points.
    """

    path: Where
    score: str
    rule: Rule
    leads: int
    points: int
    cut: int
    open: int
    where: pl.Series
    same: bool

    @property
    def at(self) -> Where:
        """Where the key stands that says what kind of rule it is."""
        return (*self.path, kind_of_rule(self.rule))


def find_firings(export: Export) -> tuple[Firing, ...]:
    """Return which leads each rule fires on, in file order."""
    placed = [
        (("scores", score.name, "rules", place), score.name, rule, compiled)
        for score in export.session.rules.scores
        for place, (rule, compiled) in enumerate(zip(score.model.rules, score.rules, strict=True))
    ]
    fires = export.contacts.select(_fires(rule).alias(rule.id) for _, _, rule, _ in placed)
    sums = export.contacts.hstack(fires).select(
        one.alias(f"{rule.id}:{name}")
        for _, _, rule, compiled in placed
        for name, one in _sums(rule, compiled).items()
    )
    found = sums.row(0, named=True)
    return tuple(
        Firing(
            path=path,
            score=score,
            rule=rule,
            leads=found[f"{rule.id}:leads"],
            points=found[f"{rule.id}:points"],
            cut=found[f"{rule.id}:cut"],
            open=found[f"{rule.id}:open"],
            where=fires[rule.id],
            same=found[f"{rule.id}:different"] <= 1,
        )
        for path, score, rule, _ in placed
    )


def _fires(rule: Rule) -> pl.Expr:
    if isinstance(rule, WhenRule):
        return pl.col(holds(rule.id)).fill_null(value=False)
    return pl.col(points(rule.id)) != 0


def _sums(rule: Rule, compiled: CompiledRule) -> dict[str, pl.Expr]:
    nobody = pl.lit(0, pl.UInt32)
    return {
        "leads": pl.col(rule.id).sum(),
        "points": pl.col(points(rule.id)).filter(pl.col(rule.id)).sum(),
        "different": pl.col(points(rule.id)).filter(pl.col(rule.id)).n_unique(),
        "cut": (compiled.capped != 0).sum() if isinstance(compiled, CompiledActivityRule) else nobody,
        "open": nobody if isinstance(rule, ActivityRule | QuietRule) else pl.col(undecided(rule.id)).sum(),
    }


def look_at_firings(export: Export, firings: Sequence[Firing], empty: Collection[str]) -> Iterator[Finding]:
    """Yield what is to be said of the leads that rules fire on.

    Args:
        export: The export.
        firings: Which leads each rule fires on.
        empty: Fields of which it is said that they are nearly empty.
    """
    if export.leads < ENOUGH:
        return
    domains = domains_of(export.rules)
    for one in firings:
        if one.leads == 0:
            if not _is_explained(export, one.rule, one.path, domains, empty):
                yield _never(export, one)
        elif _is_always(export, one) and isinstance(one.rule, WhenRule | ActivityRule | QuietRule):
            yield _always(export, one)
        if one.leads >= ENOUGH and one.cut == one.leads:
            yield _always_cut(export, one)
    yield from _twins(export, firings)


def _is_always(export: Export, one: Firing) -> bool:
    """Return whether a rule gives all leads the same, and so tells nobody apart."""
    return one.leads == export.leads and one.same


def _is_explained(export: Export, rule: Rule, path: Where, domains: Domains, empty: Collection[str]) -> bool:
    """Return whether it is said elsewhere, or on the command line, why a rule never fires."""
    if rule_reach(rule) == Reach(0, 0):
        return True
    if isinstance(rule, ActivityRule | QuietRule) and export.lacks("last_activity_days"):
        return True
    for use in rule_uses(rule, path):
        if why_never(use.condition, NOTHING_KNOWN if use.of_activity else domains) is not None:
            return True
    fields = fields_of(rule)
    return bool(fields) and all(field in empty or export.lacks(field) for field in fields)


def _never(export: Export, one: Firing) -> Finding:
    who, rule = f"{export.leads:,} leads", one.rule
    match rule:
        case WhenRule():
            open_ = f"; it is unknown of {one.open:,} of them" if one.open else ""
            reason = f"its condition is true of none of the {who}{open_}"
        case ActivityRule():
            reason = f"none of the {who} has an activity that counts for it"
        case QuietRule():
            reason = f"none of the {who} has gone quiet for {rule.quiet_for} days"
        case _:
            reason = f"none of the {who} gets points from it"
    message = f'rule "{rule.id}" never fires: {reason}'
    return export.finding("never-fires", one.at, message, why_not(export, rule))


def _always(export: Export, one: Firing) -> Finding:
    message = f'rule "{one.rule.id}" always fires: on every one of the {export.leads:,} leads'
    hint = "it tells nobody apart: ask for more, or remove it"
    return export.finding("always-fires", one.at, message, hint)


def _always_cut(export: Export, one: Firing) -> Finding:
    most = decimal_text(getattr(one.rule, "max", None) or 0, 3)
    message = (
        f'rule "{one.rule.id}" is always capped: each of the {one.leads:,} leads on which it fires gets its max '
        f"of {most}"
    )
    hint = "more activities change nothing: raise `max`, or give fewer `points` for each"
    return export.finding("always-capped", (*one.path, "max"), message, hint)


def _twins(export: Export, firings: Sequence[Firing]) -> Iterator[Finding]:
    """Yield each rule that says nearly the same of the same leads as one above it; what tells nobody apart is told."""
    some = [one for one in firings if one.leads >= ENOUGH and not _is_always(export, one)]
    for place, one in enumerate(some):
        for first in some[:place]:
            smaller, larger = sorted((one.leads, first.leads))
            if 100 * smaller < _ALIKE * larger:
                continue
            both = int((one.where & first.where).sum())
            either = one.leads + first.leads - both
            if 100 * both >= _ALIKE * either and _go_together(export, first, one, either):
                yield _twin(export, first, one, both, either)
                break


def _go_together(export: Export, first: Firing, one: Firing, either: int) -> bool:
    """Return whether the points of one rule tell those of the other, where both fire.

    They do where nearly all leads get the same two numbers, or where the one is a multiple of the other or nearly so.
    """
    pairs = export.contacts.filter(first.where & one.where).select(
        first=points(first.rule.id), one=points(one.rule.id)
    )
    most: int = pairs.group_by("first", "one").len()["len"].max()  # type: ignore[assignment]  # there are some
    if 100 * most >= _ALIKE * either:
        return True
    if first.same or one.same:
        return False
    together: float = pairs.select(pl.corr("first", "one")).item()
    return abs(together) >= _TOGETHER


def _twin(export: Export, first: Firing, one: Firing, both: int, either: int) -> Finding:
    found = f"{both:,} get both, {either - both:,} only one of the two ({share(both, either)} in common)"
    message = f'rules "{first.rule.id}" and "{one.rule.id}" fire on nearly the same leads: {found}'
    hint = "the same is counted twice: keep one of them, or let one ask for something else"
    return export.finding("twin-rules", one.at, message, hint)
