"""Contacts gather what is known of them, and are scored: the one way from rows to scores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadscore.columns import CONTACT
from leadscore.pipeline.momentum import add_all_scores
from leadscore.pipeline.parts import (
    accept_people,
    activities_part,
    companies_part,
    contacts_part,
    deals_part,
    reject_overflow,
)
from leadscore.rules.accounts import compile_accounts
from leadscore.rules.nurture import compile_nurture
from leadscore.steps import accounts, contacts, handoff, nurture, present, score, stage
from leadscore.steps.type import add_missing_typed

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from leadscore.pipeline.inputs import Session
    from leadscore.pipeline.log import Ageing
    from leadscore.pipeline.parts import Part
    from leadscore.rules.compile import CompiledRules
    from leadscore.schema.model import InputName

__all__ = ["Scored", "judge", "score_contacts"]


@dataclass(frozen=True)
class Scored:
    """The contacts of a run, scored.

    Attributes:
        session: The inputs and the rules.
        contacts: One row per accepted contact, in input order, with every column that the steps add.
        parts: What each input gave, and what became of its records.
    """

    session: Session
    contacts: pl.DataFrame
    parts: Mapping[InputName, Part]


def score_contacts(session: Session, age: Ageing | None = None) -> Scored:
    """Score every contact of a session.

    Args:
        session: The run.
        age: How the records of activities come to their age, where somebody else has read them.

    Raises:
        InputError: A file turns out not to be readable.
    """
    parts = _gather(session, age)
    session.settings.tell("scoring contacts")
    known = parts["contacts"].gives[0].lazy().pipe(_join, parts)
    return Scored(session, known.pipe(_score, session).collect(engine="streaming"), parts)


def _gather(session: Session, age: Ageing | None) -> dict[InputName, Part]:
    """Read every input for what it says of the contacts; the contacts themselves are the first frame of theirs."""
    people = accept_people(session)
    session.settings.tell("summing activities")
    people, activities = reject_overflow(session, people, activities_part(session, people, age))
    return {
        "contacts": contacts_part(session, people),
        "activities": activities,
        "deals": deals_part(session, people),
        "companies": companies_part(session, people),
    }


def _join(people: pl.LazyFrame, parts: Mapping[InputName, Part]) -> pl.LazyFrame:
    for name, part in parts.items():
        for frame in part.gives if name != "contacts" else ():
            people = people.join(frame.lazy(), on=CONTACT, how="left", validate="1:1", maintain_order="left")
    return people


def _score(people: pl.LazyFrame, session: Session) -> pl.LazyFrame:
    """Take contacts from what is known of them to what is written of them."""
    rules = session.rules
    if compile_accounts(rules.model) is not None:
        people = people.pipe(accounts.add_account, session.layout)
    return (
        people.pipe(add_missing_typed, session.readings("companies"))
        .pipe(contacts.add_referrals, session.layout)
        .pipe(judge, rules, session.memory)
        .pipe(handoff.add_reasons, rules)
        .pipe(handoff.add_qualification, rules)
        .pipe(handoff.add_content_taken)
        .pipe(nurture.add_track, compile_nurture(rules))
        .pipe(present.add_lead_columns, rules)
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
    return (
        people.pipe(add_all_scores, rules)
        .pipe(score.add_grade, rules)
        .pipe(score.add_light, rules)
        .pipe(stage.add_disqualification, rules)
        .pipe(accounts.add_company_counts, compile_accounts(rules.model), colleagues)
        .pipe(stage.add_memory, memory)
        .pipe(stage.add_stage, rules, remembers=memory is not None)
    )
