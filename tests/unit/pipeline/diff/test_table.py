"""The file of a comparison: who is in it, in which order, with which columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.unit.pipeline.diff.pairs import compared, rows

if TYPE_CHECKING:
    from pathlib import Path

OLD = """\
scores: {fit: {rules: [{id: size, lookup: country, points: {DE: 10, AT: 20, CH: 30, default: 0}}]}}
stages: [{name: lead}, {name: mql, enter: {score.fit: {at_least: 20}}}]
"""
NEW = OLD.replace("DE: 10, AT: 20, CH: 30", "DE: 25, AT: 15, CH: 90")
CONTACTS = "contact_id,country\n1,CH\n=2,DE\n3,AT\n4,FR\n5,DE\n"


def test_leads_that_move_come_first_then_those_whose_score_changes_most(tmp_path: Path) -> None:
    found = compared(tmp_path, OLD, NEW, contacts=CONTACTS)
    assert rows(found, "contact_id", "stage_old", "stage_new", "score_change", "lists_old", "lists_new") == [
        ("5", "lead", "mql", "+15.0", None, "mql"),
        ("'=2", "lead", "mql", "+15.0", None, "mql"),
        ("3", "mql", "lead", "-5.0", "mql", None),
        ("1", "mql", "mql", "+60.0", "mql", "mql"),
    ]


def test_the_order_of_contacts_does_not_matter(tmp_path: Path) -> None:
    header, *lines = CONTACTS.splitlines(keepends=True)
    turned = compared(tmp_path, OLD, NEW, contacts=header + "".join(reversed(lines)))
    assert turned.table.rows.equals(compared(tmp_path, OLD, NEW, contacts=CONTACTS).table.rows)


def test_the_order_of_lists_changes_nobody(tmp_path: Path) -> None:
    lists = ["{list: a, stage: mql}", "{list: b, stage: mql}"]
    one, other = (f"{OLD}handoff: [{', '.join(some)}]\n" for some in (lists, lists[::-1]))
    assert compared(tmp_path, one, other, contacts=CONTACTS).movement.changed == 0


def test_what_only_one_file_makes_is_shown_and_changes_nobody_by_itself(tmp_path: Path) -> None:
    more = (
        OLD.replace("scores: {", "scores: {total: {combine: {fit: 1}}, ")
        + "grade: {letter: {score: fit, A: 0}}\n"
    )
    found = compared(tmp_path, OLD, more, contacts=CONTACTS)
    assert found.movement.changed == 0
    assert found.table.header == (
        *("contact_id", "stage_old", "stage_new", "score_old", "score_new", "score_change"),
        *("score_fit_old", "score_fit_new", "score_total_old", "score_total_new", "grade_old", "grade_new"),
        *("lists_old", "lists_new", "because"),
    )
    assert found.movement.notes == (
        "the lead score is fit in old, and total in new",
        "only new has: score total, grade; nobody counts as changed for that alone",
    )


def test_lights_and_grades_are_empty_where_the_rules_make_none(tmp_path: Path) -> None:
    made = OLD + "lights: {green: {score.fit: {at_least: 20}}}\ngrade: {letter: {score: fit, A: 0}}\n"
    found = compared(tmp_path, made, NEW, contacts=CONTACTS)
    pairs = rows(found, "light_old", "light_new", "grade_old", "grade_new")
    assert pairs == [("red", None, "A", None), ("red", None, "A", None), *[("green", None, "A", None)] * 2]


def test_a_lead_that_only_could_score_something_else_has_no_row(tmp_path: Path) -> None:
    unknown = OLD.replace("default: 0}", "default: 0}, unknown: 0")
    wider = unknown.replace("CH: 30", "CH: 30, NL: 90")
    contacts = "contact_id,country\n1,\n"
    found = compared(tmp_path, unknown, wider, contacts=contacts)
    assert (found.movement.changed, found.table.rows.height) == (0, 0)
