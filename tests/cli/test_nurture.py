"""The section `nurture` on the command line."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Final

import pytest

from tests.cli.shell import leadscore

if TYPE_CHECKING:
    from pathlib import Path

RULES: Final = """\
version: 1
scores: {fit: {rules: [{id: size, when: {employees: {at_least: 50}}, points: 20}]}}
stages: [{name: lead}, {name: customer, enter: {deals.won: {at_least: 1}}}]
nurture:
  tracks:
    - {name: care, when: {stage: customer}, content: [handbook]}
    - name: basics
      when: {stage: lead}
      content: [checklist, paper]
      taken: {activity: download, field: datei}
tests:
  - name: A lead goes on
    as_of: 2026-11-01
    contact: {marketing_consent: true}
    activities: [{type: download, datei: checklist, occurred_at: 2026-10-30}]
    expect: {track: basics, next_content: paper}
  - name: Nobody without consent
    as_of: 2026-11-01
    contact: {marketing_consent: false}
    expect: {track: {known: false}, next_content: {known: false}}
"""
CONTACTS: Final = """contact_id,email,employees,marketing_consent
1,ada@x.example,80,yes
2,bo@x.example,80,no
3,cy@x.example,8,yes
4,di@x.example,8,yes
5,eva@x.example,8,
"""
ACTIVITIES: Final = """contact_id,type,occurred_at,datei,asset
1,download,2026-10-01,checklist,paper
3,download,2026-10-01,Checklist,
3,download,2026-10-02,paper,
5,download,2026-10-02,paper,
"""
AS_OF: Final = ("--as-of", "2026-11-01")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rules.yaml").write_text(RULES)
    (tmp_path / "contacts.csv").write_text(CONTACTS)
    (tmp_path / "activities.csv").write_text(ACTIVITIES)
    (tmp_path / "deals.csv").write_text("contact_id,stage\n4,won\n2,won\n")
    return tmp_path


def listed(folder: Path, name: str) -> list[tuple[str, str, str]]:
    with (folder / "leadscore-out" / name).open(encoding="utf-8", newline="") as file:
        return [
            (row["contact_id"], row["lead_track"], row["lead_next_content"]) for row in csv.DictReader(file)
        ]


def test_leads_and_customers_get_what_is_next_for_them(folder: Path) -> None:
    answer = leadscore(folder, "score", "contacts.csv", *AS_OF)
    assert answer.code == 0
    assert "Nurturing: 2 leads in nurture.csv\n" in answer.out
    assert "  a track fits, but there is no consent: 2 leads\n" in answer.out
    assert "nurture_finished.csv" in answer.out.partition("Written to")[2]
    assert listed(folder, "nurture.csv") == [("4", "care", "handbook"), ("1", "basics", "paper")]
    assert listed(folder, "nurture_finished.csv") == [("3", "basics", "")]


def test_the_summary_is_printed_as_json(folder: Path) -> None:
    answer = leadscore(folder, "score", "contacts.csv", *AS_OF, "--json")
    nurture = json.loads(answer.out)["nurture"]
    assert (nurture["listed"], nurture["finished"], nurture["without_consent"]) == (2, 1, 2)
    assert nurture["tracks"][1]["content"][1] == {"content": "paper", "next": 1, "taken": 1}


def test_lists_are_there_though_nobody_is_on_them_and_go_with_the_rules(folder: Path) -> None:
    (folder / "contacts.csv").write_text("contact_id,employees,marketing_consent\n9,8,no\n")
    assert leadscore(folder, "score", "contacts.csv", *AS_OF).code == 1  # activities of nobody
    (folder / "activities.csv").write_text("contact_id,type,occurred_at,datei,asset\n")
    assert leadscore(folder, "score", "contacts.csv", *AS_OF).code == 0
    assert listed(folder, "nurture.csv") == []
    (folder / "rules.yaml").write_text(RULES.partition("nurture:")[0])
    assert leadscore(folder, "score", "contacts.csv", *AS_OF).code == 0
    assert [path.name for path in (folder / "leadscore-out").glob("nurture*")] == []


def test_examples_may_expect_tracks(folder: Path) -> None:
    answer = leadscore(folder, "test")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines()[:2] == ["✓ A lead goes on", "✓ Nobody without consent"]


def test_a_failed_example_shows_what_decided(folder: Path) -> None:
    (folder / "rules.yaml").write_text(RULES.replace("next_content: paper}", "next_content: checklist}"))
    answer = leadscore(folder, "test", "--coverage")
    told = [" ".join(line.split()) for line in answer.out.splitlines()]
    assert answer.code == 1
    assert "next_content: checklist is paper no" in told
    assert (
        told.index("consent of nurture: yes") < told.index("track care: no") < told.index("track basics: yes")
    )
    assert "track care rules.yaml:6:7" in told


def test_without_a_column_for_consent_nothing_is_written(folder: Path) -> None:
    (folder / "contacts.csv").write_text("contact_id,employees\n1,80\n")
    answer = leadscore(folder, "score", "contacts.csv", *AS_OF)
    assert (answer.code, answer.out) == (2, "")
    message = (
        'rules.yaml:4:1: the consent of nurture reads "marketing_consent", but contacts.csv has no column'
    )
    assert message in answer.err
    assert not (folder / "leadscore-out").exists()


def test_tracks_need_activities(folder: Path) -> None:
    (folder / "activities.csv").unlink()
    answer = leadscore(folder, "score", "contacts.csv", *AS_OF)
    assert answer.code == 2
    assert 'track "care" reads activities, but no activities were given or found' in answer.err
