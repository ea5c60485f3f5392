"""Accounts, from exports to the table that is written; every number is worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

import pytest

from leadscore.results.accounts import TopAccount
from tests.unit.pipeline.runs import column, rows, run

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.pipeline.runs import Texts

RULES: Final = """\
version: 1
personas:
  - {name: boss, when: {job_title: CEO}}
  - {name: engineer, when: {job_title: Engineer}}
  - {name: buyer, when: {job_title: Buyer}}
scores:
  fit: {rules: [{id: region, lookup: country, points: {DE: 80, AT: 40.5}}]}
  engagement: {rules: [{id: seen, band: minutes, points: [{below: 1, points: 0}, {below: 5, points: 0.1}, {below: 10, points: 45.5}, {below: 20, points: 60}, {points: 100}]}, {id: visit, activity: visit, points: 1}]}
  total: {combine: {fit: 1, engagement: 1}}
disqualify: [{id: rival, when: {country: XX}}]
stages:
  - {name: lead, label: Lead}
  - {name: mql, label: Marketing qualified, enter: {score.engagement: {at_least: 40}}}
  - {name: sql, label: Sales qualified, enter: {score.engagement: {at_least: 90}}}
  - {name: customer, enter: {deals.won: {at_least: 1}}}
"""
ACCOUNTS: Final = RULES + "accounts: {}\n"
CONTACTS: Final = """\
contact_id,email,company,company_id,job_title,country,minutes
1,a@acme.example,Acme,K1,CEO,DE,12
2,b@ACME.example, ACME ,K1,Engineer,AT,7
3,,Acme, K1 ,,,3
4,c@gmail.com,,K1,Buyer,AT,0
5,d@acme.example,,K1,Buyer,DE,
6,e@acme.example,ACME,K1,Buyer,XX,50
7,f@Beta.example,Beta,,Engineer,XX,50
8,g@beta.example,beta,,Engineer,,7
9,h@beta.example,,,CEO,AT,0
10,i@beta.example,,,Engineer,DE,0
11,j@gamma.example,=Gamma,1.5E+11,CEO,DE,50
12,k@gamma.example,,,CEO,DE,50
13,l@delta.example,,,,,3
14,m@delta.example,,,,,3
15,n@epsilon.example,,,,,0
16,o@gmail.com,Alone,,CEO,DE,50
17,,Nowhere,,,,50
"""
ACTIVITIES: Final = "contact_id,type,occurred_at\n"
DEALS: Final = """\
contact_id,stage,amount
8,offer,100
6,won,10
15,won,0.005
1,open,1
1,lost,7
16,won,5
"""
ALL: Final[Texts] = {"contacts": CONTACTS, "activities": ACTIVITIES, "deals": DEALS}
HEADER: Final = (
    "account,company,contacts,disqualified,engaged_contacts,engagement,best_fit,personas,missing_personas,"
    "furthest_stage,deals_open,deals_won,won_amount,one_contact_risk,next_contact,next_persona"
)


def lines(folder: Path, texts: Texts = ALL, rules: str = ACCOUNTS) -> list[str]:
    """Return the table that a run writes, its header first."""
    found = run(folder, texts, rules)
    table = next(one for one in found.tables if one.path == "accounts.csv")
    return [",".join(cell or "" for cell in row) for row in (table.header, *table.rows.rows())]


def test_accounts_are_counted(tmp_path: Path) -> None:
    """What the rows show, in their order.

    - gamma: 100.0 + 100.0 / 2 are more than 100. An id that a spreadsheet has rounded is none. Both are bosses.
    - K1: 60.0 + 45.5 / 2 + 0.1 / 4 = 82.775, and 6 is disqualified, though its deal is won. 4 and 5 are no engaged
      buyers; 5 fits better. Acme and ACME are twice each.
    - beta: 45.5 of 8, who alone is engaged and has an open deal; 7 is disqualified. 10 is an engineer as 8 is, so that
      9 is next.
    - delta: 0.1 + 0.1 / 2 = 0.15, half away from zero.
    - epsilon: nobody is engaged, so that there is no group to complete.
    """
    assert lines(tmp_path) == [
        HEADER,
        "gamma.example,'=Gamma,2,0,2,100.0,80.0,boss,engineer; buyer,sql,0,0,0.00,false,,",
        "K1,ACME,6,1,3,82.8,80.0,boss; engineer,buyer,mql,1,1,10.00,false,5,buyer",
        "beta.example,Beta,4,1,1,45.5,80.0,engineer,boss; buyer,mql,1,0,0.00,true,9,boss",
        "delta.example,,2,0,2,0.2,0.0,,boss; engineer; buyer,lead,0,0,0.00,false,,",
        "epsilon.example,,1,0,0,0.0,0.0,,boss; engineer; buyer,customer,0,1,0.005,false,,",
    ]


def test_the_summary_counts_them(tmp_path: Path) -> None:
    found = run(tmp_path, ALL, ACCOUNTS).summary.accounts
    assert found is not None
    assert (found.accounts, found.engaged, found.one_contact_risk) == (5, 4, 1)
    assert (found.contacts, found.without, found.personas, found.ripe) == (15, 2, 3, "Sales qualified")
    assert [one.account for one in found.top] == ["gamma.example", "K1", "beta.example", "delta.example"]
    assert found.top[1] == TopAccount(
        account="K1",
        company="ACME",
        contacts=6,
        engaged=3,
        engagement=Decimal("82.8"),
        stage="Marketing qualified",
        one_contact_risk=False,
        personas=("boss", "engineer"),
        missing=("buyer",),
    )


def test_who_is_joined_to_a_company_by_domain_is_with_those_who_have_its_id(tmp_path: Path) -> None:
    contacts = (
        "contact_id,email,company_id\n1,a@acme.example,\n2,,K1\n3,b@other.example,\n4,c@acme.example,K2\n"
    )
    companies = "company_id,domain\n K1,https://www.acme.example\n,other.example\n"
    rules = "version: 1\nscores: {a: {rules: [{id: b, when: {contact_id: 1}, points: 1}]}}\naccounts: {}\n"
    texts: Texts = {"contacts": contacts, "companies": companies}
    assert [line.split(",")[0:3] for line in lines(tmp_path, texts, rules)[1:]] == [
        ["K1", "", "2"],
        ["K2", "", "1"],
        ["other.example", "", "1"],
    ]


def test_the_order_of_contacts_changes_nothing(tmp_path: Path) -> None:
    header, *records = CONTACTS.splitlines()
    turned = "\n".join([header, *reversed(records)])
    assert lines(tmp_path, ALL | {"contacts": turned}) == lines(tmp_path)


def test_a_customer_with_one_engaged_contact_is_a_risk_and_a_lead_is_none(tmp_path: Path) -> None:
    contacts = (
        "contact_id,email,minutes\n1,a@x.example,3\n2,b@y.example,3\n3,c@y.example,0\n4,d@z.example,50\n"
    )
    texts: Texts = {
        "contacts": contacts,
        "activities": ACTIVITIES,
        "deals": "contact_id,stage,amount\n3,won,1\n",
    }
    optional = "sources: {contacts: {optional: [job_title, country]}}\n"
    found = rows(run(tmp_path, texts, ACCOUNTS + optional), "accounts.csv")
    assert {row["account"]: row["one_contact_risk"] for row in found} == {
        "x.example": "false",
        "y.example": "true",
        "z.example": "true",
    }


def test_nothing_is_made_that_nothing_asks_for(tmp_path: Path) -> None:
    found = run(tmp_path, ALL, RULES)
    assert ("accounts.csv" in [one.path for one in found.tables], found.summary.accounts) == (False, None)


def test_without_deals_nothing_is_said_of_them(tmp_path: Path) -> None:
    found = run(tmp_path, {"contacts": CONTACTS, "activities": ACTIVITIES}, ACCOUNTS)
    told = {
        name: set(column(found, name, "accounts.csv")) for name in ("deals_open", "deals_won", "won_amount")
    }
    assert list(told.values()) == [{None}] * 3


def test_without_stages_only_deals_are_at_stake(tmp_path: Path) -> None:
    rules = "version: 1\nscores: {a: {rules: [{id: b, when: {contact_id: {known: true}}, points: 9}]}}\naccounts: {}\n"
    found = run(tmp_path, ALL, rules)
    assert found.summary.accounts is not None
    assert (found.summary.accounts.ripe, found.summary.accounts.top[0].stage) == ("", "lead")
    risks = zip(
        column(found, "account", "accounts.csv"),
        column(found, "one_contact_risk", "accounts.csv"),
        strict=True,
    )
    assert [account for account, risk in risks if risk == "true"] == []


STAGES: Final = """\
accounts: {engagement: engagement}
nurture:
  consent: {contact_id: {known: true}}
  tracks: [{name: warm, when: {company.engaged_contacts: {at_least: 2}}, content: [paper]}]
handoff: [{list: warm, stage: [lead, mql, sql], when: {company.engagement: {at_least: 82.8}}}]
"""


def test_lists_and_tracks_know_the_company(tmp_path: Path) -> None:
    """Of K1 all but 6, who is disqualified; 16 and 17 are companies of their own, 16 a customer."""
    log = "contact_id,type,occurred_at,asset\n"
    found = run(tmp_path, ALL | {"activities": log}, RULES + STAGES)
    assert sorted(map(str, column(found, "contact_id", "handoff/warm.csv")), key=int) == [
        *("1", "2", "3", "4", "5", "11", "12", "17")
    ]
    tracks = zip(column(found, "contact_id"), column(found, "lead_track"), strict=True)
    assert [contact for contact, track in tracks if track] == [
        *("1", "2", "3", "4", "5", "11", "12", "13", "14")
    ]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("company.deals_won: {at_least: 1}", ["1", "2", "3", "4", "5", "15", "16"]),
        ("company.engaged_contacts: 1", ["8", "9", "10", "16", "17"]),
        ("company.engagement: {between: [0.1, 45.5]}", ["8", "9", "10", "13", "14"]),
        (
            "not: {company.engagement: {above: 0}}",
            ["15"],
        ),
    ],
)
def test_stages_know_the_company(condition: str, expected: list[str], tmp_path: Path) -> None:
    """A disqualified contact is in no stage, and its deals are deals of its company."""
    rules = (
        RULES.partition("stages:")[0] + f"stages: [{{name: lead}}, {{name: warm, enter: {{{condition}}}}}]\n"
    )
    found = run(tmp_path, ALL, rules)
    stages = zip(column(found, "contact_id"), column(found, "lead_stage"), strict=True)
    assert [contact for contact, stage in stages if stage == "warm"] == expected
