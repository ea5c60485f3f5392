"""Nurture tracks, compiled: who is on them, and what shows that a lead has taken some content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from leadscore.columns import FATE, taken, typed
from leadscore.rules.activity_rules import TYPE
from leadscore.rules.values import normalised_all

if TYPE_CHECKING:
    from leadscore.rules.compile import CompiledRules
    from leadscore.schema.model import Question
    from leadscore.schema.nurture import Track

__all__ = ["CompiledNurture", "CompiledTrack", "Mark", "compile_nurture"]


@dataclass(frozen=True)
class Mark:
    """What shows that a lead has taken some content: an activity that names it.

    Attributes:
        types: Normalised types of the activity; None for all but mails, which are sent and not taken.
        field: The column of the activity that names content.
        content: Its name, normalised.
    """

    types: tuple[str, ...] | None
    field: str
    content: str

    @property
    def shows(self) -> pl.Expr:
        """Whether an activity shows it; null where that is unknown."""
        of_type = pl.col(TYPE).is_in(self.types) if self.types else ~pl.col(TYPE).str.starts_with("email")
        return (pl.col(FATE) == "used") & (pl.col(typed("text", self.field)) == self.content) & of_type


@dataclass(frozen=True)
class CompiledTrack:
    """One track.

    Attributes:
        name: Its name.
        fits: Boolean over contacts, never null: the track is for it.
        content: Its content, in order.
        taken: For each, the column that says whether a contact has taken it.
        question: What the next form should ask; None for nothing.
    """

    name: str
    fits: pl.Expr
    content: tuple[str, ...]
    taken: tuple[str, ...]
    question: Question | None


@dataclass(frozen=True)
class CompiledNurture:
    """All of them.

    Attributes:
        consents: Boolean over contacts, never null: it may be written to.
        tracks: The tracks, in file order.
        marks: What shows that content was taken, by the column that will say so.
    """

    consents: pl.Expr
    tracks: tuple[CompiledTrack, ...]
    marks: dict[str, Mark]


def compile_nurture(rules: CompiledRules) -> CompiledNurture | None:
    """Compile the tracks of a rules file; None where it has none."""
    nurture = rules.model.nurture
    if nurture is None:
        return None
    numbers: dict[Mark, int] = {}
    tracks = tuple(_compile_track(track, rules, numbers) for track in nurture.tracks)
    consents = rules.conditions.holding(nurture.consenting, None)
    return CompiledNurture(consents, tracks, {taken(number): mark for mark, number in numbers.items()})


def _compile_track(track: Track, rules: CompiledRules, numbers: dict[Mark, int]) -> CompiledTrack:
    """Compile a track, and number what shows that its content was taken; tracks may share content."""
    types = tuple(normalised_all(track.taken.activity)) if track.taken else None
    marks = [Mark(types, track.field, content) for content in normalised_all(track.content)]
    columns = tuple(taken(numbers.setdefault(mark, len(numbers))) for mark in marks)
    questions = {question.id: question for question in rules.model.qualification}
    return CompiledTrack(
        track.name,
        rules.conditions.holding(track.when, track.unless),
        track.content,
        columns,
        questions[track.ask] if track.ask is not None else None,
    )
