"""Leads are handed over: who is on which list since when, whose they are, and what Sales answers.

This looks across contacts, as owners share them, and back to the nights before. Everything that a contact is by itself is
known by then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import (
    CONTACT,
    HANDOFF_ANSWER,
    HANDOFF_DUE,
    HANDOFF_NEW,
    HANDOFF_SINCE,
    ID,
    KEY,
    LEAD_OWNER,
    LEAD_STAGE,
    WAITING_PLACE,
    WAITING_WHY,
    own,
    tenths,
)
from leadscore.pipeline.spool import beside_each_other, slices_of
from leadscore.rules.lists import compile_lists
from leadscore.rules.owners import compile_owners
from leadscore.steps import handover, owners
from leadscore.steps.handover import HANDOFFS, LIST
from leadscore.steps.lists import PERSON

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leadscore.pipeline.inputs import Session
    from leadscore.pipeline.scored import Scored
    from leadscore.rules.compile import CompiledRules
    from leadscore.rules.lists import CompiledList
    from leadscore.rules.owners import CompiledOwners

__all__ = ["Handover", "add_lone_owner", "hand_over"]

_SHOWN: Final = (*PERSON, "full_name", "owner")
"""Fields of contacts that lists show."""
_MAIN: Final = "lead:main"
_STAGE: Final = "lead:stage"
_WAS: Final = "owner:was"
_NOW: Final = "owner:now"


@dataclass(frozen=True)
class Handover:
    """Who is handed over.

    Attributes:
        lists: The lists, in file order.
        owners: The owners; None where the rules have none.
        owned: `row:contact` and `lead_owner` of those with an owner; None where the rules have none.
        leads: Everybody who is on a list or waits, in input order, with the columns of scored contacts, and `lead_owner` where
            the rules have owners.
        handed: One row per contact and list: `row:contact`, `list`, and the columns of the hand-off.
        given: `row:contact` of those who got their owner in this run.
        waiting: One row per lead without an owner, the best first: `row:contact`, `list`, `waiting_place`, `waiting_why`, and `owner`
            where it is somebody's already.
        table: All hand-offs after this run, with the columns of `HANDOFFS`; None without a history.
    """

    lists: tuple[CompiledList, ...]
    owners: CompiledOwners | None
    owned: pl.DataFrame | None
    leads: pl.DataFrame
    handed: pl.DataFrame
    given: pl.DataFrame
    waiting: pl.DataFrame
    table: pl.DataFrame | None


@dataclass(frozen=True)
class _Given:
    """Whose leads are whose: `row:contact` and `lead_owner` of those with one, which of them are new, and who waits."""

    owned: pl.DataFrame
    new: pl.DataFrame
    waiting: pl.DataFrame


def hand_over(scored: Scored) -> Handover:
    """Hand leads over.

    Args:
        scored: The scored contacts of a run.
    """
    session = scored.session
    rules, past = session.rules, session.settings.past
    lists, team = compile_lists(rules), compile_owners(rules)
    entries = handover.list_entries(scored.rows, lists)
    before = past.handoffs if past is not None else pl.DataFrame(schema=HANDOFFS)
    last, closed = handover.last_handoffs(before)
    named = pl.concat([entries.select(KEY), last.select(pl.col("contact_id").alias(KEY))]).unique()
    leads = _look_up(scored, named)
    people = handover.list_people(leads, rules, remembers=past is not None)
    known = handover.answer_handoffs(last, entries, people, lists, rules.as_of)
    begun = handover.begin_handoffs(entries, known, people, rules.as_of)
    going = pl.concat([known.filter("on").select(begun.columns), begun]).drop("rules")
    pairs = entries.join(
        going.rename({"contact_id": KEY}), on=[KEY, LIST], how="inner", maintain_order="left"
    )
    given = None if team is None else _give(session, leads, pairs, _owners_before(before, team), team)
    if given is not None:
        leads = leads.join(given.owned, on=CONTACT, how="left", validate="1:1", maintain_order="left")
        pairs = pairs.drop("owner").join(given.owned.rename({LEAD_OWNER: "owner"}), on=CONTACT, how="left")
    waiting, new = (_nobody_waits(), _nobody_waits()) if given is None else (given.waiting, given.new)
    handed = pairs.join(waiting, on=CONTACT, how="anti", maintain_order="left")
    waits = pairs.join(waiting, on=CONTACT, how="semi").select(pl.col(KEY).alias("contact_id"))
    table = None if past is None else _table((closed, known, begun), handed, waits)
    if team is None:
        handed = _owned_in_crm(session, leads, handed)
    owned = None if given is None else given.owned
    listed = pl.concat([handed.select(CONTACT), waiting.select(CONTACT)])
    return Handover(
        lists, team, owned, _only(leads, listed[CONTACT]), _told(handed, session, lists), new, waiting, table
    )


def _look_up(scored: Scored, named: pl.DataFrame) -> pl.DataFrame:
    """Return the contacts with these keys, with their own cells as far as lists show them."""
    session, layout = scored.session, scored.session.layout
    shown = {*_SHOWN, *(question.answered_by for question in session.rules.model.qualification)}
    places = {layout.places[field] for field in shown if layout.has(field)}
    rows = scored.rows.drop(own(place) for place in range(len(layout.header)) if place not in places)

    def those(some: pl.LazyFrame) -> pl.DataFrame:
        return some.join(named.lazy(), on=KEY, how="semi", maintain_order="left").collect()

    height, most = max(scored.people.height, 1), session.settings.rows_at_once
    return pl.concat(beside_each_other(those, slices_of(rows, height, most)))


def _only(leads: pl.DataFrame, listed: pl.Series) -> pl.DataFrame:
    """Return the leads that are listed, which most often are all of them."""
    there = leads[CONTACT].is_in(listed.implode())
    return leads if there.all() else leads.filter(there)


def _owners_before(handoffs: pl.DataFrame, team: CompiledOwners) -> pl.DataFrame:
    """Return who had each contact last, if the rules still list them: `row:key` and `owner:was`."""
    owned = handoffs.drop_nulls("owner").sort("contact_id", "on", "since", LIST)
    last = owned.group_by("contact_id", maintain_order=True).last()
    return last.select(pl.col("contact_id").alias(KEY), team.listed(pl.col("owner")).alias(_WAS))


def _give(
    session: Session, leads: pl.DataFrame, pairs: pl.DataFrame, before: pl.DataFrame, team: CompiledOwners
) -> _Given:
    """Leave leads to whom they belong, and give the others away."""
    grouped = _leads(session, pairs)
    some = leads.lazy().join(grouped.lazy().select(CONTACT), on=CONTACT, how="semi", maintain_order="left")
    owned = _owned(session, some, before, team)
    leads = grouped.join(owned, on=CONTACT, how="left", maintain_order="left")
    goes_on = pl.col(LEAD_OWNER).is_not_null() & pl.col(handover.BEFORE)
    kept = leads.filter(goes_on)
    first = [_STAGE, handover.ORDER, handover.SCORE, _MAIN, ID]
    best = leads.filter(~goes_on).sort(first, descending=[True, False, True, True, False], nulls_last=True)
    given = owners.give_owners(best, team, owners.loads_of(kept))
    waiting = given.filter(pl.col(WAITING_PLACE).is_not_null()).join(
        leads.select(CONTACT, LIST, pl.col(LEAD_OWNER).alias("owner")),
        on=CONTACT,
        how="left",
        maintain_order="left",
    )
    both = pl.concat([kept.select(CONTACT, LEAD_OWNER), given.select(CONTACT, LEAD_OWNER)])
    return _Given(both.drop_nulls(), given.drop_nulls(LEAD_OWNER).select(CONTACT), waiting.drop(LEAD_OWNER))


def _leads(session: Session, pairs: pl.DataFrame) -> pl.DataFrame:
    """Return the contacts that are on some list, each once, with what their hand-offs are."""
    remembers = session.settings.past is not None
    begins = (pl.col("since") == session.rules.as_of) & pl.lit(remembers)
    return (
        pairs.sort(CONTACT, handover.ORDER)
        .group_by(CONTACT, maintain_order=True)
        .agg(
            pl.col(handover.ORDER, handover.SCORE).first(),
            pl.col(LIST).str.join("; "),
            begins.any().alias(owners.NEW),
            pl.col("answer").is_null().any().alias(owners.UNANSWERED),
            (pl.col(handover.BEFORE) | pl.lit(not remembers)).any().alias(handover.BEFORE),
        )
    )


def _owned(
    session: Session, contacts: pl.LazyFrame, before: pl.DataFrame, team: CompiledOwners
) -> pl.DataFrame:
    """Return whose each contact is, if it is somebody's, and what decides whose it becomes."""
    main, stages = session.rules.model.main_score, [stage.name for stage in session.rules.model.stages]
    place = pl.col(LEAD_STAGE).replace_strict(
        stages, list(range(len(stages))), default=None, return_dtype=pl.Int64
    )
    in_crm = team.listed(session.layout.shown("owner"))
    owned = contacts.join(before.lazy(), on=KEY, how="left", maintain_order="left")
    return (
        owned.with_columns(pl.coalesce(_WAS, in_crm).alias(LEAD_OWNER))
        .select(
            CONTACT,
            ID,
            LEAD_OWNER,
            pl.col(tenths(main)).alias(_MAIN),
            place.alias(_STAGE),
            team.entry_of(pl.col(LEAD_OWNER)).alias(owners.ENTRY),
        )
        .collect()
    )


def _owned_in_crm(session: Session, contacts: pl.DataFrame, handed: pl.DataFrame) -> pl.DataFrame:
    """Return hand-offs with the owners whom the CRM names; a history does not remember those."""
    named = contacts.select(CONTACT, session.layout.shown("owner").alias("owner"))
    return handed.drop("owner").join(named, on=CONTACT, how="left", maintain_order="left")


def _nobody_waits() -> pl.DataFrame:
    return pl.DataFrame(
        schema={
            CONTACT: pl.Int64(),
            WAITING_WHY: pl.String(),
            WAITING_PLACE: pl.Int64(),
            LIST: pl.String(),
            "owner": pl.String(),
        }
    )


def _table(
    parts: tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame], handed: pl.DataFrame, waiting: pl.DataFrame
) -> pl.DataFrame:
    """Return all hand-offs after a run; one that waits is on no list, and has not begun if it would begin now.

    Args:
        parts: Those that are closed for good, those that were known, and those that begin.
        handed: Those that are handed over now, with their owners.
        waiting: The contacts that wait: `contact_id`.
    """
    closed, known, begun = parts
    owned = handed.select(pl.col(KEY).alias("contact_id"), LIST, "owner")
    on = ["contact_id", LIST]
    began = begun.drop("owner").join(owned, on=on, how="inner").select(HANDOFFS.keys())
    waits = pl.col("contact_id").is_in(waiting["contact_id"].implode())
    went_on = known.join(owned.rename({"owner": _NOW}), on=on, how="left").with_columns(
        pl.when("on").then(pl.coalesce(_NOW, "owner")).otherwise("owner").alias("owner"),
        (pl.col("on") & ~waits).alias("on"),
    )
    return pl.concat([closed, went_on.select(HANDOFFS.keys()), began]).sort("contact_id", LIST, "since")


def _told(handed: pl.DataFrame, session: Session, lists: Sequence[CompiledList]) -> pl.DataFrame:
    """Return hand-offs as lists tell of them; without a history nobody knows since when they are."""
    remembers = pl.lit(session.settings.past is not None)
    dated = handover.with_due(handed, lists)
    new = pl.col("first") & (pl.col("since") == session.rules.as_of)
    return dated.with_columns(
        pl.when(remembers).then("since").alias(HANDOFF_SINCE),
        pl.when(remembers).then(new).alias(HANDOFF_NEW),
        pl.when(remembers).then(HANDOFF_DUE).alias(HANDOFF_DUE),
        pl.when(remembers).then("answer").alias(HANDOFF_ANSWER),
    )


def add_lone_owner(session: Session, contacts: pl.DataFrame, rules: CompiledRules) -> pl.DataFrame:
    """Add `lead_owner`: who would have each contact if there were no other, null where the rules have no owners.

    Args:
        session: The run.
        contacts: Its scored contacts, with every column that the steps add.
        rules: The rules that name the lists and the owners.
    """
    team = compile_owners(rules)
    if team is None:
        return contacts.with_columns(pl.lit(None, pl.String).alias(LEAD_OWNER))
    handed = pl.any_horizontal(False, *(one.on for one in compile_lists(rules)))  # noqa: FBT003 - of no list
    owner = pl.coalesce(team.listed(session.layout.shown("owner")), team.first_here())
    return contacts.with_columns(pl.when(handed).then(owner).alias(LEAD_OWNER))
