"""Nurturing: the lists that marketing sends by, and how many leads are where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import (
    CONSENTS,
    CONTACT,
    CONTENT_DONE,
    EMAIL,
    FORM_QUESTION,
    ID,
    LAST_ACTIVITY,
    LEAD_NEXT_CONTENT,
    LEAD_PERSONA,
    LEAD_STAGE,
    LEAD_TRACK,
    NEXT_CONTENT,
    TRACK,
    own,
)
from leadscore.results.nurture import ContentCount, NurtureSummary, TrackSummary
from leadscore.rules.nurture import compile_nurture
from leadscore.steps import nurture
from leadscore.steps.lists import people_table

if TYPE_CHECKING:
    from leadscore.pipeline.inputs import Session
    from leadscore.results import OutputTable
    from leadscore.rules.nurture import CompiledNurture, CompiledTrack

__all__ = ["Nurturing", "look_at_nurture"]

_DUE: Final = "nurture.csv"
_FINISHED: Final = "nurture_finished.csv"
_PERSON: Final = ("first_name", "last_name", "email")
_FIELDS: Final = (*_PERSON, "full_name")
"""Fields of contacts that say what they are called."""
_READ: Final = (CONTACT, ID, EMAIL, TRACK, NEXT_CONTENT)
_TAKEN: Final = "taken"
_QUESTION: Final = "form_question"


@dataclass(frozen=True)
class Nurturing:
    """Who gets what next.

    Attributes:
        tables: The files.
        summary: The numbers; None where the rules have no tracks.
    """

    tables: tuple[OutputTable, ...] = ()
    summary: NurtureSummary | None = None


def look_at_nurture(session: Session, scored: pl.LazyFrame) -> Nurturing:
    """List and count who gets what next, and who has finished their track.

    Args:
        session: The inputs and the rules.
        scored: One row per contact, with what `steps.nurture` adds.
    """
    compiled = compile_nurture(session.rules)
    if compiled is None:
        return Nurturing()
    cells = {own(session.layout.places[field]) for field in _FIELDS if session.layout.has(field)}
    read = dict.fromkeys([*_READ, *(name for name in _columns(session) if name != _TAKEN), *sorted(cells)])
    named = scored.select(*read, _share_taken(compiled).alias(_TAKEN))
    due, finished = (step(named).collect() for step in (nurture.due, nurture.finished))
    counted = scored.select(CONSENTS, TRACK, NEXT_CONTENT, *compiled.marks).collect()
    tables = tuple(
        people_table(path, rows, session.layout, _PERSON, _columns(session))
        for path, rows in ((_DUE, due), (_FINISHED, finished))
    )
    return Nurturing(tables, _summary(counted, compiled, due, finished.height))


def _columns(session: Session) -> dict[str, str]:
    """Return what is written of a lead, with the headers."""
    persona = {LEAD_PERSONA: LEAD_PERSONA} if session.rules.model.personas else {}
    same = (LEAD_TRACK, LEAD_NEXT_CONTENT)
    return {
        LEAD_STAGE: LEAD_STAGE,
        **persona,
        **dict(zip(same, same, strict=True)),
        FORM_QUESTION: _QUESTION,
        _TAKEN: _TAKEN,
        LAST_ACTIVITY: LAST_ACTIVITY,
    }


def _share_taken(compiled: CompiledNurture) -> pl.Expr:
    """Return how much of its track a lead has taken, such as `2/5`."""
    lengths = {place: len(track.content) for place, track in enumerate(compiled.tracks)}
    length = pl.col(TRACK).replace_strict(lengths, default=None, return_dtype=pl.Int64)
    return pl.format("{}/{}", CONTENT_DONE, length)


def _summary(
    scored: pl.DataFrame, compiled: CompiledNurture, due: pl.DataFrame, finished: int
) -> NurtureSummary:
    waiting = scored[NEXT_CONTENT].len() - scored[NEXT_CONTENT].null_count()
    unasked = pl.col(TRACK).is_not_null() & ~pl.col(CONSENTS)
    return NurtureSummary(
        path=_DUE,
        listed=due.height,
        finished_path=_FINISHED,
        finished=finished,
        same_address=waiting - due.height,
        without_address=due[EMAIL].null_count(),
        without_consent=int(scored.select(unasked.sum()).item()),
        tracks=tuple(
            _track(scored.filter(CONSENTS, pl.col(TRACK) == place), track)
            for place, track in enumerate(compiled.tracks)
        ),
    )


def _track(leads: pl.DataFrame, track: CompiledTrack) -> TrackSummary:
    counted = leads.group_by(NEXT_CONTENT).len()
    next_ = dict(zip(counted[NEXT_CONTENT].to_list(), counted["len"].to_list(), strict=True))
    content = tuple(
        ContentCount(name, next_.get(place, 0), int(leads[column].sum()))
        for place, (name, column) in enumerate(zip(track.content, track.taken, strict=True))
    )
    return TrackSummary(track.name, leads.height, next_.get(None, 0), content)
