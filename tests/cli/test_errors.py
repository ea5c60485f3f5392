"""Bad input gets a clear message and the right exit code, and changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.shell import leadscore

if TYPE_CHECKING:
    from pathlib import Path

NOW = ("--as-of", "2026-11-01")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nope.csv"], "nope.csv"),
        (["x*.csv"], "no file matches"),
        (["contacts.csv", "-r", "nope.yaml"], "nope.yaml"),
        (["contacts.csv", "--as-of", "yesterday"], "such as 2026-11-01"),
        (["contacts.csv", "--max-rejected", "many"], "such as 50 or 5%"),
        (["contacts.csv", "--without", "activties"], 'did you mean "activities"?'),
        (["contacts.csv", "-a", "activities.csv", "--without", "activities"], "contradicts"),
        (["contacts.csv", "--colour"], "colour"),
        (["activities.csv"], "looks like activities"),
        (["contacts.csv", "activities.csv", "-a", "activities.csv"], "leave it out of the contacts"),
        (
            ["contacts.csv", "a2.csv", "-a", "a1.csv"],
            'a2.csv looks like activities; quote the glob: -a "a*.csv"',
        ),
    ],
)
def test_impossible_commands_exit_2(folder: Path, arguments: list[str], told: str) -> None:
    for name in ("a1.csv", "a2.csv"):
        (folder / name).write_bytes((folder / "activities.csv").read_bytes())
    answer = leadscore(folder, "score", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert told in answer.err
    assert "Traceback" not in answer.err
    assert not (folder / "leadscore-out").exists()


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("contacts.csv", "", "contacts.csv"),
        ("contacts.csv", "name\nAnna\n", "no column contact_id"),
        ("contacts.csv", "contact_id,country,employees\n", "contacts.csv"),
        ("contacts.csv", "contact_id,country\n1,DE\n", 'contacts.csv has no column "employees"'),
        ("contacts.csv", "contact_id,Country,country,employees\n1,DE,AT,3\n", "both called country"),
        ("activities.csv", "contact_id,occurred_at\n1,2026-10-01\n", "no column type"),
        ("rules.yaml", "version: 1\nscors: {}\n", "rules.yaml:2:1: unknown key"),
        (
            "rules.yaml",
            "version: 1\nscores: {a: {rules: [{id: x, when: {nme: 1}, points: 1}]}}\n",
            'no column "nme"',
        ),
    ],
)
def test_unusable_files_exit_2(folder: Path, file: str, text: str, told: str) -> None:
    (folder / file).write_text(text, encoding="utf-8")
    answer = leadscore(folder, "score", "contacts.csv", *NOW)
    assert (answer.code, answer.out) == (2, "")
    assert told in answer.err
    assert not (folder / "leadscore-out").exists()


def test_an_input_that_the_rules_use_must_be_there(folder: Path) -> None:
    (folder / "activities.csv").unlink()
    answer = leadscore(folder, "score", "contacts.csv", *NOW)
    assert answer.code == 2
    assert 'rule "demo" reads activities' in answer.err
    assert "--without activities" in answer.err


@pytest.mark.parametrize("option", ["-q", "--json"])
def test_starter_rules_are_not_used_where_nobody_looks(folder: Path, option: str) -> None:
    (folder / "rules.yaml").unlink()
    answer = leadscore(folder, "score", "contacts.csv", option)
    assert answer.code == 2
    assert "no rules.yaml was found" in answer.err


def test_a_wrong_row_is_rejected_with_its_line_and_stops_nothing(folder: Path) -> None:
    with (folder / "activities.csv").open("a", encoding="utf-8") as log:
        log.write("1,page_view,soon\n1,page_view\n")
    answer = leadscore(folder, "score", "contacts.csv", *NOW)
    rejected = (folder / "leadscore-out" / "rejected.csv").read_text(encoding="utf-8").splitlines()
    assert answer.code == 0
    assert [line.split(",")[:2] for line in rejected[1:]] == [
        ["activities.csv", "5"],
        ["activities.csv", "6"],
    ]


@pytest.mark.parametrize(("limit", "code"), [("1", 1), ("2", 0), ("39%", 1), ("40%", 0)])
def test_too_many_rejected_rows_publish_nothing(folder: Path, limit: str, code: int) -> None:
    with (folder / "activities.csv").open("a", encoding="utf-8") as log:
        log.write("1,page_view,soon\n1,page_view\n")
    answer = leadscore(folder, "score", "contacts.csv", *NOW, "--max-rejected", limit)
    assert answer.code == code
    assert ("2 of 5 activities in activities.csv were rejected" in answer.err) == (code == 1)
    assert (folder / "leadscore-out").exists() == (code == 0)


def test_activities_of_nobody_exit_1(folder: Path) -> None:
    (folder / "activities.csv").write_text(
        "contact_id,type,occurred_at\n9,page_view,2026-10-01\n", encoding="utf-8"
    )
    answer = leadscore(folder, "score", "contacts.csv", *NOW)
    assert answer.code == 1
    assert "not one of 1 activities belongs to a contact" in answer.err
    assert not (folder / "leadscore-out").exists()


def test_a_later_activity_of_nobody_is_still_of_nobody(folder: Path) -> None:
    log = "contact_id,type,occurred_at\n9,page_view,2026-10-01\n9,page_view,2026-12-01\n"
    (folder / "activities.csv").write_text(log, encoding="utf-8")
    answer = leadscore(folder, "score", "contacts.csv", *NOW)
    assert answer.code == 1
    assert "not one of 2 activities belongs to a contact" in answer.err


def test_a_broken_file_does_not_hide_behind_a_good_one(folder: Path) -> None:
    good = "".join(f"{number},DE,1\n" for number in range(3_000))
    (folder / "good.csv").write_text("contact_id,country,employees\n" + good, encoding="utf-8")
    (folder / "bad.csv").write_text("contact_id,country,employees\n" + "x,DE\n" * 21, encoding="utf-8")
    answer = leadscore(folder, "score", "good.csv", "bad.csv", *NOW, "-a", "activities.csv")
    assert answer.code == 1
    assert "21 of 21 contacts in bad.csv were rejected" in answer.err
