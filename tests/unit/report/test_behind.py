"""What stands behind points in words: values, conditions, silence, and activities one by one."""

from __future__ import annotations

import pytest

from leadscore.report.behind import activities, reason, told
from leadscore.results.explanation import Reading
from tests.unit.report.explanations import HARMLESS, HOSTILE, activity, behind, drawn, rule

HERE = Reading("country", "DE")
SIZE = Reading("employees", None)


def test_what_is_missing_is_told_in_words() -> None:
    assert (told(HERE), told(SIZE)) == ("country = DE", "employees is missing")


def test_long_values_are_cut() -> None:
    assert told(Reading("notes", "x" * 61)) == f"notes = {'x' * 60}..."


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (rule("a", "5", HERE), "yes: country = DE"),
        (rule("a", "0", HERE, SIZE, answer="no"), "no: country = DE, employees is missing"),
        (rule("a", "0", SIZE, answer="unknown"), "unknown: employees is missing"),
        (rule("a", "5", HERE, kind="lookup"), "country = DE"),
        (rule("a", "5", SIZE, answer="unknown", kind="band"), "unknown: employees is missing"),
        (rule("a", "0", answer=None, kind="activity", why="no visit"), "no visit"),
        (rule("a", "5", Reading("x", HOSTILE)), f"yes: x = {HARMLESS}"),
    ],
)
def test_why_a_rule_gives_what_it_gives(given: object, expected: str) -> None:
    assert reason(given).plain == expected  # type: ignore[arg-type]


def test_activities_have_a_line_each_with_what_is_left_of_them() -> None:
    found = behind(
        activity(0, "call", "100", "5"),
        activity(1, "visit", "50.04", "2.502", Reading("url", "/pricing"), Reading("campaign", "autumn")),
        activity(1200, "visit", "0.0001", "0", column="Last Visit"),
        most="7.5",
    )
    assert drawn(activities(found, with_weights=True)) == [
        "3 activities, 5 for each, at most 7.5",
        "2026-11-01       today  call   100.0 %      +5",
        "2026-10-31       1 day  visit   50.0 %  +2.502  /pricing, campaign = autumn",
        "2023-07-20  1,200 days  visit    0.0 %       0  from Last Visit",
    ]


def test_without_decay_no_weights_are_told() -> None:
    assert drawn(activities(behind(activity()), with_weights=False)) == [
        "1 activity, 5 points",
        "2026-10-29  3 days  visit  +5",
    ]


def test_others_are_told_together_and_rounding_apart() -> None:
    lines = drawn(activities(behind(activity(), others=1200, others_points="-3.2"), with_weights=True))
    assert lines[0] == "1,201 activities, 5 for each"
    assert lines[-1] == "1,200 more          together           -3.2"
    lines = drawn(activities(behind(activity(), activity(), rounding="0.001"), with_weights=False))
    assert lines[-1] == "rounding                   +0.001"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (behind(activity(), count="once", found=4), "4 activities, the newest counts, 5 points"),
        (behind(activity(), count="per_day"), "activities on 1 day, one a day counts, 5 points"),
        (
            behind(activity(), activity(), count="per_day"),
            "activities on 2 days, one a day counts, 5 for each",
        ),
        (behind(activity(), each="-1"), "1 activity, -1 point"),
    ],
)
def test_how_activities_count(given: object, expected: str) -> None:
    assert drawn(activities(given, with_weights=False))[0] == expected  # type: ignore[arg-type]


def test_other_activities_of_a_day_are_counted_beside_the_one_that_counts() -> None:
    lines = drawn(activities(behind(activity(same_day=2), count="per_day"), with_weights=False))
    assert lines[-1] == "2026-10-29  3 days  visit  +5  and 2 more that day"


def test_nothing_of_an_activity_reaches_the_terminal_as_it_is() -> None:
    found = behind(activity(3, HOSTILE, "100", "5", Reading("url", HOSTILE), column=HOSTILE))
    text = "".join(drawn(activities(found, with_weights=False), width=300))
    assert text.count("[bold]x[/bold]␊<U+202E>") == 2
    assert text.isprintable()
