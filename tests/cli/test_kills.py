"""Nights with a history, each a process of its own: killed at any moment, and two of them at once."""

from __future__ import annotations

import random
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest

from leadscore.history.record import read_record
from leadscore.publish.lock import LOCK
from leadscore.publish.staging import STAGING
from leadscore.sample import write_sample
from tests.cli.processes import Loaded, loaded
from tests.cli.shell import Answer, leadscore
from tests.unit.publish.runs import mixed, tree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RULES: Final = """\
version: 1
scores:
  fit:
    rules: [{id: here, lookup: country, points: {DE: 60, AT: 50, CH: 50, default: 20}}]
  engagement:
    decay: {half_life: 30d}
    rules:
      - {id: visit, activity: page_view, points: 10, max: 60}
      - {id: demo, activity: demo_request, points: 50}
  total: {combine: {fit: 1, engagement: 1}}
stages:
  - {name: lead}
  - {name: mql, enter: {score.total: {at_least: 45}}, stay: {score.total: {at_least: 40}}, min_days: 1}
  - {name: sql, enter: {score.total: {at_least: 65}}, forward_only: true}
"""
FIRST: Final = date(2026, 10, 29)
KILLS: Final = 50
STEPPED: Final = 30
"""So many of the kills come at a change of the file system, spread over the run; the others after some time."""
NOTE: Final = "the last run had not put all of its files in place"
BUSY: Final = "another run of leadscore is writing into this folder\n  help: wait until it has ended, or "
AT_WORK: Final = {
    "staging": "out/.leadscore-staging/new/run.json",
    "committing": "history/history.json",
    "publishing": "out/run.json",
}
"""Where a run is held, by what it is about to change."""
REFUSED: Final = {
    ("out", "history"): f"history: {BUSY}name another folder with --history",
    ("elsewhere", "history"): f"history: {BUSY}name another folder with --history",
    ("out", "elsewhere"): f"out: {BUSY}choose another folder with -o",
}
"""Why a second run does not work, by the folders that it names."""


def nightly(night: int, out: str = "out", history: str = "history") -> tuple[str, ...]:
    """Return the command line of a night."""
    day = (FIRST + timedelta(days=night - 1)).isoformat()
    inputs = (f"exports/{night}/contacts.csv", "-r", "rules.yaml", "--as-of", day)
    return ("score", *inputs, "-o", out, "--history", history, "-q")


@dataclass(frozen=True)
class Nights:
    """Nights that nobody disturbs.

    Attributes:
        program: What runs them.
        start: The folder after the second night.
        trees: Everything in that folder after the nights whose numbers are given.
        steps: How many changes of the file system the third night takes.
        seconds: How long it takes.
    """

    program: Loaded
    start: Path
    trees: dict[tuple[int, ...], dict[str, bytes | str | None]]
    steps: int
    seconds: float


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nights]:
    scratch, start = tmp_path_factory.mktemp("scratch"), tmp_path_factory.mktemp("nights") / "start"
    start.mkdir()
    (start / "rules.yaml").write_text(RULES, encoding="utf-8")
    for night in range(1, 5):
        sample = scratch / str(night)
        write_sample(sample, contacts=60, seed=1, as_of=FIRST + timedelta(days=night - 1))
        for name in ("contacts.csv", "activities.csv"):
            (start / "exports" / str(night)).mkdir(parents=True, exist_ok=True)
            shutil.copy(sample / name, start / "exports" / str(night))
    with loaded(scratch) as program:
        for night in (1, 2):
            assert program.run(start, *nightly(night)).code == 0
        trees: dict[tuple[int, ...], dict[str, bytes | str | None]] = {}
        steps, seconds = 0, 0.0
        for nights in ((3,), (3, 4), (4,)):
            place = shutil.copytree(start, start.with_name("-".join(map(str, nights))))
            for night in nights:
                ended = program.run(place, *nightly(night))
                assert (ended.code, ended.err) == (0, "")
                steps, seconds = (ended.steps, ended.seconds) if night == 3 else (steps, seconds)
            trees[nights] = tree(place)
        yield Nights(program, start, trees, steps, seconds)


def phase(place: Path) -> str:
    """Return how far the third night had come, by what is left of it."""
    record, staging = read_record(place / "history"), place / "out" / STAGING
    if len(record.nights) < 3:
        return "staging" if staging.exists() else "scoring"
    if record.pending is None:
        return "ended"
    return "publishing" if (staging / "new" / "run.json").exists() else "published"


def below(folder: str, trees: dict[str, bytes | str | None]) -> dict[str, bytes | str | None]:
    """Return the part of a tree that is below a folder."""
    return {
        name.removeprefix(f"{folder}/"): kept for name, kept in trees.items() if name.startswith(f"{folder}/")
    }


class Moment(NamedTuple):
    """When to kill a run: before a change of the file system, or after some time."""

    step: int | None = None
    seconds: float | None = None


def moments(steps: int, seconds: float) -> list[Moment]:
    """Return when to kill: at changes of the file system, spread over the run, and at any time."""
    chance = random.Random(5)
    at = [Moment(1 + int((number + chance.random()) * steps / STEPPED)) for number in range(STEPPED)]
    return at + [Moment(seconds=chance.uniform(0, seconds)) for _ in range(KILLS - STEPPED)]


def test_a_night_killed_at_any_moment_is_whole_or_was_never_there(
    undisturbed: Nights, tmp_path: Path
) -> None:
    """The same night again, or the next one right away: both give what they would have given undisturbed."""
    phases, locks = [], 0
    for number, moment in enumerate(moments(undisturbed.steps, undisturbed.seconds)):
        place = shutil.copytree(undisturbed.start, tmp_path / str(number))
        killed = undisturbed.program.run(place, *nightly(3), kill_at=moment.step, kill_after=moment.seconds)
        assert killed.code == -9 or moment.step is None
        phases.append(phase(place))
        locks += (place / "history" / LOCK).exists()
        where = f"killed {moment} in phase {phases[-1]}"
        assert mixed(place / "out") == [], where
        counted, again = phases[-1] not in {"scoring", "staging"}, number % 2 == 0
        following = undisturbed.program.run(place, *nightly(3 if again else 4))
        assert (following.code, NOTE in following.err) == (0, phases[-1] in {"publishing", "published"}), (
            where
        )
        nights = (3,) if again else (3, 4) if counted else (4,)
        assert tree(place) == undisturbed.trees[nights], where
    assert len(phases) == KILLS
    assert set(phases[:STEPPED]) == {"scoring", "staging", "publishing", "published", "ended"}
    assert locks > STEPPED / 2


def test_the_run_that_completes_a_killed_one_may_be_killed_too(undisturbed: Nights, tmp_path: Path) -> None:
    left = shutil.copytree(undisturbed.start, tmp_path / "left")
    with undisturbed.program.held(left, *nightly(3), at="out/run.json"):
        shutil.copytree(left, tmp_path / "killed")
    assert phase(tmp_path / "killed") == "publishing"
    for step in range(3, 50, 6):
        place = shutil.copytree(tmp_path / "killed", tmp_path / str(step))
        assert undisturbed.program.run(place, *nightly(4), kill_at=step).code == -9
        assert undisturbed.program.run(place, *nightly(4)).code == 0
        assert tree(place) == undisturbed.trees[3, 4], f"killed at step {step}"


@pytest.mark.parametrize("at", ["out/run.json", "out/scored.csv", "out/stages/mql.csv", "out/writeback.csv"])
def test_a_killed_night_that_counts_is_published_even_if_the_next_one_goes_elsewhere(
    undisturbed: Nights, tmp_path: Path, at: str
) -> None:
    left, place = shutil.copytree(undisturbed.start, tmp_path / "left"), tmp_path / "killed"
    with undisturbed.program.held(left, *nightly(3), at=at):
        shutil.copytree(left, place)
    assert phase(place) == "publishing"
    assert undisturbed.program.run(place, *nightly(4, "later")).code == 0
    assert tree(place / "out") == below("out", undisturbed.trees[3,])
    assert tree(place / "later") == below("out", undisturbed.trees[3, 4])
    assert tree(place / "history") == below("history", undisturbed.trees[3, 4])


def test_the_first_night_may_be_killed_too(undisturbed: Nights, tmp_path: Path) -> None:
    new = tmp_path / "new"
    new.mkdir()
    for name in ("rules.yaml", "exports"):
        (new / name).symlink_to(undisturbed.start / name)
    whole = shutil.copytree(new, tmp_path / "whole", symlinks=True)
    steps = undisturbed.program.run(whole, *nightly(3)).steps
    for step in range(2, steps, steps // 8):
        place = shutil.copytree(new, tmp_path / str(step), symlinks=True)
        assert undisturbed.program.run(place, *nightly(3), kill_at=step).code == -9
        assert undisturbed.program.run(place, *nightly(3)).code == 0
        assert tree(place) == tree(whole), f"killed at step {step}"


def test_forgetting_may_be_killed_too(undisturbed: Nights, tmp_path: Path) -> None:
    """Asked again it is done, whether or not there was still something to forget."""
    forget = ("history", "--history", "history", "--forget", "1000001")
    whole = shutil.copytree(undisturbed.start, tmp_path / "whole")
    steps = undisturbed.program.run(whole, *forget).steps
    assert tree(whole) != tree(undisturbed.start)
    for step in range(1, steps, 4):
        place = shutil.copytree(undisturbed.start, tmp_path / str(step))
        assert undisturbed.program.run(place, *forget, kill_at=step).code == -9
        assert undisturbed.program.run(place, *forget).code in {0, 1}
        assert tree(place) == tree(whole), f"killed at step {step}"


def test_the_locks_of_a_killed_run_keep_nobody_out(undisturbed: Nights, tmp_path: Path) -> None:
    place = shutil.copytree(undisturbed.start, tmp_path / "x")
    undisturbed.program.run(place, *nightly(3), kill_at=undisturbed.steps // 2)
    assert (place / "history" / LOCK).exists()
    assert (place / "out" / LOCK).exists()
    assert leadscore(place, *nightly(3)).code == 0
    assert tree(place) == undisturbed.trees[3,]


@pytest.mark.parametrize("at", AT_WORK)
@pytest.mark.parametrize(("out", "history"), REFUSED)
def test_of_two_runs_at_once_in_one_folder_the_second_says_why_it_does_not_work(
    undisturbed: Nights, tmp_path: Path, at: str, out: str, history: str
) -> None:
    place = shutil.copytree(undisturbed.start, tmp_path / "x")
    with undisturbed.program.held(place, *nightly(3), at=AT_WORK[at]) as first:
        second = leadscore(place, *nightly(3, out, history))
    assert second == Answer(2, "", f"error: {REFUSED[out, history]}\n")
    assert [(ended.code, ended.err) for ended in first] == [(0, "")]
    assert tree(place) == undisturbed.trees[3,]


def test_two_runs_at_once_that_share_no_folder_both_work(undisturbed: Nights, tmp_path: Path) -> None:
    place = shutil.copytree(undisturbed.start, tmp_path / "x")
    with undisturbed.program.held(place, *nightly(3), at=AT_WORK["publishing"]) as first:
        assert leadscore(place, *nightly(3, "out2", "history2")) == Answer(0, "", "")
    assert first[0].code == 0
    assert (place / "out2" / "run.json").exists()


def test_while_a_run_works_its_history_can_be_read_but_not_changed(
    undisturbed: Nights, tmp_path: Path
) -> None:
    place = shutil.copytree(undisturbed.start, tmp_path / "x")
    with undisturbed.program.held(place, *nightly(3), at=AT_WORK["staging"]):
        read = leadscore(place, "history", "--history", "history")
        forget = leadscore(place, "history", "--history", "history", "--forget", "1000001")
    assert (read.code, read.out.splitlines()[0], read.err) == (0, "Last runs: 2 of 2, up to 2026-10-30", "")
    assert forget == Answer(
        2,
        "",
        "error: history: another run of leadscore is writing into this folder\n  help: wait until it has ended\n",
    )
    assert tree(place) == undisturbed.trees[3,]


def test_two_runs_that_start_together_work_one_after_the_other_or_one_alone(
    undisturbed: Nights, tmp_path: Path
) -> None:
    place = shutil.copytree(undisturbed.start, tmp_path / "x")
    with ThreadPoolExecutor() as pool:
        answers = list(pool.map(lambda _: leadscore(place, *nightly(3)), range(2)))
    assert Answer(0, "", "") in answers
    assert all(
        answer == Answer(0, "", "") or (answer.code, BUSY in answer.err) == (2, True) for answer in answers
    )
    assert tree(place) == undisturbed.trees[3,]
