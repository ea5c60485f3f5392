"""The lists of a run: as files, and as the summary shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import (
    CONTACT,
    HANDOFF_DUE,
    ID,
    WAITING_WHY,
    lead,
    lead_momentum,
    newest,
    points,
)
from leadscore.pipeline.log_traces import add_traces
from leadscore.results.handoff import Handoffs, Waiting
from leadscore.steps import handoff, owners, summarise, tally
from leadscore.steps.lists import ListForm, list_tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leadscore.pipeline.handover import Handover
    from leadscore.pipeline.inputs import Session
    from leadscore.pipeline.parts import Part
    from leadscore.results import ListSummary, OutputTable
    from leadscore.schema.model import Rules

__all__ = ["OVERDUE", "WAITING", "Lists", "make_lists"]

WAITING: Final = "waiting"
OVERDUE: Final = "overdue"
"""Lists of their own, beside those of the rules."""
_INNER: Final = tuple(name("") for name in (points, newest))
"""Columns that no list shows, and that are many."""


@dataclass(frozen=True)
class Lists:
    """The lists as files, if any are to be written, and as the summary shows them."""

    tables: tuple[OutputTable, ...]
    summaries: tuple[ListSummary, ...]
    handoffs: Handoffs


def make_lists(session: Session, handover: Handover, activities: Part) -> Lists:
    """Make the lists of a run.

    Args:
        session: The run.
        handover: Who is handed over, and who waits.
        activities: What was read of the activities.
    """
    leads = _told(session, handover.leads, activities)
    tables: list[OutputTable] = []
    summaries = []
    rules, main = session.rules, session.rules.model.main_score
    for wanted in handover.lists:
        here = handover.handed.filter(pl.col("list") == wanted.name)
        # NOTE: what a list is ordered by is little, and all the rest is put into order once.
        by = leads.select(CONTACT, *handoff.order_of(wanted, main))
        ranked = _with(by, here).lazy().pipe(handoff.order_list, wanted, main).collect()
        ordered = _with(leads, ranked)
        form = ListForm.of_list(
            wanted.name, _scores(rules.model, wanted.score), workbook=session.settings.workbooks
        )
        tables += _tables(session, ordered, form)
        summaries.append(summarise.summarise_list(ordered, wanted, form.path, rules, session.layout))
    more, handoffs = _beside(session, handover, leads)
    return Lists((*tables, *more), tuple(summaries), handoffs)


def _told(session: Session, leads: pl.DataFrame, activities: Part) -> pl.DataFrame:
    """Return leads with what lists tell of them, without what nobody looks at any more."""
    if session.settings.writes:
        traced = add_traces(session, leads, activities)
        leads = handoff.add_dated_reasons(traced, session.rules)
    return leads.drop(name for name in leads.columns if name.startswith(_INNER))


def _tables(session: Session, leads: pl.DataFrame, form: ListForm) -> list[OutputTable]:
    return list_tables(leads, form, session.rules, session.layout) if session.settings.writes else []


def _scores(model: Rules, ordering: str) -> Iterator[str]:
    """Yield the columns of the scores that a list shows, each with what it has gained where that is known."""
    main = model.main_score
    for score in dict.fromkeys((main, ordering)):
        yield lead(score, main)
        if model.scores[score].momentum is not None:
            yield lead_momentum(score, main)


def _with(leads: pl.DataFrame, handed: pl.DataFrame) -> pl.DataFrame:
    """Return the leads of some hand-offs, in the order of these, with what is known of them."""
    told = handed.select(name for name in handed.columns if name == CONTACT or name not in leads.columns)
    return told.join(leads, on=CONTACT, how="left", maintain_order="left")


def _beside(session: Session, handover: Handover, leads: pl.DataFrame) -> tuple[list[OutputTable], Handoffs]:
    """Return the lists of those who wait and of those who are overdue, and what is told of all hand-offs."""
    rules, past = session.rules, session.settings.past
    main = lead(rules.model.main_score, rules.model.main_score)
    names = [one.name for one in handover.lists]
    tables: list[OutputTable] = []
    told: dict[str, object] = {}
    if handover.owners is not None:
        waiting = _with(leads, handover.waiting)
        form = ListForm.of_waiting(WAITING, main, workbook=session.settings.workbooks)
        tables += _tables(session, waiting, form)
        told["waiting"] = _count_waiting(handover.waiting, form.path)
        told["owners"] = tally.count_owners(
            handover.handed, handover.given, handover.owners, rules.as_of, remembers=past is not None
        )
    if any(one.respond_within is not None for one in handover.lists):
        late = handover.handed.filter(tally.is_overdue(rules.as_of))
        overdue = _with(leads, late).sort(HANDOFF_DUE, "list", ID)
        form = ListForm.of_overdue(OVERDUE, main, workbook=session.settings.workbooks)
        tables += _tables(session, overdue, form)
        told |= {"overdue": tally.tell_overdue(overdue), "overdue_path": form.path}
    if handover.table is not None:
        answered, first = tally.recent_answers(handover.table, names, rules.as_of)
        told |= {
            "lists": tally.count_lists(handover.handed, names, rules.as_of),
            "answered_since": first,
            "answers": tally.answers_by_list(answered, names),
            "by_rule": tally.answers_by_rule(answered, rules),
            "by_reason": tally.answers_by_reason(answered, rules),
        }
    return tables, Handoffs(**told)  # type: ignore[arg-type]


def _count_waiting(waiting: pl.DataFrame, path: str) -> Waiting:
    counts = dict(waiting.group_by(WAITING_WHY).len().iter_rows())
    full, away = ((owners.FULL, owners.OWNER_FULL), (owners.AWAY, owners.OWNER_AWAY))
    return Waiting(
        path, *(sum(counts.get(why, 0) for why in some) for some in (full, away, (owners.NOBODY,)))
    )
