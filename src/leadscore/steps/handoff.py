"""What Sales and marketing read: reasons, open questions, and the lists, in order."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

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

if TYPE_CHECKING:
    from leadscore.rules.compile import CompiledRules
    from leadscore.rules.lists import CompiledList

__all__ = [
    "add_dated_reasons",
    "add_qualification",
    "add_reasons",
    "order_list",
]

_DAYS: Final = "reasons:days"


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
    counting = {newest(rule.id) for rule in rules.activity_rules} & set(leads.columns)
    ages = [
        pl.col(newest(rule.id)) if newest(rule.id) in counting else pl.lit(None, pl.Int64)
        for rule in rules.rules
    ]
    days = pl.concat_list(
        (pl.lit(rules.as_of) - pl.duration(days=age)).dt.to_string(" (%Y-%m-%d)").fill_null("")
        for age in ages
    )
    places = top.select(place_of_rule(pl.col(name), len(ages)).alias(name) for name in top.columns)
    dated = leads.with_columns(days.alias(_DAYS), *places)
    texts = [said[name] + dated[_DAYS].list.get(dated[name], null_on_oob=True) for name in top.columns]
    joined = pl.concat_str(texts, separator=BETWEEN, ignore_nulls=True)
    return leads.with_columns(joined.alias("reasons"))


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


def order_list(contacts: pl.LazyFrame, wanted: CompiledList, main_score: str) -> pl.LazyFrame:
    """Return the contacts that are handed over on one list, best first, with `lead_rank` from 1.

    Ordered by the list's score, then by the lead score, both downward, then by contact id.
    """
    by = [tenths(wanted.score), tenths(main_score), ID]
    ordered = contacts.sort(by, descending=[True, True, False])
    return ordered.with_row_index(LEAD_RANK, offset=1)
