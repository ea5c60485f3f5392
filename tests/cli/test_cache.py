"""What is kept beside exports changes nothing but the time that a run takes, whatever happens to exports, rules and cache."""

from __future__ import annotations

import errno
import shutil
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import polars as pl
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from leadscore.pipeline import log_kept, people
from leadscore.steps.sums import Sums
from leadscore.tables import cache, refusals
from leadscore.tables.cache import FOLDER, LEAST_BYTES
from tests.cli.cached import FILES, FORMS, RULES, Desk, desk, in_place, overwritten, replaced
from tests.cli.shell import Answer, hashes, leadscore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from leadscore.tables.batch import Batch

WAYS: Final = (in_place, replaced, overwritten)
KINDS: Final = {"text", "votes", "contacts", "activities", "open", "sums", "joins"}
EDITS: Final = {"contacts": ("300", "003"), "activities": ("-10-01", "-10-31"), "deals": ("d2,3", "d2,2")}
"""For each export a change that leaves its size as it is, and matters."""
TWEAKS: Final = {
    "points": ("points: 9}", "points: 19}"),
    "decay": ("half_life: 30d", "half_life: 7d"),
    "another text": ("contains: pricing", "contains: blog"),
    "another column": ("where: {url: {contains: pricing}}", "where: {asset: {known: false}}"),
    "a key as a column": ("where: {url: {contains: pricing}}", 'where: {contact_id: {is: "2"}}'),
    "another field": ("{employees: {above: 100}}", "{segment: {is: a}}"),
    "a day": ("{employees: {above: 100}}", "{created_at: {within_last: 300d}}"),
    "personas": ("stages:", "personas:\n  - {name: big, when: {employees: {above: 50}}}\nstages:"),
    "zone": ("Europe/Berlin", "America/New_York"),
    "missing": ("scores:", "sources: {contacts: {missing: [DE]}}\nscores:"),
    "missing types": ("scores:", "sources: {activities: {missing: [/pricing]}}\nscores:"),
    "columns": ("scores:", "sources: {contacts: {columns: {country: segment}}}\nscores:"),
    "other times": ("scores:", "sources: {activities: {columns: {type: asset}}}\nscores:"),
    "events": ("scores:", "sources: {contacts: {events: {created_at: page_view}}}\nscores:"),
}
"""Changes of the rules: what stands there, and what instead."""


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Desk]:
    """Exports as CSV."""
    with desk(tmp_path) as made:
        yield made


def entries(folder: Path) -> dict[str, Path]:
    """Return what is kept, by its kind."""
    return {place.name.partition("-")[0]: place for place in (folder / FOLDER).iterdir()}


@pytest.mark.parametrize("form", FORMS)
def test_what_was_read_is_not_read_again(form: str, tmp_path: Path) -> None:
    with desk(tmp_path, form) as here:
        plain = here.check()
        assert here.found == set()
        assert plain == here.check()
        assert here.found == KINDS - (set() if form in {"csv", "latin"} else {"text"})
        assert len(plain) > 5


@pytest.mark.parametrize("kind", ["contacts", "activities", "sums"])
def test_what_is_kept_is_what_counts(here: Desk, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_content", lambda _: [0])
    plain = here.check()
    kept = entries(here.folder)
    if kind == "activities":
        shutil.rmtree(kept["sums"])
    for rows in kept[kind].glob("*.parquet" if kind == "sums" else "*-rows.parquet"):
        pl.read_parquet(rows).with_columns(
            pl.col("^number:employees$").fill_null(999), pl.col("^code:1$|^sum$") * 0
        ).write_parquet(rows)
    changed = here.answer("score")
    assert changed["out/scored.csv"] != plain["out/scored.csv"]


@pytest.mark.parametrize(
    ("change", "summed"),
    [
        (("points: 9}", "points: 19}"), 0),
        (("id: price, label: Looked at prices", "id: prices, label: Looked"), 0),
        (("contains: pricing", "contains: blog"), 1),
        (("activity: download", "activity: [download, page_view]"), 1),
        (("activity: download", "activity: download, count: once"), 1),
        (("activity: download", "activity: download, within_last: 50d"), 1),
        (("half_life: 30d", "half_life: 7d"), 4),
        (("{employees: {above: 100}}", "{activities.download: {above: 0}}"), 1),
        (("points: 60}", "points: 60}\n      - {id: still, quiet_for: 9d, points: 1}"), 1),
    ],
)
def test_only_what_a_change_of_the_rules_touches_is_summed_again(
    here: Desk, change: tuple[str, str], summed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.check()
    assert change[0] in RULES
    here.rules, add, added = RULES.replace(*change), Sums.add_missing, []

    def watched(self: Sums, batch: Batch) -> None:
        added.append(len(self.missing))
        add(self, batch)

    monkeypatch.setattr(Sums, "add_missing", watched)
    kept = here.answer("score")
    assert here.found >= {"activities", "sums", "joins"}
    assert added == [summed] * (summed > 0)
    assert kept == here.answer("score")
    assert added == [summed] * (summed > 0)
    assert kept == here.answer("score", "--no-cache")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", FILES)
def test_an_input_that_changes_is_read_again_though_size_and_time_are_as_they_were(
    here: Desk, name: str, way: Callable[[Path, bytes], None]
) -> None:
    before = here.check()
    old, new = EDITS[name]
    state = here.path(name).stat()
    here.change(name, FILES[name].replace(old, new), way)
    now = here.path(name).stat()
    assert (now.st_size, now.st_mtime_ns) == (state.st_size, state.st_mtime_ns)
    assert here.check()["out/scored.csv"] != before["out/scored.csv"]
    here.check()


@pytest.mark.parametrize("form", sorted({*FORMS} - {"csv"}))
@pytest.mark.parametrize("name", ["contacts", "activities"])
def test_so_is_an_input_in_any_other_form(form: str, name: str, tmp_path: Path) -> None:
    with desk(tmp_path, form) as here:
        before = here.check()
        here.change(name, FILES[name].replace(*EDITS[name]))
        assert here.check()["out/scored.csv"] != before["out/scored.csv"]


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("contacts", lambda text: text + "6,new@acme.example,New,Acme,DE,500,2026-07-01,a\n"),
        ("activities", lambda text: text + "2,demo_request,2026-10-31,/demo,\n"),
        ("activities", lambda text: text[: text.index("4,page_view")]),
        ("activities", lambda text: text.rstrip("\n")[:-1]),
        ("contacts", lambda text: text[: text.index("5,lea")]),
        ("activities", lambda text: text + "3,download\n"),
        ("activities", lambda text: text + '3,download,2026-10-31,"/files,\n'),
    ],
)
def test_so_is_one_that_is_added_to_or_cut_off(here: Desk, name: str, change: Callable[[str], str]) -> None:
    before = here.check()
    here.change(name, change(FILES[name]))
    assert here.check() != before
    here.check()


def test_so_is_one_that_is_touched_and_nothing_changes(here: Desk) -> None:
    before = here.check()
    here.path("contacts").touch()
    assert here.check() == before
    assert here.looked.count(("contacts", False)) == 1


@pytest.mark.parametrize("tweak", TWEAKS)
def test_other_rules_read_what_they_need(here: Desk, tweak: str) -> None:
    before = here.check()
    old, new = TWEAKS[tweak]
    assert old in RULES
    here.rules = RULES.replace(old, new)
    after = here.check()
    assert after[""][0] in {0, 1}  # type: ignore[index]
    if tweak in {"points", "decay", "another text"}:
        assert here.found == KINDS
    assert after != before
    here.rules = RULES
    assert here.check() == before


def test_rules_that_count_alike_and_what_stands_in_columns_of_contacts_are_summed_apart(here: Desk) -> None:
    twice = "{id: often, label: Came often, activity: page_view, min_count: 2, points: 3}"
    visit = "- {id: visit, label: Visited, activity: page_view, points: 5}"
    assert visit in RULES
    here.rules = RULES.replace(visit, f"{visit}\n      - {twice}").replace(*TWEAKS["events"])
    before = here.check()
    assert here.check() == before
    assert "sums" in here.found


def test_no_room_to_keep_sums_is_no_matter(here: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_rows: object, place: Path, **_how: object) -> None:
        raise refusals.no_room(place, OSError(errno.ENOSPC, "No space left on device"))

    with monkeypatch.context() as patched:
        patched.setattr(log_kept, "write_aside", full)
        here.check()
    here.check()
    assert "sums" not in here.found


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("contacts", lambda text: text.replace("2026-01-05", "2026-01-04 23:30:00Z")),
        ("activities", lambda text: text + "2,page_view,2026-09-20 23:30:00Z,/blog,\n" * 200),
    ],
)
def test_days_that_are_kept_are_those_of_the_zone(
    here: Desk, name: str, change: Callable[[str], str]
) -> None:
    here.change(name, change(FILES[name]))
    here.rules = RULES.replace(*TWEAKS["a day"])
    before = here.check()["out/scored.csv"]
    here.rules = here.rules.replace(*TWEAKS["zone"])
    assert here.check()["out/scored.csv"] != before


def test_another_day_and_another_list_count(here: Desk) -> None:
    plain = here.check()
    here.as_of = "2026-10-15"
    earlier = here.check()
    assert here.found == KINDS - {"sums", "joins"}
    (here.folder / "rivals.txt").write_text("acme.example\n", "utf-8")
    assert plain["out/scored.csv"] != earlier["out/scored.csv"] != here.check()["out/scored.csv"]


def test_two_files_that_take_each_others_place_are_read_again(here: Desk) -> None:
    header, *lines = FILES["activities"].splitlines(keepends=True)
    here.add("activities", header + "".join(lines[:5]))
    alone = here.check()
    here.add("activities_more", header + "".join(lines[5:]))
    both = here.check()
    assert both["out/scored.csv"] != alone["out/scored.csv"]
    one, other = here.path("activities"), here.path("activities_more")
    one.rename(aside := one.with_name("aside"))
    other.rename(one)
    aside.rename(other)
    assert here.check()["out/run.json"] != both["out/run.json"]


def test_another_version_reads_all_of_it(here: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = here.check()
    with monkeypatch.context() as patched:
        patched.setattr(cache, "_FORMAT", 99)
        assert here.check() == plain
        assert here.found == set()
    assert here.check() == plain
    assert here.found == KINDS


def _cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-7])


def _turned(path: Path) -> None:
    path.write_bytes(path.read_bytes()[::-1])


def _gone(path: Path) -> None:
    path.unlink()


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("damage", "files"),
    [
        (_cut_off, "*-rows.parquet"),
        (_turned, "*.parquet"),
        (_gone, "*-rows.parquet"),
        (_folder, "facts.json"),
    ],
)
def test_what_is_damaged_is_made_anew(here: Desk, damage: Callable[[Path], None], files: str) -> None:
    plain = here.check()
    for path in [*(here.folder / FOLDER).glob(f"*/{files}")]:
        damage(path)
    assert here.check() == plain
    assert not {"contacts", "activities"} & here.found
    assert here.check() == plain
    assert here.found == KINDS


def test_entries_that_take_each_others_place_are_not_used(here: Desk) -> None:
    plain = here.check()
    kept = entries(here.folder)
    kept["contacts"].rename(aside := kept["contacts"].with_name("aside"))
    kept["activities"].rename(kept["contacts"])
    aside.rename(kept["activities"])
    assert here.check() == plain
    assert not {"contacts", "activities"} & here.found


def test_a_file_of_its_name_is_left_alone(here: Desk) -> None:
    (here.folder / FOLDER).write_text("mine", "utf-8")
    here.check()
    assert (here.folder / FOLDER).read_text("utf-8") == "mine"


def test_it_may_be_deleted_in_the_middle_of_a_run(here: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    plain, find = here.check(), cache.Cache.find
    deleted = []

    def and_delete(self: cache.Cache, *arguments: object) -> object:
        kept = find(self, *arguments)  # type: ignore[arg-type]
        if arguments[0] == "activities":
            deleted.append(kept)
            shutil.rmtree(self.folder)
        return kept

    monkeypatch.setattr(cache.Cache, "find", and_delete)
    assert here.answer("score") == plain
    assert len(deleted) == 1
    assert deleted[0] is not None


def test_an_input_that_changes_while_it_is_read_is_not_kept(
    here: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    reject, other = people._left_out, FILES["contacts"].replace(*EDITS["contacts"])

    def and_change(session: object) -> pl.DataFrame:
        rejected = reject(session)  # type: ignore[arg-type]
        here.change("contacts", other, replaced)
        return rejected

    with monkeypatch.context() as patched:
        patched.setattr(people, "_left_out", and_change)
        here.answer("score")
    here.check()


def test_an_explanation_is_the_same_and_leaves_nothing_wrong(here: Desk) -> None:
    options = ("-c", "2", "-c", "lea@acme.example")
    cold = here.check_explained(*options)
    here.check()
    assert here.check_explained(*options) == cold
    assert here.found == KINDS - {"open", "sums", "joins"}
    for name in ("contacts", "activities"):
        here.change(name, FILES[name].replace(*EDITS[name]))
    assert here.check_explained(*options) != cold


class Analyst(RuleBasedStateMachine):
    """Somebody who changes exports, rules and the cache in any order, and looks at leads in between."""

    def __init__(self) -> None:
        super().__init__()
        self.place = TemporaryDirectory()
        self.context = desk(Path(self.place.name))
        self.here = self.context.__enter__()

    def teardown(self) -> None:
        self.context.__exit__(None, None, None)
        self.place.cleanup()

    @initialize()
    def has_scored(self) -> None:
        self.here.answer("score", "--dry-run")

    @rule(name=st.sampled_from(sorted(FILES)), way=st.sampled_from(WAYS), seed=st.integers(0, 3))
    def change(self, name: str, way: Callable[[Path, bytes], None], seed: int) -> None:
        text, (old, new) = FILES[name], EDITS[name]
        lines = text.splitlines(keepends=True)
        texts = (text, text.replace(old, new), text + lines[2], "".join(lines[:-1]))
        self.here.change(name, texts[seed], way)

    @rule(tweak=st.sampled_from(sorted(TWEAKS)))
    def edit_rules(self, tweak: str) -> None:
        self.here.rules = RULES.replace(*TWEAKS[tweak])

    @rule(day=st.sampled_from(["2026-11-01", "2026-10-15"]))
    def look_on(self, day: str) -> None:
        self.here.as_of = day

    @rule(damage=st.sampled_from([_cut_off, _gone]), which=st.integers(0, 30))
    def damage(self, damage: Callable[[Path], None], which: int) -> None:
        files = sorted((self.here.folder / FOLDER).glob("*/*"))
        if files:
            damage(files[which % len(files)])

    @invariant()
    def the_result_is_the_same(self) -> None:
        plain = self.here.answer("score", "--no-cache", "-q")
        assert self.here.answer("score", "-q") == plain


def test_any_sequence_of_changes_gives_the_same_as_without() -> None:
    run_state_machine_as_test(
        Analyst, settings=settings(max_examples=3, stateful_step_count=6, deadline=None)
    )


def test_large_exports_are_kept_by_the_program_itself(tmp_path: Path) -> None:
    people_, size = 51_000, LEAST_BYTES
    contacts = (
        f"{number},c{number}@acme.example,{'DE' if number % 3 else 'AT'}" for number in range(people_)
    )
    (tmp_path / "contacts.csv").write_text("contact_id,email,country\n" + "\n".join(contacts), "utf-8")
    log = [
        f"{number},page_view,2026-10-{1 + number % 28:02},/pricing/{number % 7}\n"
        for number in range(people_)
    ]
    text = "contact_id,type,occurred_at,url\n" + "".join(log) * (size // sum(map(len, log)) + 1)
    (tmp_path / "activities.csv").write_text(text, "utf-8")
    (tmp_path / "rules.yaml").write_text(
        "version: 1\nscores: {total: {decay: {half_life: 30d}, rules: [{id: visit, activity: page_view, points: 2}]}}\n"
        "stages: [{name: lead}, {name: mql, enter: {score.total: {at_least: 10}}}]\n",
        "utf-8",
    )
    options = ("score", "contacts.csv", "--as-of", "2026-11-01", "--json")
    time.sleep(2.5)
    plain = leadscore(tmp_path, *options, "--no-cache", "-o", "plain")
    assert plain.code == 0
    assert not (tmp_path / FOLDER).exists()
    assert leadscore(tmp_path, *options, "--dry-run") == plain
    kept = {path: path.stat() for path in (tmp_path / FOLDER).rglob("*") if path.is_file()}
    assert {path.parent.name.partition("-")[0] for path in kept} == KINDS - {"votes"}
    assert leadscore(tmp_path, *options, "-o", "cached") == plain
    assert hashes(tmp_path / "cached") == hashes(tmp_path / "plain")
    now = {path: path.stat() for path in (tmp_path / FOLDER).rglob("*") if path.is_file()}
    assert {path: found.st_ino for path, found in now.items()} == {
        path: found.st_ino for path, found in kept.items()
    }
    for command in (("-c", "7"), ("-c", "c8@acme.example", "--no-cache")):
        assert leadscore(tmp_path, "explain", *options[1:], *command).code == 0
    with (tmp_path / "activities.csv").open("a", encoding="utf-8") as file:
        file.write("7,page_view,2026-10-31,/pricing/1\n")
    answers: set[Answer] = {
        leadscore(tmp_path, *options, "--dry-run", *more) for more in ((), ("--no-cache",))
    }
    assert len(answers) == 1
    assert plain not in answers
