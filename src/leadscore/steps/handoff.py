"""What Sales and marketing read: reasons, open questions, and the lists, in order."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from leadscore.columns import (
    ID,
    LEAD_NEXT_QUESTION,
    LEAD_QUALIFICATION,
    LEAD_RANK,
    LEAD_REASONS,
    newest,
    points,
    tenths,
    typed,
)
from leadscore.rules.reasons import BETWEEN, place_of_rule, reasons, reasons_text, top_rules
from leadscore.rules.whole import days_of_ages

if TYPE_CHECKING:
    from leadscore.rules.compile import CompiledRules
    from leadscore.rules.lists import CompiledList

__all__ = [
    "add_dated_reasons",
    "add_qualification",
    "add_reasons",
    "order_list",
    "order_of",
]


def add_reasons(contacts: pl.LazyFrame, rules: CompiledRules) -> pl.LazyFrame:
    """Add `lead_reasons`: labels with final points, by size, ties in file order, at most five.

    Args:
        contacts: One row per contact, with the points of every rule.
        rules: The rules.
    """
    given = [pl.col(points(rule.id)) for rule in rules.rules]
    said = pl.map_batches(
        given, partial(reasons, titles=_titles(rules)), return_dtype=pl.String, is_elementwise=True
    )
    return contacts.with_columns(said.alias(LEAD_REASONS))


def add_dated_reasons(leads: pl.DataFrame, rules: CompiledRules) -> pl.DataFrame:
    """Add `reasons`: what `lead_reasons` says, with the day on which the lead last did what a rule counts.

    Args:
        leads: One row per contact, with the points of every rule and `newest:<rule>` where it is known.
        rules: The rules.
    """
    top = top_rules([leads[points(rule.id)] for rule in rules.rules])
    said = reasons_text(top, _titles(rules))
    days = _newest_of(leads, top, rules).select(
        (" (" + days_of_ages(pl.col(name), rules.as_of) + ")").fill_null("").alias(name)
        for name in top.columns
    )
    texts = [said[name] + days[name] for name in top.columns]
    joined = pl.concat_str(texts, separator=BETWEEN, ignore_nulls=True)
    return leads.with_columns(joined.alias("reasons"))


def _newest_of(leads: pl.DataFrame, top: pl.DataFrame, rules: CompiledRules) -> pl.DataFrame:
    """Return the age of what each lead last did for the rules in `top`, null where they count nothing that is known."""
    counting = {newest(rule.id) for rule in rules.activity_rules}.intersection(leads.columns)
    ages = {place: age for place, rule in enumerate(rules.rules) if (age := newest(rule.id)) in counting}
    places = top.select(place_of_rule(pl.col(name), len(rules.rules)).alias(name) for name in top.columns)
    return places.hstack(leads.select(ages.values())).select(
        pl.coalesce(
            pl.lit(None, pl.Int64),
            *(pl.when(pl.col(name) == place).then(pl.col(age)) for place, age in ages.items()),
        ).alias(name)
        for name in top.columns
    )


def _titles(rules: CompiledRules) -> list[str]:
    return [rule.title for score in rules.model.ruled.values() for rule in score.rules]


def add_qualification(contacts: pl.LazyFrame, rules: CompiledRules) -> pl.LazyFrame:
    """Add `lead_qualification` (`1/4`) and `lead_next_question`, the first one without an answer.

    Args:
        contacts: One row per contact, with the typed columns of the answers and how many there are.
        rules: The rules.
    """
    questions = rules.model.qualification
    if not questions:
        return contacts
    answered = pl.col(typed("number", "qualification.answered")).cast(pl.Int64).cast(pl.String)
    following: pl.Expr = pl.lit(None, pl.String)
    for question in reversed(questions):
        open_ = pl.col(typed("text", question.answered_by)).is_null()
        following = pl.when(open_).then(pl.lit(question.ask)).otherwise(following)
    return contacts.with_columns(
        (answered + f"/{len(questions)}").alias(LEAD_QUALIFICATION), following.alias(LEAD_NEXT_QUESTION)
    )


def order_of(wanted: CompiledList, main_score: str) -> list[str]:
    """Return the columns that `order_list` looks at, each once."""
    return list(dict.fromkeys([tenths(wanted.score), tenths(main_score), ID]))


def order_list(contacts: pl.LazyFrame, wanted: CompiledList, main_score: str) -> pl.LazyFrame:
    """Return the contacts that are handed over on one list, best first, with `lead_rank` from 1.

    Ordered by the list's score, then by the lead score, both downward, then by contact id.
    """
    ordered = contacts.sort(tenths(wanted.score), tenths(main_score), ID, descending=[True, True, False])
    return ordered.with_row_index(LEAD_RANK, offset=1)
