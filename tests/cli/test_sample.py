"""`leadscore sample`: an export of a day, and those of many nights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.cli.shell import hashes, leadscore

if TYPE_CHECKING:
    from pathlib import Path

FEW: Final = ("sample", "--contacts", "40")
REFUSED: Final = {
    "until before": (
        ("--as-of", "2026-11-02", "--until", "2026-11-01"),
        (
            "error: --until 2026-11-01 is before --as-of 2026-11-02\n"
            "  help: --until is the last day of the world, --as-of the day on which it is exported\n"
        ),
    ),
    "no such day": (
        ("--as-of", "2026-11-01", "--until", "2026-11-31"),
        "error: --until 2026-11-31: there is no such day\n  help: the last one of that month is 2026-11-30\n",
    ),
    "no day": (("--until", "soon"), 'error: --until is a day such as 2026-11-01; found "soon"\n'),
    "too many nights": (
        ("--as-of", "2025-01-01", "--until", "2026-11-01", "--nights", "62"),
        (
            "error: a sample until 2026-11-01 begins on 2024-11-02; this would be an export of 1 day before\n"
            "  help: choose a later --as-of, an earlier --until, or fewer --nights\n"
        ),
    ),
}


def test_an_earlier_day_of_a_world_says_how_many_there_are(tmp_path: Path) -> None:
    answer = leadscore(tmp_path, *FEW, "--as-of", "2026-06-01", "--until", "2026-11-01", "-o", "out")
    rows = len((tmp_path / "out/contacts.csv").read_text("utf-8").splitlines()) - 1
    *files, there = answer.err.splitlines()
    assert (answer.code, answer.out, len(files)) == (0, "", 5)
    assert there == f"{rows} of the 40 contacts of 2026-11-01 are there"
    assert 10 < rows < 40


def test_nights_have_a_folder_each(tmp_path: Path) -> None:
    answer = leadscore(tmp_path, *FEW, "--as-of", "2026-11-01", "--nights", "3", "-o", "out")
    first, last, told = answer.err.splitlines()
    assert (answer.code, answer.out) == (0, "")
    assert first.startswith("out/2026-10-30: ")
    assert last.startswith("out/2026-11-01: 40 contacts, ")
    assert told == "3 nights, five files each"
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "2026-10-30",
        "2026-10-31",
        "2026-11-01",
    ]
    assert len(hashes(tmp_path / "out")) == 15


def test_the_last_night_is_what_the_day_alone_gives(tmp_path: Path) -> None:
    leadscore(tmp_path, *FEW, "--as-of", "2026-11-01", "--nights", "1", "-o", "nights")
    leadscore(tmp_path, *FEW, "--as-of", "2026-11-01", "-o", "one")
    assert hashes(tmp_path / "nights/2026-11-01") == hashes(tmp_path / "one")


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_made_is_refused_in_words(tmp_path: Path, case: str) -> None:
    arguments, told = REFUSED[case]
    answer = leadscore(tmp_path, *FEW, *arguments, "-o", "out")
    assert (answer.code, answer.out, answer.err) == (2, "", told)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("nights", ["0", "367", "many"])
def test_a_number_of_nights_is_refused(tmp_path: Path, nights: str) -> None:
    answer = leadscore(tmp_path, *FEW, "--nights", nights, "-o", "out")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("error: Invalid value for '--nights': ")
