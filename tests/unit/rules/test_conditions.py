from __future__ import annotations

import polars as pl
import pytest

from tests.unit.rulebook import compiled, only

RULES = compiled("""
stages:
  - {name: everybody}
  - {name: entered, enter: {x: 1}}
  - {name: held_back, unless: {x: 1}}
  - {name: both, enter: {y: 1}, unless: {x: 1}}
""")


def held(stage: int, x: float | None, y: float | None = None) -> object:
    model = RULES.model.stages[stage]
    row = pl.LazyFrame(
        {"number:x": [x], "number:y": [y]}, schema=dict.fromkeys(("number:x", "number:y"), pl.Float64)
    )
    return only(row.select(out=RULES.conditions.holding(model.enter, model.unless)), "out")[0]


@pytest.mark.parametrize(("x", "expected"), [(1, True), (0, False), (None, False)])
def test_unknown_lets_nobody_in(x: float | None, expected: bool) -> None:
    assert held(1, x) is expected


@pytest.mark.parametrize(("x", "expected"), [(1, False), (0, True), (None, True)])
def test_unknown_holds_nobody_back(x: float | None, expected: bool) -> None:
    assert held(2, x) is expected


@pytest.mark.parametrize(
    ("x", "y", "expected"),
    [(0, 1, True), (None, 1, True), (1, 1, False), (0, 0, False), (0, None, False), (None, None, False)],
)
def test_who_enters_and_is_not_held_back(x: float | None, y: float | None, expected: bool) -> None:
    assert held(3, x, y) is expected


def test_without_a_condition_everybody_is_in() -> None:
    assert held(0, None) is True


def test_conditions_keep_their_three_values() -> None:
    node = RULES.model.stages[1].enter
    assert node is not None
    frame = pl.LazyFrame({"number:x": [1.0, 0.0, None]})
    assert only(frame.select(out=RULES.conditions.compile(node)), "out") == [True, False, None]
