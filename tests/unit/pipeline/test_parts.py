from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from leadscore.pipeline import parts
from leadscore.results import Accounting, Unreadable
from leadscore.rules.decay import FULL
from leadscore.schema.types import MAX_POINTS
from tests.unit.pipeline.runs import PLAIN, Texts, account, column, rows, run

if TYPE_CHECKING:
    from pathlib import Path

    from leadscore.schema.model import InputName

PEOPLE = "contact_id,email,x\n1,ada@x.example,1\n2,bob@y.example,\n"
ACTIVITIES = """activity_id,contact_id,email,type,occurred_at
A,1,,visit,2026-10-01
A,1,,visit,2026-10-01
B,,BOB@y.example,visit,2026-10-01
C,9,bob@y.example,visit,2026-10-01
D,1,,visit,2026-11-02
E,1,,,2026-10-01
F,1,,visit,soon
G,1,,visit
H,1,,visit,2026-11-01
"""
DEALS = """deal_id,contact_id,stage,amount,created_at,closed_at
A,1,won,100,2026-01-01,2026-02-01
A,2,won,100,2026-01-01,2026-02-01
B,2,offer,,,
C,9,offer,,,
D,1,won,5,2026-11-02,2026-11-03
E,1,,5,,
F,,won,5,,
G,1,won,5,,,
"""
COMPANIES = "company_id,domain,industry\nK,x.example,IT\nK,z.example,IT\nL,z.example,IT\n,x.example,IT\n"
VISITS = "version: 1\nscores: {fit: {rules: [{id: visits, activity: visit, points: 1%s}]}}\n"


def counts(one: Accounting) -> tuple[int, ...]:
    return (one.read, one.used, one.later, one.unknown_contact, one.repeated, one.rejected)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("contacts", "contact_id,x\n1,\n1,\n,\n2,,\n2,\n\n3,", (5, 3, 0, 0, 0, 2)),
        ("contacts", "contact_id,x\n1,\n,x\n2,", (3, 2, 0, 0, 0, 1)),
        ("activities", ACTIVITIES, (9, 3, 1, 1, 1, 3)),
        ("activities", "contact_id,type,occurred_at\n", (0, 0, 0, 0, 0, 0)),
        ("deals", DEALS, (8, 2, 1, 1, 1, 3)),
        ("deals", "contact_id,stage\n", (0, 0, 0, 0, 0, 0)),
        ("companies", COMPANIES, (4, 1, 0, 1, 2, 0)),
        ("companies", "company_id\n", (0, 0, 0, 0, 0, 0)),
        ("companies", "company_id,industry\nK,IT\nL", (2, 0, 0, 1, 0, 1)),
    ],
)
def test_every_record_is_accounted_for(
    tmp_path: Path, name: InputName, text: str, expected: tuple[int, ...]
) -> None:
    texts: Texts = {"contacts": PEOPLE, name: text}
    found = account(run(tmp_path, texts), name)
    assert counts(found) == expected
    assert found.adds_up


def test_files_of_one_input_are_one(tmp_path: Path) -> None:
    found = run(tmp_path, {"contacts": ["contact_id,x\n1,1\n2,1", "contact_id,x\n2,1\n3,1\n"]})
    assert account(found, "contacts") == Accounting(
        "contacts", ("contacts.csv", "contacts1.csv"), 4, 3, 0, 0, 0, 1
    )
    assert column(found, "contact_id") == ["1", "2", "3"]
    assert column(found, "reason", "rejected.csv") == ["repeats the id of line 3 of contacts.csv"]


def test_rejected_records_of_all_inputs_with_their_place(tmp_path: Path) -> None:
    found = run(tmp_path, {"contacts": "contact_id,x\n,1\n1,\n", "activities": ACTIVITIES, "deals": DEALS})
    places = [(row["file"], row["line"], row["column"]) for row in rows(found, "rejected.csv")]
    assert places == [
        ("contacts.csv", "2", "contact_id"),
        ("activities.csv", "7", "type"),
        ("activities.csv", "8", "occurred_at"),
        ("activities.csv", "9", None),
        ("deals.csv", "7", "stage"),
        ("deals.csv", "8", "contact_id"),
        ("deals.csv", "9", None),
    ]


def test_the_summary_has_the_first_five_rejected(tmp_path: Path) -> None:
    found = run(tmp_path, {"contacts": "contact_id,x\n1,\n" + ",x\n" * 7})
    assert [(one.file, one.line, one.reason) for one in found.summary.rejected] == [
        ("contacts.csv", line, "has no contact id") for line in range(3, 8)
    ]


def test_nobody_may_be_left(tmp_path: Path) -> None:
    found = run(
        tmp_path,
        {"contacts": "contact_id,x\n,1\n", "activities": ACTIVITIES, "deals": DEALS, "companies": COMPANIES},
    )
    assert found.summary.scored == 0
    assert rows(found, "scored.csv") == []
    assert all(one.adds_up for one in found.summary.inputs)


def test_unreadable_cells_are_counted_per_column(tmp_path: Path) -> None:
    rules = """version: 1
scores:
  fit:
    rules:
      - {id: a, when: {größe: {above: 1}}, points: 1}
      - {id: b, when: {created_at: {after: 2026-01-01}}, points: 1}
      - {id: c, when: {company.employees: {above: 1}}, points: 1}
      - {id: d, activity: visit, where: {seconds: {above: 5}}, points: 1}
      - {id: e, when: {deals.amount_won: {above: 1}}, points: 1}
"""
    found = run(
        tmp_path,
        {
            "contacts": "contact_id,Größe,created_at\n1,viele,2026-01-01\n2,5,gestern\n3,,2026-02-30\n4,,0000-00-00\n",
            "activities": "contact_id,type,occurred_at,seconds\n1,visit,2026-10-01,5s\n1,visit,2026-10-01,\n",
            "deals": "contact_id,stage,amount\n1,won,5 €\n1,won,5 kg\n",
            "companies": "company_id,Employees\nK,50-200\n",
        },
        rules,
    )
    assert found.summary.unreadable == (
        Unreadable("contacts", "created_at", "day", 2, ("2026-02-30", "gestern")),
        Unreadable("contacts", "Größe", "number", 1, ("viele",)),
        Unreadable("activities", "seconds", "number", 1, ("5s",)),
        Unreadable("deals", "amount", "number", 1, ("5 kg",)),
        Unreadable("companies", "Employees", "number", 1, ("50-200",)),
    )


@pytest.mark.parametrize(("limit", "scored"), [(3, ["1", "2"]), (2, ["2"]), (1, ["2"]), (0, [])])
@pytest.mark.parametrize("more", ["", ", count: once"])
def test_contacts_with_too_many_activities_are_rejected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int, scored: list[str], more: str
) -> None:
    monkeypatch.setattr(parts, "MOST_ACTIVITIES", limit)
    visits = (
        "contact_id,type,occurred_at\n"
        + "1,visit,2026-10-01\n" * 3
        + "2,visit,2026-10-01\n1,open,2026-10-01\n"
    )
    found = run(tmp_path, {"contacts": "contact_id\n1\n2\n", "activities": visits}, VISITS % more)
    assert column(found, "contact_id") == scored
    used = {"1": 4, "2": 1}
    left = sum(used[id_] for id_ in scored)
    assert counts(account(found, "activities")) == (5, left, 0, 5 - left, 0, 0)
    assert counts(account(found, "contacts")) == (2, len(scored), 0, 0, 0, 2 - len(scored))


def test_too_many_for_one_rule_is_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MOST_ACTIVITIES", 2)
    rules = VISITS.replace("]", ", {id: opens, activity: open, points: 1}]") % ""
    visits = (
        "contact_id,type,occurred_at\n"
        + "1,open,2026-10-01\n" * 3
        + "2,visit,2026-10-01\n2,open,2026-10-01\n" * 2
    )
    found = run(tmp_path, {"contacts": "contact_id\n1\n2\n", "activities": visits}, rules)
    assert column(found, "contact_id") == ["2"]


def test_as_many_as_may_count_do_not_overflow() -> None:
    assert parts.MOST_ACTIVITIES == 900_000
    assert parts.MOST_ACTIVITIES * FULL * MAX_POINTS * 1000 < 2**63


def test_days_and_not_activities_count_where_one_a_day_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "MOST_ACTIVITIES", 1)
    visits = (
        "contact_id,type,occurred_at\n"
        + "1,visit,2026-10-01\n" * 3
        + "2,visit,2026-10-01\n2,visit,2026-10-02\n"
    )
    found = run(
        tmp_path, {"contacts": "contact_id\n1\n2\n", "activities": visits}, VISITS % ", count: per_day"
    )
    assert column(found, "contact_id") == ["1"]


def test_the_rejected_for_too_many_are_told_and_refer_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "MOST_ACTIVITIES", 1)
    visits = "contact_id,type,occurred_at\n" + "1,visit,2026-10-01\n" * 2
    rules = PLAIN.replace("{x: 1}", "{referrals: {above: 0}}").replace(
        "]}}", ", {id: v, activity: visit, points: 1}]}}"
    )
    texts: Texts = {
        "contacts": "contact_id,referred_by\n1,2\n2,\n",
        "activities": visits,
        "deals": "contact_id,stage\n1,won\n",
    }
    found = run(tmp_path, texts, rules)
    assert column(found, "lead_score") == ["0.0"]
    assert column(found, "reason", "rejected.csv") == [
        "has more than 900,000 activities that count for one rule"
    ]
    assert counts(account(found, "deals")) == (1, 0, 0, 1, 0, 0)
