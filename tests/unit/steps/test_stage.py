from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

from leadscore.columns import (
    DISQUALIFIED,
    KEY,
    LEAD_DISQUALIFIED_BY,
    LEAD_LIGHT,
    LEAD_PERSONA,
    LEAD_STAGE,
    LEAD_STAGE_SINCE,
    MOVED_BY,
    WAS_FURTHEST,
    WAS_RECYCLED_BY,
    WAS_RECYCLED_ON,
    WAS_SINCE,
    WAS_STAGE,
)
from leadscore.rules.stages import MEMORY
from leadscore.steps.stage import add_disqualification, add_memory, add_persona, add_stage
from tests.unit.rulebook import AS_OF, compiled

TYPES = {
    "number:x": pl.Float64(),
    "number:y": pl.Float64(),
    "text:light": pl.String(),
    DISQUALIFIED: pl.Boolean(),
    LEAD_DISQUALIFIED_BY: pl.String(),
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
    values = zip(TYPES, (x, y, light, out, "rival" if out else None), strict=True)
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
    frame = (
        contact(x, y)
        .drop(DISQUALIFIED, LEAD_DISQUALIFIED_BY)
        .pipe(add_disqualification, DISQUALIFY)
        .collect()
    )
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
    frame = contact(x, y).pipe(add_memory, None).pipe(add_stage, STAGES).collect()
    assert frame.select(LEAD_STAGE, "text:stage").row(0) == (stage, stage.lower())


@pytest.mark.parametrize(("x", "stage"), [(0, None), (None, None), (1, "mql"), (2, "sql")])
def test_who_enters_no_stage_is_in_none(x: float | None, stage: str | None) -> None:
    frame = contact(x).pipe(add_memory, None).pipe(add_stage, NO_FIRST).collect()
    assert frame.select(LEAD_STAGE, "text:stage").row(0) == (stage, stage)


@pytest.mark.parametrize("x", [0, 2, None])
def test_the_disqualified_are_in_no_other_stage(x: float | None) -> None:
    frame = contact(x, out=True).pipe(add_memory, None).pipe(add_stage, STAGES).collect()
    assert frame.select(LEAD_STAGE, "text:stage").row(0) == ("disqualified", "disqualified")


def test_without_stages_everybody_is_a_lead() -> None:
    frame = (
        pl.concat([contact(1), contact(1, out=True)])
        .pipe(add_memory, None)
        .pipe(add_stage, compiled(""))
        .collect()
    )
    assert frame[LEAD_STAGE].to_list() == ["lead", "disqualified"]


REMEMBERING = compiled("""
stages:
  - {name: lead}
  - {name: mql, enter: {x: {at_least: 3}}, stay: {x: {at_least: 2}}}
  - {name: sal, enter: {x: {at_least: 5}}, min_days: 10}
  - {name: sql, enter: {x: {at_least: 6}}, forward_only: true}
  - {name: won, enter: {x: {at_least: 9}}}
crm_stage: {map: {Deal: sal}}
recycle:
  - {id: cold, when: {y: 1}, from: [mql, sal], to: lead, cool_off: 10d}
  - {id: lost, when: {y: {at_least: 1}}, from: [mql, sal, sql], to: mql}
""")


def was(stage: str, days: int, **more: object) -> dict[str, object]:
    """Return what is remembered of a contact that has been in a stage for some days."""
    return {WAS_STAGE: stage, WAS_SINCE: AS_OF - timedelta(days=days), WAS_FURTHEST: stage, **more}


def stayed(
    x: float, y: float = 0, crm: str = "", memory: dict[str, object] | None = None
) -> tuple[object, ...]:
    """Return the stage of a contact, for how many days it is in it, and what put it there."""
    frame = pl.LazyFrame(
        {
            KEY: ["a"],
            "number:x": [float(x)],
            "number:y": [float(y)],
            "text:lifecycle_stage": [crm or None],
            DISQUALIFIED: [False],
            LEAD_DISQUALIFIED_BY: [None],
        },
        schema_overrides={"text:lifecycle_stage": pl.String(), LEAD_DISQUALIFIED_BY: pl.String()},
    )
    remembered = pl.DataFrame(
        {KEY: ["a"]} | {name: [(memory or {}).get(name)] for name in MEMORY}, {KEY: pl.String(), **MEMORY}
    )
    found = frame.pipe(add_memory, remembered).pipe(add_stage, REMEMBERING, remembers=True).collect()
    since = AS_OF - date.fromisoformat(found[LEAD_STAGE_SINCE].item())
    return found[LEAD_STAGE].item(), since.days, found[MOVED_BY].item()


@pytest.mark.parametrize(
    ("x", "memory", "expected"),
    [
        (3, {}, ("mql", 0, "enter")),
        (2, {}, ("lead", 0, "enter")),
        (2, was("mql", 4), ("mql", 4, "stay")),
        (2, was("won", 4), ("sql", 0, "forward_only")),
        (1, was("mql", 4), ("lead", 0, "enter")),
        (0, was("sal", 9), ("sal", 9, "min_days")),
        (0, was("sal", 10), ("lead", 0, "enter")),
        (2, was("sal", 10), ("mql", 0, "stay")),
        (9, was("sal", 1), ("won", 0, "enter")),
        (0, was("sql", 400), ("sql", 400, "forward_only")),
        (0, was("lead", 1, **{WAS_FURTHEST: "won"}), ("sql", 0, "forward_only")),
        (0, was("gone", 1), ("lead", 0, "enter")),
    ],
)
def test_what_was_before_holds_a_contact(
    x: float, memory: dict[str, object], expected: tuple[object, ...]
) -> None:
    assert stayed(x, memory=memory) == expected


@pytest.mark.parametrize(
    ("x", "crm", "expected"),
    [
        (0, "deal", ("sal", 0, "crm_stage")),
        (6, "deal", ("sql", 0, "enter")),
        (0, "else", ("lead", 0, "enter")),
    ],
)
def test_the_stage_of_the_crm_is_the_least(x: float, crm: str, expected: tuple[object, ...]) -> None:
    assert stayed(x, crm=crm) == expected


def recycled(by: str, days: int) -> dict[str, object]:
    return was("lead", days, **{WAS_RECYCLED_BY: by, WAS_RECYCLED_ON: AS_OF - timedelta(days=days)})


@pytest.mark.parametrize(
    ("x", "y", "memory", "expected"),
    [
        (3, 1, {}, ("lead", 0, "recycle:cold")),
        (6, 1, {}, ("mql", 0, "recycle:lost")),
        (5, 2, {}, ("mql", 0, "recycle:lost")),
        (9, 1, {}, ("won", 0, "enter")),
        (0, 1, was("sal", 1), ("lead", 0, "recycle:cold")),
        (5, 0, recycled("cold", 9), ("lead", 9, "recycle:cold")),
        (5, 0, recycled("cold", 10), ("sal", 0, "enter")),
        (9, 0, recycled("cold", 1), ("won", 0, "enter")),
        (5, 0, recycled("lost", 1), ("sal", 0, "enter")),
        (5, 0, recycled("gone", 1), ("sal", 0, "enter")),
    ],
)
def test_contacts_are_sent_back_and_cool_off(
    x: float, y: float, memory: dict[str, object], expected: tuple[object, ...]
) -> None:
    assert stayed(x, y, memory=memory) == expected
