"""Hand-offs are counted: by list and by owner, and what Sales answers, by rule and by reason."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import CONTACT, HANDOFF_DUE, HANDOFF_NEW, HANDOFF_SINCE, ID
from leadscore.results import percent
from leadscore.results.handoff import Answers, ListState, OverdueLead, OwnerLoad, ReasonAnswers, RuleAnswers
from leadscore.rules.answers import ACCEPTED, REJECTED, SILENCE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from leadscore.rules.compile import CompiledRules
    from leadscore.rules.owners import CompiledOwners

__all__ = [
    "ANSWER_DAYS",
    "answers_by_list",
    "answers_by_reason",
    "answers_by_rule",
    "count_lists",
    "count_owners",
    "is_overdue",
    "recent_answers",
    "tell_overdue",
]

ANSWER_DAYS: Final = 90
"""Answers that are counted are at most so many days old."""
_LEADING: Final = 3
"""Rules that are named with a reason."""
_FEW: Final = 5
"""So many answers say something of a rule."""
_TOLD: Final = 5
"""Overdue leads that the summary shows."""
_UNANSWERED: Final = pl.col("answer").is_null()


def is_overdue(as_of: date) -> pl.Expr:
    """Return whether Sales should have answered a hand-off before this day."""
    return (_UNANSWERED & (pl.col(HANDOFF_DUE) < pl.lit(as_of))).fill_null(value=False)


def count_lists(handed: pl.DataFrame, names: Sequence[str], as_of: date) -> tuple[ListState, ...]:
    """Count what is on each list.

    Args:
        handed: One row per contact and list, with the columns of the hand-off.
        names: The lists, in file order.
        as_of: The day of the run.
    """
    tonight = pl.col(HANDOFF_SINCE) == pl.lit(as_of)
    counted = handed.group_by("list").agg(
        pl.col(HANDOFF_NEW).sum().alias("new"),
        (tonight & ~pl.col(HANDOFF_NEW)).sum().alias("again"),
        _UNANSWERED.sum().alias("open"),
        is_overdue(as_of).sum().alias("overdue"),
    )
    rows = {row["list"]: row for row in counted.iter_rows(named=True)}
    nothing = {"new": 0, "again": 0, "open": 0, "overdue": 0}
    return tuple(ListState(**({"list": name} | nothing | rows.get(name, {}))) for name in names)


def count_owners(
    handed: pl.DataFrame, given: pl.DataFrame, team: CompiledOwners, as_of: date, *, remembers: bool
) -> tuple[OwnerLoad, ...]:
    """Count the leads of each owner; a lead on several lists is one lead.

    Args:
        handed: One row per contact and list, with the columns of the hand-off and `owner`.
        given: `row:contact` of the leads that got their owner in this run.
        team: The owners.
        as_of: The day of the run.
        remembers: Whether the run has a history; without one only what is given in this run is new.
    """
    new = (
        pl.col(HANDOFF_SINCE) == pl.lit(as_of)
        if remembers
        else pl.col(CONTACT).is_in(given[CONTACT].implode())
    )
    told = handed.select(
        "owner",
        CONTACT,
        new.alias("new"),
        _UNANSWERED.alias("open"),
        is_overdue(as_of).alias("overdue"),
    )
    leads = told.group_by("owner", CONTACT).agg(pl.col("new", "open", "overdue").any())
    counted = leads.group_by("owner").agg(pl.len().alias("leads"), pl.col("new", "open", "overdue").sum())
    rows = {row["owner"]: row for row in counted.iter_rows(named=True)}
    nothing = {"leads": 0, "new": 0, "open": 0, "overdue": 0}
    loads = []
    for name in team.names:
        row = nothing | rows.get(name, {}) | {"owner": name}
        row["overdue"] = row["overdue"] if remembers else None
        loads.append(OwnerLoad(**row, away_until=team.away.get(name)))
    return tuple(loads)


def tell_overdue(leads: pl.DataFrame) -> tuple[OverdueLead, ...]:
    """Return the first of the leads whose answer is overdue.

    Args:
        leads: Those leads, the longest overdue first.
    """
    shown = leads.head(_TOLD).select(
        pl.col(ID).alias("contact_id"),
        "list",
        pl.col("owner").fill_null(""),
        pl.col(HANDOFF_SINCE).alias("since"),
        pl.col(HANDOFF_DUE).alias("due"),
    )
    return tuple(OverdueLead(**row) for row in shown.iter_rows(named=True))


def recent_answers(handoffs: pl.DataFrame, names: Sequence[str], as_of: date) -> tuple[pl.DataFrame, date]:
    """Return the hand-offs that were answered in the last days, and the first of these days.

    Args:
        handoffs: All hand-offs, as a history keeps them.
        names: The lists of the rules; what was on others is left out.
        as_of: The day of the run.
    """
    first = as_of - timedelta(days=ANSWER_DAYS)
    return handoffs.filter(pl.col("answered_on") >= first, pl.col("list").is_in(names)), first


def answers_by_list(answered: pl.DataFrame, names: Sequence[str]) -> tuple[Answers, ...]:
    """Count the answers to the hand-offs of each list.

    Args:
        answered: Hand-offs with an answer.
        names: The lists, in file order.
    """
    given = (ACCEPTED, SILENCE, REJECTED)
    counted = answered.group_by("list").agg(
        pl.len().alias("answered"), *((pl.col("answer") == answer).sum().alias(answer) for answer in given)
    )
    rows = {row["list"]: row for row in counted.iter_rows(named=True)}
    nothing = dict.fromkeys(("answered", *given), 0)
    found = []
    for name in names:
        row = nothing | rows.get(name, {}) | {"list": name}
        found.append(Answers(**row, share=percent(row["answered"] - row[REJECTED], row["answered"])))
    return tuple(found)


def answers_by_rule(answered: pl.DataFrame, rules: CompiledRules) -> tuple[RuleAnswers, ...]:
    """Count the answers to hand-offs by the rules that gave points, the most rejected first, those with few answers last.

    Args:
        answered: Hand-offs with an answer.
        rules: The rules; others are left out.
    """
    by_rule = answered.explode("rules").drop_nulls("rules")
    rejected = pl.col("answer") == REJECTED
    counted = by_rule.group_by("rules").agg(pl.len().alias("answered"), rejected.sum().alias("rejected"))
    reasons = (
        by_rule.filter(rejected)
        .drop_nulls("reason")
        .group_by("rules", "reason")
        .len()
        .sort("len", "reason", descending=[True, False])
        .unique("rules", keep="first", maintain_order=True)
    )
    why = dict(zip(reasons["rules"].to_list(), reasons["reason"].to_list(), strict=True))
    rows = {row["rules"]: row for row in counted.iter_rows(named=True)}
    titles = _titles(rules)
    found = [
        RuleAnswers(
            rule,
            title,
            rows[rule]["answered"],
            rows[rule]["rejected"],
            percent(rows[rule]["answered"] - rows[rule]["rejected"], rows[rule]["answered"]),
            why.get(rule, ""),
        )
        for rule, title in titles.items()
        if rule in rows
    ]
    places = {rule: place for place, rule in enumerate(titles)}
    return tuple(
        sorted(
            found,
            key=lambda one: (one.answered < _FEW, one.share or 0.0, -one.rejected, places[one.rule]),
        )
    )


def answers_by_reason(answered: pl.DataFrame, rules: CompiledRules) -> tuple[ReasonAnswers, ...]:
    """Count rejections by reason, the most frequent first.

    Args:
        answered: Hand-offs with an answer.
        rules: The rules.
    """
    rejected = answered.filter(pl.col("answer") == REJECTED).with_columns(pl.col("reason").fill_null(""))
    counted = rejected.group_by("reason").len().sort("len", "reason", descending=[True, False])
    titles = _titles(rules)
    order = pl.Enum(list(titles))
    leading = (
        rejected.explode("rules")
        .filter(pl.col("rules").is_in(list(titles)))
        .group_by("reason", pl.col("rules").cast(order))
        .len()
        .sort("reason", "len", "rules", descending=[False, True, False])
        .group_by("reason", maintain_order=True)
        .agg(pl.col("rules").cast(pl.String).head(_LEADING))
    )
    named = dict(zip(leading["reason"].to_list(), leading["rules"].to_list(), strict=True))
    return tuple(
        ReasonAnswers(
            reason,
            count,
            percent(count, rejected.height),
            tuple(titles[rule] for rule in named.get(reason, ())),
        )
        for reason, count in counted.iter_rows()
    )


def _titles(rules: CompiledRules) -> dict[str, str]:
    """Return the labels of all rules by their ids, in file order."""
    return {rule.id: rule.title for score in rules.model.ruled.values() for rule in score.rules}
