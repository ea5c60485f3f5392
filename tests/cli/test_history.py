"""`leadscore history`: exit code, stdout and stderr."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.shell import Answer, hashes, leadscore

if TYPE_CHECKING:
    from pathlib import Path

RULES = """\
version: 1
scores: {total: {rules: [{id: hot, when: {heat: {above: 0}}, points: 60}]}}
stages: [{name: lead}, {name: mql, enter: {score.total: {at_least: 50}}}]
disqualify: [{id: rival, when: {heat: -1}}]
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "rules.yaml").write_text(RULES, encoding="utf-8")
    for day, cells in enumerate((("0", "1"), ("1", "1"), ("-1", "0")), 1):
        rows = [f"{name},{cell}" for name, cell in zip("ab", cells, strict=True)]
        (tmp_path / "contacts.csv").write_text("\n".join(("contact_id,heat", *rows)) + "\n", encoding="utf-8")
        answer = leadscore(
            tmp_path, "score", "contacts.csv", "--as-of", f"2026-11-0{day}", "--history", "h", "-q"
        )
        assert answer == Answer(0, "", "")
    return tmp_path


def test_the_funnel_over_the_last_runs(place: Path) -> None:
    answer = leadscore(place, "history", "--history", "h", "-n", "2")
    assert answer == Answer(
        0,
        """\
Last runs: 2 of 3, up to 2026-11-03

              11-02  11-03
lead              0      1
mql               2      0
disqualified      0      1
contacts          2      2
moved             1      2

Since then

              entered  went on  share  days
lead                1        0  0.0 %     -
mql                 1        0  0.0 %     1
disqualified        1        0  0.0 %     -

  went on: of those that entered, who entered a later stage since; days: the
  median of who has left

""",
        "",
    )


def test_the_way_of_a_lead(place: Path) -> None:
    answer = leadscore(place, "history", "--history", "h", "-c", "a")
    assert answer == Answer(
        0,
        """\
a: last seen 2026-11-03
2026-11-01  lead          1 day    enters
2026-11-02  mql           1 day    enters
2026-11-03  disqualified  no days  taken out by rival
Handed over
2026-11-02  mql  -  left the list without an answer
""",
        "",
    )


def test_json_has_everything(place: Path) -> None:
    told = json.loads(leadscore(place, "history", "--history", "h", "--json").out)
    assert (told["runs"], [night["stages"] for night in told["nights"]]) == (
        3,
        [[1, 1, 0], [0, 2, 0], [1, 0, 1]],
    )
    (path,) = json.loads(leadscore(place, "history", "--history", "h", "-c", "b", "--json").out)
    assert [step["stage"] for step in path["steps"]] == ["mql", "lead"]


def test_a_lead_that_nobody_knows(place: Path) -> None:
    answer = leadscore(place, "history", "--history", "h", "-c", "z", "-c", "b")
    assert (answer.code, answer.out.splitlines()[0]) == (1, "b: last seen 2026-11-03")
    assert answer.err == (
        "error: the history knows no contact z\n"
        "  help: it knows contacts by their id, as the export writes it, and by no name or address\n"
    )


def test_a_person_is_forgotten_and_the_next_run_goes_on(place: Path) -> None:
    answer = leadscore(place, "history", "--history", "h", "--forget", "a")
    assert (answer.code, answer.out) == (0, "")
    assert answer.err.splitlines()[0] == "a is forgotten: 8 rows of the history were about this contact"
    assert leadscore(place, "history", "--history", "h", "-c", "a").code == 1
    assert (
        leadscore(place, "score", "contacts.csv", "--as-of", "2026-11-04", "--history", "h", "-q").code == 0
    )
    assert leadscore(place, "history", "--history", "h", "-c", "a").out.splitlines()[1].split() == [
        *("2026-11-04", "disqualified", "no", "days", "taken", "out", "by", "rival")
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("--history", "none"), 2, "none: there is no history here"),
        (("--history", "h", "--forget", "a", "-c", "a"), 2, "--forget goes with nothing but --history"),
        (("--history", "h", "--forget", "zz"), 1, "the history knows no contact zz; nothing was changed"),
        ((), 2, "Missing option '--history'"),
    ],
)
def test_what_cannot_be_told(place: Path, arguments: tuple[str, ...], code: int, message: str) -> None:
    before = hashes(place)
    answer = leadscore(place, "history", *arguments)
    assert (answer.code, answer.out) == (code, "")
    assert answer.err.startswith(f"error: {message}")
    assert hashes(place) == before
    assert not (place / "none").exists()
