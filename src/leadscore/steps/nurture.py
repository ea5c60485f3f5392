"""Nurturing: what each contact has taken of its track, and what it gets next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from leadscore.columns import (
    CONSENTS,
    CONTACT,
    CONTENT_DONE,
    DISQUALIFIED,
    EMAIL,
    FORM_QUESTION,
    ID,
    LEAD_NEXT_CONTENT,
    LEAD_TRACK,
    NEXT_CONTENT,
    TRACK,
    typed,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leadscore.rules.nurture import CompiledNurture, CompiledTrack

__all__ = ["add_track", "due", "finished", "mark_taken"]


def mark_taken(activities: pl.LazyFrame, nurture: CompiledNurture) -> pl.LazyFrame:
    """Say which content of the tracks each contact has taken.

    Args:
        activities: One row per activity, with contact, type, fate and the columns that name content.
        nurture: The tracks.

    Returns:
        One row per contact that has taken some: `row:contact` and `taken:<number>`.
    """
    shown = {column: mark.shows for column, mark in nurture.marks.items()}
    some = activities.filter(pl.any_horizontal(shown.values())).drop_nulls(CONTACT)
    return some.select(CONTACT, **shown).group_by(CONTACT).agg(pl.col(column).any() for column in shown)


def add_track(contacts: pl.LazyFrame, nurture: CompiledNurture | None) -> pl.LazyFrame:
    """Add `lead_track`, the first track that fits, and `lead_next_content`, the first of its content not yet taken.

    Who is disqualified or may not be written to has neither. Who has taken everything has no next content.

    Args:
        contacts: One row per contact, with its stage, whether it is disqualified, and what `mark_taken` says if there
            are activities.
        nurture: The tracks; None where the rules have none.

    Returns:
        The same rows, plus both, `is:consenting`, `nurture:track`, `nurture:next`, `nurture:done` and `nurture:question`.
    """
    if nurture is None:
        return contacts
    there = set(contacts.collect_schema().names())
    absent = [pl.lit(value=False).alias(column) for column in nurture.marks if column not in there]
    marked = contacts.with_columns(absent).with_columns(pl.col(list(nurture.marks)).fill_null(value=False))
    fitting = [(track.fits, pl.lit(place, pl.Int64)) for place, track in enumerate(nurture.tracks)]
    placed = marked.with_columns(
        pl.when(~pl.col(DISQUALIFIED)).then(_first(fitting, pl.Int64())).alias(TRACK),
        nurture.consents.alias(CONSENTS),
    )
    return placed.with_columns(
        _of_track(nurture, [pl.lit(track.name) for track in nurture.tracks], pl.String()).alias(LEAD_TRACK),
        _of_track(nurture, list(map(_next, nurture.tracks)), pl.Int64()).alias(NEXT_CONTENT),
        _of_track(nurture, list(map(_done, nurture.tracks)), pl.Int64()).alias(CONTENT_DONE),
        _of_track(nurture, list(map(_next_name, nurture.tracks)), pl.String()).alias(LEAD_NEXT_CONTENT),
        _of_track(nurture, list(map(_question, nurture.tracks)), pl.String()).alias(FORM_QUESTION),
    )


def _of_track(nurture: CompiledNurture, values: Sequence[pl.Expr], kind: pl.DataType) -> pl.Expr:
    """Return the value that stands for a contact's track; null without a track or consent."""
    on = [(pl.col(TRACK) == place, values[place]) for place in range(len(nurture.tracks))]
    return pl.when(CONSENTS).then(_first(on, kind))


def _first(cases: Sequence[tuple[pl.Expr, pl.Expr]], kind: pl.DataType) -> pl.Expr:
    """Return the value of the first case that holds, null for none."""
    found: pl.Expr = pl.lit(None, kind)
    for holds, value in reversed(cases):
        found = pl.when(holds).then(value).otherwise(found)
    return found


def _next(track: CompiledTrack) -> pl.Expr:
    open_ = [(~pl.col(column), pl.lit(place, pl.Int64)) for place, column in enumerate(track.taken)]
    return _first(open_, pl.Int64())


def _next_name(track: CompiledTrack) -> pl.Expr:
    pairs = zip(track.taken, track.content, strict=True)
    return _first([(~pl.col(column), pl.lit(content)) for column, content in pairs], pl.String())


def _done(track: CompiledTrack) -> pl.Expr:
    return pl.sum_horizontal(pl.col(column).cast(pl.Int64) for column in track.taken)


def _question(track: CompiledTrack) -> pl.Expr:
    if track.question is None:
        return pl.lit(None, pl.String)
    open_ = pl.col(typed("text", track.question.answered_by)).is_null()
    return pl.when(open_).then(pl.lit(track.question.ask))


def due(contacts: pl.LazyFrame) -> pl.LazyFrame:
    """Return who gets content next, in the order of the tracks, then of contact ids; each address once.

    Of several contacts with one e-mail address the first stays, so that nobody gets two mails.

    Args:
        contacts: One row per contact, in the order of the export.
    """
    waiting = contacts.drop_nulls(NEXT_CONTENT)
    alone = pl.col(EMAIL).is_null() | pl.struct(EMAIL).is_first_distinct()
    return waiting.filter(alone).sort(TRACK, ID)


def finished(contacts: pl.LazyFrame) -> pl.LazyFrame:
    """Return who has taken all of its track, in the order of the tracks, then of contact ids."""
    return contacts.filter(pl.col(LEAD_TRACK).is_not_null(), pl.col(NEXT_CONTENT).is_null()).sort(TRACK, ID)
