from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from leadscore.steps.type import Reading, add_missing_typed, add_typed, readings, unreadable_cells
from tests.unit.exports import export
from tests.unit.rulebook import compiled

RULES = """
personas: [{name: a, when: {job_title: CEO, created_at: {after: 2026-01-01}, free_mail: false}}]
scores:
  fit:
    rules:
      - {id: size, band: employees, points: [{points: 1}]}
      - {id: place, lookup: company.country, points: {DE: 1, 49: 2}}
      - {id: visits, activity: visit, where: {url: /a}, points: 1}
      - {id: mixed, when: {employees: {known: true}, contact.owner: [1, ja]}, points: 1}
qualification: [{id: q, ask: Q, answered_by: need}]
"""


def test_every_column_that_rules_read_with_its_kinds() -> None:
    assert readings(compiled(RULES).model) == (
        Reading("activities", "url", "url", "text", alone=True),
        Reading("companies", "company.country", "country", "number", alone=False),
        Reading("companies", "company.country", "country", "text", alone=False),
        Reading("contacts", "contact.owner", "owner", "number", alone=False),
        Reading("contacts", "contact.owner", "owner", "text", alone=False),
        Reading("contacts", "created_at", "created_at", "day", alone=True),
        Reading("contacts", "employees", "employees", "number", alone=True),
        Reading("contacts", "employees", "employees", "text", alone=True),
        Reading("contacts", "job_title", "job_title", "text", alone=True),
        Reading("contacts", "need", "need", "text", alone=True),
    )


def wanted(kind: str, *, alone: bool = True) -> Reading:
    return Reading("contacts", "value", "value", kind, alone)  # type: ignore[arg-type]  # parametrized


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("text", ["5", "ja", "2026-11-01", "-", None]),
        ("number", [5.0, None, None, None, None]),
        ("flag", [None, True, None, None, None]),
        ("day", [None, None, date(2026, 11, 1), None, None]),
    ],
)
def test_cells_as_each_kind(kind: str, values: list[object]) -> None:
    cells = export("value,x\n5,\n JA ,\n2026-11-01,\n-,\nselect,")
    frame = cells.frame.pipe(add_typed, [wanted(kind)], cells.layout, "UTC").collect()
    assert frame[f"{kind}:value"].to_list() == values


def test_missing_texts_of_the_export_are_missing() -> None:
    cells = export("value,x\n-,\n5,", missing=("-",))
    frame = cells.frame.pipe(add_typed, [wanted("text")], cells.layout, "UTC").collect()
    assert frame["text:value"].to_list() == [None, "5"]


def test_a_column_that_may_be_absent_is_missing() -> None:
    cells = export("x,y\n1,\n2,")
    frame = cells.frame.pipe(add_typed, [wanted("day")], cells.layout, "UTC").collect()
    assert frame["day:value"].to_list() == [None, None]
    assert frame.schema["day:value"] == pl.Date


@pytest.mark.parametrize(
    ("kind", "alone", "expected"),
    [
        ("number", True, {"number:value": 2}),
        ("day", True, {"day:value": 3}),
        ("number", False, {}),
        ("text", True, {}),
    ],
)
def test_cells_that_cannot_be_read_are_counted(kind: str, alone: bool, expected: dict[str, int]) -> None:
    cells = export("value,x\n5,\nfive,\n5.,\n,\n#N/A,")
    reading = wanted(kind, alone=alone)
    frame = cells.frame.pipe(add_typed, [reading], cells.layout, "UTC")
    unreadable = unreadable_cells([reading], cells.layout)
    counted = frame.select(cell.sum().alias(name) for name, cell in unreadable.items()).collect()
    assert (counted.row(0, named=True) if counted.width else {}) == expected


def test_the_columns_of_an_input_that_was_not_given_are_missing() -> None:
    contacts = pl.LazyFrame({"text:value": ["kept", "kept"]})
    frame = contacts.pipe(add_missing_typed, map(wanted, ("text", "number", "flag", "day"))).collect()
    assert frame.schema == {
        "text:value": pl.String, "number:value": pl.Float64, "flag:value": pl.Boolean, "day:value": pl.Date
    }  # fmt: skip
    assert frame.rows() == [("kept", None, None, None)] * 2
