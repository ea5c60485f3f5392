from __future__ import annotations

from typing import Final

import polars as pl

from leadscore.columns import (
    CONSENTS,
    CONTACT,
    CONTENT_DONE,
    DISQUALIFIED,
    EMAIL,
    FATE,
    FORM_QUESTION,
    ID,
    LEAD_NEXT_CONTENT,
    LEAD_TRACK,
    NEXT_CONTENT,
    TRACK,
    typed,
)
from leadscore.rules.activity_rules import TYPE
from leadscore.rules.nurture import CompiledNurture, compile_nurture
from leadscore.steps.nurture import add_track, due, finished, mark_taken
from tests.unit.rulebook import compiled, only

RULES: Final = """
qualification: [{id: need, ask: What for, answered_by: need}]
nurture:
  tracks:
    - {name: first, when: {x: 1}, unless: {y: 1}, content: [A, B, C], ask: need}
    - {name: rest, when: {x: {at_least: 1}}, content: [D]}
"""


def rules() -> CompiledNurture:
    found = compile_nurture(compiled(RULES))
    assert found is not None
    return found


def contacts(**columns: list[object]) -> pl.LazyFrame:
    """Return consenting contacts on the first track, but for what is given."""
    height = len(next(iter(columns.values())))
    usual = {
        typed("number", "x"): 1.0,
        typed("number", "y"): None,
        typed("flag", "marketing_consent"): True,
        typed("text", "need"): None,
        DISQUALIFIED: False,
    }
    kinds = {typed("number", "y"): pl.Float64(), typed("text", "need"): pl.String()}
    given = {name.replace("__", ":"): values for name, values in columns.items()}
    filled = {name: given.get(name, [value] * height) for name, value in usual.items()} | given
    return pl.LazyFrame(filled, schema_overrides=kinds)


def tracked(**columns: list[object]) -> pl.LazyFrame:
    return add_track(contacts(**columns), rules())


def test_what_each_contact_has_taken() -> None:
    activities = pl.LazyFrame(
        {
            CONTACT: [0, 0, 0, 2, None, 3],
            TYPE: ["download"] * 6,
            FATE: ["used"] * 4 + ["unknown_contact", "used"],
            typed("text", "asset"): ["b", "a", "a", "d", "a", "other"],
        }
    )
    found = mark_taken(activities, rules()).sort(CONTACT).collect()
    assert found.rows() == [(0, True, True, False, False), (2, False, False, False, True)]


def test_without_activities_nobody_has_taken_anything() -> None:
    found = tracked(number__x=[1, 2])
    assert only(found, LEAD_NEXT_CONTENT) == ["A", "D"]
    assert only(found, CONTENT_DONE) == [0, 0]


def test_the_first_track_that_fits_counts() -> None:
    found = tracked(number__x=[1.0, 1.0, 1.0, 2.0, 0.0, None], number__y=[None, 0.0, 1.0, None, None, None])
    assert only(found, LEAD_TRACK) == ["first", "first", "rest", "rest", None, None]


def test_the_first_content_that_is_not_taken_is_next_wherever_it_stands() -> None:
    taken: list[list[object]] = [[None, True, True, True], [None, None, True, True], [None, True, None, True]]
    found = tracked(taken__0=taken[0], taken__1=taken[1], taken__2=taken[2])
    assert only(found, LEAD_NEXT_CONTENT) == ["A", "B", "C", None]
    assert only(found, NEXT_CONTENT) == [0, 1, 2, None]
    assert only(found, CONTENT_DONE) == [0, 2, 2, 3]


def test_unknown_is_no_consent() -> None:
    found = tracked(flag__marketing_consent=[True, False, None])
    assert only(found, LEAD_TRACK) == ["first", None, None]
    assert only(found, NEXT_CONTENT) == [0, None, None]
    assert only(found, CONSENTS) == [True, False, False]
    assert only(found, TRACK) == [0, 0, 0]


def test_who_is_disqualified_is_on_no_track_even_in_the_counts() -> None:
    found = tracked(is__disqualified=[True, False])
    assert only(found, TRACK) == [None, 0]
    assert only(found, LEAD_TRACK) == [None, "first"]


def test_a_question_that_is_answered_is_not_asked() -> None:
    found = tracked(number__x=[1.0, 1.0, 2.0], text__need=[None, "speed", None])
    assert only(found, FORM_QUESTION) == ["What for", None, None]


def test_without_tracks_nothing_is_added() -> None:
    before = contacts(number__x=[1.0])
    assert add_track(before, None) is before


LISTED: Final = pl.LazyFrame(
    {
        CONTACT: [0, 1, 2, 3, 4, 5, 6],
        ID: ["9", "10", "8", "7", "6", "5", "4"],
        EMAIL: ["a@x", "b@x", "a@x", None, None, "c@x", "b@x"],
        TRACK: [1, 0, 0, 1, 0, 0, 1],
        LEAD_TRACK: ["rest", "first", "first", "rest", "first", "first", None],
        NEXT_CONTENT: [0, 0, 1, 0, 2, None, None],
    }
)


def test_who_is_due_stands_by_track_and_id_and_each_address_once() -> None:
    assert only(due(LISTED), ID) == ["10", "6", "7", "9"]


def test_an_address_that_waits_for_nothing_keeps_nobody_else_from_the_list() -> None:
    changed = LISTED.with_columns(
        pl.when(pl.col(ID) == "9").then(None).otherwise(NEXT_CONTENT).alias(NEXT_CONTENT)
    )
    assert only(due(changed), ID) == ["10", "6", "8", "7"]


def test_who_has_finished_has_a_track_and_nothing_next() -> None:
    assert only(finished(LISTED), ID) == ["5"]
