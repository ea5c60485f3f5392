from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import polars as pl
import pytest

from leadscore.columns import (
    ID,
    LAST_ACTIVITY,
    LEAD_RANK,
    LEAD_REASONS,
    LEAD_STAGE,
    NEWEST,
    REJECTED,
    high,
    low,
    tenths,
)
from leadscore.steps.present import (
    ScoredForm,
    add_lead_columns,
    lead_columns,
    rejected_table,
    scored_form,
)
from tests.unit.exports import export
from tests.unit.rulebook import compiled

if TYPE_CHECKING:
    from leadscore.rules.compile import CompiledRules

TWO_SCORES = """
scores:
  fit: {rules: [{id: a, when: {x: 1}, points: 1}]}
  engagement: {rules: [{id: b, when: {x: 1}, points: 1}]}
"""
EVERYTHING = f"""{TWO_SCORES}  total: {{combine: {{fit: 1, engagement: 1}}}}
grade: {{letter: {{score: fit, A: 50, B: 0}}}}
lights: {{green: {{x: 1}}}}
personas: [{{name: boss, when: {{x: 1}}}}]
disqualify: [{{id: rival, when: {{x: 1}}}}]
qualification: [{{id: need, ask: Need, answered_by: need}}]
stages: [{{name: lead}}, {{name: mql, enter: {{x: 1}}}}]
"""
PLAIN = compiled("stages: [{name: lead}, {name: mql, enter: {x: 1}}]")
FACTS = {LEAD_REASONS: "=B +1", LEAD_STAGE: "mql", "lead_stage_since": None, NEWEST: 3, ID: "1", LEAD_RANK: 1}


def test_lead_columns_as_far_as_the_rules_make_them() -> None:
    named = [
        "lead_score",
        "lead_score_low",
        "lead_score_high",
        "lead_stage",
        "lead_stage_since",
        "lead_reasons",
        "lead_as_of",
    ]
    assert lead_columns(compiled("").model) == tuple(named)


def test_all_lead_columns_in_order() -> None:
    scores = [
        f"lead_{score}{end}" for score in ("score", "fit", "engagement") for end in ("", "_low", "_high")
    ]
    facts = "grade light stage stage_since persona disqualified_by reasons qualification next_question as_of"
    assert lead_columns(compiled(EVERYTHING).model) == (*scores, *(f"lead_{fact}" for fact in facts.split()))


def test_the_lead_score_may_be_named() -> None:
    named = lead_columns(compiled(f"{TWO_SCORES}\nlead_score: engagement").model)
    assert named[:6:3] == ("lead_score", "lead_fit")


def lead(rules: CompiledRules, header: str, *cells: str) -> pl.DataFrame:
    """Return one contact with these cells and everything that the steps before this one add."""
    contact = export(f"{header}\n{','.join(cells)}").frame
    sums = {
        name(score): size
        for score in rules.model.scores
        for name, size in ((low, 0), (tenths, 605), (high, 1000))
    }
    facts = [pl.lit(value).alias(name) for name, value in (FACTS | sums).items()]
    return contact.with_columns(facts).pipe(add_lead_columns, rules).collect()


def test_scores_and_days_are_written_as_text() -> None:
    row = lead(PLAIN, "contact_id,x", "1", "").row(0, named=True)
    assert [row[name] for name in ("lead_score_low", "lead_score", "lead_score_high")] == [
        "0.0",
        "60.5",
        "100.0",
    ]
    assert (row["lead_as_of"], row[LAST_ACTIVITY]) == ("2026-11-01", "2026-10-29")


def written(header: str, *cells: str, guard_all: bool = False) -> dict[str, list[list[str]]]:
    """Return header and rows of each table."""
    frame = lead(PLAIN, header, *cells)
    layout = export(f"{header}\n{','.join(cells)}").layout
    return sheets(frame, scored_form(PLAIN, layout, guard_all=guard_all))


def sheets(frame: pl.DataFrame, form: ScoredForm) -> dict[str, list[list[str]]]:
    """Return header and rows of each file."""
    lines = form.lines(frame)
    return {path: [list(header), *csv.reader(lines[path])] for path, header in form.headers.items()}


def test_own_columns_come_first_untouched_then_the_leads() -> None:
    header, row = written("contact_id, Name ,City,", " 1 ", "=x", "y", "z")["scored.csv"]
    assert header[:5] == ["contact_id", " Name ", "City", "", "lead_score"]
    assert row[:5] == [" 1 ", "=x", "y", "z", "60.5"]


def test_a_column_that_is_written_replaces_one_of_its_name() -> None:
    header, row = written(
        "lead_score,contact_id,lead_status,lead_owner,Lead_Stage", "9", "1", "new", "anna", "x"
    )["scored.csv"]
    assert header[:5] == ["contact_id", "lead_status", "lead_owner", "Lead_Stage", "lead_score"]
    assert row[:5] == ["1", "new", "anna", "x", "60.5"]


def test_files_of_stages_and_of_the_disqualified_are_always_there() -> None:
    files = written("contact_id,x", "1", "")
    assert list(files) == [
        "scored.csv",
        "writeback.csv",
        "stages/lead.csv",
        "stages/mql.csv",
        "disqualified.csv",
    ]
    assert [len(rows) - 1 for rows in files.values()] == [1, 1, 0, 1, 0]


def test_without_stages_everybody_is_in_the_file_of_leads() -> None:
    rules = compiled("")
    frame = lead(rules, "contact_id,x", "1", "")
    form = scored_form(rules, export("contact_id,x\n1,").layout, guard_all=False)
    assert [*sheets(frame, form)][2:] == ["stages/lead.csv", "disqualified.csv"]


def test_writeback_has_the_id_and_the_lead_columns() -> None:
    header, row = written("Name,Contact ID", "x", " =1")["writeback.csv"]
    assert header == ["Contact ID", *lead_columns(PLAIN.model)]
    assert row[:2] == [" =1", "60.5"]


@pytest.mark.parametrize(
    ("path", "guard_all", "cells"),
    [
        ("scored.csv", False, ["=1", "=x", "'=B +1"]),
        ("scored.csv", True, ["'=1", "'=x", "'=B +1"]),
        ("stages/mql.csv", False, ["'=1", "'=x", "'=B +1"]),
        ("writeback.csv", False, ["=1", "'=B +1"]),
        ("writeback.csv", True, ["'=1", "'=B +1"]),
    ],
)
def test_own_cells_are_guarded_where_people_open_them(path: str, guard_all: bool, cells: list[str]) -> None:
    header, row = written("contact_id,name", "=1", "=x", guard_all=guard_all)[path]
    own = row[: header.index("lead_score")]
    assert [*own, row[header.index(LEAD_REASONS)]] == cells


@pytest.mark.parametrize(
    ("path", "guard_all", "header"),
    [
        ("scored.csv", False, ["contact_id", "+A1"]),
        ("scored.csv", True, ["contact_id", "'+A1"]),
        ("stages/lead.csv", False, ["contact_id", "'+A1"]),
        ("disqualified.csv", False, ["contact_id", "'+A1"]),
    ],
)
def test_headers_are_guarded_where_their_cells_are(path: str, guard_all: bool, header: list[str]) -> None:
    assert written("contact_id,+A1", "1", "x", guard_all=guard_all)[path][0][:2] == header


def test_what_is_not_known_is_an_empty_cell() -> None:
    header, row = written("contact_id,name", "1", "")["scored.csv"]
    assert (row[1], row[header.index("lead_stage_since")]) == ("", "")


def test_rejected_records_are_guarded() -> None:
    rejected = pl.DataFrame(
        [("contacts.csv", 2, "id", "=1", "why", "=1,+x")], schema=list(REJECTED), orient="row"
    )
    table = rejected_table(rejected)
    assert table.rows.rows() == [("contacts.csv", "2", "id", "'=1", "why", "'=1,+x")]
