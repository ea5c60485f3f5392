"""The inputs of a comparison are read once, but where the two files read them differently."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from leadscore import tables
from leadscore.errors import InputError, RulesError
from leadscore.pipeline import parts
from tests.unit.pipeline.diff.pairs import CONTACTS, compared, rows

if TYPE_CHECKING:
    from pathlib import Path

ACTIVITIES = (
    "contact_id,type,occurred_at,size\n1,visit,2026-10-30,5\n1,visit,2026-10-29,7\n3,visit,2026-10-30,5\n"
)
VISITS = "scores: {fit: {rules: [{id: visit, activity: visit, points: 10}]}}\n"
LARGE = "scores: {fit: {rules: [{id: visit, activity: visit, where: {size: {above: 6}}, points: 10}]}}\n"


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is read of the exports, in order."""
    read: list[str] = []

    def read_table(name: str, *arguments: Any, hashed: bool) -> Any:
        read.append(name)
        return tables.read_table(name, *arguments, hashed=hashed)

    def age(*arguments: Any) -> Any:
        read.append("log")
        return parts.age_activities(*arguments)

    monkeypatch.setattr("leadscore.pipeline.diff.both.read_table", read_table)
    monkeypatch.setattr("leadscore.pipeline.diff.both.age_activities", age)
    return read


def test_every_input_is_read_once_and_activities_serve_both(tmp_path: Path, reads: list[str]) -> None:
    found = compared(tmp_path, VISITS, LARGE, activities=ACTIVITIES)
    assert reads == ["contacts", "activities", "log"]
    assert rows(found, "contact_id", "score_old", "score_new") == [
        ("1", "20.0", "10.0"),
        ("3", "10.0", "0.0"),
    ]
    assert found.movement.notes == ()


def test_an_input_that_the_files_read_differently_is_read_for_each_and_told(
    tmp_path: Path, reads: list[str]
) -> None:
    delimiter = "sources: {activities: {delimiter: ','}}\n"
    found = compared(tmp_path, VISITS, delimiter + VISITS, activities=ACTIVITIES)
    assert reads == ["contacts", "activities", "activities", "log", "log"]
    assert found.movement.notes == (
        "activities were read for each of the two files, as their `sources` differ",
    )
    assert found.movement.changed == 0


def test_activities_of_another_time_zone_are_aged_for_each(tmp_path: Path, reads: list[str]) -> None:
    log = "contact_id,type,occurred_at\n1,visit,2026-10-31T23:30:00Z\n"
    today = "scores: {fit: {rules: [{id: visit, activity: visit, within_last: 1d, points: 10, decay: {linear: 2d}}]}}\n"
    found = compared(tmp_path, today, "timezone: Europe/Berlin\n" + today, activities=log)
    assert reads == ["contacts", "activities", "log", "log"]
    assert rows(found, "contact_id", "score_old", "score_new", "because") == [
        ("1", "5.0", "10.0", "visit +5.0")
    ]


def test_who_only_one_file_accepts_is_shown_apart_and_moves(tmp_path: Path) -> None:
    old = "scores: {fit: {rules: [{id: big, when: {employees: {above: 100}}, points: 10}]}}\n"
    found = compared(tmp_path, old, "sources: {contacts: {missing: ['1']}}\n" + old)
    movement = found.movement
    assert (movement.compared, movement.only_old, movement.only_new, movement.leads) == (2, 1, 0, 3)
    assert (movement.moved, movement.changed, movement.matrix) == (1, 1, ((2,),))
    assert rows(found, "contact_id", "stage_old", "stage_new", "because") == [
        ("1", "lead", None, "not accepted with the new rules")
    ]


def test_a_contact_that_overflows_under_one_file_only_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "MOST_ACTIVITIES", 1)
    movement = compared(tmp_path, VISITS, LARGE, activities=ACTIVITIES).movement
    assert (movement.compared, movement.only_old, movement.only_new) == (2, 0, 1)


def test_faults_of_both_files_are_told_together(tmp_path: Path) -> None:
    fault = "scores: {fit: {rules: [{id: big, when: {emploees: 1}, points: 10}]}}\n"
    with pytest.raises(RulesError) as told:
        compared(tmp_path, fault, fault)
    assert [problem.file for problem in told.value.problems] == ["new", "old"]


def test_what_an_export_leaves_open_names_the_rules_that_ask(tmp_path: Path) -> None:
    contacts = CONTACTS.replace("300", "1.234")
    old = "scores: {fit: {rules: [{id: big, when: {employees: {above: 100}}, points: 10}]}}\n"
    said = "sources: {contacts: {decimal: '.'}}\n" + old
    with pytest.raises(InputError, match=r"^with the rules new: contacts\.csv: the column"):
        compared(tmp_path, said, old, contacts=contacts)


def test_what_only_the_new_rules_ask_is_not_blamed_on_the_old_ones(tmp_path: Path) -> None:
    contacts = CONTACTS.replace("300", "1.234")
    old = "scores: {fit: {rules: [{id: here, when: {country: DE}, points: 10}]}}\n"
    new = old.replace("country: DE", "employees: {above: 100}")
    with pytest.raises(InputError, match=r"^with the rules new: "):
        compared(tmp_path, old, new, contacts=contacts)
    log = ACTIVITIES.replace(",5\n", ",1.234\n").replace(",7\n", ",1.234\n")
    with pytest.raises(InputError, match=r"^activities\.csv: the column \"size\" has numbers"):
        compared(tmp_path, VISITS, LARGE, activities=log)
