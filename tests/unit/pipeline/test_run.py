from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from leadscore.errors import InputError, RulesError
from tests.unit.pipeline.runs import PLAIN, account, column, rows, run
from tests.written import tables_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.pipeline.runs import Texts

COMPANY = """version: 1
scores:
  fit:
    rules:
      - {id: a, when: {company.industry: IT}, points: 10}
      - {id: b, band: company.employees, points: [{below: 10, points: 1}, {points: 2}]}
      - {id: c, lookup: company.founded, points: {2020-01-01: 4, true: 5, 7: 6}}
"""
ACTIVE = """version: 1
scores:
  fit:
    decay: {half_life: 10d}
    rules:
      - {id: each, activity: visit, points: 3.5}
      - {id: once, activity: visit, count: once, points: 5}
      - {id: daily, activity: [visit, open], count: per_day, points: 2}
      - {id: quiet, quiet_for: 20d, points: -1}
stages: [{name: lead}, {name: mql, enter: {activities.visit: {at_least: 5}, last_activity_days: {below: 20}}}]
"""


def activities(order: random.Random) -> str:
    seeded = random.Random(7)
    found = [
        f"{place % 40},{seeded.randrange(9)},{seeded.choice(['visit', 'open', ''])},2026-10-{seeded.randrange(1, 32):02},{place % 3}"
        for place in range(200)
    ]
    order.shuffle(found)
    return "\n".join(["activity_id,contact_id,type,occurred_at,asset", *found])


def test_what_companies_do_not_say_is_unknown_where_none_were_given(tmp_path: Path) -> None:
    found = run(tmp_path, {"contacts": "contact_id\n1\n"}, COMPANY)
    (row,) = rows(found, "scored.csv")
    assert [row[name] for name in ("lead_score_low", "lead_score", "lead_score_high")] == [
        "0.0",
        "0.0",
        "18.0",
    ]


def test_columns_that_may_be_absent_are_unknown(tmp_path: Path) -> None:
    rules = PLAIN.replace("scores", "sources: {contacts: {optional: [x]}}\nscores")
    (row,) = rows(run(tmp_path, {"contacts": "contact_id\n1\n"}, rules), "scored.csv")
    assert (row["lead_score"], row["lead_score_high"]) == ("0.0", "1.0")


def test_the_order_of_activities_changes_nothing(tmp_path: Path) -> None:
    people = "contact_id\n" + "\n".join(map(str, range(8)))
    found = [
        run(tmp_path, {"contacts": people, "activities": activities(random.Random(seed))}, ACTIVE)
        for seed in (1, 2)
    ]
    first, second = (
        [table.rows.rows() for table in tables_of(one) if table.path != "rejected.csv"] for one in found
    )
    assert first == second
    assert found[0].summary.inputs == found[1].summary.inputs


def test_stage_files_disqualified_and_stageless_are_all(tmp_path: Path) -> None:
    rules = (
        PLAIN
        + """
disqualify: [{id: rival, when: {x: 9}}]
stages: [{name: mql, enter: {x: {at_least: 2}}}, {name: sql, enter: {x: {at_least: 4}}}]
"""
    )
    found = run(tmp_path, {"contacts": "contact_id,x\n" + "".join(f"{x},{x}\n" for x in range(10))}, rules)
    files = {
        path: column(found, "contact_id", path)
        for path in ("stages/mql.csv", "stages/sql.csv", "disqualified.csv")
    }
    assert files == {
        "stages/mql.csv": ["2", "3"],
        "stages/sql.csv": ["4", "5", "6", "7", "8"],
        "disqualified.csv": ["9"],
    }
    assert (found.summary.stageless, found.summary.disqualified, found.summary.scored) == (2, 1, 10)


def test_a_scored_file_can_be_scored_again(tmp_path: Path) -> None:
    texts: Texts = {"contacts": "contact_id,x,lead_status\n1,1,new\n"}
    first = rows(run(tmp_path, texts), "scored.csv")
    again = [",".join(first[0]), *(",".join(cell or "" for cell in row.values()) for row in first)]
    assert rows(run(tmp_path, {"contacts": "\n".join(again)}), "scored.csv") == first


def test_contacts_need_a_row(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"contacts\.csv has a header and no contacts"):
        run(tmp_path, {"contacts": "contact_id,x\n"})


def test_rules_that_ask_for_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match=r'reads "x", but contacts\.csv has no column "x"'):
        run(tmp_path, {"contacts": "contact_id\n1\n"})


def test_missing_texts_of_each_input(tmp_path: Path) -> None:
    rules = PLAIN.replace(
        "scores", "sources: {contacts: {missing: ['-', ' N.A. ']}, activities: {missing: ['?']}}\nscores"
    )
    texts: Texts = {
        "contacts": "contact_id,x\n-,1\nn.a.,1\n?,1\n",
        "activities": "contact_id,type,occurred_at\n?,v,2026-10-01\n",
    }
    found = run(tmp_path, texts, rules)
    assert column(found, "contact_id") == ["?"]
    assert account(found, "activities").unknown_contact == 1


def test_columns_under_other_headers(tmp_path: Path) -> None:
    rules = ACTIVE.replace("scores", """sources:
  contacts: {columns: {contact_id: Kundennummer}}
  activities: {columns: {contact_id: Kundennummer, type: Ereignis, occurred_at: Zeitpunkt}}
scores""", 1)  # fmt: skip
    texts: Texts = {
        "contacts": "Name,Kundennummer\nAda,1\n",
        "activities": "Zeitpunkt,Ereignis,Kundennummer\n2026-11-01,visit,1\n",
    }
    found = run(tmp_path, texts, rules)
    assert column(found, "lead_score") == ["10.5"]
    assert found.scored.headers["writeback.csv"][0] == "Kundennummer"


def test_a_column_named_like_a_computed_field_is_another(tmp_path: Path) -> None:
    rules = """version: 1
scores:
  fit:
    rules:
      - {id: counted, when: {referrals: {at_least: 1}}, points: 1}
      - {id: column, when: {contact.referrals: {at_least: 7}}, points: 2}
stages: [{name: lead}, {name: a, enter: {contact.stage: a}}]
"""
    found = run(tmp_path, {"contacts": "contact_id,referrals,referred_by,stage\n1,0,2,A\n2,7,,b\n"}, rules)
    assert column(found, "lead_reasons") == [None, "column +2; counted +1"]
    assert column(found, "lead_stage") == ["a", "lead"]


def test_what_each_step_may_read(tmp_path: Path) -> None:
    rules = """version: 1
personas: [{name: boss, when: {job: CEO, activities.visit: {at_least: 1}}}]
scores:
  fit: {rules: [{id: boss_rule, when: {persona: boss}, points: 50}]}
  more: {rules: [{id: dealt, when: {deals.won: {at_least: 1}}, points: 30}]}
  total: {combine: {fit: 1, more: 1}}
grade: {letter: {score: fit, A: 50, B: 0}, number: {score: total, 1: 40, 2: 0}}
lights: {green: {grade: A1}, yellow: {score.total: {above: 0}}}
qualification: [{id: job_q, ask: Job, answered_by: job}]
disqualify: [{id: out, when: {light: red, qualification.answered: 0, last_activity_days: {known: false}}}]
stages: [{name: lead}, {name: mql, enter: {light: green, rule.boss_rule: {above: 0}}}]
handoff: [{list: top, stage: mql, when: {stage: mql, score.total: {at_least: 40}}}]
"""
    texts: Texts = {
        "contacts": "contact_id,job\n1,CEO\n2,CEO\n3,\n",
        "activities": "contact_id,type,occurred_at\n1,Visit,2026-10-01\n",
        "deals": "contact_id,stage\n1,won\n2,won\n",
    }
    found = run(tmp_path, texts, rules)
    facts = [
        (row["lead_score"], row["lead_grade"], row["lead_light"], row["lead_stage"])
        for row in rows(found, "scored.csv")
    ]
    assert facts == [
        ("40.0", "A1", "green", "mql"),
        ("15.0", "B2", "yellow", "lead"),
        ("0.0", "B2", "red", "disqualified"),
    ]
    assert column(found, "contact_id", "handoff/top.csv") == ["1"]


def test_the_manifest_says_what_went_in(tmp_path: Path) -> None:
    (tmp_path / "rivals.txt").write_text("rival.example\n")
    rules = PLAIN.replace("{x: 1}", "{email_domain: {in_list: rivals.txt}}")
    manifest = run(tmp_path, {"contacts": "contact_id,email\n1,a@b.de\n2,\n"}, rules).manifest
    assert manifest.rules == "rules.yaml"
    assert [(used.name, used.rows) for used in manifest.lists] == [("rivals.txt", 1)]
    assert {name: [(file.name, file.rows) for file in files] for name, files in manifest.inputs.items()} == {
        "contacts": [("contacts.csv", 2)]
    }


def test_rows_that_are_later_are_noted(tmp_path: Path) -> None:
    texts: Texts = {
        "contacts": "contact_id\n1\n",
        "activities": "contact_id,type,occurred_at\n1,visit,2027-01-01\n1,open,2026-10-30\n",
    }
    later, looks_back = run(tmp_path, texts, ACTIVE).summary.notes
    assert later.startswith("1 of 2 activities are later than 2026-11-01")
    assert 'rule "quiet" looks back 20 days' in looks_back


@pytest.mark.parametrize("contacts", ["contact_id,x\n1,1\n", "contact_id,x\n1,1\n2,1\n"])
@pytest.mark.parametrize("test", ["{at_most: 77.8}", "{at_least: 77.8}", "{between: [77.8, 77.8]}"])
def test_a_threshold_compares_what_is_shown_to_the_last_bit(tmp_path: Path, contacts: str, test: str) -> None:
    rules = (
        "version: 1\nscores: {fit: {full_at: 1000, rules: [{id: r, when: {x: 1}, points: 778}]}}\n"
        f"stages: [{{name: lead}}, {{name: there, enter: {{score.fit: {test}}}}}]\n"
    )
    assert set(column(run(tmp_path, {"contacts": contacts}, rules), "lead_stage")) == {"there"}
