from __future__ import annotations

import polars as pl
import pytest

from leadscore.schema.scores import ActivityRule
from tests.unit.rulebook import compiled, only

CELLS = [
    *("marketing qualified lead", "marketingqualifiedlead", "mql", "marketing-qualifizierter lead"),
    *("salesqualifiedlead", "mql (old)", "+++", None),
]


def answers(condition: str, column: str, cells: list[str | None] = CELLS) -> list[object]:
    """Return what a condition on contacts says of cells, which stand in a typed column."""
    rules = compiled(f"stages: [{{name: lead, enter: {{{condition}}}}}]")
    (stage,) = rules.model.stages
    assert stage.enter is not None
    frame = pl.LazyFrame({column: cells}, schema={column: pl.String})
    return only(frame.select(out=rules.conditions.compile(stage.enter)), "out")


@pytest.mark.parametrize("field", ["lifecycle_stage", "contact.lifecycle_stage", "lead_status"])
@pytest.mark.parametrize("value", ["mql", "Marketing Qualified Lead", "marketingqualifiedlead"])
def test_a_stage_is_compared_by_what_it_means(field: str, value: str) -> None:
    for test in (value, f"[{value}]", f"{{is: {value}}}", f"{{in: [x, {value}]}}"):
        found = answers(f"{field}: {test}", f"text:{field}")
        assert found == [True, True, True, True, False, False, False, None]


def test_none_of_a_list_goes_by_meaning_too() -> None:
    found = answers("lifecycle_stage: {not_in: [mql, SQL]}", "text:lifecycle_stage")
    assert found == [False, False, False, False, False, True, True, None]


def test_a_value_without_letters_is_only_itself() -> None:
    found = answers("lead_status: '+++'", "text:lead_status", ["+++", "++", "-", "neu"])
    assert found == [True, False, False, False]


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("{contains: mql}", [False, False, True, False, False, True, False, None]),
        ("{starts_with: marketing-}", [False, False, False, True, False, False, False, None]),
    ],
)
def test_looking_for_text_reads_the_words(test: str, expected: list[object]) -> None:
    assert answers(f"lifecycle_stage: {test}", "text:lifecycle_stage") == expected


@pytest.mark.parametrize("field", ["industry", "company.lifecycle_stage"])
def test_other_fields_are_compared_as_text(field: str) -> None:
    assert answers(f"{field}: mql", f"text:{field}") == [cell and cell == "mql" for cell in CELLS]


def test_a_list_may_mix_meanings_and_numbers() -> None:
    rules = compiled("stages: [{name: lead, enter: {lead_status: [neu, 3]}}]")
    (stage,) = rules.model.stages
    assert stage.enter is not None
    frame = pl.LazyFrame({"text:lead_status": ["new", "3", "old"], "number:lead_status": [None, 3.0, None]})
    assert only(frame.select(out=rules.conditions.compile(stage.enter)), "out") == [True, True, False]


def test_activities_have_no_such_fields() -> None:
    rule = "{id: r, activity: call, where: {lead_status: neu}, points: 1}"
    (compiled_rule,) = compiled(f"scores: {{fit: {{rules: [{rule}]}}}}").model.ruled["fit"].rules
    assert isinstance(compiled_rule, ActivityRule)
    where = compiled_rule.where
    assert where is not None
    node = compiled("").conditions.compile(where, of_activity=True)
    assert only(pl.LazyFrame({"text:lead_status": ["neu", "new"]}).select(out=node), "out") == [True, False]
