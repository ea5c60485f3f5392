"""`leadscore check` with contacts: do the rules fit the export, and how do they fare with it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import pytest

from tests.cli.shell import Answer, leadscore
from tests.docs.readme import ROOT

if TYPE_CHECKING:
    from pathlib import Path

RULES: Final = """\
version: 1
scores:
  fit:
    full_at: 25
    rules:
      - {id: big, when: {employees: {above: 100}}, points: 15}
      - {id: region, lookup: country, points: {DE: 10, AU: 5}}
stages:
  - {name: lead}
  - {name: mql, enter: {score.fit: {at_least: 5}}}
"""
CONTACTS: Final = (
    "contact_id,country,employees\n"
    + "".join(f"{number},DE,{number * 5}\n" for number in range(1, 31))
    + "".join(f"{number},AT,\n" for number in range(31, 41))
)
DAY: Final = ("--as-of", "2026-11-01")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with rules and contacts."""
    (tmp_path / "rules.yaml").write_text(RULES, encoding="utf-8")
    (tmp_path / "contacts.csv").write_text(CONTACTS, encoding="utf-8")
    return tmp_path


def test_what_an_export_shows_is_told_with_a_table_of_the_rules(here: Path) -> None:
    assert leadscore(here, "check", "contacts.csv", *DAY) == Answer(
        0,
        """\
rules.yaml:7:22: remark: rule "region": frequent values of "country" have no line in the lookup: "AT" (10 leads, 25 %)
  7 |       - {id: region, lookup: country, points: {DE: 10, AU: 5}}
    |                      ^
  help: they get 0 points: give each a line, with 0 if that is meant

rules.yaml:7:56: remark: rule "region": no lead has "AU" as "country"
  7 |       - {id: region, lookup: country, points: {DE: 10, AU: 5}}
    |                                                        ^
  help: values without a line: AT

40 leads in contacts.csv, as of 2026-11-01: whom each rule fires on
score  rule    leads   share  mean points
fit    big        10  25.0 %        +15.0
fit    region     30  75.0 %        +10.0

2 remarks in rules.yaml
""",
        "rules: rules.yaml\n",
    )


def test_rules_that_fit_are_fine(here: Path) -> None:
    fitting = RULES.replace("AU", "AT")
    (here / "other.yaml").write_text(fitting, encoding="utf-8")
    answer = leadscore(here, "check", "contacts.csv", "other.yaml", *DAY, "--strict")
    assert (answer.code, answer.err) == (0, "rules: other.yaml\n")
    assert answer.out.splitlines()[-1] == "other.yaml: fine (2 rules in 1 score, 2 stages)"
    assert answer.out.startswith("40 leads in contacts.csv, as of 2026-11-01: whom each rule fires on\n")


def test_remarks_are_a_failure_only_if_strict(here: Path) -> None:
    assert leadscore(here, "check", "contacts.csv", *DAY).code == 0
    assert leadscore(here, "check", "contacts.csv", *DAY, "--strict").code == 1


def test_json_has_findings_and_rules(here: Path) -> None:
    answer = leadscore(here, "check", "contacts.csv", *DAY, "--json")
    found = json.loads(answer.out)
    assert list(found) == ["findings", "as_of", "leads", "rules"]
    assert [one["code"] for one in found["findings"]] == ["frequent-value-unnamed", "lookup-value-absent"]
    assert (found["as_of"], found["leads"]) == ("2026-11-01", 40)
    assert found["rules"][1] == {
        "score": "fit",
        "rule": "region",
        "kind": "lookup",
        "line": 7,
        "leads": 30,
        "percent": 75.0,
        "mean": 10.0,
        "parts": [
            {"part": "DE", "leads": 30, "percent": 75.0},
            {"part": "AU", "leads": 0, "percent": 0.0},
            {"part": "default", "leads": 10, "percent": 25.0},
            {"part": "unknown", "leads": 0, "percent": 0.0},
        ],
    }


def test_annotations_have_no_table(here: Path) -> None:
    answer = leadscore(here, "check", "contacts.csv", *DAY, "--format", "github")
    assert [line.split("::")[1] for line in answer.out.splitlines()] == [
        "warning file=rules.yaml,line=7,col=22",
        "warning file=rules.yaml,line=7,col=56",
    ]
    assert answer.err.splitlines()[-1] == "2 remarks in rules.yaml"


def test_columns_and_inputs_that_are_absent_are_errors_beside_the_remarks(here: Path) -> None:
    text = RULES.replace("employees: {above: 100}", 'employes: "50"').replace(
        "stages:",
        "  buzz: {full_at: 5, rules: [{id: visits, activity: page_view, count: once, points: 5}]}\nlead_score: fit\nstages:",
    )
    (here / "rules.yaml").write_text(
        text.replace("employes", "employes: {above: 1}, employees"), encoding="utf-8"
    )
    answer = leadscore(here, "check", "contacts.csv", *DAY)
    assert answer.code == 1
    places = [line.partition(": ") for line in answer.out.splitlines() if line.startswith("rules.yaml:")]
    assert [(place, message.partition(",")[0]) for place, _, message in places] == [
        ("rules.yaml:6:26", 'rule "big" reads "employes"'),
        ("rules.yaml:6:59", 'remark: rule "big": "employees" is compared with the text "50"'),
        ("rules.yaml:8:43", 'rule "visits" reads activities'),
    ]
    assert 'did you mean "employees"?' in answer.out
    assert answer.out.splitlines()[-1] == "2 errors, 1 remark in rules.yaml"
    found = json.loads(leadscore(here, "check", "contacts.csv", *DAY, "--json").out)
    assert (len(found["findings"]), found["leads"], found["rules"]) == (3, None, [])


def test_rules_with_errors_are_told_before_the_export_is_read(here: Path) -> None:
    (here / "rules.yaml").write_text(RULES.replace("points: 15", "pionts: 15"), encoding="utf-8")
    answer = leadscore(here, "check", "nowhere.csv", *DAY)
    assert (answer.code, answer.err) == (1, "the export was not read, as the rules have errors\n")
    assert 'did you mean "points"?' in answer.out


def test_an_export_that_cannot_be_read_exits_2(here: Path) -> None:
    answer = leadscore(here, "check", "nowhere.csv", *DAY)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("error: nowhere.csv") or "error: nowhere.csv" in answer.err


def test_rules_and_other_inputs_lie_beside_the_contacts(
    here: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (here / "activities.csv").write_text(
        "contact_id,type,occurred_at\n1,page_view,2026-10-01\n", encoding="utf-8"
    )
    answer = leadscore(elsewhere, "check", str(here / "contacts.csv"), *DAY)
    assert answer.code == 0
    assert answer.err == (
        f"rules: {here / 'rules.yaml'}\nalso read, as they lie beside the contacts: activities.csv\n"
    )


def test_the_starter_rules_are_never_checked(here: Path) -> None:
    (here / "rules.yaml").unlink()
    answer = leadscore(here, "check", "contacts.csv")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("error: there is no rules.yaml here or beside the contacts\n  help: ")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["-a", "x.csv"], "--activities goes with contacts, and none are named"),
        (["rules.yaml", "--deals", "x.csv"], "leadscore check rules.yaml contacts.csv"),
        (["--companies", "x.csv"], "--companies goes with contacts"),
        (["--without", "deals"], "--without goes with contacts"),
        (["--as-of", "2026-11-01"], "--as-of goes with contacts"),
        (["--newest"], "--newest goes with contacts"),
        (["--dedupe"], "--dedupe goes with contacts"),
        (["a.yaml", "b.yml", "contacts.csv"], "a.yaml and b.yml are two rules files"),
        (["a.yaml", "contacts.csv", "-r", "b.yaml"], "a.yaml and -r b.yaml are two rules files"),
        (["contacts.csv", "--as-of", "yesterday"], "yesterday"),
        (["contacts.csv", "--without", "deal"], 'did you mean "deals"?'),
    ],
)
def test_impossible_commands_exit_2(here: Path, arguments: list[str], told: str) -> None:
    answer = leadscore(here, "check", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert "error: " in answer.err
    assert told in answer.err


def test_few_leads_are_told_to_say_little(folder: Path) -> None:
    answer = leadscore(folder, "check", "contacts.csv", *DAY)
    assert answer.code == 0
    assert "too few leads to say how often something occurs\n" in answer.out


def test_the_sample_has_nothing_but_a_note() -> None:
    answer = leadscore(ROOT, "check", "rules.example.yaml", "sample_data/contacts.csv", *DAY, "--strict")
    assert answer.code == 0
    assert answer.out.splitlines()[-1] == "1 note in rules.example.yaml"
    table = answer.out.split("\n\n")[1].splitlines()
    assert len(table) == 2 + 15
    assert max(map(len, table)) <= 80
