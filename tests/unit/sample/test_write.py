from __future__ import annotations

from dataclasses import astuple
from datetime import date
from pathlib import Path

import pytest

from leadscore.errors import OutputError, UsageError
from leadscore.sample import SampleFile, SampleFiles, write, write_sample

FILES = ("activities.csv", "companies.csv", "contacts.csv", "costs.csv", "deals.csv")
COMMITTED = Path(__file__).parents[3] / "sample_data"


def sample(folder: Path, contacts: int = 40, seed: int = 1, as_of: date = date(2026, 11, 1)) -> SampleFiles:
    return write_sample(folder, contacts=contacts, seed=seed, as_of=as_of)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_same_arguments_same_bytes(tmp_path: Path) -> None:
    sample(tmp_path / "one")
    sample(tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_sample_data_is_what_the_generator_writes(tmp_path: Path) -> None:
    sample(tmp_path, contacts=500)
    stale = [name for name in FILES if (COMMITTED / name).read_bytes() != (tmp_path / name).read_bytes()]
    assert not stale, (
        "write it anew: leadscore sample --contacts 500 --seed 1 --as-of 2026-11-01 -o sample_data"
    )


@pytest.mark.parametrize("name", ["contacts.csv", "activities.csv", "deals.csv", "companies.csv"])
def test_a_smaller_sample_is_the_beginning_of_a_larger_one(tmp_path: Path, name: str) -> None:
    sample(tmp_path / "small", contacts=100)
    sample(tmp_path / "large", contacts=200)
    assert (tmp_path / "large" / name).read_bytes().startswith((tmp_path / "small" / name).read_bytes())


@pytest.mark.parametrize("other", [{"seed": 2}, {"as_of": date(2025, 3, 31)}])
def test_other_arguments_give_other_contacts(tmp_path: Path, other: dict[str, int]) -> None:
    sample(tmp_path / "one")
    sample(tmp_path / "two", **other)  # type: ignore[arg-type]  # one of two arguments
    assert contents(tmp_path / "one")["contacts.csv"] != contents(tmp_path / "two")["contacts.csv"]


def test_says_what_it_wrote(tmp_path: Path) -> None:
    files = sample(tmp_path)
    written = [files.contacts, files.activities, files.deals, files.companies, files.costs]
    assert sorted(file.path.name for file in written) == sorted(FILES)
    assert all(file.path.read_text("utf-8").count("\n") == file.rows + 1 for file in written)
    assert files.contacts.rows == 40


def test_replaces_its_own_files_only(tmp_path: Path) -> None:
    for name in ("contacts.csv", "notes.txt"):
        (tmp_path / name).write_text("mine", "utf-8")
    sample(tmp_path)
    assert sorted(contents(tmp_path)) == sorted([*FILES, "notes.txt"])
    assert (tmp_path / "contacts.csv").read_text("utf-8").startswith("contact_id,")
    assert (tmp_path / "notes.txt").read_text("utf-8") == "mine"


def test_a_run_that_fails_leaves_all_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sample(tmp_path)
    before = contents(tmp_path)
    monkeypatch.setattr(write, "make_story", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        sample(tmp_path, seed=2)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("contacts", [0, -1])
def test_an_empty_sample_is_refused(tmp_path: Path, contacts: int) -> None:
    with pytest.raises(UsageError, match="ask for 1 or more"):
        sample(tmp_path, contacts=contacts)


@pytest.mark.parametrize("as_of", [date.min, date.max])
def test_the_ends_of_the_calendar_are_refused(tmp_path: Path, as_of: date) -> None:
    with pytest.raises(UsageError, match="take a date from"):
        sample(tmp_path, as_of=as_of)


@pytest.mark.parametrize("as_of", [date(4, 1, 1), date(9999, 12, 24), date(2028, 2, 29)])
def test_any_other_day_will_do(tmp_path: Path, as_of: date) -> None:
    assert sample(tmp_path, contacts=1, as_of=as_of).contacts.rows == 1


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(OutputError, match="file: the sample cannot be written here"):
        sample(tmp_path / "file")


def test_every_table_has_its_place_in_the_result() -> None:
    assert len(astuple(SampleFiles(*[SampleFile(Path(), 0)] * 5))) == len(FILES)
