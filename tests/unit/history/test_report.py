"""What a history tells: the funnel over its last runs, contacts that change to and fro, the way of one contact."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from leadscore.history import Pending, open_history
from leadscore.history.report import follow, report
from leadscore.results.history import Flap, LeadPath, PathHandoff, PathStep, StageHistory
from leadscore.steps.handover import HANDOFFS

if TYPE_CHECKING:
    from pathlib import Path

    from leadscore.history import History

START = date(2026, 11, 1)
STAGES = ("lead", "mql", "sql", "disqualified")


def day(number: int) -> date:
    return START + timedelta(days=number)


def leave(folder: Path, number: int, *moves: tuple[str, str | None, str | None], **state: str) -> None:
    """Make a run of a day with these transitions (contact, from, to) and this state (contact and stage)."""
    history = open_history(folder, day(number))
    schema: dict[str, Any] = {"contact_id": pl.String(), "from": pl.String(), "to": pl.String()}
    transitions = pl.DataFrame(moves, schema, orient="row").with_columns(
        as_of=pl.lit(day(number)), reason=pl.lit("enter"), detail=pl.lit(None, pl.String)
    )
    known = pl.DataFrame({"contact_id": list(state), "stage": list(state.values())}).with_columns(
        seen=pl.lit(day(number))
    )
    counts = [{"stage": name, "count": list(state.values()).count(name), "entered": 0} for name in STAGES]
    night = history.stage(
        {"state": known, "transitions": transitions, "handoffs": handed_over()},
        {"contacts": len(state), "moved": len(moves), "stages": counts},
    )
    history.commit(night, Pending("out", "ab"))


def handed_over() -> pl.DataFrame:
    """Return what every run here knows of hand-offs."""
    rows = [
        ("b", "sql", day(6), True, True, "ben", None, None, None, None, ["hot"]),
        ("b", "mql", day(0), True, False, "anna", "rejected", day(3), "no budget", None, []),
        ("a", "mql", day(4), True, True, None, "silence", day(9), None, "rejected", []),
    ]
    return pl.DataFrame(rows, HANDOFFS, orient="row")


@pytest.fixture
def history(tmp_path: Path) -> History:
    leave(tmp_path, 0, ("a", None, "lead"), ("b", None, "mql"), a="lead", b="mql")
    leave(tmp_path, 4, ("a", "lead", "mql"), a="mql", b="mql")
    leave(tmp_path, 6, ("b", "mql", "sql"), ("c", None, "lead"), a="mql", b="sql", c="lead")
    leave(tmp_path, 8, ("a", "mql", "lead"), a="lead", b="sql")
    leave(tmp_path, 9, ("a", "lead", "mql"), ("b", "sql", None), a="mql", b="lead")
    return open_history(tmp_path, date.max)


def test_the_last_runs_are_counted(history: History) -> None:
    told = report(history, 3)
    assert (told.runs, told.stages) == (5, STAGES)
    assert [(night.as_of.day, night.contacts, night.moved, night.stages) for night in told.nights] == [
        (7, 3, 2, (1, 1, 1, 0)),
        (9, 2, 1, (1, 0, 1, 0)),
        (10, 2, 2, (1, 1, 0, 0)),
    ]


def test_stages_are_followed_over_the_runs_that_are_shown(history: History) -> None:
    assert report(history, 9).funnel == (
        StageHistory("lead", 3, 1, 50.0, 2.5),
        StageHistory("mql", 3, 1, 50.0, 5.0),
        StageHistory("sql", 1, 0, 0.0, 3.0),
        StageHistory("disqualified", 0, 0, None, None),
    )
    assert report(history, 2).funnel[:2] == (
        StageHistory("lead", 1, 1, 100.0, 1.0),
        StageHistory("mql", 1, 0, 0.0, None),
    )


def test_who_changes_to_and_fro(history: History) -> None:
    told = report(history, 9)
    assert (told.flapping, told.flaps) == (1, (Flap("a", 3, ("lead", "mql", "lead", "mql")),))
    assert report(history, 2).flapping == 0


def test_changes_that_are_far_apart_are_no_flapping(tmp_path: Path) -> None:
    leave(tmp_path, 0, ("a", None, "lead"), a="lead")
    for number, (from_, to) in ((1, ("lead", "mql")), (20, ("mql", "lead")), (31, ("lead", "mql"))):
        leave(tmp_path, number, ("a", from_, to), a=to)
    assert report(open_history(tmp_path, date.max), 9).flapping == 0
    leave(tmp_path, 49, ("a", "mql", "lead"), a="lead")
    assert report(open_history(tmp_path, date.max), 9).flapping == 1


def test_the_way_of_a_contact(history: History) -> None:
    assert follow(history, " b ") == LeadPath(
        " b ",
        "b",
        day(9),
        day(9),
        (
            PathStep(day(0), "mql", 6, "enter", ""),
            PathStep(day(6), "sql", 3, "enter", ""),
            PathStep(day(9), "", 0, "enter", ""),
        ),
        (
            PathHandoff("mql", day(0), False, "anna", "rejected", day(3), "no budget"),
            PathHandoff("sql", day(6), True, "ben", "", None, ""),
        ),
    )
    assert follow(history, "a").handoffs == (PathHandoff("mql", day(4), True, "", "silence", day(9), ""),)


def test_nobody_knows_the_way_of_who_never_came(history: History) -> None:
    assert follow(history, "x") == LeadPath("x", "", None, day(9), ())


def test_who_is_forgotten_is_in_no_file(history: History) -> None:
    before = follow(history, "b")
    assert history.forget("a") == 5 + 4 + 5  # states, transitions, hand-offs
    again = open_history(history.folder, date.max)
    assert follow(again, "a").contact_id == ""
    assert follow(again, "b") == before
    files = sorted((history.folder / "state").iterdir())
    assert all("a" not in pl.read_parquet(place)["contact_id"] for place in files)
    assert len(files) == 5
    assert again.forget("a") == 0
