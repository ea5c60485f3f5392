"""Scores as sums, in words and numbers that stand below each other."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from leadscore.report.waterfall import waterfall
from leadscore.results.explanation import CombinedScore, GroupPoints, Reading, Share
from tests.unit.report.explanations import HARMLESS, HOSTILE, activity, behind, drawn, rule, score

HERE = rule("Near us", "40", Reading("country", "DE"))
BIG = rule("Big company", "30.5", Reading("employees", "300"), kind="band")
STUDENT = rule("Student", "0", Reading("job_title", "CTO"), answer="no")
LIMITED = (GroupPoints("company", Decimal("10.5"), Decimal(60), None, Decimal(60)),)
TOTAL = CombinedScore(
    score="total",
    shown=Decimal("51.7"),
    low=Decimal("51.7"),
    high=Decimal("51.7"),
    missing=(),
    combines=(
        Share("fit", Decimal("45.0"), Decimal(1), Decimal(15)),
        Share("engagement", Decimal("55.1"), Decimal(2), Decimal("36.733")),
    ),
    weights=Decimal(3),
    rounding=Decimal("-0.033"),
)


def test_rules_and_limits_stand_in_one_column_that_adds_up() -> None:
    assert drawn(waterfall(score(HERE, BIG, STUDENT, groups=LIMITED), 80)) == [
        "fit: 60.0",
        "  Near us                      +40",
        "    yes: country = DE",
        "  Big company                +30.5",
        "    employees = 300",
        "  group company: at most 60  -10.5",
        "  points                      = 60",
        "  60 of the 100 points that make 100: 60.0",
        "  nothing from",
        "    Student  no: job_title = CTO",
    ]


def test_what_decay_and_a_limit_took_has_columns_of_its_own() -> None:
    found = behind(activity(30, points="2.5", weight="50"), activity(30, points="2.5", weight="50"))
    visits = rule("Visits", "4", kind="activity", answer=None, decay="5", cap="1", activities=found)
    assert drawn(waterfall(score(visits, HERE, points="44"), 80))[1:6] == [
        "           at first  decay  limit  points",
        "  Visits        +10     -5     -1      +4",
        "    2 activities, 5 for each",
        "    2026-10-02  30 days  visit  50.0 %  +2.5",
        "    2026-10-02  30 days  visit  50.0 %  +2.5",
    ]


def test_the_limits_of_a_score_are_told() -> None:
    over = drawn(waterfall(score(HERE, lost="10", points="30"), 80))
    assert "  more than 100 change nothing   -10" in over
    under = drawn(waterfall(score(rule("Student", "-40", STUDENT.reads[0]), lost="-40", points="0"), 80))
    assert "  never below 0  +40" in under


def test_a_group_that_adds_says_so() -> None:
    group = (GroupPoints("company", Decimal(-15), Decimal(-25), Decimal(-25), Decimal(20)),)
    assert "  group company: at least -25   +15" in drawn(waterfall(score(HERE, groups=group), 80))


def test_a_score_without_points_is_a_sum_of_nothing() -> None:
    assert drawn(waterfall(score(STUDENT, points="0"), 80))[1:3] == [
        "  points  = 0",
        "  0 of the 100 points that make 100: 60.0",
    ]


def test_a_combined_score_shows_its_parts_their_weights_and_rounding() -> None:
    assert drawn(waterfall(TOTAL, 80)) == [
        "total: 51.7",
        "  fit         45.0  x 1 of 3      +15",
        "  engagement  55.1  x 2 of 3  +36.733",
        "  rounding                     -0.033",
        "  score                        = 51.7",
    ]


def test_what_a_score_depends_on_is_told_where_its_ends_differ() -> None:
    open_ = replace(score(HERE), low=Decimal("12.0"), missing=("employees", "country"))
    expected = "  between 12.0 and 60.0, depending on what is unknown: employees, country"
    assert drawn(waterfall(open_, 80))[1] == expected
    assert drawn(waterfall(replace(TOTAL, high=Decimal("70.0")), 80))[1] == "  between 51.7 and 70.0"


def test_long_labels_and_numbers_fit_a_narrow_terminal() -> None:
    found = behind(activity())
    long = rule(
        "A label as long as nobody reads it " * 3,
        "9999999999.999",
        decay="1234567890.123",
        cap="1",
        activities=found,
    )
    lines = drawn(waterfall(score(long, points="9999999999.999"), 80))
    assert max(map(len, lines)) <= 80
    assert "+9999999999.999" in "".join(lines)


def test_labels_are_harmless() -> None:
    text = "".join(drawn(waterfall(score(rule(HOSTILE, "5"), rule(HOSTILE, "0")), 80)))
    assert text.count(HARMLESS) == 2
