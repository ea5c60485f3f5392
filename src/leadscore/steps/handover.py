"""Hand-offs from night to night: which is new, which goes on, and what Sales answers.

A hand-off is a contact and a list. It begins on the night on which the contact is first on the list; it is answered by
what the CRM says of the contact, or by silence. A contact that comes back to a list after an answer is handed over again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import (
    CONTACT,
    HANDOFF_DUE,
    KEY,
    points,
    tenths,
    typed,
)
from leadscore.rules.answers import ACCEPTED, REASON, REJECTED, SILENCE, said

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from leadscore.rules.compile import CompiledRules
    from leadscore.rules.lists import CompiledList

__all__ = [
    "BEFORE",
    "HANDOFFS",
    "LIST",
    "ORDER",
    "SAID",
    "SCORE",
    "answer_handoffs",
    "begin_handoffs",
    "last_handoffs",
    "list_entries",
    "list_people",
    "with_due",
]

HANDOFFS: Final = {
    "contact_id": pl.String(),
    "list": pl.String(),
    "since": pl.Date(),
    "first": pl.Boolean(),
    "on": pl.Boolean(),
    "owner": pl.String(),
    "answer": pl.String(),
    "answered_on": pl.Date(),
    "reason": pl.String(),
    "said_before": pl.String(),
    "rules": pl.List(pl.String()),
}
"""The columns of the hand-offs: one row per hand-off that ever was.

`contact_id` is the id as ids compare, `since` the as-of date on which it began, `first` whether the contact never was on
this list before, `on` whether it was on it in its last export, `owner` who has it. `answer` is `accepted`, `rejected` or
`silence`, which counts as acceptance, `answered_on` the as-of date on which that was first seen, `reason` why it was
rejected. `said_before` is a rejection that the CRM still shows from before the hand-off, and `rules` are the rules that
gave the contact points on that night.
"""
LIST: Final = "list"
ORDER: Final = "list:order"
"""Int64: the place of the list in the rules."""
SCORE: Final = "list:score"
"""Int64: the score by which the list is ordered, in tenths."""
SAID: Final = "said"
_REASON: Final = "said:reason"
_TONIGHT: Final = "list:tonight"
_SEEN: Final = "contact:tonight"
_AGAIN: Final = "list:again"
BEFORE: Final = "list:before"
_ANSWER: Final = "answer:now"
_RULES: Final = "earned"


def list_entries(contacts: pl.LazyFrame, lists: Sequence[CompiledList]) -> pl.DataFrame:
    """Return who is on which list: one row per contact and list.

    Args:
        contacts: One row per contact, with its stage, its scores and what the lists' conditions read.
        lists: The lists, in file order.

    Returns:
        `row:contact`, `row:key`, `list`, `list:order` and `list:score`.
    """
    frames = [
        contacts.filter(one.on).select(
            CONTACT,
            KEY,
            pl.lit(one.name).alias(LIST),
            pl.lit(place, pl.Int64).alias(ORDER),
            pl.col(tenths(one.score)).cast(pl.Int64).alias(SCORE),
        )
        for place, one in enumerate(lists)
    ]
    nobody = contacts.head(0).select(CONTACT, KEY, pl.lit("").alias(LIST), *_no_order())
    return pl.concat([nobody, *frames]).collect(engine="streaming")


def _no_order() -> list[pl.Expr]:
    return [pl.lit(0, pl.Int64).alias(ORDER), pl.lit(0, pl.Int64).alias(SCORE)]


def list_people(contacts: pl.DataFrame, rules: CompiledRules, *, remembers: bool) -> pl.DataFrame:
    """Return what the CRM says of some contacts, and what is to be remembered of a hand-off of tonight.

    Args:
        contacts: One row per contact, with the points of every rule, and what was read of the answer of Sales.
        rules: The rules.
        remembers: Whether anything is remembered.

    Returns:
        One row per contact: `row:key`, `said` (`accepted`, `rejected` or null), the reason, and the rules that gave points, null
        if nothing is remembered.
    """
    there = contacts.columns
    reason = pl.col(typed("text", REASON)) if typed("text", REASON) in there else pl.lit(None, pl.String)
    answer = said(rules.conditions) if typed("text", "lead_status") in there else pl.lit(None, pl.String)
    earned = [pl.when(pl.col(points(rule.id)) > 0).then(pl.lit(rule.id)) for rule in rules.rules]
    ids = pl.concat_list(earned).list.drop_nulls() if remembers else pl.lit(None, HANDOFFS["rules"])
    return contacts.select(
        KEY,
        answer.alias(SAID),
        reason.alias(_REASON),
        ids.alias(_RULES),
    )


def last_handoffs(handoffs: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the last hand-off of each contact to each list, and those before it, which are closed for good."""
    ordered = handoffs.sort("contact_id", LIST, "since")
    is_last = pl.struct("contact_id", LIST).is_last_distinct()
    return ordered.filter(is_last), ordered.filter(~is_last)


def answer_handoffs(
    last: pl.DataFrame,
    entries: pl.DataFrame,
    people: pl.DataFrame,
    lists: Sequence[CompiledList],
    as_of: date,
) -> pl.DataFrame:
    """Bring hand-offs up to date: who is still on the list, and what Sales says.

    A contact that is not in tonight's export keeps what it has. An answer stands once the contact has left the list.

    Args:
        last: The last hand-off of each contact to each list.
        entries: Who is on which list tonight.
        people: What the CRM says of everybody in tonight's export.
        lists: The lists.
        as_of: The day of this run.

    Returns:
        The same rows, plus `list:again`: whether the contact is back on the list after an answer, so that this hand-off
        is over and another one begins; and `list:before`: whether the contact was on the list already.
    """
    tonight = entries.select(pl.col(KEY).alias("contact_id"), LIST, pl.lit(value=True).alias(_TONIGHT))
    seen = people.select(pl.col(KEY).alias("contact_id"), SAID, _REASON, pl.lit(value=True).alias(_SEEN))
    joined = last.join(tonight, on=["contact_id", LIST], how="left", maintain_order="left").join(
        seen, on="contact_id", how="left", maintain_order="left"
    )
    now = joined.with_columns(pl.col(_TONIGHT, _SEEN).fill_null(value=False))
    again = pl.col(_TONIGHT) & ~pl.col("on") & pl.col("answer").is_not_null()
    follows = pl.col(_SEEN) & (pl.col("on") | pl.col("answer").is_null())
    fresh = pl.col(SAID).ne_missing(pl.col("said_before"))
    silent = pl.when(pl.col("answer").is_null() & pl.col(_TONIGHT) & _silent(lists, as_of)).then(
        pl.lit(SILENCE)
    )
    answer = pl.coalesce(pl.when(fresh).then(SAID), "answer", silent)
    answered = now.with_columns(
        again.alias(_AGAIN),
        pl.col("on").alias(BEFORE),
        pl.when(follows).then(answer).otherwise("answer").alias(_ANSWER),
        pl.when(_SEEN).then(pl.col(_TONIGHT) & ~again).otherwise("on").alias("on"),
        pl.when(pl.col(_SEEN) & fresh).then(None).otherwise("said_before").alias("said_before"),
    )
    changed = pl.col(_ANSWER).ne_missing(pl.col("answer"))
    reason = pl.when(changed).then(_REASON).otherwise("reason")
    return answered.with_columns(
        pl.when(changed).then(pl.lit(as_of)).otherwise("answered_on").alias("answered_on"),
        pl.when(pl.col(_ANSWER) == REJECTED).then(reason).alias("reason"),
        pl.col(_ANSWER).alias("answer"),
    ).select(*HANDOFFS, _AGAIN, BEFORE)


def _silent(lists: Sequence[CompiledList], as_of: date) -> pl.Expr:
    """Return whether a hand-off has been open for longer than silence means acceptance on its list."""
    found: pl.Expr = pl.lit(value=False)
    for one in lists:
        if one.accepted_after is not None:
            last_day = pl.col("since").dt.add_business_days(one.accepted_after, roll="backward")
            found = pl.when(pl.col(LIST) == one.name).then(last_day < pl.lit(as_of)).otherwise(found)
    return found


def begin_handoffs(
    entries: pl.DataFrame, known: pl.DataFrame, people: pl.DataFrame, as_of: date
) -> pl.DataFrame:
    """Return the hand-offs that begin tonight: contacts that were never on the list, or are back after an answer.

    Args:
        entries: Who is on which list tonight.
        known: The last hand-off of each contact to each list, brought up to date.
        people: What the CRM says of everybody in tonight's export.
        as_of: The day of this run.
    """
    before = known.select("contact_id", LIST, _AGAIN)
    tonight = entries.select(pl.col(KEY).alias("contact_id"), LIST)
    joined = tonight.join(before, on=["contact_id", LIST], how="left").join(
        people.rename({KEY: "contact_id"}), on="contact_id", how="left"
    )
    first = pl.col(_AGAIN).is_null()
    accepted = pl.col(SAID) == ACCEPTED
    begun = joined.filter(first | pl.col(_AGAIN)).with_columns(first.alias("first"))
    return begun.select(
        "contact_id",
        LIST,
        pl.lit(as_of).alias("since"),
        "first",
        pl.lit(value=True).alias("on"),
        pl.lit(None, pl.String).alias("owner"),
        pl.when(accepted).then(SAID).alias("answer"),
        pl.when(accepted).then(pl.lit(as_of)).alias("answered_on"),
        pl.lit(None, pl.String).alias("reason"),
        pl.when(pl.col(SAID) == REJECTED).then(SAID).alias("said_before"),
        pl.col(_RULES).alias("rules"),
        pl.lit(value=False).alias(BEFORE),
    )


def with_due(handoffs: pl.DataFrame, lists: Sequence[CompiledList]) -> pl.DataFrame:
    """Add `handoff_due`: the last day on which Sales should answer, null where nothing says so.

    Args:
        handoffs: Hand-offs.
        lists: The lists.
    """
    found: pl.Expr = pl.lit(None, pl.Date)
    for one in lists:
        if one.respond_within is not None:
            last_day = pl.col("since").dt.add_business_days(one.respond_within, roll="backward")
            found = pl.when(pl.col(LIST) == one.name).then(last_day).otherwise(found)
    return handoffs.with_columns(found.alias(HANDOFF_DUE))
