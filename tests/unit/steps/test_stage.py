from __future__ import annotations

import polars as pl
import pytest

from leadscore.columns import DISQUALIFIED, LEAD_DISQUALIFIED_BY, LEAD_LIGHT, LEAD_PERSONA, LEAD_STAGE
from leadscore.steps.stage import add_disqualification, add_persona, add_stage
from tests.unit.rulebook import compiled

TYPES = {
    "number:x": pl.Float64(),
    "number:y": pl.Float64(),
    "text:light": pl.String(),
    DISQUALIFIED: pl.Boolean(),
}
PERSONAS = compiled("personas: [{name: Boss, when: {x: 1}}, {name: maker, when: {y: 1}}]")
DISQUALIFY = compiled("disqualify: [{id: rival, reason: Rival, when: {x: 1}}, {id: student, when: {y: 1}}]")
STAGES = compiled("""
stages:
  - {name: lead}
  - {name: mql, enter: {x: {at_least: 1}}}
  - {name: SQL, enter: {x: {at_least: 2}}, unless: {y: 1}}
""")
NO_FIRST = compiled(
    "stages: [{name: mql, enter: {x: {at_least: 1}}}, {name: sql, enter: {x: {at_least: 2}}}]"
)


def contact(x: float | None, y: float | None = None, light: str = "green", out: bool = False) -> pl.LazyFrame:
    values = zip(TYPES, (x, y, light, out), strict=True)
    return pl.LazyFrame({name: [value] for name, value in values}, schema=TYPES)


@pytest.mark.parametrize(
    ("x", "y", "name"),
    [
        (1, 1, "Boss"),
        (0, 1, "maker"),
        (None, 1, "maker"),
        (1, None, "Boss"),
        (0, 0, None),
        (None, None, None),
    ],
)
def test_the_first_persona_that_matches(x: float | None, y: float | None, name: str | None) -> None:
    frame = contact(x, y).pipe(add_persona, PERSONAS).collect()
    assert frame.select(LEAD_PERSONA, "text:persona").row(0) == (name, name and name.lower())


def test_without_personas_nobody_is_one() -> None:
    frame = contact(1).pipe(add_persona, compiled("")).collect()
    assert frame["text:persona"].to_list() == [None]
    assert frame.schema["text:persona"] == pl.String


@pytest.mark.parametrize(
    ("x", "y", "expected"),
    [
        (1, 1, ("rival", True, "red")),
        (0, 1, ("student", True, "red")),
        (None, 1, ("student", True, "red")),
        (None, 0, (None, False, "green")),
        (None, None, (None, False, "green")),
    ],
)
def test_disqualification_by_the_first_that_is_true(
    x: float | None, y: float | None, expected: tuple[object, ...]
) -> None:
    frame = contact(x, y).drop(DISQUALIFIED).pipe(add_disqualification, DISQUALIFY).collect()
    assert frame.select(LEAD_DISQUALIFIED_BY, DISQUALIFIED, LEAD_LIGHT).row(0) == expected


@pytest.mark.parametrize(
    ("x", "y", "stage"),
    [
        (0, 0, "lead"),
        (None, 0, "lead"),
        (1, 0, "mql"),
        (2, 0, "SQL"),
        (2, 1, "mql"),
        (2, None, "SQL"),
    ],
)
def test_the_last_stage_that_is_entered(x: float | None, y: float | None, stage: str) -> None:
    frame = contact(x, y).pipe(add_stage, STAGES).collect()
    assert frame.select(LEAD_STAGE, "text:stage").row(0) == (stage, stage.lower())


@pytest.mark.parametrize(("x", "stage"), [(0, None), (None, None), (1, "mql"), (2, "sql")])
def test_who_enters_no_stage_is_in_none(x: float | None, stage: str | None) -> None:
    frame = contact(x).pipe(add_stage, NO_FIRST).collect()
    assert frame.select(LEAD_STAGE, "text:stage").row(0) == (stage, stage)


@pytest.mark.parametrize("x", [0, 2, None])
def test_the_disqualified_are_in_no_other_stage(x: float | None) -> None:
    frame = contact(x, out=True).pipe(add_stage, STAGES).collect()
    assert frame.select(LEAD_STAGE, "text:stage").row(0) == ("disqualified", "disqualified")


def test_without_stages_everybody_is_a_lead() -> None:
    frame = pl.concat([contact(1), contact(1, out=True)]).pipe(add_stage, compiled("")).collect()
    assert frame[LEAD_STAGE].to_list() == ["lead", "disqualified"]
