"""What a stage can depend on: each kind of field, rule and condition leads to changes that bring it about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from leadscore.pipeline.outlook.candidates import types_named
from tests.unit.pipeline.outlook.leads import LOG, outlook, session, steps

if TYPE_CHECKING:
    from pathlib import Path

CONTACTS: Final = (
    "contact_id,job_title,country,employees,nps,optin,seen,need,budget,referred_by,company_id\n1,,,,,,,,,,7\n"
)
OTHERS: Final = {
    "activities": LOG,
    "deals": "contact_id,deal_id,stage,amount,created_at\n",
    "companies": "company_id,industry\n7,\n",
}
BASE: Final = """
personas: [{name: boss, when: {job_title: {has_word: [ceo, cto]}}}, {name: other, when: {job_title: {known: true}}}]
qualification: [{id: need, ask: "Why?", answered_by: need}, {id: budget, ask: "How much?", answered_by: budget}]
scores:
  fit: {rules: [
    {id: role, lookup: persona, points: {boss: 40, other: 10}},
    {id: size, band: employees, points: [{below: 10, points: 0}, {below: 250, points: 15}, {points: 30}]},
    {id: far, when: {country: US}, points: -10, unknown: -5},
    {id: prices, activity: page_view, where: {url: {contains: /pricing}}, points: 45},
    {id: offers, activity: page_view, where: {url: {starts_with: [/jobs]}, not: {url: {contains: /pricing}}}, points: -40, count: once}]}
  total: {combine: {fit: 1}}
grade: {letter: {score: fit, A: 40, B: 0}}
lights: {green: {score.fit: {at_least: 40}}}
"""


@pytest.mark.parametrize(
    ("enter", "first"),
    [
        ("country: DE", ["country=DE"]),
        ("country: [AT, DE]", ["country=AT"]),
        ("country: {not_in: [US, GB]}", ["country=anything but US or GB"]),
        ("not: {country: US}", ["country=anything but US"]),
        ("job_title: {contains: engineer}", ["job_title=engineer"]),
        ("job_title: {has_word: [ceo, cto]}", ["job_title=ceo"]),
        ("job_title: {starts_with: Head}", ["job_title=Head"]),
        ("job_title: {ends_with: sales}", ["job_title=sales"]),
        (r"job_title: {matches: '\b(vp|head of)\b|leiter(in)?\b'}", ["job_title=vp"]),
        ("job_title: {in_list: words.txt}", ["job_title=Gründer"]),
        ("job_title: {known: true}", ["job_title=anything"]),
        ("not: {job_title: {contains: intern}}", ["job_title=something else"]),
        ("employees: {at_least: 50}", ["employees=50"]),
        ("employees: {above: 2.5}", ["employees=3"]),
        ("employees: {at_most: 2.5}", ["employees=2.5"]),
        ("employees: {below: 3}", ["employees=2"]),
        ("employees: {between: [3, 9]}", ["employees=3"]),
        ("not: {employees: {at_least: 3}}", ["employees=2"]),
        ("optin: true", ["optin=true"]),
        ("not: {optin: true}", ["optin=false"]),
        ("seen: {within_last: 30d}", ["seen=2026-11-01"]),
        ("seen: {older_than: 30d}", ["seen=2026-10-01"]),
        ("seen: {after: 2026-05-31}", ["seen=2026-06-01"]),
        ("seen: {before: 2026-05-31}", ["seen=2026-05-30"]),
        ("company.industry: Software", ["industry=Software"]),
        ("persona: boss", ["job_title=ceo"]),
        ("persona: other", ["job_title=something else"]),
        ("score.fit: {at_least: 30}", ["job_title=ceo"]),
        ("score.total: {at_least: 40}", ["1 page_view url=/pricing"]),
        ("rule.size: {above: 0}", ["employees=10"]),
        ("rule.size: {at_least: 30}", ["employees=250"]),
        ("rule.role: {at_least: 40}", ["job_title=ceo"]),
        ("rule.far: {at_least: 0}", ["country=anything but US"]),
        ("grade: A", ["1 page_view url=/pricing"]),
        ("light: green", ["1 page_view url=/pricing"]),
        ("activities.webinar: {at_least: 2}", ["2 webinar"]),
        ("last_activity_days: {at_most: 3}", ["1 page_view"]),
        ("deals.open: {at_least: 1}", ["1 open"]),
        ("deals.won: {at_least: 2}", ["2 won"]),
        ("deals.amount_won: {at_least: 5000}", ["1 won amount=5000"]),
        ("deals.amount_won: {above: 5000}", ["1 won amount=5001"]),
        ("referrals: {at_least: 2}", ["2 referred_by"]),
        ("qualification.answered: {at_least: 2}", ["need=anything", "budget=anything"]),
        ("all: [{country: DE}, {any: [{nps: 9}, {nps: 10}]}]", ["country=DE", "nps=9"]),
    ],
)
def test_a_condition_leads_to_changes_that_meet_it(tmp_path: Path, enter: str, first: list[str]) -> None:
    (tmp_path / "words.txt").write_text("# who decides\nGründer\nInhaber\n", encoding="utf-8")
    stages = f"stages: [{{name: lead}}, {{name: mql, enter: {{{enter}}}}}]"
    found = outlook(tmp_path, BASE + stages, CONTACTS, **OTHERS)
    assert found.stage == "lead"
    assert steps(found)[0] == first


def test_of_values_with_the_same_points_the_first_is_tried(tmp_path: Path) -> None:
    rules = """
scores: {fit: {rules: [{id: a, lookup: country, points: {US: -5, DE: 20, AT: 20, CH: 30, default: 0}}]}}
stages: [{name: lead}, {name: mql, enter: {score.fit: {at_least: 20}}}]
"""
    assert steps(outlook(tmp_path, rules, "contact_id,country\n1,\n")) == [["country=DE"], ["country=CH"]]


def test_an_activity_ends_a_silence(tmp_path: Path) -> None:
    rules = """
scores: {fit: {min: -50, rules: [
  {id: sent, activity: email_sent, points: 0}, {id: open, activity: email_open, points: 0},
  {id: quiet, quiet_for: 60d, except: email_sent, points: -15}]}}
stages: [{name: lead}, {name: mql, unless: {rule.quiet: {below: 0}}}]
"""
    found = outlook(tmp_path, rules, activities=LOG + "1,email_open,2026-01-01,\n")
    assert steps(found) == [["1 email_open"]]
    assert [str(effect.points) for effect in found.goals[0].steps[0].effects] == ["15"]


def test_what_has_been_done_cannot_be_undone(tmp_path: Path) -> None:
    rules = """
scores: {fit: {rules: [{id: jobs, activity: page_view, points: -20, decay: none}]}}
stages: [{name: lead}, {name: mql, unless: {rule.jobs: {below: 0}}}]
"""
    found = outlook(tmp_path, rules, activities=LOG + "1,page_view,2026-10-01,\n")
    assert (found.stage, found.goals[0].obstacle) == ("lead", "nothing_to_change")


def test_inputs_that_are_not_there_get_no_rows(tmp_path: Path) -> None:
    stages = "stages: [{name: lead}, {name: mql, enter: {any: [{activities.webinar: 1}, {deals.won: 1}]}}]"
    found = outlook(tmp_path, BASE + stages, CONTACTS, companies=OTHERS["companies"])
    assert found.goals[0].obstacle == "nothing_to_change"


def test_a_lead_without_a_company_cannot_have_its_company_changed(tmp_path: Path) -> None:
    stages = "stages: [{name: lead}, {name: mql, enter: {company.industry: Software}}]"
    found = outlook(tmp_path, BASE + stages, CONTACTS, **OTHERS | {"companies": "company_id,industry\n8,\n"})
    assert found.goals[0].obstacle == "nothing_to_change"


def test_a_day_in_a_column_of_contacts_is_an_activity_too(tmp_path: Path) -> None:
    rules = """
sources: {contacts: {events: {last_click: click}}}
scores: {fit: {rules: [{id: clicked, activity: click, points: 30, within_last: 30d, count: per_day}]}}
stages: [{name: lead}, {name: mql, enter: {score.fit: {at_least: 30}}}]
"""
    found = outlook(tmp_path, rules, "contact_id,last_click\n1,2026-01-01\n")
    assert steps(found) == [["last_click=2026-11-01"]]
    assert found.goals[0].steps[0].changes[0].before == "2026-01-01"
    assert not found.goals[0].steps[0].corrects


@pytest.mark.parametrize(("score", "found"), [(20, [["1 visit"]]), (30, [])])
def test_one_day_in_the_log_and_in_a_column_of_contacts_is_one_day(
    tmp_path: Path, score: int, found: list[list[str]]
) -> None:
    rules = f"""
sources: {{contacts: {{events: {{last_visit: visit}}}}}}
scores: {{fit: {{rules: [{{id: a, activity: visit, points: 10, count: per_day}}]}}}}
stages: [{{name: lead}}, {{name: mql, enter: {{score.fit: {{at_least: {score}}}}}}}]
"""
    contacts = "contact_id,last_visit\n1,2026-10-30\n"
    assert steps(outlook(tmp_path, rules, contacts, activities=LOG + "1,visit,2026-10-30,\n")) == found


@pytest.mark.parametrize(("others", "cell"), [("1,25", "7,5"), ("1.25", "7.5"), ("", "7.5")])
def test_numbers_are_written_as_their_column_has_them(tmp_path: Path, others: str, cell: str) -> None:
    stages = "stages: [{name: lead}, {name: mql, enter: {nps: {at_least: 7.5}}}]"
    contacts = f'{CONTACTS}2,,,,"{others}",,,,,,\n'
    assert steps(outlook(tmp_path, BASE + stages, contacts, **OTHERS)) == [[f"nps={cell}"]]


def test_types_of_activities_are_named_once_in_file_order(tmp_path: Path) -> None:
    rules = """
scores: {fit: {rules: [{id: b, activity: [Visit, demo], points: 1}, {id: a, activity: visit, points: 1}]}}
stages: [{name: mql, enter: {any: [{activities.call: 1}, {activities.Demo: 2}]}}]
"""
    assert types_named(session(tmp_path, rules, "contact_id\n1\n", activities=LOG).rules.model) == (
        "Visit",
        "demo",
        "call",
    )
