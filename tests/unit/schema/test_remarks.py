"""Each file in tests/remarks gives one remark; its first lines are that remark, and its name begins with the code."""

from __future__ import annotations

import re
from itertools import takewhile
from pathlib import Path
from typing import Final

import pytest

from leadscore.schema import remark_conditions, remark_fields, remark_habits, remark_points
from leadscore.schema.inspection import Inspection, Remark, inspect_rules, inspect_text
from leadscore.schema.load import parse_rules

ROOT: Final = Path(__file__).parents[3]
FILES: Final = sorted((ROOT / "tests" / "remarks").glob("*.yaml"))
BROKEN: Final = sorted((ROOT / "tests" / "broken").glob("*.yaml"))
CLEAN: Final = ("rules.example.yaml", "src/leadscore/starter.yaml")

each = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def inspected(path: Path) -> Inspection:
    """Return what there is to say about a file, under the name that the expected messages have."""
    return inspect_text(path.read_text(encoding="utf-8"), "rules.yaml", path.parent)


@each
def test_a_file_gives_its_remark(path: Path) -> None:
    lines = takewhile(lambda line: line[:1] == "#", path.read_text(encoding="utf-8").split("\n"))
    (remark,) = inspected(path).remarks
    assert str(remark.problem).split("\n") == [line.removeprefix("# ") for line in lines]
    assert path.stem.replace("_", "-").startswith(remark.code)
    assert remark.severity == "remark"


@each
def test_a_file_with_remarks_is_read_as_ever(path: Path) -> None:
    assert parse_rules(path.read_text(encoding="utf-8"), "rules.yaml", None).rules.scores


@pytest.mark.parametrize("name", CLEAN)
def test_the_rules_that_come_along_give_none(name: str) -> None:
    assert inspect_rules(ROOT / name).remarks == ()


def codes() -> set[str]:
    """Return every code that stands in the source."""
    modules = (remark_conditions, remark_fields, remark_habits, remark_points)
    text = "".join(Path(module.__file__ or "").read_text(encoding="utf-8") for module in modules)
    return set(re.findall('"([a-z]+(?:-[a-z]+)+)"', text))


def test_every_remark_has_a_file() -> None:
    assert codes() == {inspected(path).remarks[0].code for path in FILES}


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_what_is_wrong_stays_an_error(path: Path) -> None:
    found = inspected(path)
    assert found.count("error") == (10 if path.stem == "ten_faults" else 1)
    assert found.size is None
    assert found.count("note") == 0


def test_habits_are_named_beside_errors_and_at_their_places() -> None:
    text = """\
version: 1
scores:
  fit:
    rules:
      - {id: wrong, when: {x: 1}, pionts: 5}
      - {id: right, when: {employees: "50"}, points: 5}
"""
    found = [(remark.severity, remark.problem.line, remark.problem.column) for remark in told(text)]
    assert found == [("error", 5, 35), ("remark", 6, 39)]


def told(text: str) -> list[Remark]:
    """Return what there is to say about a text."""
    return list(inspect_text(text, "rules.yaml", None).remarks)


def remarks_on(*rules: str, more: str = "") -> list[str]:
    """Return the codes of what is said about rules of one score whose full_at they reach."""
    listed = "".join(f"      - {rule}\n" for rule in rules)
    text = f"version: 1\nscores:\n  fit:\n    full_at: 1\n    rules:\n{listed}{more}"
    return [remark.code for remark in told(text)]


@pytest.mark.parametrize(
    "condition",
    [
        "{employees: {above: 1.5}}",
        "{employees: {above: 0.125}}",
        "{version: {is: '1.2'}}",
        "{postcode: ['01067', '1010']}",
        "{met_on: 2026-10-01}",
        "{met_on: '2026-10-01'}",
        "{answer: yes}",
        "{country: NO}",
        "{marketing_consent: unknown}",
        "{email: {contains: '@'}}",
        "{email: {starts_with: a}}",
        "{email: {matches: 'gmail\\.com$'}}",
        "{email: {matches: '.com'}}",
        "{code: [1, true]}",
    ],
)
def test_what_is_meant_so_is_left_alone(condition: str) -> None:
    assert remarks_on(f"{{id: any_rule, when: {condition}, points: 1}}") == []


def test_values_of_one_lookup_may_be_of_several_kinds() -> None:
    assert remarks_on('{id: where, lookup: postcode, points: {8010: 1, "01067": 1, 2026-01-01: 1}}') == []


def test_stages_that_ask_for_different_things_hide_nothing() -> None:
    stages = """\
stages:
  - {name: lead}
  - {name: mql, enter: {score.fit: {at_least: 50}}, unless: {rule.a: {below: 1}}}
  - {name: sal, enter: {lead_status: accepted}}
  - {name: sql, enter: {score.fit: {at_least: 50}, lead_status: accepted}}
  - {name: customer, enter: {deals.won: {at_least: 1}}}
"""
    assert remarks_on("{id: a, when: {x: 1}, points: 1}", more=stages) == []


def test_a_later_stage_with_unless_leaves_some_behind() -> None:
    stages = (
        "stages: [{name: lead}, {name: mql, enter: {x: 1}}, {name: sal, enter: {x: 1}, unless: {y: 1}}]\n"
    )
    assert remarks_on("{id: a, when: {x: 1}, points: 1}", more=stages) == []


def test_a_later_stage_that_asks_for_what_may_be_unknown_leaves_some_behind() -> None:
    stages = "stages: [{name: lead}, {name: mql, enter: {x: {above: 5}}}, {name: sal, enter: {any: [{x: {above: 5}}, {y: 1}]}}]\n"
    assert remarks_on("{id: a, when: {x: 1}, points: 1}", more=stages) == []


def test_a_very_long_file_is_looked_through_in_time() -> None:
    stages = "".join(
        f"  - {{name: s{place}, enter: {{score.fit: {{above: 0.5}}}}}}\n" for place in range(2_000)
    )
    found = remarks_on("{id: a, when: {x: 1}, points: 1}", more=f"stages:\n{stages}")
    assert found == ["stage-shadowed"] * 1_999


def test_a_column_that_sources_names_is_meant_as_a_column() -> None:
    stages = "stages: [{name: lead}, {name: mql, enter: {lead_score: {at_least: 50}}}]\n"
    rule = "{id: a, when: {x: 1}, points: 1}"
    assert remarks_on(rule, more=stages) == ["written-column"]
    assert (
        remarks_on(rule, more=f"{stages}sources: {{contacts: {{columns: {{lead_score: Lead Score}}}}}}\n")
        == []
    )


@pytest.mark.parametrize(
    ("field", "meant"),
    [
        ("lead_score", "score.total"),
        ("lead_fit", "score.fit"),
        ("lead_stage", "stage"),
        ("lead_grade", "grade"),
        ("lead_light", "light"),
        ("lead_persona", "persona"),
    ],
)
def test_a_written_column_is_told_its_name_in_the_rules(field: str, meant: str) -> None:
    text = (
        "version: 1\nscores: {fit: {full_at: 1, rules: [{id: a, when: {x: 1}, points: 1}]}, total: {combine: {fit: 1}}}\n"
        f"stages: [{{name: lead}}]\nhandoff: [{{list: calls, stage: lead, when: {{{field}: {{known: true}}}}}}]\n"
    )
    (remark,) = told(text)
    assert remark.problem.help == f'did you mean "{meant}"?'
