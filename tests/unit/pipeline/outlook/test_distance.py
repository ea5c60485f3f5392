"""How far a lead is from a stage: nothing where it enters, more for each test that is not met."""

from __future__ import annotations

from typing import Final

import polars as pl
import pytest

from leadscore.columns import typed
from leadscore.pipeline.outlook.distance import distance_to
from tests.unit.rulebook import compiled

LEAD: Final = pl.DataFrame(
    {
        typed("text", "country"): ["de"],
        typed("text", "city"): pl.Series([None], dtype=pl.String),
        typed("number", "score.fit"): [40.0],
    }
)


@pytest.mark.parametrize(
    ("stage", "distance"),
    [
        ("enter: {country: DE}", 0.0),
        ("enter: {country: FR}", 1.0),
        ("enter: {city: Wien}", 1.0),
        ("enter: {not: {country: DE}}", 1.0),
        ("enter: {not: {country: FR}}", 0.0),
        ("enter: {score.fit: {at_least: 60}}", 1.02),
        ("enter: {score.fit: {at_least: 40}}", 0.0),
        ("enter: {country: FR, score.fit: {at_least: 60}}", 2.02),
        ("enter: {any: [{country: FR}, {score.fit: {at_least: 60}}]}", 1.0),
        ("enter: {not: {any: [{country: DE}, {score.fit: {above: 20}}]}}", 2.02),
        ("enter: {country: DE}, unless: {country: DE}", 1.0),
        ("enter: {country: DE}, unless: {city: Wien}", 0.0),
        ("label: Everybody", 0.0),
    ],
)
def test_distances(stage: str, distance: float) -> None:
    rules = compiled(f"stages: [{{name: mql, {stage}}}]")
    found = LEAD.select(distance_to(rules.model.stages[0], rules.conditions)).item()
    assert found == pytest.approx(distance)
