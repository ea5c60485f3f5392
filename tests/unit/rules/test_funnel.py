from __future__ import annotations

import polars as pl
import pytest

from leadscore.columns import PLACE
from leadscore.rules.funnel import funnel_of, reached_counts, ripe_stage
from tests.unit.rulebook import compiled


@pytest.mark.parametrize(
    ("text", "expected"),
    [("stages: [{name: visitor}, {name: buyer}]", ("visitor", "buyer")), ("", ("lead",))],
)
def test_the_funnel_is_that_of_the_rules(text: str, expected: tuple[str, ...]) -> None:
    assert funnel_of(compiled(text).model) == expected


def test_who_is_in_a_later_stage_has_reached_the_ones_before() -> None:
    places = pl.DataFrame({PLACE: [-1, 0, 1, 2, 2]})
    counted = places.select(reached_counts(("lead", "mql", "sql")))
    assert counted.to_dicts() == [{"reached_mql": 3, "reached_sql": 2}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("stages: [{name: lead}, {name: sql}, {name: customer}]", "sql"),
        ("stages: [{name: sql}, {name: customer}]", "customer"),
        ("stages: [{name: a}, {name: b}, {name: c}]\nhandoff: [{list: x, stage: b}]", "b"),
        ("", "lead"),
    ],
)
def test_leads_are_ripe_where_sales_gets_them(text: str, expected: str) -> None:
    assert ripe_stage(compiled(text).model) == expected
