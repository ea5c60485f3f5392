from __future__ import annotations

import polars as pl
import pytest

from leadscore.results import Accounting, Joined
from leadscore.steps.notes import note_dates, note_joins, note_later_rows, note_shared_emails
from tests.unit.rulebook import compiled, ruled


def account(name: str, read: int, later: int) -> Accounting:
    return Accounting(name, (f"{name}.csv",), read, read - later, later, 0, 0, 0)


def test_later_rows_are_told_of_each_input() -> None:
    accounts = (account("contacts", 5, 0), account("activities", 2_000, 1_500), account("deals", 3, 1))
    activities, deals = note_later_rows(accounts, compiled(""))
    assert activities.startswith("1,500 of 2,000 activities are later than 2026-11-01 and were ignored")
    assert deals.startswith("1 of 3 deals")


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("{id: r, activity: visit, points: 1, within_last: 90d}", 90),
        ("{id: r, activity: visit, points: 1, decay: {linear: 180d}}", 180),
        ("{id: r, activity: visit, points: 1, within_last: 90d, decay: {linear: 180d}}", 90),
        ("{id: r, quiet_for: 60d, points: -5}", 60),
    ],
)
def test_too_young_activities_are_told_with_the_rule_that_looks_back(rule: str, days: int) -> None:
    (note,) = note_dates(days - 1, ruled(rule))
    assert f'{days - 1} days old, but rule "r" looks back {days} days' in note
    assert note_dates(days, ruled(rule)) == []


def test_the_longest_look_back_counts() -> None:
    rules = ruled(
        "{id: a, activity: visit, points: 1, within_last: 30d}",
        "{id: b, quiet_for: 90d, points: -5}",
        "{id: c, activity: visit, points: 1}",
        score="decay: {linear: 60d}",
    )
    (note,) = note_dates(10, rules)
    assert 'rule "b" looks back 90 days' in note


@pytest.mark.parametrize(
    "rule",
    [
        "{id: r, when: {x: 1}, points: 1}",
        "{id: r, activity: visit, points: 1}",
        "{id: r, activity: visit, points: 1, decay: {half_life: 30d}}",
    ],
)
def test_rules_that_look_back_for_ever_tell_nothing(rule: str) -> None:
    assert note_dates(0, ruled(rule)) == []


def test_without_activities_there_is_nothing_to_tell() -> None:
    assert note_dates(None, ruled("{id: r, quiet_for: 60d, points: -5}")) == []


def test_what_found_no_contact_is_told_with_its_share_and_examples() -> None:
    accounts = (
        Accounting("activities", ("a.csv",), 2_000, 1_999, 0, 1, 0, 0),
        Accounting("deals", ("d.csv",), 3, 2, 0, 1, 0, 0),
        Accounting("companies", ("c.csv",), 3, 1, 0, 2, 0, 0),
    )
    joined = {"activities": Joined(("9", "x" * 99), by_name=1_200, several=2), "deals": Joined()}
    assert note_joins(accounts, {**joined, "companies": Joined()}) == [
        f'1 of 2,000 activities (0.1%) are of no known contact, such as "9", "{"x" * 59}…"',
        "activities that found their contact by its name: 1,200",
        "activities that name several contact ids, of which the first counts: 2",
        "1 of 3 deals (33.3%) are of no known contact",
    ]


def test_a_share_that_would_be_rounded_to_nothing_is_not() -> None:
    account = Accounting("deals", ("d.csv",), 90_000, 89_999, 0, 1, 0, 0)
    (note,) = note_joins((account,), {"deals": Joined(("9",))})
    assert note == '1 of 90,000 deals (under 0.1%) are of no known contact, such as "9"'


def test_shared_addresses_are_told_with_three_examples() -> None:
    shared = pl.DataFrame({"email": list("abcd"), "one": list("1234"), "other": list("5678")})
    (note,) = note_shared_emails(shared, shared.height)
    assert note.startswith(
        "4 e-mail addresses stand under several contact ids, such as a (1 and 5), b (2 and 6), c (3 and 7); what"
    )
    assert note_shared_emails(shared.clear(), 0) == []
