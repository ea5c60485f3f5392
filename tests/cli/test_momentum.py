"""Scores that rise and fall, and several models beside each other: what a run, `explain`, `diff` and `test` make of them."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import pytest

from tests.cli.shell import leadscore

if TYPE_CHECKING:
    from pathlib import Path

RULES: Final = """\
version: 1
name: Two product lines
scores:
  fit:
    rules:
      - {id: country, lookup: country, points: {DE: 30, AT: 20}}
      - {id: fresh, when: {created_at: {within_last: 60d}}, points: 10}
      - {id: old, when: {created_at: {before: 2026-09-01}}, points: 5}
  machines:
    momentum: 7d
    decay: {half_life: 30d}
    rules:
      - {id: pages, activity: page_view, points: 8, max: 40}
      - {id: mails, activity: [email_open, email_click], count: per_day, points: 5}
      - {id: demo, activity: demo_request, count: once, points: 40}
      - {id: silence, quiet_for: 30d, points: -15}
      - {id: won, when: {deals.won: {at_least: 1}}, points: 20}
      - {id: offered, when: {deals.open: {at_least: 1}}, points: 10}
      - {id: active, when: {last_activity_days: {at_most: 14}}, points: 10}
  services:
    momentum: 30d
    rules:
      - {id: papers, activity: download, within_last: 45d, points: 12}
      - {id: events, when: {activities.event_visit: {at_least: 1}}, points: 20}
  both:
    momentum: 7d
    combine: {fit: 1, machines: 2, services: 1}
lead_score: both
stages:
  - {name: lead}
  - {name: warming, enter: {momentum.machines: {above: 0}}}
handoff:
  - {list: machines, stage: [lead, warming], order_by: score.machines}
  - {list: services, stage: lead, when: {score.services: {above: 0}}, order_by: score.services}
"""
BACK: Final = {"lead_score": "2026-10-25", "lead_machines": "2026-10-25", "lead_services": "2026-10-02"}
"""The as-of date that each score is held against."""

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Exports of 300 contacts, the rules, and what runs as of several days wrote."""
    place = tmp_path_factory.mktemp("momentum")
    (place / "rules.yaml").write_text(RULES, encoding="utf-8")
    leadscore(place, "sample", "--contacts", "300", "-o", "data", "--as-of", "2026-11-01")
    for day in ("2026-11-01", *sorted(set(BACK.values()))):
        answer = leadscore(place, "score", "data/contacts.csv", "-r", "rules.yaml", "--as-of", day, "-o", day)
        assert answer.code == 0, answer.err
        (place / f"{day}.txt").write_text(answer.out, encoding="utf-8")
    return place


def rows(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("score", BACK)
def test_momentum_is_the_difference_of_two_runs_for_every_contact(folder: Path, score: str) -> None:
    now, then = (rows(folder / day / "scored.csv") for day in ("2026-11-01", BACK[score]))
    gained = [Decimal(row[f"{score}_momentum"]) for row in now]
    assert gained == [
        Decimal(one[score]) - Decimal(other[score]) for one, other in zip(now, then, strict=True)
    ]
    assert min(gained) < 0 < max(gained)
    assert len(now) == 300


def test_what_a_score_has_gained_stands_behind_its_high_end(folder: Path) -> None:
    header = list(rows(folder / "2026-11-01" / "scored.csv")[0])
    assert header[header.index("lead_score") :][:7] == [
        *("lead_score", "lead_score_low", "lead_score_high", "lead_score_momentum"),
        *("lead_fit", "lead_fit_low", "lead_fit_high"),
    ]


def test_a_condition_reads_what_a_score_has_gained(folder: Path) -> None:
    scored = rows(folder / "2026-11-01" / "scored.csv")
    rising = [row["contact_id"] for row in scored if Decimal(row["lead_machines_momentum"]) > 0]
    assert [row["contact_id"] for row in rows(folder / "2026-11-01" / "stages" / "warming.csv")] == rising
    assert rising


def test_each_model_has_a_list_in_the_order_of_its_score(folder: Path) -> None:
    for model in ("machines", "services"):
        listed = rows(folder / "2026-11-01" / "handoff" / f"{model}.csv")
        scores = [Decimal(row[f"lead_{model}"]) for row in listed]
        assert scores == sorted(scores, reverse=True)
        assert list(listed[0])[9:13] == [
            *("lead_score", "lead_score_momentum", f"lead_{model}", f"lead_{model}_momentum")
        ]


def test_the_summary_has_every_model(folder: Path) -> None:
    summary = json.loads((folder / "2026-11-01" / "summary.json").read_text(encoding="utf-8"))
    scored = rows(folder / "2026-11-01" / "scored.csv")
    assert [one["score"] for one in summary["scores"]] == ["both", "machines", "services"]
    for one, column in zip(summary["scores"], BACK, strict=True):
        shown = sorted(Decimal(row[column]) for row in scored)
        gained = [Decimal(row[f"{column}_momentum"]) for row in scored]
        assert (one["median"], one["high"]) == (float(shown[149]), float(shown[269]))
        assert (one["at_zero"], one["at_hundred"]) == (shown.count(Decimal(0)), shown.count(Decimal(100)))
        assert one["moving"] == {
            "days": 30 if column == "lead_services" else 7,
            "rising": sum(number > 0 for number in gained),
            "falling": sum(number < 0 for number in gained),
            "steady": sum(number == 0 for number in gained),
        }


def test_the_terminal_shows_which_way_leads_go(folder: Path) -> None:
    text = (folder / "2026-11-01.txt").read_text(encoding="utf-8")
    first = rows(folder / "2026-11-01" / "handoff" / "services.csv")[0]
    ways = {-1: "↓", 0: "→", 1: "↑"}
    cells = [
        f"{first[column]} {ways[(gained > 0) - (gained < 0)]}"
        for column in ("lead_services", "lead_score")
        for gained in [Decimal(first[f"{column}_momentum"])]
    ]
    section = text.partition("Hand-off list services")[2]
    assert "  ".join(cells) in section.splitlines()[2]
    assert "rising and falling: both, machines over 7 days; services over 30 days" in text


def test_a_lead_is_explained_with_what_it_has_gained(folder: Path) -> None:
    row = max(rows(folder / "2026-11-01" / "scored.csv"), key=lambda one: Decimal(one["lead_score_momentum"]))
    answer = leadscore(
        folder,
        "explain",
        "data/contacts.csv",
        "-c",
        row["contact_id"],
        "-r",
        "rules.yaml",
        "--as-of",
        "2026-11-01",
    )
    assert answer.code == 0, answer.err
    assert f"both: {row['lead_score']}, +{row['lead_score_momentum']} in 7 days" in answer.out
    assert "momentum.machines: {above: 0}" in answer.out


def test_other_rules_may_move_leads_by_their_momentum(folder: Path) -> None:
    (folder / "new.yaml").write_text(RULES.replace("{above: 0}}}", "{above: 20}}}", 1), encoding="utf-8")
    answer = leadscore(
        folder, "diff", "rules.yaml", "new.yaml", "data/contacts.csv", "--as-of", "2026-11-01", "--json"
    )
    assert answer.code in {0, 1}, answer.err
    scored = rows(folder / "2026-11-01" / "scored.csv")
    leaving = [row for row in scored if 0 < Decimal(row["lead_machines_momentum"]) <= 20]
    assert json.loads(answer.out)["moved"] == len(leaving) > 0


EXAMPLE: Final = """\
tests:
  - name: Came back this week
    as_of: 2026-11-01
    contact: {country: DE}
    activities: [{type: page_view, occurred_at: 2026-10-30}]
    expect: {stage: warming, momentum.machines: {at_least: FEWEST}}
"""


def test_an_example_may_expect_what_a_score_gains(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(RULES + EXAMPLE.replace("FEWEST", "17"), encoding="utf-8")
    assert leadscore(tmp_path, "test", "rules.yaml").code == 0
    (tmp_path / "rules.yaml").write_text(RULES + EXAMPLE.replace("FEWEST", "18"), encoding="utf-8")
    answer = leadscore(tmp_path, "test", "rules.yaml")
    assert answer.code == 1
    assert "momentum.machines" in answer.out
    assert "+17.6" in answer.out


def test_rules_with_momentum_check_clean(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(RULES, encoding="utf-8")
    answer = leadscore(tmp_path, "check", "rules.yaml")
    assert (answer.code, "not yet supported" in answer.out) == (0, False), answer.out
