"""`leadscore diff` as its users run it: exit code, stdout, stderr and the file together."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING, Final

import pytest

from tests.cli.shell import leadscore

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.shell import Answer

AS_OF: Final = ("--as-of", "2026-11-01")
OUTPUT: Final = """\
rules.yaml → new.yaml: 3 leads compared as of 2026-11-01
  1 lead in another stage, 1 lead changed in stage, scores, grade, light,
  persona, disqualification or lists

Stages  lead  mql  old
  lead     2    ·    2
  mql      1    ·    1
  new      3    0
  a row says where the leads of a stage go, a column where they come from

mql: 1 → 0, in this stage or a later one
  nobody becomes it
  1 lead stops being it
    Asked for a demo -41.0 (1 lead)
    Anna  mql → lead  90.0 → 49.0
      Asked for a demo -41.0

Hand-off lists  old  new  on  off
  mql             1    0   ·   -1

Lead score   leads  moved  up  down   old   new  change
  all leads      3      1   0     1  35.0  21.3  -13.67
  means; quartiles of the changes: -20.50, 0.00, 0.00

Falling most
    Anna  mql → lead  90.0 → 49.0
      Asked for a demo -41.0
"""
HEADER: Final = (
    "contact_id,first_name,stage_old,stage_new,score_old,score_new,score_change,score_fit_old,score_fit_new,"
    "score_engagement_old,score_engagement_new,lists_old,lists_new,because\n"
)
ANNA: Final = "1,Anna,mql,lead,90.0,49.0,-41.0,100.0,100.0,80.0,-2.0,mql,,Asked for a demo -41.0\n"


@pytest.fixture
def two(folder: Path) -> Path:
    """A folder with new rules too, in which a demo costs points."""
    rules = (folder / "rules.yaml").read_text("utf-8")
    changed = rules.replace("activity: demo_request, points: 80", "activity: demo_request, points: -2")
    (folder / "new.yaml").write_text(
        changed.replace("  engagement:\n", "  engagement:\n    min: -10\n"), "utf-8"
    )
    return folder


def diff(
    folder: Path, *arguments: str, old: str = "rules.yaml", new: str = "new.yaml", **environment: str
) -> Answer:
    return leadscore(folder, "diff", old, new, "contacts.csv", *AS_OF, *arguments, **environment)


def written(folder: Path, name: str = "diff.csv") -> str:
    return (folder / name).read_bytes().decode("utf-8")


def test_it_shows_who_moves_and_why(two: Path) -> None:
    answer = diff(two)
    said = (
        "also read, as they lie beside the contacts: activities.csv\n"
        "written: diff.csv, a row for the lead that changes\n"
    )
    assert (answer.code, answer.out, answer.err) == (0, OUTPUT, said)
    assert written(two) == HEADER + ANNA


def test_the_same_rules_move_nobody_and_leave_a_header(two: Path) -> None:
    answer = diff(two, new="rules.yaml")
    assert answer.code == 0
    assert "no leads in another stage, no leads changed in stage, scores" in answer.out
    assert written(two) == HEADER


def test_json_has_everything_that_is_shown(two: Path) -> None:
    found = json.loads(diff(two, "--json", "--by", "country").out)
    assert (found["moved"], found["changed"], found["compared"]) == (1, 1, 3)
    assert found["matrix"] == [[2, 0], [1, 0]]
    assert [segment["value"] for segment in found["segments"][0]["segments"]] == ["AT", "CH", "DE"]
    assert found["turns"][0]["stopped"]["effects"] == [
        {"rule": "demo", "label": "Asked for a demo", "leads": 1, "total": -41.0}
    ]


@pytest.mark.parametrize(("limit", "code"), [("1", 0), ("0", 1), ("33%", 1), ("34%", 0)])
def test_too_many_moves_end_with_1_after_the_file_was_written(two: Path, limit: str, code: int) -> None:
    answer = diff(two, "--fail-if-moved", limit)
    assert answer.code == code
    assert ("error: 1 of 3 leads changes its stage, more than" in answer.err) == bool(code)
    assert written(two) == HEADER + ANNA


def test_a_limit_that_is_none_is_refused_before_the_work(two: Path) -> None:
    answer = diff(two, "--fail-if-moved", "many")
    assert (answer.code, answer.out) == (2, "")
    assert (
        answer.err
        == 'error: --fail-if-moved is a number of leads or a percentage, such as 50 or 5%; found "many"\n'
    )


def test_every_fault_of_both_files_is_told_with_its_file(two: Path) -> None:
    for name in ("rules.yaml", "new.yaml"):
        text = (two / name).read_text("utf-8").replace("employees: {above: 100}", "emploees: {above: 100}")
        (two / name).write_text(text, "utf-8")
    answer = diff(two)
    assert answer.code == 2
    for name in ("rules.yaml", "new.yaml"):
        assert f'{name}:5:46: rule "big" reads "emploees"' in answer.err
    assert "2 problems found" in answer.err
    assert not (two / "diff.csv").exists()


def test_what_is_wrong_with_an_export_names_the_rules_for_which_it_is(two: Path) -> None:
    with (two / "new.yaml").open("a", encoding="utf-8") as file:
        file.write("sources: {activities: {columns: {type: country}}}\n")
    answer = diff(two)
    assert answer.code == 2
    assert answer.err.splitlines()[1].startswith("new.yaml:")


def test_a_file_that_is_read_is_not_overwritten(two: Path) -> None:
    before = written(two, "contacts.csv")
    answer = diff(two, "-o", "contacts.csv")
    assert answer.code == 2
    assert "error: contacts.csv is read here, and would be overwritten\n" in answer.err
    assert written(two, "contacts.csv") == before


@pytest.mark.parametrize(
    ("out", "message"),
    [
        ("nowhere/diff.csv", "there is no folder nowhere"),
        ("lists", "lists is a folder, and a file is written"),
    ],
)
def test_a_file_that_cannot_be_written_is_told(two: Path, out: str, message: str) -> None:
    (two / "lists").mkdir()
    answer = diff(two, "-o", out)
    assert (answer.code, answer.out) == (2, "")
    assert message in answer.err


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("contry", 'did you mean "country"?'),
        ("score.fit", 'found "score.fit"'),
        ("company.industry", "--by company.industry reads companies, but none were given or found"),
    ],
)
def test_a_field_that_makes_no_segments_is_told(two: Path, field: str, message: str) -> None:
    answer = diff(two, "--by", field)
    assert answer.code == 2
    assert message in answer.err


@pytest.fixture
def repository(two: Path) -> Path:
    """The folder in a git repository, where the new rules and their list have replaced the old ones."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    inner = two / "conf"
    inner.mkdir()
    for name in ("contacts.csv", "activities.csv", "rules.yaml", "new.yaml"):
        (two / name).replace(inner / name)
    (inner / "lists").mkdir()
    (inner / "lists" / "rivals.txt").write_text("rival.example\n", "utf-8")
    with (inner / "rules.yaml").open("a", encoding="utf-8") as file:
        file.write("disqualify: [{id: rival, when: {email_domain: {in_list: lists/rivals.txt}}}]\n")
    git(two, "init", "-q", "-b", "main")
    git(two, "add", "conf")
    git(two, "commit", "-q", "-m", "rules")
    (inner / "lists" / "rivals.txt").write_text("gmail.com\n", "utf-8")
    return inner


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=Anna", "-c", "user.email=anna@acme.example", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def test_a_revision_is_read_with_its_own_lists_from_the_current_folder(repository: Path) -> None:
    answer = diff(repository, old="HEAD:rules.yaml", new="rules.yaml")
    assert answer.code == 0, answer.err
    assert "HEAD:rules.yaml → rules.yaml: 3 leads compared" in answer.out
    rows = [line.split(",") for line in written(repository).splitlines()[1:]]
    assert [(row[0], row[2], row[3], row[-1]) for row in rows] == [
        ("2", "lead", "disqualified", "disqualified: rival"),
        ("3", "disqualified", "lead", "no longer disqualified: rival"),
    ]


@pytest.mark.parametrize(
    ("old", "message"),
    [
        ("HEAD:rule.yaml", 'the version HEAD has no file rule.yaml\n  help: did you mean "rules.yaml"?\n'),
        ("HEAD:lists/x.txt", "help: in lists it has: rivals.txt; paths are relative to the current folder\n"),
        ("mian:rules.yaml", 'the git repository has no version "mian"\n  help: did you mean "main"?\n'),
        ("HEAD:", '"HEAD:" names a version and no file in it\n'),
        ("HEAD:/rules.yaml", "in a version, a path is relative to the current folder\n"),
        ("C:rules.yaml", "C:rules.yaml: there is no such rules file\n"),
    ],
)
def test_a_revision_that_is_none_is_told(repository: Path, old: str, message: str) -> None:
    answer = diff(repository, old=old)
    assert (answer.code, answer.out) == (2, "")
    assert message in answer.err
    assert "Traceback" not in answer.err


def test_a_revision_that_looks_like_an_option_is_never_given_to_git(repository: Path) -> None:
    answer = leadscore(repository, "diff", "--", "--output=x:rules.yaml", "new.yaml", "contacts.csv")
    assert answer.code == 2
    assert '"--output=x:rules.yaml" names no version: none begins with "-"' in answer.err
    assert not (repository / "x").exists()


def test_a_file_comes_before_a_revision_of_its_name(repository: Path) -> None:
    (repository / "HEAD:rules.yaml").write_text((repository / "new.yaml").read_text("utf-8"), "utf-8")
    answer = diff(repository, old="HEAD:rules.yaml")
    assert (answer.code, written(repository)) == (0, HEADER)


def test_without_a_repository_or_git_a_revision_is_told_what_to_do(two: Path) -> None:
    answer = leadscore(two, "diff", "HEAD:rules.yaml", "new.yaml", "contacts.csv", PATH="")
    assert answer.code == 2
    assert "need the program git, and it is not installed here" in answer.err
    if shutil.which("git"):
        answer = diff(two, old="HEAD:rules.yaml", GIT_CEILING_DIRECTORIES=str(two.parent))
        assert "the current folder belongs to no git repository" in answer.err
