"""Nights with a history: what is remembered, what is refused, and what a killed night leaves."""

from __future__ import annotations

import errno
import os
import shutil
from typing import TYPE_CHECKING, Final

import polars as pl
import pytest

from leadscore.cli.app import app
from tests.cli.shell import hashes, leadscore
from tests.unit.publish.runs import snapshots

if TYPE_CHECKING:
    from pathlib import Path

RULES: Final = """\
version: 1
scores: {total: {rules: [{id: hot, when: {heat: {above: 0}}, points: 60}]}}
stages:
  - {name: lead}
  - {name: mql, enter: {score.total: {at_least: 50}}, stay: {heat: {known: true}}, min_days: 3}
recycle: [{id: refused, when: {lead_status: rejected}, from: mql, to: lead, cool_off: 10d, reason: rejected_reason}]
"""
HEADER: Final = "contact_id,heat,lead_status,rejected_reason"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "rules.yaml").write_text(RULES, encoding="utf-8")
    return tmp_path


def night(place: Path, day: int, *rows: str, options: tuple[str, ...] = ()) -> dict[str, tuple[str, str]]:
    """Score the export of a day in November, and return stage and since of each contact."""
    (place / "contacts.csv").write_text("\n".join((HEADER, *rows)) + "\n", encoding="utf-8")
    answer = leadscore(
        place, "score", "contacts.csv", "--as-of", f"2026-11-{day:02}", "--history", "h", "-q", *options
    )
    assert (answer.code, answer.out, answer.err) == (0, "", "")
    table = pl.read_csv(place / "leadscore-out/writeback.csv", infer_schema=False)
    return {
        row["contact_id"]: (row["lead_stage"] or "", row["lead_stage_since"] or "")
        for row in table.iter_rows(named=True)
    }


def moves(place: Path) -> list[tuple[object, ...]]:
    files = sorted((place / "h/transitions").iterdir())
    return pl.concat(map(pl.read_parquet, files)).drop("rules").rows()


def test_a_lead_stays_and_is_sent_back_and_comes_again(place: Path) -> None:
    assert night(place, 1, "a,1,,")["a"] == ("mql", "2026-11-01")
    assert night(place, 2, "a,,,")["a"] == ("mql", "2026-11-01")  # by min_days
    assert night(place, 3, "a,0,,")["a"] == ("mql", "2026-11-01")  # by stay
    assert night(place, 4, "a,1,rejected,No budget")["a"] == ("lead", "2026-11-04")
    assert night(place, 5, "a,1,,")["a"] == ("lead", "2026-11-04")  # by cool_off
    assert night(place, 14, "a,1,,")["a"] == ("mql", "2026-11-14")
    assert [(day.day, *rest) for _, day, *rest in moves(place)] == [  # type: ignore[attr-defined]
        (1, None, "mql", "enter", None),
        (4, "mql", "lead", "recycle:refused", "no budget"),
        (14, "lead", "mql", "enter", None),
    ]


def test_who_is_missing_for_a_night_keeps_its_stage_and_moves_nowhere(place: Path) -> None:
    night(place, 1, "a,1,,", "b,1,,")
    assert night(place, 2, "b,1,,") == {"b": ("mql", "2026-11-01")}
    state = pl.read_parquet(max((place / "h/state").iterdir()))
    assert state.select("contact_id", "stage", pl.col("seen").dt.day()).rows() == [
        ("a", "mql", 1),
        ("b", "mql", 2),
    ]
    assert night(place, 3, "a,0,,", "b,1,,")["a"] == ("mql", "2026-11-01")
    assert len(moves(place)) == 2


def test_the_same_night_again_replaces_it_from_the_night_before(place: Path) -> None:
    night(place, 1, "a,1,,")
    night(place, 5, "a,,,")
    assert night(place, 5, "a,0,,")["a"] == ("mql", "2026-11-01")
    assert len(moves(place)) == 1


def test_an_earlier_night_is_refused_and_changes_nothing(place: Path) -> None:
    night(place, 5, "a,1,,")
    before = hashes(place)
    answer = leadscore(place, "score", "contacts.csv", "--as-of", "2026-11-04", "--history", "h", "-q")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        "error: h: the history goes up to 2026-11-05, and this run is of 2026-11-04, which is earlier\n"
        "  help: use --rebuild to drop the runs from that day on, and then run the later nights again, in order\n"
    )
    assert hashes(place) == before
    assert night(place, 4, "a,1,,", options=("--rebuild",))["a"] == ("mql", "2026-11-04")


def test_nights_run_again_give_the_same_files(place: Path) -> None:
    nights = (("a,1,,", "b,,,"), ("b,1,,",), ("a,,rejected,Price", "b,1,,"))
    for day, rows in enumerate(nights, 1):
        night(place, day, *rows)
    first = hashes(place / "h")
    for day, rows in enumerate(nights, 1):
        night(place, day, *rows, options=("--rebuild",) if day == 1 else ())
    assert hashes(place / "h") == first


def test_a_renamed_stage_counts_as_none(place: Path) -> None:
    night(place, 1, "a,1,,")
    rules = RULES.replace("mql", "ripe")
    (place / "rules.yaml").write_text(rules, encoding="utf-8")
    assert night(place, 2, "a,0,,")["a"] == ("lead", "2026-11-02")


@pytest.mark.parametrize(
    ("arguments", "found", "help_"),
    [
        (("--rebuild",), "--rebuild is about a history", "name it with --history DIR"),
        (
            ("--history", "leadscore-out"),
            "leadscore-out is the output folder too",
            "keep the history in a folder of its own, which no run clears away",
        ),
        (
            ("--history", "rules.yaml"),
            "rules.yaml is a file, and a history is a folder",
            "name a folder with --history",
        ),
    ],
)
def test_what_cannot_be_meant(place: Path, arguments: tuple[str, ...], found: str, help_: str) -> None:
    (place / "contacts.csv").write_text(f"{HEADER}\na,1,,\n")
    answer = leadscore(place, "score", "contacts.csv", "--as-of", "2026-11-04", "-q", *arguments)
    assert (answer.code, answer.out, answer.err) == (2, "", f"error: {found}\n  help: {help_}\n")


def test_without_a_history_the_run_says_what_takes_no_effect(place: Path) -> None:
    (place / "contacts.csv").write_text(f"{HEADER}\na,1,,\n")
    answer = leadscore(place, "score", "contacts.csv", "--as-of", "2026-11-04")
    for what in ('stay of stage "mql"', 'min_days of stage "mql"', 'cool_off of recycling "refused"'):
        assert f"{what}: it has no effect without --history" in " ".join(answer.out.split())


def test_a_night_killed_at_any_step_is_whole_or_was_never_there(
    place: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed before the history counts it, it was never there; killed later, the next night completes it first."""
    night(place, 1, "a,1,,", "b,,,")
    (place / "contacts.csv").write_text(f"{HEADER}\na,,,\nb,1,,\n")
    undisturbed = shutil.copytree(place, tmp_path_factory.mktemp("undisturbed") / "x")
    monkeypatch.chdir(undisturbed)
    run(2)
    second = hashes(undisturbed)
    run(3)
    third = hashes(undisturbed)
    monkeypatch.chdir(place)
    copies = snapshots(lambda _: run(2), place, tmp_path_factory.mktemp("copies"))
    assert len(copies) > 20
    counted = 0
    for copy in copies:
        monkeypatch.chdir(copy)
        counts = (
            len(list((copy / "h/runs").iterdir())) == 2
            and '"2026-11-02"' in (copy / "h/history.json").read_text()
        )
        counted += counts
        if not counts:
            run(2)
            assert hashes(copy) == second
        run(3)
        assert hashes(copy) == third
    assert 0 < counted < len(copies)


def test_a_disk_that_is_full_too_late_is_told_as_what_it_is(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    night(place, 1, "a,1,,")
    monkeypatch.chdir(place)
    with monkeypatch.context() as patched:
        patched.setattr("leadscore.publish.staging.Staging.place", full)
        assert run(2) == 2
    assert (
        "the run is in its history, but not all of its files could be put in place" in capsys.readouterr().err
    )
    assert run(3) is None
    assert "the last run had not put all of its files in place" in capsys.readouterr().err
    assert len(list((place / "h/runs").iterdir())) == 3


def run(day: int) -> object:
    """Run a night in this process, in the current folder."""
    return app(
        ["score", "contacts.csv", "--as-of", f"2026-11-{day:02}", "--history", "h", "-q"],
        standalone_mode=False,
    )


def test_a_history_that_cannot_be_written_is_told_as_such_and_nothing_is_published(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    night(place, 1, "a,1,,")
    before = hashes(place)
    monkeypatch.chdir(place)
    monkeypatch.setattr("leadscore.history.folder.write_record", full)
    assert run(2) == 2
    assert capsys.readouterr().err == (
        "error: h: the history cannot be written here (No space left on device); nothing was published\n"
        "  help: make sure that you may write there and that the disk has room\n"
    )
    assert hashes(place) == before


def test_a_run_is_fine_if_all_that_fails_is_to_say_so(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    night(place, 1, "a,1,,")
    monkeypatch.chdir(place)
    with monkeypatch.context() as patched:
        patched.setattr("leadscore.history.folder.History.settle", full)
        assert run(2) is None
    assert run(3) is None
    assert "is complete now" in capsys.readouterr().err


def test_a_run_that_cannot_be_completed_is_told_with_the_way_out(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    night(place, 1, "a,1,,")
    monkeypatch.chdir(place)
    with monkeypatch.context() as patched:
        patched.setattr("leadscore.publish.staging.Staging.place", full)
        assert run(2) == 2
        capsys.readouterr()
        assert run(3) == 2
    out = (place / "leadscore-out").resolve()
    assert capsys.readouterr().err == (
        f"error: {out}: the last run with this history has not put all of its files in place here, and that cannot be "
        "done now (No space left on device)\n"
        "  help: make sure that you may write there and that the disk has room, and run again; or remove that folder, "
        "if nobody needs its files\n"
    )
    shutil.rmtree(out)
    assert run(3) is None
    assert "is not there any more" in capsys.readouterr().err
    assert (out / "run.json").exists()


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
