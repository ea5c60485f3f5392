from __future__ import annotations

from datetime import date

import polars as pl

from leadscore.columns import (
    CONTENT_TAKEN,
    ID,
    LAST_ACTIVITY,
    LEAD_RANK,
    LEAD_STAGE,
    WAITING_PLACE,
    WAITING_WHY,
)
from leadscore.steps.lists import ListForm, answers, list_tables
from leadscore.steps.present import lead_columns
from tests.unit.exports import export
from tests.unit.rulebook import compiled

EVERYTHING = """
scores:
  fit: {rules: [{id: a, when: {x: 1}, points: 1}]}
  engagement: {rules: [{id: b, when: {x: 1}, points: 1}]}
  total: {combine: {fit: 1, engagement: 1}}
grade: {letter: {score: fit, A: 50, B: 0}}
lights: {green: {x: 1}}
personas: [{name: boss, when: {x: 1}}]
disqualify: [{id: rival, when: {x: 1}}]
qualification: [{id: need, ask: Need, answered_by: need}, {id: when, ask: When, answered_by: timeline}]
stages: [{name: lead}, {name: mql, enter: {x: 1}}]
"""
FACTS = {
    "reasons": "=B +1 (2026-10-02)",
    "owner": "anna",
    "handoff_since": date(2026, 11, 1),
    "handoff_new": True,
    "handoff_due": None,
    "handoff_answer": None,
    LEAD_STAGE: "mql",
    ID: "1",
    LEAD_RANK: 1,
}


def test_a_list_names_its_people_and_guards_every_cell() -> None:
    rules = compiled(EVERYTHING)
    text = "contact_id,first_name,Company,phone,owner,need,timeline\n1,  Ada ,=x,+49 30,anna,,"
    added = {name: name[-1] for name in lead_columns(rules.model)} | {
        LAST_ACTIVITY: "2026-10-29",
        CONTENT_TAKEN: "@a",
    }
    frame = export(text).frame.with_columns(
        pl.lit(value).alias(name) for name, value in (added | FACTS).items()
    )
    form = ListForm.of_list("best", ("lead_score", "lead_fit"), workbook=False)
    (table,) = list_tables(frame.collect(), form, rules, export(text).layout)
    assert (table.path, table.delimiter, table.bom) == ("handoff/best.csv", ",", False)
    assert dict(zip(table.header, table.rows.row(0), strict=True)) == {
        "lead_rank": "1", "contact_id": "1", "first_name": "Ada", "last_name": None, "company": "'=x", "job_title": None,
        "email": None, "phone": "+49 30", "country": None, "lead_score": "e", "lead_fit": "t", "lead_grade": "e",
        "lead_light": "t", "lead_stage": "mql", "lead_persona": "a", "reasons": "'=B +1 (2026-10-02)",
        "lead_qualification": "n", "answers": None, "lead_next_question": "n", "owner": "anna",
        "handoff_since": "2026-11-01", "handoff_new": "true", "handoff_due": None, "handoff_answer": None,
        "last_activity": "2026-10-29", "pages_read": None, "content_taken": "'@a",
    }  # fmt: skip


def test_a_workbook_has_real_numbers_and_days_and_no_guards() -> None:
    rules = compiled(EVERYTHING + "outputs: {delimiter: ';', bom: true}\n")
    text = "contact_id,first_name,Company,phone,owner,need,timeline\n007,  Ada ,=x,+49 30,anna,,"
    made = dict.fromkeys(lead_columns(rules.model), "x") | {"lead_score": "79.8", "lead_fit": "100.0"}
    added = made | {LAST_ACTIVITY: "2026-10-29", CONTENT_TAKEN: "@a"}
    frame = export(text).frame.with_columns(
        pl.lit(value).alias(name) for name, value in (added | FACTS | {ID: "007"}).items()
    )
    form = ListForm.of_list("best", ("lead_score", "lead_fit"), workbook=True)
    csv, book = list_tables(frame.collect(), form, rules, export(text).layout)
    assert (csv.path, csv.delimiter, csv.bom) == ("handoff/best.csv", ";", True)
    assert (book.path, book.header) == ("handoff/best.xlsx", csv.header)
    cells = dict(zip(book.header, book.rows.row(0), strict=True))
    assert (cells["lead_rank"], cells["lead_score"], cells["lead_fit"]) == (1, 79.8, 100.0)
    assert (cells["contact_id"], cells["company"], cells["content_taken"]) == ("007", "=x", "@a")
    assert cells["last_activity"] == date(2026, 10, 29)
    assert (cells["handoff_since"], cells["handoff_due"]) == (date(2026, 11, 1), None)


def test_those_who_wait_have_their_place_and_why() -> None:
    rules = compiled("stages: [{name: lead}, {name: mql, enter: {x: 1}}]")
    text = "contact_id,first_name\n1,Ada"
    facts = FACTS | {
        WAITING_PLACE: 3,
        WAITING_WHY: "full",
        "list": "mql; sql",
        "owner": None,
        "lead_score": "5.0",
    }
    facts |= {LAST_ACTIVITY: None, CONTENT_TAKEN: None}
    frame = export(text).frame.with_columns(pl.lit(value).alias(name) for name, value in facts.items())
    form = ListForm.of_waiting("waiting", "lead_score", workbook=False)
    (table,) = list_tables(frame.collect(), form, rules, export(text).layout)
    assert table.path == "handoff/waiting.csv"
    assert table.header[:4] == ("waiting_place", "waiting_why", "list", "contact_id")
    assert table.rows.row(0)[:5] == ("3", "full", "mql; sql", "1", "Ada")
    assert not any(name.startswith("handoff_") for name in table.header)


def test_answers_stand_under_the_names_of_their_questions() -> None:
    rules = compiled(EVERYTHING)
    given = export("contact_id,need,timeline\n1, Planning ,Q1\n2,Select,\n3,,soon")
    frame = given.frame.select(answers(rules, given.layout).alias("answers")).collect()
    assert frame["answers"].to_list() == ["need: Planning; when: Q1", "", "when: soon"]
