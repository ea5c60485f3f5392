from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from leadscore.errors import InputError
from leadscore.pipeline.starter import adapt, starter_rules
from leadscore.tables.layout import lay_out
from tests.unit.pipeline.runs import column, rows, run_starter

if TYPE_CHECKING:
    from pathlib import Path

    from leadscore.schema.load import RulesFile
    from leadscore.schema.model import InputName

ALL: dict[InputName, str] = {
    "contacts": "contact_id,email,job_title,employees,phone,lead_status,do_not_call",
    "activities": "contact_id,type,occurred_at",
    "deals": "contact_id,stage",
}


def adapted(headers: dict[InputName, str]) -> RulesFile:
    file = starter_rules()
    source = file.rules.source
    return adapt(
        file,
        {
            name: lay_out(name, f"{name}.csv", tuple(header.split(",")), source(name), ())
            for name, header in headers.items()
        },
    )


def without(*columns: str) -> RulesFile:
    kept = ",".join(name for name in ALL["contacts"].split(",") if name not in columns)
    return adapted({**ALL, "contacts": kept})


def without_inputs(*inputs: str) -> RulesFile:
    return adapted({name: header for name, header in ALL.items() if name not in inputs})


def left_out(file: RulesFile) -> str:
    """Return what the note names."""
    return " ".join(note.message.partition(": ")[2] for note in file.notes)


def rule_ids(file: RulesFile) -> dict[str, list[str]]:
    return {name: [rule.id for rule in score.rules] for name, score in file.rules.ruled.items()}


def test_where_everything_is_there_nothing_is_left_out() -> None:
    assert adapted(ALL) == starter_rules()


@pytest.mark.parametrize("column", ["lead_status", "do_not_call"])
def test_absent_vetoes_hold_nobody_back(column: str) -> None:
    file = without(column)
    assert [entry.list for entry in file.rules.handoff] == ["mql", "sql"]
    assert left_out(file) == ""


@pytest.mark.parametrize(
    ("column", "names"),
    [
        ("employees", ["rule company_size"]),
        ("phone", ["rule reachable"]),
        ("email", ["rule business_mail"]),
        (
            "job_title",
            [
                "persona decision_maker",
                "persona influencer",
                "rule learner",
                "rule decides",
                "rule influences",
            ],
        ),
    ],
)
def test_rules_whose_column_is_absent_are_left_out_and_named(column: str, names: list[str]) -> None:
    file = without(column)
    assert left_out(file).split(", ") == names
    kept = {rule for rules in rule_ids(file).values() for rule in rules}
    assert kept.isdisjoint(name.partition(" ")[2] for name in names)


def test_without_activities_fit_stands_alone() -> None:
    rules = without_inputs("activities").rules
    assert list(rules.scores) == ["fit", "total"]
    assert list(rules.combined["total"].combine) == ["fit"]
    assert rules.grade is not None
    assert (rules.grade.letter is not None, rules.grade.number is not None) == (True, False)
    assert [stage.name for stage in rules.stages] == ["lead", "mql", "opportunity", "customer"]
    assert [entry.list for entry in rules.handoff] == ["mql"]


def test_without_deals_there_are_no_stages_of_deals() -> None:
    file = without_inputs("deals")
    assert [stage.name for stage in file.rules.stages] == ["lead", "mql", "sql"]
    assert left_out(file) == "stage opportunity, stage customer"


def test_without_anything_known_of_the_person_engagement_stands_alone() -> None:
    rules = without("email", "job_title", "employees", "phone").rules
    assert list(rules.combined["total"].combine) == ["engagement"]
    assert rules.grade is not None
    assert (rules.grade.letter is not None, rules.grade.number is not None) == (False, True)


def test_nothing_to_score_by_is_an_error() -> None:
    with pytest.raises(InputError, match="nothing to score by"):
        adapted({"contacts": "contact_id,name"})


@pytest.mark.parametrize(
    ("header", "cells", "score", "stage"),
    [
        ("contact_id", "1", "40.0", "mql"),  # engagement alone: 40
        ("contact_id,job_title", "1,CEO", "40.7", "mql"),  # fit 25/60 = 41.7, (41.7·40 + 40·60) / 100 = 40.68
        ("contact_id,email", "1,a@acme.example", "30.7", "lead"),  # fit 10/60 = 16.7, 6.68 + 24 = 30.68
        ("contact_id,email", "1,a@gmail.com", "24.0", "lead"),
    ],
)
def test_starter_rules_score_what_is_there(
    tmp_path: Path, header: str, cells: str, score: str, stage: str
) -> None:
    activity = "contact_id,type,occurred_at\n1,Demo_Request,2026-10-30\n"
    found = run_starter(tmp_path, {"contacts": f"{header}\n{cells}\n", "activities": activity})
    (row,) = rows(found, "scored.csv")
    assert (row["lead_score"], row["lead_stage"]) == (score, stage)
    assert [table.path for table in found.tables if table.path.startswith("handoff")] == [
        "handoff/mql.csv",
        "handoff/sql.csv",
    ]


def test_the_run_names_what_was_left_out(tmp_path: Path) -> None:
    found = run_starter(tmp_path, {"contacts": "contact_id,phone\n1,\n"})
    assert "rule company_size" in found.summary.notes[-1]
    assert column(found, "lead_score") == ["0.0"]
