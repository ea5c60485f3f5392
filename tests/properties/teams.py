"""Strategies for hand-offs: rules with lists and owners whose limits bite, and nights on which Sales answers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.properties.odds import mostly

Rules = dict[str, Any]
Record = dict[str, str]

START = date(2026, 10, 1)
"""A Thursday; the day before the first night."""
HEADERS = ("contact_id", "x", "y", "country", "lead_status", "rejected_reason", "owner")
_IDS = ("2", "10", "a", "A", "b", "zcrm_7", "ümlaut", "Z")
_STAGES = ("lead", "mql", "sql")
_TEAM = ("anna", "Ben", "Eva", "Zoë")
_STATUSES = ("", "", "", "new", "accepted", " In Bearbeitung", "rejected", "Abgelehnt ", "Bad Timing")


_NARROW = ("when", "unless")
_SELDOM = mostly(st.just(value=False), st.just(value=True))


def _conditions() -> st.SearchStrategy[Rules]:
    return st.sampled_from(
        [
            {"country": "DE"},
            {"country": {"known": False}},
            {"x": {"at_least": 2}},
            {"stage": "sql"},
            {"score.fit": {"below": 30}},
            {"not": {"country": "AT"}},
        ]
    )


@st.composite
def _scores(draw: st.DrawFn) -> Rules:
    fit = [{"id": f"x{least}", "when": {"x": {"at_least": least}}, "points": 10} for least in (1, 2, 3)]
    away = {"id": "austria", "when": {"country": "AT"}, "points": -5}
    scores = {
        "fit": {"rules": [*fit, away]},
        "mood": {"rules": [{"id": "y", "when": {"y": {"at_least": 2}}, "points": 20}]},
    }
    combined: Rules = {"total": {"combine": {"fit": 1, "mood": 1}}}
    return draw(st.sampled_from([{"scores": scores | combined}, {"scores": scores, "lead_score": "mood"}]))


@st.composite
def _stages(draw: st.DrawFn) -> Rules:
    """Draw stages that most contacts go through, and ways back for those whom Sales rejects."""
    mql, sql = draw(st.sampled_from([(0, 2), (1, 2), (1, 3)]))
    stages: list[Rules] = [
        {"name": "lead"},
        {"name": "mql", "enter": {"x": {"at_least": mql}}},
        {"name": "sql", "enter": {"x": {"at_least": sql}}},
    ]
    if draw(st.booleans()):
        stages[1]["stay"] = {"y": {"at_least": 1}}
    rules: Rules = {"stages": stages}
    if draw(st.booleans()):
        back: Rules = {"id": "back", "when": {"lead_status": "rejected"}, "from": "sql", "to": "lead"}
        rules["recycle"] = [back | draw(st.sampled_from([{}, {"cool_off": "3d"}]))]
    if draw(_SELDOM):
        rules["disqualify"] = [{"id": "out", "reason": "No", "when": {"y": {"at_least": 4}}}]
    return rules


@st.composite
def _lists(draw: st.DrawFn) -> Rules:
    names = draw(st.lists(st.sampled_from(["sql", "call-today", "Warm"]), max_size=3, unique=True))
    days = st.sampled_from(["1d", "2d", "5d"])
    entries = st.fixed_dictionaries(
        {"stage": st.sampled_from([["sql", "mql"], "sql", "mql", ["mql", "lead"]])},
        optional={
            "order_by": st.sampled_from(["score.fit", "score.mood"]),
            "respond_within": days,
            "accepted_after": days,
        },
    )
    narrow = mostly(st.just({}), st.fixed_dictionaries({}, optional=dict.fromkeys(_NARROW, _conditions())))
    return {"handoff": [{"list": name} | draw(entries) | draw(narrow) for name in names]} if names else {}


@st.composite
def _owners(draw: st.DrawFn) -> Rules:
    """Draw owners; the last entry mostly takes everybody."""
    count = draw(st.integers(1, 3))
    entries = []
    for number in range(count):
        names = draw(st.lists(st.sampled_from(_TEAM), min_size=1, max_size=3, unique=True))
        entry: Rules = {"owner": names[0] if len(names) == 1 else names}
        if number < count - 1 or draw(_SELDOM):
            entry[draw(st.sampled_from(_NARROW))] = draw(_conditions())
        limits = {"per_day": st.integers(1, 3), "open": st.integers(1, 4)}
        entry |= draw(st.fixed_dictionaries({}, optional=limits))
        if draw(_SELDOM):
            entry["away"] = {draw(st.sampled_from(names)): draw(_away())}
        entries.append(entry)
    return {"owners": entries}


def _away() -> st.SearchStrategy[str]:
    return st.integers(0, 6).map(lambda days: (START + timedelta(days=days)).isoformat())


@st.composite
def team_rules(draw: st.DrawFn) -> Rules:
    """Draw rules; most of them have owners."""
    rules = {"version": 1} | draw(_scores()) | draw(_stages()) | draw(_lists())
    return rules | draw(mostly(_owners(), st.just({}), 5))


def teams() -> st.SearchStrategy[Rules]:
    """Draw other owners for rules, or none."""
    return mostly(_owners(), st.just({}))


@st.composite
def nights(draw: st.DrawFn) -> list[tuple[date, list[Record]]]:
    """Draw nights: the day, and the export, in which most contacts are as they were the night before."""
    known: dict[str, Record] = {}
    found, today = [], START
    for _ in range(draw(st.sampled_from([3, 4, 5, 6, 2]))):
        today += timedelta(days=draw(st.sampled_from([1, 1, 1, 2, 4])))
        present = draw(st.lists(st.sampled_from(_IDS), min_size=5, unique=True))
        for name in present:
            if name not in known or draw(st.booleans()):
                known[name] = {"contact_id": name} | draw(_CELLS)
        found.append((today, [known[name] for name in present]))
    return found


_CELLS = st.fixed_dictionaries(
    {
        "x": st.sampled_from(["3", "2", "1", "3", "2", "1", "0", ""]),
        "y": st.sampled_from(["", "0", "1", "2", "3", "4"]),
        "country": st.sampled_from(["DE", "DE", "DE", "AT", ""]),
        "lead_status": st.sampled_from(_STATUSES),
        "rejected_reason": st.sampled_from(["", "No Budget", "student"]),
        "owner": st.sampled_from(["", "", "", "", "", "", "", " ANNA", "Ben", "Somebody", "#N/A"]),
    }
)
