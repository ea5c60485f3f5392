"""How lead scores change, for all and by segments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from leadscore.errors import UsageError
from tests.unit.pipeline.diff.pairs import compared

if TYPE_CHECKING:
    from pathlib import Path

OLD = (
    "scores: {fit: {rules: [{id: size, band: employees, points: [{below: 100, points: 1}, {points: 2}]}]}}\n"
)
NEW = OLD.replace("points: 2}", "points: 4.5}").replace("points: 1}", "points: 0.5}")


def test_figures_are_those_of_the_changes(tmp_path: Path) -> None:
    shift = compared(tmp_path, OLD, NEW).movement.shift
    assert (shift.leads, shift.up, shift.down, shift.same, shift.moved) == (3, 1, 1, 1, 0)
    assert (shift.old, shift.new, shift.mean) == (1.0, 1.67, 0.67)
    assert (shift.lower, shift.median, shift.upper) == (-0.25, 0.0, 1.25)


def test_segments_go_by_value_whatever_its_case_with_what_is_missing_last(tmp_path: Path) -> None:
    (found,) = compared(tmp_path, OLD, NEW, ("country",)).movement.segments
    assert [(one.value, one.shift.leads, one.shift.mean) for one in found.segments] == [
        ("DE", 2, 1.0),
        ("(missing)", 1, 0.0),
    ]


def test_beyond_twenty_segments_the_rest_is_together(tmp_path: Path) -> None:
    contacts = "contact_id,city\n" + "".join(f"{place},c{place // 2}\n" for place in range(43))
    empty = "scores: {fit: {rules: [{id: any, when: {city: x}, points: 1}]}}\n"
    (found,) = compared(tmp_path, empty, empty, ("city",), contacts=contacts).movement.segments
    assert len(found.segments) == 21
    assert (found.segments[-1].value, found.segments[-1].shift.leads, found.rest) == ("(others)", 3, 2)


def test_companies_and_what_rules_make_are_segments_too(tmp_path: Path) -> None:
    contacts = "contact_id,email\n1,a@acme.example\n2,b@gmail.com\n"
    companies = "domain,industry\nacme.example,Software\n"
    rules = "scores: {fit: {rules: [{id: any, when: {email: {known: true}}, points: 1}]}}\n"
    fields = ("company.industry", "stage", "free_mail")
    found = compared(tmp_path, rules, rules, fields, contacts=contacts, companies=companies).movement.segments
    assert [[one.value for one in each.segments] for each in found] == [
        ["Software", "(missing)"],
        ["lead"],
        ["false", "true"],
    ]


@pytest.mark.parametrize("field", ["score.fit", "deals.open", "nonsense.x", "town"])
def test_a_field_that_makes_no_segments_is_refused(tmp_path: Path, field: str) -> None:
    with pytest.raises(UsageError, match="--by"):
        compared(tmp_path, OLD, NEW, (field,))
