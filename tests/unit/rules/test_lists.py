from __future__ import annotations

import polars as pl
import pytest

from leadscore.columns import DISQUALIFIED, ID, LEAD_STAGE
from leadscore.rules.lists import CompiledList, compile_lists
from tests.unit.rulebook import compiled, only

STAGES = "stages: [{name: lead}, {name: mql, enter: {x: 1}}, {name: SAL, enter: {x: 2}}, {name: sql, enter: {x: 3}}]"
SCORES = "{fit: {rules: [{id: a, when: {x: 1}, points: 1}]}, total: {combine: {fit: 1}}}"


def people(wanted: CompiledList, x: float | None = None) -> list[object]:
    """Return the ids on a list, of one contact in each stage, one in none and one that is out."""
    stages = ["lead", "mql", "SAL", "sql", None, "disqualified"]
    contacts = {
        ID: ["1", "2", "3", "4", "5", "6"],
        LEAD_STAGE: stages,
        DISQUALIFIED: [stage == "disqualified" for stage in stages],
        "number:x": pl.Series([x] * 6, dtype=pl.Float64),
    }
    return only(pl.LazyFrame(contacts).filter(wanted.on), ID)


@pytest.mark.parametrize(
    ("entry", "x", "expected"),
    [
        ("stage: mql", None, ["2"]),
        ("stage: [lead, sql]", None, ["1", "4"]),
        ("stage: SAL", None, ["3"]),
        ("stage: mql, when: {x: 1}", None, []),
        ("stage: mql, when: {x: 1}", 1, ["2"]),
        ("stage: mql, unless: {x: 1}", None, ["2"]),
        ("stage: mql, unless: {x: 1}", 1, []),
        ("stage: mql, when: {x: {above: 0}}, unless: {x: {above: 1}}", 1, ["2"]),
    ],
)
def test_who_is_on_a_list(entry: str, x: float | None, expected: list[str]) -> None:
    rules = compiled(f"{STAGES}\nhandoff: [{{list: best, {entry}}}]")
    (wanted,) = compile_lists(rules)
    assert people(wanted, x) == expected


def test_without_hand_off_mql_and_sql_have_a_list() -> None:
    rules = compiled(STAGES)
    lists = compile_lists(rules)
    assert [(wanted.name, wanted.score, people(wanted)) for wanted in lists] == [
        ("mql", "fit", ["2"]),
        ("sql", "fit", ["4"]),
    ]


def test_without_stages_there_are_no_lists() -> None:
    assert compile_lists(compiled("")) == ()


@pytest.mark.parametrize(("order_by", "score"), [("", "total"), (", order_by: score.fit", "fit")])
def test_the_score_that_a_list_goes_by(order_by: str, score: str) -> None:
    rules = compiled(f"{STAGES}\nscores: {SCORES}\nhandoff: [{{list: l, stage: mql{order_by}}}]")
    assert compile_lists(rules)[0].score == score
