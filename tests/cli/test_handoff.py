"""A few nights of hand-offs: what is new, whose it is, who waits, what Sales answers, and what is overdue."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Final

import pytest

from tests.cli.shell import Answer, leadscore

if TYPE_CHECKING:
    from pathlib import Path

RULES: Final = """\
version: 1
scores:
  total:
    rules:
      - {id: demo, label: Asked for a demo, when: {demo: true}, points: 40}
      - {id: region, label: Region, lookup: country, points: {DE: 40, AT: 20, default: 0}}
stages:
  - {name: lead}
  - {name: sql, enter: {rule.demo: {above: 0}}}
handoff:
  - {list: sql, stage: sql, unless: {lead_status: rejected}, respond_within: 1d}
owners:
  - {owner: [anna, ben], when: {country: DE}, per_day: 1, open: 1}
  - {owner: carl, when: {country: AT}, away: {carl: 2026-11-03}}
"""
HEADER: Final = "contact_id,first_name,country,demo,lead_status,rejected_reason"
PEOPLE: Final = (
    "1,Ada,DE,yes",
    "2,Bob,DE,yes",
    "3,Cleo,DE,yes",
    "4,Dora,AT,yes",
    "5,Emil,US,yes",
    "6,Finn,DE,no",
)
NIGHTS: Final[tuple[tuple[str, dict[str, str]], ...]] = (
    ("2026-11-02", {}),
    ("2026-11-03", {"1": "Working,"}),
    ("2026-11-05", {"1": "Working,", "2": "Abgelehnt,No budget"}),
    ("2026-11-06", {"1": "Working,"}),
)
"""Monday, Tuesday, Thursday and Friday, and what the CRM says of whom."""


def night(place: Path, number: int, *options: str) -> Answer:
    """Score the export of one night."""
    day, said = NIGHTS[number - 1]
    rows = [f"{person},{said.get(person[0], ',')}" for person in PEOPLE]
    (place / "contacts.csv").write_text("\n".join((HEADER, *rows)) + "\n", encoding="utf-8")
    answer = leadscore(place, "score", "contacts.csv", "--as-of", day, *options, COLUMNS="80")
    assert answer.code == 0, answer.err
    return answer


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "rules.yaml").write_text(RULES, encoding="utf-8")
    return tmp_path


def told(place: Path, until: int) -> str:
    """Run some nights, one after the other, and return what the last one says of hand-offs."""
    answers = [night(place, number, "--history", "h") for number in range(1, until + 1)]
    return "Hand-off" + answers[-1].out.partition("Hand-off")[2].partition("\nRecords")[0]


def rows(place: Path, name: str, *columns: str) -> list[tuple[str, ...]]:
    """Return some columns of a list."""
    with (place / "leadscore-out" / "handoff" / name).open(encoding="utf-8", newline="") as file:
        return [tuple(row[column] for column in columns) for row in csv.DictReader(file)]


def sql(place: Path) -> list[tuple[str, ...]]:
    """Return whom Sales has on its list: id, owner, and the columns of the hand-off."""
    handed = ("handoff_since", "handoff_new", "handoff_due", "handoff_answer")
    return rows(place, "sql.csv", "contact_id", "owner", *handed)


def waiting(place: Path) -> list[tuple[str, ...]]:
    return rows(place, "waiting.csv", "waiting_place", "contact_id", "list", "waiting_why")


def test_the_first_night_hands_over_what_the_owners_can_take(place: Path) -> None:
    assert (
        told(place, 1)
        == """\
Hand-off list sql: 2 leads in handoff/sql.csv
  2 new, 2 open
  1  Ada  80.0  anna  new
       Asked for a demo +40; Region +40
  2  Bob  80.0  ben   new
       Asked for a demo +40; Region +40

Owners  leads  new  open  overdue
  anna      1    1     1        0
  ben       1    1     1        0
  carl      0    0     0        0  away until 2026-11-03
  new: handed over on this day; open: not answered yet

Waiting for an owner: 3 leads in handoff/waiting.csv
  1  everybody who gets such leads has enough
  1  everybody who gets such leads is away
  1  no entry of `owners` matches: to be fixed in the rules
  an entry without `when` at the end of `owners` matches everybody
"""
    )
    assert sql(place) == [
        ("1", "anna", "2026-11-02", "true", "2026-11-03", ""),
        ("2", "ben", "2026-11-02", "true", "2026-11-03", ""),
    ]
    assert waiting(place) == [
        ("1", "3", "sql", "everybody who gets such leads has enough"),
        ("2", "4", "sql", "everybody who gets such leads is away"),
        ("3", "5", "sql", "no entry of owners matches"),
    ]
    assert rows(place, "overdue.csv", "contact_id") == []


def test_who_accepts_gets_the_next_one(place: Path) -> None:
    assert told(place, 2).startswith("""\
Hand-off list sql: 3 leads in handoff/sql.csv
  1 new, 2 open
  1  Ada   80.0  anna
       Asked for a demo +40; Region +40
  2  Bob   80.0  ben
       Asked for a demo +40; Region +40
  3  Cleo  80.0  anna  new
       Asked for a demo +40; Region +40
""")
    assert sql(place) == [
        ("1", "anna", "2026-11-02", "false", "2026-11-03", "accepted"),
        ("2", "ben", "2026-11-02", "false", "2026-11-03", ""),
        ("3", "anna", "2026-11-03", "true", "2026-11-04", ""),
    ]
    assert [row[1] for row in waiting(place)] == ["4", "5"]


def test_rejections_and_overdue_answers_are_told(place: Path) -> None:
    assert (
        told(place, 3)
        == """\
Hand-off list sql: 3 leads in handoff/sql.csv
  1 new, 2 open, 1 overdue
  1  Ada   80.0  anna
       Asked for a demo +40; Region +40
  2  Cleo  80.0  anna
       Asked for a demo +40; Region +40
  3  Dora  60.0  carl  new
       Asked for a demo +40; Region +20

Owners  leads  new  open  overdue
  anna      2    0     1        1
  ben       0    0     0        0
  carl      1    1     1        0
  new: handed over on this day; open: not answered yet

Waiting for an owner: 1 lead in handoff/waiting.csv
  1  no entry of `owners` matches: to be fixed in the rules
  an entry without `when` at the end of `owners` matches everybody

Overdue: 1 answer in handoff/overdue.csv
  contact  list  owner  handed over  answer due
  3        sql   anna   2026-11-03   2026-11-04

Answers of Sales: since 2026-08-07
  list  answered  accepted  by silence  rejected   taken
  sql          2         1           0         1  50.0 %
  taken: not rejected; silence counts as taken where the rules say so

  points from       answered  rejected   taken  rejected most for
  Asked for a demo         2         1  50.0 %  no budget
  Region                   2         1  50.0 %  no budget

  reason     rejected    share  points mostly from
  no budget         1  100.0 %  Asked for a demo; Region
"""
    )
    assert rows(place, "overdue.csv", "handoff_due", "list", "contact_id", "owner", "handoff_since") == [
        ("2026-11-04", "sql", "3", "anna", "2026-11-03")
    ]


def test_who_comes_back_after_an_answer_is_handed_over_again_and_not_new(place: Path) -> None:
    assert told(place, 4).splitlines()[1:7] == [
        "  0 new, 1 again, 3 open, 1 overdue",
        "  1  Ada   80.0  anna",
        "       Asked for a demo +40; Region +40",
        "  2  Bob   80.0  ben",
        "       Asked for a demo +40; Region +40",
        "  3  Cleo  80.0  anna",
    ]
    assert sql(place)[1] == ("2", "ben", "2026-11-06", "false", "2026-11-09", "")


def test_the_way_of_a_lead_has_its_hand_offs(place: Path) -> None:
    told(place, 4)
    assert leadscore(
        place, "history", "--history", "h", "-c", "1", "-c", "2", "-c", "5", COLUMNS="80"
    ) == Answer(
        0,
        """\
1: last seen 2026-11-06
2026-11-02  sql  4 days  enters
Handed over
2026-11-02  sql  anna  accepted 2026-11-03
2: last seen 2026-11-06
2026-11-02  sql  4 days  enters
Handed over
2026-11-02  sql  ben  rejected 2026-11-05 (no budget)
2026-11-06  sql  ben  open
5: last seen 2026-11-06
2026-11-02  sql  4 days  enters
""",
        "",
    )


def test_without_a_history_nobody_knows_since_when(place: Path) -> None:
    out = night(place, 3).out
    assert "1 lead in handoff/waiting.csv" in out
    assert "Overdue" not in out
    assert "Answers of Sales" not in out
    assert 'respond_within of list "sql": it has no effect without --history' in " ".join(out.split())
    assert sql(place) == [
        ("1", "anna", "", "", "", ""),
        ("3", "ben", "", "", "", ""),
        ("4", "carl", "", "", "", ""),
    ]
