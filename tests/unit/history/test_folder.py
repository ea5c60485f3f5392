"""A history folder: each run sees what the one before it left, and nothing that does not count."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl
import pytest

from leadscore.errors import InputError, UsageError
from leadscore.history import History, Pending, open_history
from leadscore.history.folder import KEPT, TABLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

START = date(2026, 11, 1)


def day(number: int) -> date:
    return START + timedelta(days=number)


def leave(folder: Path, number: int, *, rebuild: bool = False) -> History:
    """Make a run of a day, whose tables say which day it was."""
    history = open_history(folder, day(number), rebuild=rebuild)
    tables = {name: pl.DataFrame({"number": [number]}) for name in TABLES}
    history.commit(history.stage(tables, {"number": number}), Pending("out", "ab"))
    history.settle()
    history.sweep()
    return history


def seen(folder: Path, number: int, *, rebuild: bool = False) -> list[int]:
    """Return what a run of a day sees: the days of the state, of all transitions and of all counts."""
    history = open_history(folder, day(number), rebuild=rebuild)
    state, transitions = history.table("state"), history.transitions()
    assert state is not None
    assert transitions is not None
    found = transitions.collect()["number"].to_list()
    assert [counts["number"] for counts in history.counts()] == found
    assert state.collect()["number"].to_list() == found[-1:]
    return found


def test_the_first_run_sees_nothing(tmp_path: Path) -> None:
    history = open_history(tmp_path, START)
    assert (history.last, history.table("state"), history.transitions(), history.counts()) == (
        None,
        None,
        None,
        [],
    )
    assert list(tmp_path.iterdir()) == []


def test_a_run_sees_the_ones_before_it(tmp_path: Path) -> None:
    leave(tmp_path, 0)
    leave(tmp_path, 2)
    assert seen(tmp_path, 3) == [0, 2]


def test_the_same_day_again_is_seen_from_the_day_before(tmp_path: Path) -> None:
    leave(tmp_path, 0)
    leave(tmp_path, 1)
    assert seen(tmp_path, 1) == [0]
    leave(tmp_path, 1)
    assert seen(tmp_path, 2) == [0, 1]


def test_an_earlier_day_is_refused_unless_the_later_ones_are_dropped(tmp_path: Path) -> None:
    for number in range(3):
        leave(tmp_path, number)
    with pytest.raises(
        UsageError, match=r"goes up to 2026-11-03, and this run is of 2026-11-02.*\n.*--rebuild"
    ):
        open_history(tmp_path, day(1))
    assert seen(tmp_path, 1, rebuild=True) == [0]
    leave(tmp_path, 1, rebuild=True)
    assert seen(tmp_path, 2) == [0, 1]


def test_what_is_staged_does_not_count_and_goes(tmp_path: Path) -> None:
    leave(tmp_path, 0)
    before = sorted(tmp_path.rglob("*"))
    history = open_history(tmp_path, day(1))
    history.stage({name: pl.DataFrame({"number": [7]}) for name in TABLES}, {})
    assert seen(tmp_path, 1) == [0]
    history.sweep()
    assert sorted(tmp_path.rglob("*")) == before


def test_a_run_that_leaves_nothing_leaves_no_folders(tmp_path: Path) -> None:
    history = open_history(tmp_path, START)
    history.stage({name: pl.DataFrame({"number": [7]}) for name in TABLES}, {})
    history.sweep()
    assert list(tmp_path.iterdir()) == []


def test_a_run_waits_until_it_is_published(tmp_path: Path) -> None:
    history = open_history(tmp_path, START)
    tables = {name: pl.DataFrame({"number": [0]}) for name in TABLES}
    history.commit(history.stage(tables, {"number": 0}), Pending("../out", "ab"))
    assert open_history(tmp_path, day(1)).pending == Pending("../out", "ab")
    history.settle()
    assert open_history(tmp_path, day(1)).pending is None


def test_states_pass_and_transitions_stay(tmp_path: Path) -> None:
    for number in range(KEPT + 3):
        leave(tmp_path, number)
    assert len(list((tmp_path / "state").iterdir())) == KEPT
    assert seen(tmp_path, KEPT + 3) == list(range(KEPT + 3))
    assert seen(tmp_path, KEPT, rebuild=True) == list(range(KEPT))


def test_before_the_first_state_that_is_kept_there_is_no_way_but_to_the_beginning(tmp_path: Path) -> None:
    for number in range(KEPT + 3):
        leave(tmp_path, number)
    with pytest.raises(
        UsageError,
        match=r"before 2026-11-03 is no longer kept\n  help: the earliest night .* 2026-11-05; else",
    ) as error:
        open_history(tmp_path, day(2), rebuild=True)
    assert "rebuild from the first night, 2026-11-01" in str(error.value)
    assert open_history(tmp_path, day(4), rebuild=True).last == day(3)
    assert open_history(tmp_path, day(0), rebuild=True).last is None


@pytest.mark.parametrize("lost", ["state", "transitions", "runs"])
def test_a_night_runs_without_what_it_does_not_need_but_nothing_is_told_of_what_is_lost(
    tmp_path: Path, lost: str
) -> None:
    leave(tmp_path, 0)
    leave(tmp_path, 1)
    (file,) = (tmp_path / lost).glob("2026-11-02-*")
    file.write_text("")
    history = open_history(tmp_path, day(2))
    read: dict[str, Callable[[], object]] = {
        "state": lambda: history.table("state"),
        "transitions": history.transitions,
        "runs": history.counts,
    }
    with pytest.raises(InputError, match="is not what was written"):
        read.pop(lost)()
    for others in read.values():
        assert others() is not None
    leave(tmp_path, 1)
    assert seen(tmp_path, 2) == [0, 1]


def test_without_its_record_a_history_is_refused_and_nothing_of_it_goes(tmp_path: Path) -> None:
    leave(tmp_path, 0)
    (tmp_path / "history.json").rename(tmp_path / "elsewhere.json")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(InputError, match=r"history.json: it is missing, .*\n  help: bring the file back"):
        open_history(tmp_path, day(1))
    assert sorted(tmp_path.rglob("*")) == before


def test_a_first_run_that_is_killed_or_fails_is_no_history(tmp_path: Path) -> None:
    history = open_history(tmp_path, START)
    history.stage({name: pl.DataFrame({"number": [7]}) for name in TABLES}, {})
    again = open_history(tmp_path, day(1))
    assert again.last is None
    again.sweep()
    assert list(tmp_path.iterdir()) == []


def test_the_same_runs_give_the_same_bytes(tmp_path: Path) -> None:
    trees = []
    for name in ("one", "two"):
        for number in range(3):
            leave(tmp_path / name, number)
        files = sorted(place for place in (tmp_path / name).rglob("*") if place.is_file())
        trees.append({place.relative_to(tmp_path / name): place.read_bytes() for place in files})
    assert trees[0] == trees[1]
    assert len(trees[0]) == 3 * (len(TABLES) + 1) + 1
