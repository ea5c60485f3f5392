"""Scores worked out by hand, with the rules of the design's example."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.reference.activities import Activity
from tests.reference.conditions import Setting
from tests.reference.rows import Row
from tests.reference.rule_points import Points, activity_points, contact_points
from tests.reference.scores import Score, score_lead
from tests.reference.values import Reader

SETTING = Setting(date(2026, 11, 1))
READER = Reader(ZoneInfo("UTC"))

INDUSTRY = {
    "id": "icp_industry",
    "group": "company",
    "when": {"industry": ["Software", "Chemicals"]},
    "points": 20,
}
SIZE = {
    "id": "company_size",
    "group": "company",
    "band": "employees",
    "points": [{"below": 10, "points": 0}, {"below": 250, "points": 15}, {"points": 30}],
}
REGION = {"id": "region", "lookup": "country", "points": {"DE": 20, "CH": 15, "default": -5}}
STUDENT = {"id": "no_buyer", "when": {"job_title": {"has_word": "intern"}}, "points": -40}
FIT = {"full_at": 70, "groups": {"company": {"max": 40}}, "rules": [INDUSTRY, SIZE, REGION, STUDENT]}


def did(kind: str, *days: str, url: str = "") -> list[Activity]:
    row = Row({"url": url}, {"url": "url"}, READER)
    return [Activity(0, kind, date.fromisoformat(day), row) for day in days]


@pytest.mark.parametrize(
    ("rule", "cell", "points"),
    [
        (INDUSTRY, "software", Points(20_000, 20_000, 20_000)),
        (INDUSTRY, "Retail", Points(0, 0, 0)),
        (INDUSTRY, "", Points(0, 0, 20_000)),
        (INDUSTRY | {"unknown": 25}, "", Points(0, 25_000, 25_000)),
        (STUDENT, "", Points(-40_000, 0, 0)),
        (SIZE, "10", Points(15_000, 15_000, 15_000)),
        (SIZE, "about 10", Points(0, 0, 30_000)),
        (SIZE | {"points": [{"below": 10, "points": 5}]}, "10", Points(0, 0, 0)),
        (SIZE | {"points": [{"below": 10, "points": 5}]}, "", Points(0, 0, 5_000)),
        (SIZE | {"points": [{"points": 5}], "unknown": 2}, "", Points(2_000, 2_000, 5_000)),
        (REGION, "ch", Points(15_000, 15_000, 15_000)),
        (REGION, "FR", Points(-5_000, -5_000, -5_000)),
        (REGION | {"unknown": 1}, "", Points(-5_000, 1_000, 20_000)),
        (REGION | {"points": {1: 5, False: 6, "x": 7}}, "x", Points(7_000, 7_000, 7_000)),
        (REGION | {"points": {7: 5}}, "x", Points(0, 0, 5_000)),
    ],
)
def test_contact_rule(rule: dict[str, Any], cell: str, points: Points) -> None:
    facts = dict.fromkeys(("industry", "employees", "country", "job_title"), READER.value(cell))
    assert contact_points(rule, facts, SETTING) == points


VISITS = did("page_view", "2026-11-01", "2026-10-02", "2026-10-02", url="/Pricing")
VIEW = {"activity": "page_view", "points": 8}


@pytest.mark.parametrize(
    ("options", "points"),
    [
        ({}, 16_000),  # 8 + 4 + 4
        ({"decay": "none"}, 24_000),
        ({"decay": "none", "max": 20}, 20_000),
        ({"decay": "none", "max": 20, "points": -8}, -20_000),
        ({"count": "per_day"}, 12_000),
        ({"count": "once"}, 8_000),
        ({"count": "per_day", "min_count": 3}, 0),
        ({"count": "once", "min_count": 3}, 8_000),
        ({"within_last": "29d"}, 8_000),
        ({"where": {"url": {"contains": "/pricing"}}}, 16_000),
        ({"where": {"asset": {"known": True}}}, 0),
        ({"activity": ["Demo_Request", "webinar"]}, 0),
        ({"points": 0.001}, 2),
    ],
)
def test_activity_rule(options: dict[str, Any], points: int) -> None:
    found = activity_points(VIEW | options, VISITS, {"half_life": "30d"}, SETTING)
    assert found == Points(points, points, points)


@pytest.mark.parametrize(
    ("rule", "points"),
    [
        ({"quiet_for": "29d"}, 0),
        ({"quiet_for": "29d", "except": ["Email_Sent"]}, -15_000),
        ({"quiet_for": "30d", "except": ["email_sent"]}, 0),
        ({"quiet_for": "1d", "except": ["email_sent", "page_view"]}, 0),  # never active is not quiet
    ],
)
def test_quiet_rule(rule: dict[str, Any], points: int) -> None:
    activities = did("page_view", "2026-10-02") + did("email_sent", "2026-11-01")
    assert activity_points(rule | {"points": -15}, activities, "none", SETTING).earned == points


@pytest.mark.parametrize(
    ("cells", "score"),
    [
        (("software", "300", "DE", "CTO"), Score(857, 857, 857)),  # the group gives 40 of 50: 60 of 70
        (("software", "300", "DE", "intern"), Score(286, 286, 286)),
        (("", "300", "DE", "CTO"), Score(714, 714, 857)),
        (("", "", "", ""), Score(0, 0, 857)),  # from 0 - 5 - 40 to 40 + 20
    ],
)
def test_score_from_rules(cells: tuple[str, ...], score: Score) -> None:
    facts = dict(
        zip(("industry", "employees", "country", "job_title"), map(READER.value, cells), strict=True)
    )
    assert score_lead({"fit": FIT}, facts, [], SETTING).scores["fit"] == score


@pytest.mark.parametrize(
    ("limits", "score"),
    [
        ({"min": -50}, -450),
        ({"min": -10}, -100),
        ({}, 0),
        ({"groups": {"company": {"min": -3}}, "min": -50}, -30),
    ],
)
def test_limits_below(limits: dict[str, Any], score: int) -> None:
    rule = STUDENT | {"points": -45, "group": "company"}
    found = score_lead(
        {"fit": {"groups": {"company": {"max": 1}}, **limits, "rules": [rule]}}, FACTS, [], SETTING
    )
    assert found.scores["fit"].shown == score


FACTS = {"job_title": READER.value("Intern")}


@pytest.mark.parametrize(
    ("weights", "shown"),
    [
        ({"a": 1, "b": 1}, 2),  # 0.1 and 0.2: 0.15 goes up
        ({"a": 40, "b": 60}, 2),
        ({"a": 0.75, "b": 0.25}, 1),
        ({"minus": 1, "a": 2}, 0),
        ({"minus": 1, "zero": 1}, -1),  # -0.05 goes down
    ],
)
def test_combined_score(weights: dict[str, Any], shown: int) -> None:
    tenths = {"a": 0.1, "b": 0.2, "minus": -0.1, "zero": 0.3}
    rule = {"when": {"job_title": "intern"}}
    own = {
        name: {"min": -1, "rules": [rule | {"id": name, "points": given}]} for name, given in tenths.items()
    }
    own["zero"]["rules"] = [rule | {"id": "zero", "points": -0.04}]
    assert score_lead({"x": {"combine": weights}, **own}, FACTS, [], SETTING).scores["x"].shown == shown
