from __future__ import annotations

import polars as pl
import pytest

from leadscore.columns import (
    DISQUALIFIED,
    ID,
    LEAD_DISQUALIFIED_BY,
    LEAD_LIGHT,
    LEAD_RANK,
    LEAD_REASONS,
    LEAD_STAGE,
)
from leadscore.results import Disqualified, LightCount, StageCount, TopLead
from leadscore.rules.lists import CompiledList
from leadscore.steps.summarise import count_disqualified, count_lights, count_stages, summarise_list
from tests.unit.exports import export
from tests.unit.rulebook import compiled

FUNNEL = compiled(
    "stages: [{name: lead, label: New}, {name: mql, enter: {x: 1}}, {name: sql, enter: {x: 2}}]"
)


def funnel(*stages: str | None) -> tuple[StageCount, ...]:
    return count_stages(pl.DataFrame({LEAD_STAGE: stages}, schema={LEAD_STAGE: pl.String}), FUNNEL)


def test_a_stage_is_reached_by_those_in_it_or_in_a_later_one() -> None:
    assert funnel("lead", "lead", "mql", "sql", "sql", "sql", None, "disqualified") == (
        StageCount("lead", "New", 2, 25.0, 6, None),
        StageCount("mql", "mql", 1, 12.5, 4, 66.7),
        StageCount("sql", "sql", 3, 37.5, 3, 75.0),
    )


def test_nothing_is_no_part_of_nothing() -> None:
    assert funnel() == (
        StageCount("lead", "New", 0, None, 0, None),
        StageCount("mql", "mql", 0, None, 0, None),
        StageCount("sql", "sql", 0, None, 0, None),
    )


def test_a_stage_above_may_be_empty() -> None:
    assert [(stage.reached, stage.conversion) for stage in funnel("sql", "sql")] == [
        (2, None),
        (2, 100.0),
        (2, 100.0),
    ]
    assert [(stage.share, stage.conversion) for stage in funnel("lead")][1:] == [(0.0, 0.0), (0.0, None)]


def test_without_stages_the_funnel_is_one_stage() -> None:
    frame = pl.DataFrame({LEAD_STAGE: ["lead", "disqualified", "lead"]})
    assert count_stages(frame, compiled("")) == (StageCount("lead", "Lead", 2, 66.7, 2, None),)


def test_lights_are_counted_green_first() -> None:
    frame = pl.DataFrame({LEAD_LIGHT: ["red", "green", "red"]})
    expected = (LightCount("green", 1, 33.3), LightCount("yellow", 0, 0.0), LightCount("red", 2, 66.7))
    assert count_lights(frame, compiled("lights: {green: {x: 1}}")) == expected


def test_without_lights_none_are_counted() -> None:
    assert count_lights(pl.DataFrame({LEAD_LIGHT: ["red"]}), compiled("")) == ()


def test_the_disqualified_are_counted_by_reason_in_the_order_of_the_rules() -> None:
    rules = compiled(
        "disqualify: [{id: rival, reason: Works for a rival, when: {x: 1}}, {id: b, when: {x: 2}}, {id: c, when: {x: 3}}]"
    )
    by = ["c", "rival", "c", None]
    frame = pl.DataFrame({LEAD_DISQUALIFIED_BY: by, DISQUALIFIED: [id_ is not None for id_ in by]})
    counted = (
        Disqualified("rival", "Works for a rival", 1),
        Disqualified("b", "b", 0),
        Disqualified("c", "c", 2),
    )
    assert count_disqualified(frame, rules) == counted


def listed(count: int, text: str = "contact_id,first_name,last_name,company\n") -> pl.DataFrame:
    people = export(text + "\n".join(f"{place}, Ada ,Löw,Acme" for place in range(count)))
    facts = {
        ID: pl.col("own:0"),
        "lead_score": pl.lit("60.5"),
        LEAD_REASONS: pl.lit(None, pl.String),
        LEAD_LIGHT: pl.lit("red"),
    }
    return people.frame.with_columns(**facts).with_row_index(LEAD_RANK, offset=1).collect()


@pytest.mark.parametrize("count", [0, 3, 9])
def test_a_list_shows_its_first_five(count: int) -> None:
    wanted = CompiledList("best", pl.lit(value=True), "fit")
    layout = export("contact_id,first_name,last_name,company\n").layout
    found = summarise_list(listed(count), wanted, "handoff/best.csv", compiled(""), layout)
    assert (found.name, found.path, found.count) == ("best", "handoff/best.csv", count)
    assert [lead.rank for lead in found.top] == list(range(1, min(count, 5) + 1))


def test_a_lead_of_a_list() -> None:
    wanted = CompiledList("best", pl.lit(value=True), "fit")
    layout = export("contact_id,first_name,last_name,company\n").layout
    (lead,) = summarise_list(listed(1), wanted, "p", compiled(""), layout).top
    assert lead == TopLead(1, "0", "Ada Löw", "Acme", "60.5", "", "", "", "")


def test_a_list_goes_without_names_that_the_export_does_not_have() -> None:
    wanted = CompiledList("best", pl.lit(value=True), "fit")
    layout = export("contact_id,x,y,z\n").layout
    (lead,) = summarise_list(listed(1), wanted, "p", compiled("lights: {green: {x: 1}}"), layout).top
    assert lead == TopLead(1, "0", "", "", "60.5", "", "red", "", "")


@pytest.mark.parametrize("new", [True, False, None])
def test_a_lead_that_is_handed_over(new: bool | None) -> None:
    wanted = CompiledList("best", pl.lit(value=True), "fit")
    layout = export("contact_id,first_name,last_name,company\n").layout
    handed = listed(1).with_columns(lead_owner=pl.lit("anna"), handoff_new=pl.lit(new, pl.Boolean))
    (lead,) = summarise_list(handed, wanted, "p", compiled(""), layout).top
    assert (lead.owner, lead.new) == ("anna", new)
