"""How long a stage holds: the first day on which the lead is in another, by everything that days alone change."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import pytest

from tests.unit.pipeline.outlook.leads import LOG, outlook

if TYPE_CHECKING:
    from pathlib import Path

    from leadscore.results.outlook import Hold

STAGES: Final = "stages: [{name: lead}, {name: mql, label: Ripe, enter: {%s}}]"


def hold(folder: Path, rule: str, enter: str, contacts: str = "contact_id\n1\n", **others: str) -> Hold:
    scores = f"scores: {{fit: {{rules: [{rule}]}}}}\n"
    return outlook(folder, scores + STAGES % enter, contacts, **others).hold


@pytest.mark.parametrize(
    ("rule", "enter", "until"),
    [
        ("points: 40, within_last: 60d", "rule.a: {above: 0}", date(2026, 12, 30)),
        ("points: 40, decay: {half_life: 30d}", "score.fit: {at_least: 20}", date(2026, 11, 30)),
        ("points: 40, decay: {linear: 40d}", "score.fit: {at_least: 20}", date(2026, 11, 20)),
        (
            "points: 40, decay: {step: {every: 30d, lose: 25%}}",
            "score.fit: {at_least: 25}",
            date(2026, 12, 29),
        ),
        ("points: 40", "last_activity_days: {at_most: 10}", date(2026, 11, 10)),
        ("points: 40", "score.fit: {at_least: 20}", None),
        ("points: 40, where: {occurred_at: {within_last: 5d}}", "rule.a: {above: 0}", date(2026, 11, 5)),
    ],
)
def test_activities_fade(tmp_path: Path, rule: str, enter: str, until: date | None) -> None:
    log = LOG + "1,demo,2026-10-30,\n"
    found = hold(tmp_path, f"{{id: a, label: Asked, activity: demo, {rule}}}", enter, activities=log)
    assert (found.until, found.looked_until) == (until, None)
    assert (found.stage, found.rises) == ("lead" if until else "", False)


def test_silence_sets_in_and_its_rule_is_named(tmp_path: Path) -> None:
    rules = "{id: a, activity: demo, points: 40}, {id: quiet, label: Gone quiet, quiet_for: 60d, points: -15}"
    found = hold(tmp_path, rules, "score.fit: {at_least: 40}", activities=LOG + "1,demo,2026-10-30,\n")
    assert found.until == date(2026, 12, 30)
    assert [(effect.title, str(effect.points)) for effect in found.effects] == [("Gone quiet", "-15")]


def test_the_rule_that_loses_most_is_named_first(tmp_path: Path) -> None:
    rules = "{id: a, activity: demo, points: 10, within_last: 9d}, {id: b, activity: demo, points: 30, within_last: 9d}"
    found = hold(tmp_path, rules, "score.fit: {at_least: 40}", activities=LOG + "1,demo,2026-10-30,\n")
    assert [(effect.rule, str(effect.points)) for effect in found.effects] == [("b", "-30"), ("a", "-10")]


def test_the_very_next_day_is_looked_at(tmp_path: Path) -> None:
    rule = "{id: a, activity: demo, points: 10, within_last: 2d}"
    found = hold(tmp_path, rule, "rule.a: {above: 0}", activities=LOG + "1,demo,2026-10-30,\n")
    assert found.until == date(2026, 11, 2)


def test_a_stage_may_be_left_upwards(tmp_path: Path) -> None:
    rule = "{id: a, activity: jobs, points: -20, within_last: 30d}"
    found = hold(tmp_path, rule, "rule.a: {at_least: 0}", activities=LOG + "1,jobs,2026-10-30,\n")
    assert (found.until, found.stage, found.title, found.rises) == (date(2026, 11, 30), "mql", "Ripe", True)


def test_a_planned_activity_takes_place(tmp_path: Path) -> None:
    log = LOG + "1,demo,2027-02-03T23:30:00Z,\n"
    found = hold(tmp_path, "{id: a, activity: demo, points: 40}", "rule.a: {above: 0}", activities=log)
    assert (found.until, found.stage) == (date(2027, 2, 3), "mql")


def test_what_is_still_to_do_never_takes_place_by_itself(tmp_path: Path) -> None:
    log = "contact_id,type,occurred_at,done\n1,demo,2027-02-03,no\n1,demo,2026-12-03,yes\n"
    rule = "{id: a, activity: demo, points: 40, count: each}"
    assert hold(tmp_path, rule, "score.fit: {at_least: 80}", activities=log).until is None
    assert hold(tmp_path, rule, "score.fit: {at_least: 40}", activities=log).until == date(2026, 12, 3)


@pytest.mark.parametrize(
    ("deal", "enter", "until"),
    [
        ("won,2026-01-01,2026-12-24", "deals.won: {at_least: 1}", date(2026, 12, 24)),
        ("won,2026-12-24,", "deals.won: {at_least: 1}", date(2026, 12, 24)),
        ("lost,2026-01-01,2026-12-24", "deals.open: {at_least: 1}", date(2026, 12, 24)),
        ("open,2026-01-01,", "deals.open: {at_least: 1}", None),
    ],
)
def test_deals_are_made_and_closed(tmp_path: Path, deal: str, enter: str, until: date | None) -> None:
    deals = f"contact_id,stage,created_at,closed_at\n1,{deal}\n"
    found = hold(
        tmp_path, "{id: a, when: {country: DE}, points: 1}", enter, "contact_id,country\n1,\n", deals=deals
    )
    assert found.until == until


@pytest.mark.parametrize(
    ("enter", "until"),
    [
        ("seen: {within_last: 30d}", date(2026, 11, 30)),
        ("seen: {older_than: 30d}", date(2026, 11, 30)),
        ("seen: {after: 2026-01-01}", None),
        ("due: {within_last: 5d}", date(2026, 12, 24)),
    ],
)
def test_days_of_the_contact_grow_older(tmp_path: Path, enter: str, until: date | None) -> None:
    contacts = "contact_id,seen,due\n1,2026-10-30,2026-12-24\n"
    found = hold(tmp_path, "{id: a, when: {seen: {known: true}}, points: 1}", enter, contacts)
    assert found.until == until


def test_a_day_in_a_column_of_contacts_fades_like_an_activity(tmp_path: Path) -> None:
    source = "sources: {contacts: {events: {last_click: click}}}\n"
    scores = "scores: {fit: {rules: [{id: a, activity: click, points: 40, within_last: 30d}]}}\n"
    contacts = "contact_id,last_click\n1,2026-10-30\n"
    found = outlook(tmp_path, source + scores + STAGES % "rule.a: {above: 0}", contacts).hold
    assert (found.until, found.stage) == (date(2026, 11, 30), "lead")


def test_one_look_does_not_go_on_for_ever(tmp_path: Path) -> None:
    rule = "{id: a, activity: demo, points: 40, decay: {half_life: 4y}}"
    found = hold(tmp_path, rule, "rule.a: {above: 0.1}", activities=LOG + "1,demo,2026-10-30,\n")
    assert (found.until, found.looked_until) == (None, date(2036, 10, 29))


def test_a_stage_is_found_again_after_it_was_left_and_only_the_first_day_is_told(tmp_path: Path) -> None:
    log = LOG + "1,demo,2026-10-30,\n1,demo,2026-12-24,\n"
    rule = "{id: a, activity: demo, points: 40, within_last: 30d}"
    found = hold(tmp_path, rule, "rule.a: {above: 0}", activities=log)
    assert (found.until, found.stage) == (date(2026, 11, 30), "lead")


@pytest.mark.parametrize(
    ("test", "until", "stage"),
    [
        ("within_last: 20d", date(2026, 11, 10), "mql"),
        ("older_than: 20d", date(2026, 11, 10), "disqualified"),
        ("before: 2020-01-01", None, "lead"),
    ],
)
def test_what_takes_a_lead_out_is_named_and_not_what_fades_meanwhile(
    tmp_path: Path, test: str, until: date | None, stage: str
) -> None:
    rules = (
        "scores: {fit: {rules: [{id: a, activity: demo, points: 40, decay: {half_life: 30d}}]}}\n"
        f"disqualify: [{{id: met, reason: Met us, when: {{met_on: {{{test}}}}}}}]\n"
        "stages: [{name: lead}, {name: mql, enter: {score.fit: {above: 0}}}]"
    )
    contacts, log = "contact_id,met_on\n1,2026-10-20\n", LOG + "1,demo,2026-10-30,\n"
    found = outlook(tmp_path, rules, contacts, activities=log).hold
    assert (found.stage, found.disqualified_by) == (stage, "" if stage == "lead" else "Met us")
    assert until in {found.until, None}
