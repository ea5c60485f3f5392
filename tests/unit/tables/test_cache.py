"""What is kept beside inputs: found as long as they are the same, by whoever kept it, and as it was kept."""

from __future__ import annotations

import errno
import json
import os
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from leadscore.errors import InputError
from leadscore.tables import cache
from leadscore.tables.cache import FOLDER, LEAST_BYTES, Cache, Origin

if TYPE_CHECKING:
    from collections.abc import Callable


OLD: Final = 1_600_000_000_000_000_000
"""A time long ago, in nanoseconds."""


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what is read of files that were written just now."""
    monkeypatch.setattr(cache, "_SETTLED", -(10**9))


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """An input."""
    place = tmp_path / "contacts.csv"
    place.write_text("contact_id\n1\n", "utf-8")
    return place


@pytest.fixture
def kept_in(tmp_path: Path) -> Cache:
    """A cache beside it."""
    (tmp_path / "scratch").mkdir()
    return Cache(tmp_path / FOLDER, tmp_path / "scratch")


def keep(place: Cache, export: Path, about: str = "", text: str = "kept", kind: str = "rows") -> None:
    """Keep a file with a text, and the text in what is said of it."""
    made = place.scratch / "made"
    made.unlink(missing_ok=True)
    made.write_text(text, "utf-8")
    place.keep(kind, [Origin.of([export])], [about], {"said": text}, {"rows": made})


def found(place: Cache, export: Path, about: str = "", kind: str = "rows") -> str | None:
    """Return the text that was kept."""
    kept = place.find(kind, [Origin.of([export])], [about])
    if kept is None:
        return None
    text = kept.files["rows"].read_text("utf-8")
    assert kept.facts == {"said": text}
    return text


def entry(place: Cache) -> Path:
    """Return the only thing that is kept."""
    (only,) = place.folder.iterdir()
    return only


def file_of(place: Cache) -> Path:
    """Return its file."""
    (only,) = entry(place).glob("*-rows")
    return only


def test_what_was_kept_is_found_until_the_run_ends_whatever_becomes_of_it(
    kept_in: Cache, export: Path
) -> None:
    keep(kept_in, export)
    kept = kept_in.find("rows", [Origin.of([export])], [""])
    assert kept is not None
    shutil.rmtree(kept_in.folder)
    assert kept.files["rows"].read_text("utf-8") == "kept"
    assert found(kept_in, export) is None


def test_it_is_found_by_all_that_it_depends_on(kept_in: Cache, export: Path) -> None:
    keep(kept_in, export, "about", "one")
    assert found(kept_in, export, "about") == "one"
    assert found(kept_in, export, "other") is None
    assert found(kept_in, export, "about", "words") is None
    (other := export.with_name("other.csv")).hardlink_to(export)
    assert found(kept_in, other, "about") is None


def in_place(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


def moved_there(path: Path, text: str) -> None:
    new = path.with_name("new")
    new.write_text(text, "utf-8")
    new.replace(path)


@pytest.mark.parametrize("write", [in_place, moved_there])
def test_a_file_of_the_same_size_and_time_is_another_one(
    kept_in: Cache, export: Path, write: Callable[[Path, str], None]
) -> None:
    os.utime(export, ns=(OLD, OLD))
    keep(kept_in, export)
    assert found(kept_in, export) == "kept"
    time.sleep(0.02)
    write(export, "contact_id\n2\n")
    os.utime(export, ns=(OLD, OLD))
    assert found(kept_in, export) is None


def test_a_file_that_is_touched_is_another_one(kept_in: Cache, export: Path) -> None:
    keep(kept_in, export)
    time.sleep(0.02)
    export.touch()
    assert found(kept_in, export) is None


def test_a_link_that_leads_elsewhere_is_another_file(kept_in: Cache, export: Path) -> None:
    nights = [shutil.copy2(export, export.with_name(name)) for name in ("1.csv", "2.csv")]
    export.unlink()
    export.symlink_to(nights[0])
    keep(kept_in, export)
    assert found(kept_in, export) == "kept"
    export.unlink()
    export.symlink_to(nights[1])
    assert found(kept_in, export) is None


def test_the_order_of_files_counts(kept_in: Cache, export: Path) -> None:
    other = Path(shutil.copy2(export, export.with_name("other.csv")))
    kept_in.keep("rows", [Origin.of([export, other])], [], {})
    assert kept_in.find("rows", [Origin.of([export, other])], []) is not None
    assert kept_in.find("rows", [Origin.of([other, export])], []) is None
    assert kept_in.find("rows", [Origin.of([export]), Origin.of([other])], []) is None


def test_paths_are_the_same_from_every_folder(
    kept_in: Cache, export: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(export.parent)
    keep(kept_in, export.relative_to(export.parent))
    assert found(kept_in, export) == "kept"


def test_a_file_that_changes_in_the_course_of_the_run_is_not_kept(kept_in: Cache, export: Path) -> None:
    before = Origin.of([export])
    time.sleep(0.02)
    export.write_text("contact_id\n2\n", "utf-8")
    kept_in.keep("rows", [before], [], {})
    export.unlink()
    kept_in.keep("rows", [before], [], {})
    assert list(kept_in.folder.iterdir()) == []


def test_a_file_that_is_gone_is_told(export: Path) -> None:
    export.unlink()
    with pytest.raises(InputError, match=r"contacts\.csv"):
        Origin.of([export])


def test_a_file_must_have_been_as_it_is_for_a_while_when_the_run_began(
    kept_in: Cache, export: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_SETTLED", 10**9)
    keep(kept_in, export)
    time.sleep(1.1)
    keep(kept_in, export)
    assert found(kept_in, export) is None, "this run began before"
    later = Cache(kept_in.folder, kept_in.scratch)
    keep(later, export)
    assert found(later, export) == "kept"


def test_a_file_from_the_future_is_never_kept(kept_in: Cache, export: Path) -> None:
    ahead = time.time_ns() + 3_600 * 10**9
    os.utime(export, ns=(ahead, ahead))
    keep(kept_in, export)
    assert found(kept_in, export) is None


@pytest.mark.parametrize("name", ["_FORMAT", "_reader", "pl"])
def test_another_version_finds_nothing(
    kept_in: Cache, export: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    class Newer:
        __version__ = "99.0.0"

    keep(kept_in, export)
    other = {"_FORMAT": 99, "_reader": lambda: "other", "pl": Newer}
    with monkeypatch.context() as patched:
        patched.setattr(cache, name, other[name])
        assert found(kept_in, export) is None
    assert found(kept_in, export) == "kept"


def test_a_module_that_changes_makes_another_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = tmp_path / "__init__.py"
    module.write_text("one", "utf-8")
    monkeypatch.setattr("leadscore.__file__", str(module))
    readers = []
    for text in ("one", "other"):
        module.write_text(text, "utf-8")
        cache._reader.cache_clear()
        readers.append(cache._reader())
    cache._reader.cache_clear()
    assert readers[0] != readers[1]


def cut_off(place: Cache) -> None:
    file_of(place).write_text("ke", "utf-8")


def written_over(place: Cache) -> None:
    time.sleep(0.02)
    file_of(place).write_text("KEPT", "utf-8")


def gone(place: Cache) -> None:
    file_of(place).unlink()


def a_folder(place: Cache) -> None:
    facts = entry(place) / "facts.json"
    facts.unlink()
    facts.mkdir()


def other_words(place: Cache) -> None:
    facts = entry(place) / "facts.json"
    facts.write_text(facts.read_text("utf-8").replace("kept", "KEPT"), "utf-8")


def no_facts(place: Cache) -> None:
    (entry(place) / "facts.json").write_bytes(b"\xff\x00{")


def of_another_key(place: Cache) -> None:
    facts = entry(place) / "facts.json"
    said = json.loads(facts.read_text("utf-8").partition("\n")[2])
    cache._write_facts(facts, {**said, "key": ["another"]})


@pytest.mark.parametrize(
    "damage", [cut_off, written_over, gone, a_folder, other_words, no_facts, of_another_key]
)
def test_what_is_damaged_is_not_used_and_made_anew(
    kept_in: Cache, export: Path, damage: Callable[[Cache], None]
) -> None:
    keep(kept_in, export)
    damage(kept_in)
    assert found(kept_in, export) is None
    keep(kept_in, export, text="again")
    assert found(kept_in, export) == "again"


def test_two_runs_at_once_find_all_of_one_or_nothing(
    kept_in: Cache, export: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(kept_in, export, text="one")
    read = cache._read_facts

    def meanwhile(path: Path) -> dict[str, object]:
        said = read(path)
        keep(kept_in, export, text="two")
        return said

    with monkeypatch.context() as patched:
        patched.setattr(cache, "_read_facts", meanwhile)
        assert found(kept_in, export) is None
    assert found(kept_in, export) == "two"


def test_files_are_copied_where_they_cannot_be_linked(
    kept_in: Cache, export: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def elsewhere(*_: object) -> None:
        raise OSError(errno.EXDEV, "another file system")

    monkeypatch.setattr(os, "link", elsewhere)
    keep(kept_in, export)
    assert found(kept_in, export) == "kept"


def test_what_cannot_be_noted_as_used_is_found_all_the_same(
    kept_in: Cache, export: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(*_: object) -> None:
        raise OSError(errno.EROFS, "read-only file system")

    keep(kept_in, export)
    monkeypatch.setattr(os, "utime", read_only)
    assert found(kept_in, export) == "kept"


@pytest.mark.parametrize("error", [errno.EACCES, errno.ENOSPC, errno.EROFS])
def test_where_it_cannot_be_written_nothing_is_kept(
    kept_in: Cache, export: Path, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    def failing(*_: object, **__: object) -> None:
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr(cache, "mkdtemp", failing)
    keep(kept_in, export)
    assert list(kept_in.folder.iterdir()) == []


def test_what_is_half_written_when_the_disk_is_full_is_cleared_away(
    kept_in: Cache, export: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(cache, "_write_facts", full)
    keep(kept_in, export)
    assert list(kept_in.folder.iterdir()) == []


def a_file(folder: Path) -> None:
    folder.write_text("mine", "utf-8")


def a_link(folder: Path) -> None:
    (other := folder.with_name("other")).mkdir()
    (other / "new-year").mkdir()
    os.utime(other / "new-year", ns=(OLD, OLD))
    folder.symlink_to(other)


@pytest.mark.parametrize("make", [a_file, a_link])
def test_something_else_of_that_name_is_left_alone(
    kept_in: Cache, export: Path, make: Callable[[Path], None]
) -> None:
    make(kept_in.folder)
    keep(kept_in, export)
    assert found(kept_in, export) is None
    assert kept_in.folder.is_symlink() or kept_in.folder.read_text("utf-8") == "mine"
    other = kept_in.folder.with_name("other")
    assert not other.exists() or [place.name for place in other.iterdir()] == ["new-year"]


def test_what_others_put_there_is_neither_used_nor_cleared_away(
    kept_in: Cache, export: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(kept_in, export)
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert found(kept_in, export) is None
    keep(kept_in, export, "other")
    assert len(list(kept_in.folder.iterdir())) == 1


def test_nobody_else_can_read_it(kept_in: Cache, export: Path) -> None:
    kept_in.folder.mkdir(mode=0o777)
    keep(kept_in, export)
    rights = {path.stat().st_mode & 0o777 for path in kept_in.folder.rglob("*") if path.is_file()}
    assert rights == {0o600}
    assert kept_in.folder.stat().st_mode & 0o777 == 0o700
    assert entry(kept_in).stat().st_mode & 0o777 == 0o700


def known(place: Cache, export: Path, names: str) -> str:
    """Return which of these are there, without using them."""
    keys = {name: cache._name("rows", cache._key("rows", [Origin.of([export])], [name])) for name in names}
    return "".join(name for name in names if (place.folder / keys[name] / "facts.json").exists())


def test_what_was_used_longest_ago_goes_first(
    kept_in: Cache, export: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "MOST_ENTRIES", 3)
    for name in "abc":
        keep(kept_in, export, name)
        time.sleep(0.02)
    assert found(kept_in, export, "a") == "kept"
    time.sleep(0.02)
    keep(kept_in, export, "d")
    assert known(kept_in, export, "abcd") == "acd"


def test_no_more_is_kept_than_there_is_room_for(
    kept_in: Cache, export: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(kept_in, export, "a", "x" * 5_000)
    monkeypatch.setattr(cache, "MOST_BYTES", 25_000)
    for name in "bc":
        time.sleep(0.02)
        keep(kept_in, export, name, "x" * 5_000)
    assert known(kept_in, export, "abc") == "bc"
    time.sleep(0.02)
    keep(kept_in, export, "d", "x" * 20_000)
    assert known(kept_in, export, "abcd") == "bc", "too large by itself"


def test_what_killed_runs_left_goes_after_a_while_and_nothing_else(kept_in: Cache, export: Path) -> None:
    names = ("new-old", "new-now", "rows-0123456789abcdef01234567", "mine")
    for name in names:
        (kept_in.folder / name).mkdir(parents=True)
        (kept_in.folder / name / "rows").write_text("x", "utf-8")
    os.utime(kept_in.folder / "new-old", ns=(OLD, OLD))
    keep(kept_in, export)
    assert {name for name in names if (kept_in.folder / name).exists()} == {*names[1:]}


def test_what_was_cleared_away_in_part_goes_first(
    kept_in: Cache, export: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "MOST_ENTRIES", 1)
    (part := kept_in.folder / "rows-0123456789abcdef01234567").mkdir(parents=True)
    keep(kept_in, export)
    assert not part.exists()
    assert found(kept_in, export) == "kept"


def test_small_inputs_have_none(tmp_path: Path) -> None:
    small, large = tmp_path / "small.csv", tmp_path / "large.csv"
    for path, size in ((small, LEAST_BYTES - 1), (large, LEAST_BYTES)):
        with path.open("wb") as file:
            file.truncate(size)
    assert Cache.beside([small, small], tmp_path) is None
    beside = Cache.beside([large], tmp_path)
    assert beside is not None
    assert beside.folder == tmp_path / FOLDER
    assert Cache.beside([tmp_path / "missing.csv", large], tmp_path) is None


def test_looking_for_something_makes_nothing(kept_in: Cache, export: Path) -> None:
    assert found(kept_in, export) is None
    assert not kept_in.folder.exists()


def test_what_was_found_out_is_remembered_until_something_changes(kept_in: Cache, export: Path) -> None:
    looks = []

    def look() -> dict[str, int]:
        looks.append(1)
        return {"rows": len(looks)}

    def remembered(about: str) -> object:
        return cache.remember((kept_in, [Origin.of([export])], []), "count", look, about)

    assert [remembered("a"), remembered("a"), remembered("b")] == [{"rows": 1}, {"rows": 1}, {"rows": 2}]
    export.write_text("contact_id\n2\n", "utf-8")
    assert remembered("a") == {"rows": 3}
    assert cache.remember(None, "count", look, "a") == {"rows": 4}
