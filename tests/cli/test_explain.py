"""`leadscore explain` as its users run it: exit code, stdout and stderr together."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.cli.shell import leadscore
from tests.docs.examples import ROOT

if TYPE_CHECKING:
    from pathlib import Path

READ: Final = "rules: rules.yaml\nalso read, as they lie beside the contacts: activities.csv\n"
GIVEN: Final = ("contacts.csv", "--as-of", "2026-11-01")
SAMPLE: Final = ("sample_data/contacts.csv", "-r", "rules.example.yaml", "--as-of", "2026-11-01")
EXPECTED: Final = ROOT / "tests" / "golden" / "report" / "explanation-80.txt"
BEN: Final = """\
Ben
  contact 2, ben@gmail.com
  stage lead, lead score 15.0
  rules.yaml, as of 2026-11-01

fit: 20.0
  Near us   +20
    country = AT
  points   = 20
  20 of the 100 points that make 100: 20.0
  nothing from
    Big company  no: employees = 12

engagement: 10.0
  Visited   +10
    2 activities, 5 for each
    2026-10-20  12 days  page_view  +5
    2026-10-01  31 days  page_view  +5
  points   = 10
  10 of the 100 points that make 100: 10.0
  nothing from
    Asked for a demo  no demo_request

total: 15.0
  fit         20.0  x 1 of 2     +10
  engagement  10.0  x 1 of 2      +5
  score                       = 15.0

Stage: lead, the last of these that is true
  lead: yes  <- here
  mql: no
    score.total: {at_least: 50}  is 15.0  no

Hand-off lists: none
  mql: no
    stage: mql  is lead  no
"""


def explain(folder: Path, *who: str, **environment: str) -> str:
    answer = leadscore(folder, "explain", *GIVEN, *who, **environment)
    assert (answer.code, answer.err) == (0, READ)
    return answer.out


def as_json(folder: Path, *who: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(explain(folder, *who, "--json"), parse_float=Decimal)
    return found


def test_every_line_of_a_score_and_every_decision_is_told(folder: Path) -> None:
    assert explain(folder, "-c", "2").startswith(BEN)


def test_a_lead_is_found_by_its_address_too(folder: Path) -> None:
    assert explain(folder, "-c", "BEN@gmail.com") == explain(folder, "--contact", "2")


def test_several_leads_come_in_the_order_in_which_they_are_named_and_each_once(folder: Path) -> None:
    found = as_json(folder, "-c", "2", "-c", "1", "-c", "ben@gmail.com")
    assert [one["who"]["name"] for one in found["leads"]] == ["Ben", "Anna"]
    text = explain(folder, "-c", "2", "-c", "1")
    assert text.startswith(BEN)
    assert f"\n\n{'-' * 80}\n\nAnna\n" in text


def test_json_has_the_numbers_that_are_shown(folder: Path) -> None:
    found = as_json(folder, "-c", "1")
    assert (found["rules"], found["as_of"]) == ("rules.yaml", "2026-11-01")
    lead = found["leads"][0]
    assert (lead["standing"]["stage"], lead["standing"]["lead_score"]) == ("mql", Decimal("90.0"))
    assert [score["shown"] for score in lead["scores"]] == [
        Decimal("100.0"),
        Decimal("80.0"),
        Decimal("90.0"),
    ]
    assert [rule["points"] for rule in lead["scores"][0]["rules"]] == [60, 40]
    assert lead["scores"][1]["rules"][0]["activities"]["newest"][0]["day"] == "2026-10-30"
    assert lead["outlook"]["stage"] == "mql"


def test_numbers_in_json_have_no_more_digits_than_they_need(folder: Path) -> None:
    text = (
        (folder / "rules.yaml")
        .read_text("utf-8")
        .replace("  engagement:\n", "  engagement:\n    decay: {half_life: 30d}\n")
    )
    (folder / "rules.yaml").write_text(text, "utf-8")
    text = explain(folder, "-c", "2", "--json")
    assert '"points": 6.232,' in text
    assert '"weight": 48.858,' in text


def test_a_pipe_gets_no_colours_and_a_terminal_does(folder: Path) -> None:
    assert "\x1b[" not in explain(folder, "-c", "2")
    terminal = {"FORCE_COLOR": "1", "TERM": "xterm-256color"}
    assert "\x1b[1mBen" in leadscore(folder, "explain", *GIVEN, "-c", "2", **terminal).out
    assert "\x1b[3" not in leadscore(folder, "explain", *GIVEN, "-c", "2", NO_COLOR="1", **terminal).out


def test_a_console_that_knows_few_characters_loses_no_word_of_ours(folder: Path) -> None:
    with (folder / "contacts.csv").open("a", encoding="utf-8") as file:
        file.write("4,zoe@acme.example,Zoë☃,DE,5\n")
    expected = explain(folder, "-c", "4").replace("Zoë☃", "Zo??")
    assert expected.isascii()
    assert explain(folder, "-c", "4", PYTHONUTF8="0", PYTHONIOENCODING="ascii:strict") == expected


def test_without_a_lead_nothing_is_explained(folder: Path) -> None:
    answer = leadscore(folder, "explain", *GIVEN)
    assert (answer.code, answer.out) == (2, "")
    assert "-c" in answer.err


def test_nobody_of_that_name_is_told(folder: Path) -> None:
    answer = leadscore(folder, "explain", *GIVEN, "-c", "99")
    assert (answer.code, answer.out) == (2, "")
    assert 'no contact has the id or e-mail address "99"' in answer.err


def test_starter_rules_explain_where_somebody_looks_and_name_what_they_leave_out(folder: Path) -> None:
    (folder / "rules.yaml").unlink()
    answer = leadscore(folder, "explain", *GIVEN, "-c", "2")
    assert answer.code == 0
    assert "\n  Starter rules, as of 2026-11-01\n" in answer.out
    assert "the built-in starter rules" in answer.err
    assert "left out, as the exports do not have their columns" in answer.err
    answer = leadscore(folder, "explain", *GIVEN, "-c", "2", "--json")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("error: no rules.yaml was found here or beside the contacts")


def test_without_activities_that_is_why_nothing_is_given(folder: Path) -> None:
    answer = leadscore(folder, "explain", *GIVEN, "-c", "2", "--without", "activities")
    assert answer.code == 0
    assert "    Visited           no activities were given\n" in answer.out


def test_nothing_in_the_cells_is_obeyed(folder: Path) -> None:
    with (folder / "contacts.csv").open("a", encoding="utf-8") as file:
        file.write('4,\x1b]0;title\x07,"Eve\n[red]\u202e",DE,\x1b[2J\n')
    with (folder / "activities.csv").open("a", encoding="utf-8") as file:
        file.write("4,page_view,2026-10-01\x1b[2J\n4,page_view,2026-10-02\n")
    text = explain(folder, "-c", "4")
    assert text.replace("\n", "").isprintable()
    assert text.startswith("Eve␊[red]<U+202E>\n")
    assert explain(folder, "-c", "4", "--json").replace("\n", "").isprintable()


def test_a_lead_of_the_sample_from_its_name_to_what_may_become_of_it(update_golden: bool) -> None:
    answer = leadscore(ROOT, "explain", *SAMPLE, "-c", "1000120")
    assert answer.code == 0
    if update_golden:
        EXPECTED.write_text(answer.out, "utf-8")
    assert answer.out == EXPECTED.read_text("utf-8")


@pytest.mark.parametrize("contact", ["1000036", "1000033", "1000005"])
def test_leads_of_the_sample_fit_eighty_columns(contact: str) -> None:
    answer = leadscore(ROOT, "explain", *SAMPLE, "-c", contact)
    assert answer.code == 0
    assert max(map(len, answer.out.splitlines())) <= 80


def test_json_has_the_steps_of_a_lead() -> None:
    answer = leadscore(ROOT, "explain", *SAMPLE, "-c", "1000263", "--json")
    (lead,) = json.loads(answer.out)["leads"]
    steps = [step["changes"][0] for goal in lead["outlook"]["goals"] for step in goal["steps"]]
    assert ("lead_status", "accepted") in {(change["name"], change["value"]) for change in steps}
    assert [{"field": "url", "value": "/pricing"}] in [change["cells"] for change in steps]
