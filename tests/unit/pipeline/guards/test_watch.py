"""Guards of a run, with what an earlier run left or did not leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from leadscore.pipeline import Inputs, Settings, score_inputs
from leadscore.pipeline.past import STATE, Past
from leadscore.schema.load import parse_rules

if TYPE_CHECKING:
    from pathlib import Path

    from leadscore.pipeline import Run

RULES = """\
version: 1
scores:
  total:
    rules:
      - {id: big, when: {size: {above: 9}}, points: 20}
      - {id: seen, activity: view, points: 5}
stages: [{name: mql, enter: {score.total: {at_least: 20}}}]
crm_stage: {column: place, map: {ripe: mql}}
guards: {contacts: {fall: 10%}, fill: 1, moved: 10%, psi: 0.1}
"""
WHOLE = ("contact_id,size,place", *(f"{number},{number % 2 * 10}," for number in range(10)))
ACTIVITIES = ("contact_id,type,occurred_at", *(f"{number},view,2026-10-31" for number in range(10)))


def night(
    folder: Path,
    past: Past | None,
    contacts: tuple[str, ...] = WHOLE,
    activities: tuple[str, ...] = ACTIVITIES,
    rules: str = RULES,
) -> Run:
    for name, lines in (("contacts", contacts), ("activities", activities)):
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    files: Any = {name: (folder / f"{name}.csv",) for name in ("contacts", "activities")}
    settings = Settings(date(2026, 11, 1), folder, past=past)
    return score_inputs(Inputs(files), parse_rules(rules, "rules.yaml", folder), settings)


def after(run: Run) -> Past:
    assert run.leaves is not None
    return Past(run.leaves.tables["state"], counts=run.leaves.counts)


def test_a_history_from_before_there_were_measures_has_a_number_of_contacts(tmp_path: Path) -> None:
    old = {"as_of": "2026-10-31", "rules": "aa", "contacts": 12, "moved": 0, "stages": []}
    run = night(tmp_path, Past(counts=old))
    assert [(one.guard, one.found, one.last) for one in run.findings.tripped] == [("contacts.fall", 10, 12)]


def test_a_first_run_and_one_without_a_history_have_nothing_to_compare_with(tmp_path: Path) -> None:
    assert night(tmp_path, Past()).findings.tripped == ()
    run = night(tmp_path, None)
    assert (run.findings.tripped, run.leaves) == ((), None)


def test_who_was_in_no_stage_moves_too(tmp_path: Path) -> None:
    past = after(night(tmp_path, Past()))
    contacts = tuple(line.replace(",0,", ",10,") for line in WHOLE)
    (moved,) = night(tmp_path, past, contacts).findings.tripped
    assert (moved.guard, moved.found, moved.rule, moved.columns) == ("moved", 50.0, "big", ("size",))
    assert moved.details == (
        'most of them from no stage to "mql": 5',
        'rule "big" changed most: 10.0 points per contact on 2026-11-01, 20.0 now',
        'it reads "size" of contacts',
    )


def test_who_is_new_does_not_move(tmp_path: Path) -> None:
    past = after(night(tmp_path, Past()))
    new = tuple(f"{number},10," for number in range(20, 60))
    assert night(tmp_path, past, (*WHOLE, *new)).findings.tripped == ()


def test_the_crm_may_be_what_moves(tmp_path: Path) -> None:
    past = after(night(tmp_path, Past()))
    contacts = tuple(f"{line}ripe" if line.endswith(",") else line for line in WHOLE)
    (moved,) = night(tmp_path, past, contacts).findings.tripped
    assert (moved.rule, moved.columns) == ("", ("place",))
    assert moved.details[1:] == (
        "lifted by crm_stage",
        'it reads "place" of contacts: 0.0% filled on 2026-11-01, 100.0% now',
    )


def test_stages_may_move_where_no_points_do(tmp_path: Path) -> None:
    rules = RULES.replace("{score.total: {at_least: 20}}", "{place: ripe}")
    rules = rules.replace("crm_stage: {column: place, map: {ripe: mql}}\n", "")
    past = after(night(tmp_path, Past(), rules=rules))
    contacts = tuple(f"{line}ripe" if line.endswith(",") else line for line in WHOLE)
    (moved,) = night(tmp_path, past, contacts, rules=rules).findings.tripped
    assert moved.details[1:] == (
        "no rule gives other points than before; look at what the stages read",
        'it reads "place" of contacts: 0.0% filled on 2026-11-01, 100.0% now',
    )


def test_activities_that_are_missing_are_told_with_their_rule(tmp_path: Path) -> None:
    rules = RULES.replace("at_least: 20", "at_least: 5")
    past = after(night(tmp_path, Past(), rules=rules))
    (moved,) = night(tmp_path, past, activities=ACTIVITIES[:3], rules=rules).findings.tripped
    assert moved.rule == "seen"
    assert moved.details[1:] == (
        'rule "seen" changed most: 5.0 points per contact on 2026-11-01, 1.0 now',
        'it reads "type" of activities',
        "activities that were read: 10 on 2026-11-01, 2 now",
    )


def test_a_rule_that_is_gone_may_be_behind_it(tmp_path: Path) -> None:
    past = after(night(tmp_path, Past()))
    rules = RULES.replace("      - {id: big, when: {size: {above: 9}}, points: 20}\n", "")
    (moved,) = night(tmp_path, past, rules=rules).findings.tripped
    assert (moved.rule, moved.columns) == ("big", ())
    assert moved.details[-1] == "the rules are not those of 2026-11-01"


def test_of_few_contacts_no_distribution_is_compared(tmp_path: Path) -> None:
    past = after(night(tmp_path, Past()))
    rules = RULES.replace("moved: 10%", "moved: 100%")
    contacts = tuple(line.replace(",0,", ",10,") for line in WHOLE)
    assert night(tmp_path, past, contacts, rules=rules).findings.tripped == ()


@pytest.mark.parametrize("field", ["url", "contact_id"])
def test_what_the_rules_read_no_more_is_not_empty(tmp_path: Path, field: str) -> None:
    activities = tuple(f"{line},{cell}" for line, cell in zip(ACTIVITIES, ["url", *["/x"] * 10], strict=True))
    reading = RULES.replace("activity: view", f"activity: view, where: {{{field}: {{known: true}}}}")
    past = after(night(tmp_path, Past(), activities=activities, rules=reading))
    assert night(tmp_path, past, activities=activities).findings.tripped == ()


def test_a_column_of_activities_that_is_gone_is_empty(tmp_path: Path) -> None:
    activities = tuple(f"{line},{cell}" for line, cell in zip(ACTIVITIES, ["url", *["/x"] * 10], strict=True))
    reading = RULES.replace("activity: view", "activity: view, where: {url: {known: true}}")
    past = after(night(tmp_path, Past(), activities=activities, rules=reading))
    rules = RULES.replace("moved: 10%", "moved: 100%")
    (emptied,) = night(tmp_path, past, rules=rules).findings.tripped
    assert emptied.text.startswith('"url" of activities is gone; it was 100.0% filled on 2026-11-01')


def test_what_is_forced_is_kept_apart(tmp_path: Path) -> None:
    old = Past(counts={"as_of": "2026-10-31", "rules": "aa", "contacts": 12})
    run = night(tmp_path, replace(old, state=pl.DataFrame(schema=STATE)))
    assert (run.summary.forced, run.manifest.forced) == ((), ())
    assert len(run.findings.tripped) == 1


@pytest.mark.parametrize("less", ["big", "seen"])
def test_of_several_rules_the_one_that_changed_most_is_named(tmp_path: Path, less: str) -> None:
    past = after(night(tmp_path, Past()))
    kept = 1 if less == "seen" else 11
    contacts = tuple(
        line if place < kept - 1 else line.replace(",10,", ",0,") for place, line in enumerate(WHOLE)
    )
    rules = RULES.replace("moved: 10%", "moved: 1%")
    activities = ACTIVITIES[:10] if less == "seen" else ACTIVITIES[:1] + ACTIVITIES[2:6]
    tripped = night(tmp_path, past, contacts, activities, rules).findings.tripped
    assert {one.rule for one in tripped} == {"big" if less == "seen" else "seen"}
