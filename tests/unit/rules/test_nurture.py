from __future__ import annotations

from typing import Final

import polars as pl
import pytest

from leadscore.columns import FATE, typed
from leadscore.rules.activity_rules import TYPE
from leadscore.rules.nurture import CompiledNurture, Mark, compile_nurture
from tests.unit.rulebook import compiled

ROWS: Final = pl.DataFrame(
    {
        TYPE: ["download", "email_click", "download", "download", None, "download"],
        FATE: ["used", "used", "later", "used", "used", "used"],
        typed("text", "asset"): ["paper", "paper", "paper", None, "paper", "papers"],
    }
)


def nurture(tracks: str, before: str = "") -> CompiledNurture:
    found = compile_nurture(compiled(f"{before}\nnurture: {{tracks: [{tracks}]}}"))
    assert found is not None
    return found


def test_rules_without_tracks_have_none() -> None:
    assert compile_nurture(compiled("")) is None


def test_tracks_that_name_the_same_content_look_for_it_once() -> None:
    found = nurture(
        "{name: a, when: {x: 1}, content: [Paper, video]}, {name: b, when: {x: 2}, content: [' pAPER']}"
    )
    assert list(found.marks.values()) == [Mark(None, "asset", "paper"), Mark(None, "asset", "video")]
    assert [track.taken for track in found.tracks] == [("taken:0", "taken:1"), ("taken:0",)]
    assert [track.content for track in found.tracks] == [("Paper", "video"), (" pAPER",)]


def test_content_that_another_activity_takes_is_looked_for_apart() -> None:
    taken = "taken: {activity: [Webinar, ' download'], field: title}"
    found = nurture(
        f"{{name: a, when: {{x: 1}}, content: [paper]}}, {{name: b, when: {{x: 2}}, content: [paper], {taken}}}"
    )
    assert found.marks["taken:1"] == Mark(("webinar", "download"), "title", "paper")


@pytest.mark.parametrize(
    ("types", "shown"),
    [
        (None, [True, False, False, None, None, False]),
        (("download", "email_click"), [True, True, False, None, None, False]),
        (("webinar",), [False, False, False, False, None, False]),
    ],
)
def test_what_shows_that_content_was_taken(types: tuple[str, ...] | None, shown: list[bool | None]) -> None:
    assert ROWS.select(Mark(types, "asset", "paper").shows).to_series().to_list() == shown


def test_the_question_of_a_track_is_that_of_the_file() -> None:
    questions = "qualification: [{id: need, ask: What for, answered_by: need}]"
    found = nurture(
        "{name: a, when: {x: 1}, content: [paper], ask: need}, {name: b, when: {x: 1}, content: [paper]}",
        questions,
    )
    asked = [track.question.ask if track.question else None for track in found.tracks]
    assert asked == ["What for", None]
