"""The stages of two files in one order, and who reaches them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from leadscore.pipeline.diff.stages import merge_stages
from leadscore.results.movement import Turn
from tests.unit.pipeline.diff.pairs import compared
from tests.unit.rulebook import compiled

if TYPE_CHECKING:
    from pathlib import Path

    from leadscore.pipeline.diff.stages import Ladder

SCORE = "scores: {fit: {rules: [{id: big, when: {employees: {above: 100}}, points: 40}]}}\n"


def ladder(old: str, new: str) -> Ladder:
    """Return the ladder of stages that are named letter by letter."""
    texts = (", ".join(f"{{name: {name}}}" for name in names) for names in (old, new))
    one, other = (compiled(f"stages: [{text}]" if text else "").model for text in texts)
    return merge_stages(one, other)


@pytest.mark.parametrize(
    ("old", "new", "merged"),
    [
        ("abc", "abc", "abc"),
        ("abc", "ac", "abc"),
        ("ac", "abc", "abc"),
        ("abc", "c", "abc"),
        ("abx", "aby", "abxy"),
        ("abc", "acb", "acb"),
    ],
)
def test_stages_of_both_files_stand_in_one_order(old: str, new: str, merged: str) -> None:
    assert "".join(ladder(old, new).names) == merged


def test_a_stage_is_reached_by_the_order_of_the_file_that_has_it() -> None:
    found = ladder("abc", "acb")
    assert found.reached("b", found.of_old) == ("b", "c")
    assert found.reached("b", found.of_new) == ("b",)


def test_a_stage_that_a_file_lacks_is_reached_by_nobody_there() -> None:
    found = ladder("abc", "ac")
    assert found.reached("b", found.of_new) == ()


def test_stages_with_the_same_label_are_called_by_their_names() -> None:
    one, other = (
        compiled(f"stages: [{{name: a, label: First}}, {{name: {name}, label: {label}}}]").model
        for name, label in (("mql", "Ripe"), ("marketing", "ripe"))
    )
    titles = merge_stages(one, other).titles
    assert [titles[name] for name in ("a", "mql", "marketing")] == ["First", "mql", "marketing"]


def test_a_stage_that_only_one_file_has_is_not_compared(tmp_path: Path) -> None:
    old = SCORE + "stages: [{name: lead}, {name: mql, label: Ripe, enter: {score.fit: {at_least: 40}}}]\n"
    new = old.replace("name: mql", "name: marketing")
    gone, added = sorted(compared(tmp_path, old, new).movement.turns, key=lambda turn: turn.stage != "mql")
    assert gone == Turn("mql", "mql", 1, None)
    assert added == Turn("marketing", "marketing", None, 1)


def test_without_stages_everybody_is_a_lead_who_comes_first() -> None:
    assert ladder("", "ab").names == ladder("ab", "").names == ("lead", "a", "b")


def test_who_is_in_no_stage_or_disqualified_has_a_place(tmp_path: Path) -> None:
    old = SCORE + "stages: [{name: hot, enter: {score.fit: {at_least: 40}}}]\n"
    new = SCORE + "disqualify: [{id: far, when: {country: {known: true}}}]\n"
    movement = compared(tmp_path, old, new).movement
    assert [(stage.name, stage.title, stage.old, stage.new) for stage in movement.stages] == [
        ("", "(none)", 2, 0),
        ("lead", "Lead", None, 1),
        ("hot", "hot", 1, None),
        ("disqualified", "disqualified", 0, 2),
    ]
    assert movement.matrix == ((0, 1, 0, 1), (0, 0, 0, 0), (0, 0, 0, 1), (0, 0, 0, 0))
