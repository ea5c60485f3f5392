"""Contacts gather what is known of them, and are scored: the one way from rows to scores."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from leadscore.columns import CONTACT, ENGAGED, KEY, OLDEST
from leadscore.pipeline.momentum import add_all_scores
from leadscore.pipeline.parts import (
    activities_part,
    companies_part,
    contacts_part,
    deals_part,
    reject_overflow,
)
from leadscore.pipeline.people import accept_people
from leadscore.pipeline.spool import beside_each_other, keep_slices
from leadscore.pipeline.unread import written_columns
from leadscore.rules.accounts import compile_accounts
from leadscore.rules.nurture import compile_nurture
from leadscore.steps import accounts, contacts, handoff, nurture, present, score, stage
from leadscore.steps.type import add_missing_typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from leadscore.pipeline.inputs import Session
    from leadscore.pipeline.log import Ageing
    from leadscore.pipeline.parts import Part
    from leadscore.pipeline.people import People
    from leadscore.rules.compile import CompiledRules
    from leadscore.schema.model import InputName

__all__ = ["Scored", "judge", "score_contacts", "score_for_files", "score_known", "weigh_contacts"]


@dataclass(frozen=True)
class Scored:
    """The contacts of a run, scored.

    Attributes:
        session: The inputs and the rules.
        rows: One row per accepted contact, in input order, with the columns that the steps add; many of them lie beside
            the run, so whoever looks at them takes no more columns than it needs.
        people: The contacts before they were scored.
        parts: What each input gave, and what became of its records.
    """

    session: Session
    rows: pl.LazyFrame
    people: People
    parts: Mapping[InputName, Part]

    @cached_property
    def contacts(self) -> pl.DataFrame:
        """The rows, all of them in memory."""
        return self.rows.collect()


def score_contacts(session: Session, age: Ageing | None = None) -> Scored:
    """Score every contact of a session, and keep every column that the steps add in memory.

    Args:
        session: The run.
        age: How the records of activities come to their age, where somebody else has read them.

    Raises:
        InputError: A file turns out not to be readable.
    """
    people, parts = _gather(session, age)
    session.settings.tell("scoring contacts")
    slices = _scored_slices(session, people, _gifts(session, people, parts))
    return Scored(session, pl.concat(slices).lazy(), people, parts)


def weigh_contacts(session: Session) -> pl.DataFrame:
    """Return `row:key` of every contact of a session with what companies are counted by.

    Args:
        session: The run; its rules ask for accounts.

    Raises:
        InputError: A file turns out not to be readable.
    """
    people, parts = _gather(session, None)
    companies = compile_accounts(session.rules.model)
    if companies is None:
        raise ValueError("nothing asks for accounts")
    blank = people.accepted.with_columns(pl.lit(0, pl.Int64).alias(ENGAGED))
    gifts = _gifts(session, replace(people, accepted=blank), parts)
    return pl.concat(
        known.pipe(_weigh_known, session).select(KEY, *accounts.counted_columns(companies)).collect()
        for known in _known_slices(session, people, gifts)
    )


def score_for_files(session: Session) -> Scored:
    """Score every contact of a session for what is written of them; many contacts lie beside the run.

    Args:
        session: The run. Its folder for temporary files is needed until everything is written.

    Raises:
        InputError: A file turns out not to be readable.
    """
    people, parts = _gather(session, None)
    session.settings.tell("scoring contacts")
    few = people.height <= session.settings.rows_at_once
    there = set() if few else set(people.accepted.collect_schema().names())

    def kept(columns: Sequence[str]) -> list[str]:
        return [name for name in written_columns(session, columns) if name not in there]

    slices = _scored_slices(session, people, _gifts(session, people, parts), kept)
    if few:
        return Scored(session, pl.concat(slices).lazy(), people, parts)
    added = keep_slices(slices, session.settings.scratch)
    rows = pl.concat([people.accepted, added], how="horizontal")
    return Scored(session, rows, people, {name: _without_gifts(part) for name, part in parts.items()})


def _without_gifts(part: Part) -> Part:
    """Return a part without what it gave, which is in the rows by now, but for how far back it goes."""
    return replace(part, gives=tuple(one.select(OLDEST) for one in part.gives if OLDEST in one.columns))


def _gather(session: Session, age: Ageing | None) -> tuple[People, dict[InputName, Part]]:
    """Accept the contacts, and read every input for what it says of them."""
    people = accept_people(session)
    session.settings.tell("summing activities")
    people, activities = reject_overflow(session, people, activities_part(session, people, age))
    others = (contacts_part, deals_part, companies_part)
    of_contacts, of_deals, of_companies = beside_each_other(lambda part: part(session, people), others)
    return people, {
        "contacts": of_contacts,
        "activities": activities,
        "deals": of_deals,
        "companies": of_companies,
    }


def _gifts(session: Session, people: People, parts: Mapping[InputName, Part]) -> list[pl.DataFrame]:
    """Return what is known of contacts beside their own cells: what inputs give, what others say, what is remembered."""
    gifts = [frame for part in parts.values() for frame in part.gives]
    gifts.append(contacts.count_referrals(people.accepted, session.layout).collect())
    if session.memory is not None:
        keyed = people.accepted.select(CONTACT, KEY)
        remembered = keyed.join(session.memory.lazy(), on=KEY, how="inner", validate="1:1")
        gifts.append(remembered.drop(KEY).collect())
    companies = compile_accounts(session.rules.model)
    if companies is not None and ENGAGED not in people.accepted.collect_schema().names():
        needed = accounts.counted_columns(companies)
        weighed = [
            known.pipe(_weigh_known, session).select(needed).collect()
            for known in _known_slices(session, people, gifts)
        ]
        gifts.append(accounts.count_companies(pl.concat(weighed).lazy(), companies).collect())
    return gifts


def _known_slices(session: Session, people: People, gifts: Sequence[pl.DataFrame]) -> Iterator[pl.LazyFrame]:
    """Yield the contacts some at a time, with what is known of them; without any, an empty slice."""
    numbers = people.accepted.select(CONTACT).collect()[CONTACT]
    most = session.settings.rows_at_once
    for first in range(0, max(people.height, 1), most):
        here = numbers.slice(first, most)
        known = people.accepted.slice(first, most)
        for gift in gifts:
            theirs = gift.filter(pl.col(CONTACT).is_between(here.min(), here.max()))
            known = known.join(theirs.lazy(), on=CONTACT, how="left", validate="1:1", maintain_order="left")
        yield known


def _scored_slices(
    session: Session,
    people: People,
    gifts: Sequence[pl.DataFrame],
    kept: Callable[[Sequence[str]], Sequence[str]] | None = None,
) -> Iterator[pl.DataFrame]:
    """Yield the contacts scored, some at a time, with all columns or those that are to be kept."""

    def scored(known: pl.LazyFrame) -> pl.DataFrame:
        rows = known.pipe(score_known, session)
        return (rows if kept is None else rows.select(kept(rows.collect_schema().names()))).collect()

    return beside_each_other(scored, _known_slices(session, people, gifts))


def score_known(known: pl.LazyFrame, session: Session) -> pl.LazyFrame:
    """Take contacts from what is known of them to what is written of them; each sees only itself.

    Args:
        known: One row per contact: its own cells and typed columns, and what is known of it from elsewhere.
        session: The run; of its inputs only the layouts are looked at.

    Returns:
        The same rows in the same order, with every column that the steps add.
    """
    rules = session.rules
    return (
        known.pipe(_weigh_known, session)
        .pipe(_settle, rules, remembers=session.memory is not None)
        .pipe(handoff.add_reasons, rules)
        .pipe(handoff.add_qualification, rules)
        .pipe(nurture.add_track, compile_nurture(rules))
        .pipe(present.add_lead_columns, rules)
    )


def _weigh_known(known: pl.LazyFrame, session: Session) -> pl.LazyFrame:
    if compile_accounts(session.rules.model) is not None:
        known = known.pipe(accounts.add_account, session.layout)
    return (
        known.pipe(add_missing_typed, session.readings("companies"))
        .pipe(contacts.add_missing_referrals)
        .pipe(_weigh, session.rules)
    )


def judge(
    people: pl.LazyFrame,
    rules: CompiledRules,
    memory: pl.DataFrame | None = None,
    colleagues: pl.DataFrame | None = None,
) -> pl.LazyFrame:
    """Take contacts from what is known of them to what they are; each sees only itself, and what its company comes to.

    Args:
        people: One row per contact, with everything that the inputs give, now and on the days that its scores are held
            against, and how many others it referred.
        rules: The rules.
        memory: What is remembered of them; None for a run without a memory.
        colleagues: Who else is at their company, where they are versions of one contact; else each other are.

    Returns:
        The same rows, with everything from answered questions to the stage.
    """
    weighed = people.pipe(_weigh, rules)
    counted = weighed.pipe(accounts.add_company_counts, compile_accounts(rules.model), colleagues)
    remembered = counted if memory is None else counted.pipe(stage.add_memory, memory)
    return remembered.pipe(_settle, rules, remembers=memory is not None)


def _weigh(people: pl.LazyFrame, rules: CompiledRules) -> pl.LazyFrame:
    """Add everything from answered questions to whether a contact is disqualified."""
    return (
        people.pipe(add_all_scores, rules)
        .pipe(score.add_grade, rules)
        .pipe(score.add_light, rules)
        .pipe(stage.add_disqualification, rules)
    )


def _settle(people: pl.LazyFrame, rules: CompiledRules, *, remembers: bool) -> pl.LazyFrame:
    """Add the stage, once it is known what companies come to and what is remembered."""
    known = people if remembers else people.pipe(stage.add_memory, None)
    return known.pipe(stage.add_stage, rules, remembers=remembers)
