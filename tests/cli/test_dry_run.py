"""`leadscore score --dry-run`: the summary of a run that leaves nothing behind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from leadscore.publish import folder_lock
from leadscore.publish.lock import LOCK
from tests.cli.shell import leadscore

if TYPE_CHECKING:
    from pathlib import Path

RUN: Final = ("score", "contacts.csv", "--as-of", "2026-11-01")


def tree(folder: Path) -> dict[str, tuple[bytes | None, int]]:
    """Return all that is in a folder, hidden files too, each with when it was changed."""
    return {
        path.relative_to(folder).as_posix(): (
            path.read_bytes() if path.is_file() else None,
            path.stat().st_mtime_ns,
        )
        for path in (folder, *folder.rglob("*"))
    }


def test_it_shows_what_a_real_run_shows_but_for_the_files(folder: Path) -> None:
    real = leadscore(folder, *RUN)
    dry = leadscore(folder, *RUN, "--dry-run")
    shown, _, _ = real.out.partition("\nWritten to")
    assert "leads in handoff/mql.csv" in shown or "lead in handoff/mql.csv" in shown
    assert dry.out == re.sub(r" in handoff/\w+\.csv", "", shown) + "\nNothing was written\n"
    assert (dry.code, dry.err) == (real.code, real.err)


def test_its_json_is_the_summary_of_a_real_run(folder: Path) -> None:
    assert leadscore(folder, *RUN, "--json", "--dry-run") == leadscore(folder, *RUN, "--json")


def test_quiet_says_nothing(folder: Path) -> None:
    answer = leadscore(folder, *RUN, "--dry-run", "-q")
    assert (answer.code, answer.out, answer.err) == (0, "", "")


def test_nothing_is_made(folder: Path) -> None:
    before = tree(folder)
    options = ("-o", "new/out", "--history", "new/history", "--xlsx", "--ledger")
    assert leadscore(folder, *RUN, "--dry-run", *options).code == 0
    assert tree(folder) == before


def test_what_was_written_before_stays(folder: Path) -> None:
    leadscore(folder, *RUN, "-q")
    before = tree(folder)
    (folder / "rules.yaml").write_text((folder / "rules.yaml").read_text("utf-8").replace("80", "8"), "utf-8")
    assert leadscore(folder, *RUN, "--dry-run").code == 0
    assert (
        tree(folder / "leadscore-out").items()
        <= {
            name.removeprefix("leadscore-out").removeprefix("/") or ".": one for name, one in before.items()
        }.items()
    )


def test_a_history_is_read_and_stays_as_it_was(folder: Path) -> None:
    rules = (folder / "rules.yaml").read_text("utf-8")
    (folder / "rules.yaml").write_text(
        rules.replace("at_least: 50}}", "at_least: 50}}, min_days: 30"), "utf-8"
    )
    assert leadscore(folder, *RUN, "--history", "history", "-q").code == 0
    before = tree(folder / "history")
    (folder / "activities.csv").write_text("contact_id,type,occurred_at\n1,page_view,2026-10-01\n", "utf-8")
    later = ("score", "contacts.csv", "--as-of", "2026-11-02", "--json")
    dry = leadscore(folder, *later, "--history", "history", "--dry-run")
    assert dry.code == 0
    assert tree(folder / "history") == before
    assert leadscore(folder, *later, "--dry-run").out != dry.out
    assert leadscore(folder, *later, "--history", "history") == dry


def test_a_history_can_be_looked_at_as_if_it_were_rebuilt(folder: Path) -> None:
    for day in ("2026-11-01", "2026-11-02"):
        assert leadscore(folder, *RUN[:3], day, "--history", "history", "-q").code == 0
    before = tree(folder / "history")
    refused = leadscore(folder, *RUN, "--history", "history", "--dry-run")
    assert (refused.code, refused.out) == (2, "")
    assert "use --rebuild" in refused.err
    assert leadscore(folder, *RUN, "--history", "history", "--rebuild", "--dry-run").code == 0
    assert tree(folder / "history") == before


def test_it_disturbs_no_run_that_is_at_work(folder: Path) -> None:
    with folder_lock(folder / "leadscore-out"), folder_lock(folder / "history"):
        assert leadscore(folder, *RUN, "--dry-run", "--history", "history").code == 0
        assert (folder / "leadscore-out" / LOCK).exists()


def test_what_must_not_be_published_still_ends_with_1(folder: Path) -> None:
    with (folder / "contacts.csv").open("a", encoding="utf-8") as file:
        file.write(",no id\n" * 30)
    real = leadscore(folder, *RUN)
    assert leadscore(folder, *RUN, "--dry-run") == real
    assert (real.code, real.out) == (1, "")
    assert leadscore(folder, *RUN, "--dry-run", "--max-rejected", "100%").code == 0


def test_a_guard_that_trips_still_ends_with_1(folder: Path) -> None:
    with (folder / "rules.yaml").open("a", encoding="utf-8") as file:
        file.write("guards: {contacts: {at_least: 4}}\n")
    assert leadscore(folder, *RUN, "--dry-run").code == 1
    assert leadscore(folder, *RUN, "--dry-run", "--force").code == 0


def test_what_cannot_be_read_still_ends_with_2(folder: Path) -> None:
    assert leadscore(folder, "score", "missing.csv", "--dry-run").code == 2
    (folder / "rules.yaml").write_text("version: 1\nscoers: {}\n", "utf-8")
    assert leadscore(folder, *RUN, "--dry-run").code == 2
