"""Guards: each trips on an export that is broken in its way, names what is behind it, and lets nothing change."""

from __future__ import annotations

import json
from contextlib import chdir
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pytest
from typer.testing import CliRunner

from leadscore.cli.app import app
from tests.cli.shell import Answer, hashes, leadscore

if TYPE_CHECKING:
    from pathlib import Path

RULES: Final = """\
version: 1
sources: {contacts: {optional: [region]}}
scores:
  fit:
    rules:
      - {id: size, band: employees, points: [{below: 50, points: 20}, {points: 50}]}
      - {id: area, lookup: region, points: {north: 30, default: 0}}
  engagement:
    rules: [{id: visits, activity: page_view, where: {url: {contains: /pricing}}, points: 20}]
  total: {combine: {fit: 50, engagement: 50}}
stages:
  - {name: lead}
  - {name: mql, enter: {score.total: {at_least: 50}}}
recycle: [{id: refused, when: {lead_status: rejected}, from: mql, to: lead}]
disqualify: [{id: rival, when: {nick: rival}}]
"""
HELP: Final = (
    "  help: repair the export and run again; if all of this is as it should be, publish with --force\n"
)


@dataclass(frozen=True)
class Export:
    """A night's export, which is whole unless something else is said.

    Attributes:
        contacts: How many there are.
        region: The header of the regions; none if it is empty.
        north: What the export calls the north.
        employees: Whether the column with employees is filled.
        nick: What stands in a column that no score reads; no column if it is empty.
        status: The `lead_status` of all contacts.
        url: Where the activities are from.
        strangers: How many of the first contacts' activities are somebody else's.
    """

    contacts: int = 240
    region: str = "Region"
    north: str = "North"
    employees: bool = True
    nick: str = "x"
    status: str = ""
    url: str = "/pricing"
    strangers: int = 0

    def write(self, folder: Path) -> None:
        header = ["contact_id", "employees", "lead_status", self.region, "Nick" if self.nick else ""]
        there = [place for place, name in enumerate(header) if name]
        rows = []
        for place in range(self.contacts):
            size = str(place % 100 + 1) if self.employees else ""
            cells = (str(place), size, self.status, self.north if place % 3 else "South", self.nick)
            rows.append(",".join(cells[column] for column in there))
        _write(folder / "contacts.csv", ",".join(filter(None, header)), rows)
        people = [
            f"s{place}" if place < self.strangers else str(place) for place in range(0, self.contacts, 2)
        ]
        rows = [f"{who},page_view,2026-10-20,{self.url}" for who in people]
        _write(folder / "activities.csv", "contact_id,type,occurred_at,url", rows)


def _write(path: Path, header: str, rows: list[str]) -> None:
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")


def night(place: Path, day: int, export: Export, *options: str, history: str = "h") -> Answer:
    export.write(place)
    named = ("score", "contacts.csv", "--as-of", f"2026-11-0{day}", "-q")
    return program(place, *named, *(("--history", history) if history else ()), *options)


def program(place: Path, *arguments: str) -> Answer:
    """Run the program in this process: there are many nights here."""
    with chdir(place):
        result = CliRunner().invoke(app, arguments)
    return Answer(result.exit_code, result.stdout, result.stderr)


def guard(place: Path, guards: str, more: str = "") -> None:
    (place / "rules.yaml").write_text(f"{RULES}{more}guards: {guards}\n", encoding="utf-8")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with the rules and their history of one night, in which all was well."""
    guard(tmp_path, "{contacts: {at_least: 100, fall: 20%}, fill: 15, unmatched: 30%, moved: 10%, psi: 0.25}")
    assert night(tmp_path, 1, Export()) == Answer(0, "", "")
    return tmp_path


ONE: Final = "error: a guard of the rules tripped; nothing was published\n"
SIZE: Final = """\
    rule "size" changed most: 32.8 points per contact on 2026-11-01, 0.0 now
    it reads "employees" of contacts: 100.0% filled on 2026-11-01, 0.0% now
"""


@pytest.mark.parametrize(
    ("guards", "export", "message"),
    [
        (
            "{contacts: {at_least: 100}}",
            Export(contacts=60),
            (
                "  contacts.at_least: there are 60 contacts, and at least 100 are expected\n"
                "    contacts.csv has 60 records\n"
            ),
        ),
        (
            "{contacts: {fall: 20%}}",
            Export(contacts=190),
            (
                "  contacts.fall: there are 190 contacts, 20.8% fewer than the 240 of 2026-11-01; 20% is the limit\n"
                "    contacts.csv has 190 records\n"
            ),
        ),
        (
            "{fill: 15}",
            Export(employees=False),
            (
                '  fill: "employees" of contacts is 0.0% filled; it was 100.0% filled on 2026-11-01, '
                "and 15 points less is the limit\n"
                '    read by rule "size"\n'
            ),
        ),
        (
            "{fill: 15}",
            Export(nick="(No value)"),
            (
                '  fill: "Nick" of contacts is 0.0% filled; it was 100.0% filled on 2026-11-01, '
                "and 15 points less is the limit\n"
                '    read by disqualification "rival"\n'
            ),
        ),
        (
            "{fill: 15}",
            Export(region=""),
            (
                '  fill: "Region" of contacts is gone; it was 100.0% filled on 2026-11-01, '
                "and 15 points less is the limit\n"
                '    read by rule "area"\n'
            ),
        ),
        (
            "{fill: 15}",
            Export(url=""),
            (
                '  fill: "url" of activities is 0.0% filled; it was 100.0% filled on 2026-11-01, '
                "and 15 points less is the limit\n"
                '    read by rule "visits"\n'
            ),
        ),
        (
            "{unmatched: 30%}",
            Export(strangers=80),
            (
                '  unmatched: 40 of 120 activities (33.3%) are of no known contact, such as "s0", "s10", "s12"; '
                "30% is the limit; 0.0% were in the last run\n"
                '    activities.csv: contacts are named by "contact_id"\n'
            ),
        ),
        (
            "{moved: 10%}",
            Export(employees=False),
            "  moved: 33 of 240 contacts (13.8%) changed their stage; 10% is the limit\n"
            '    most of them from "mql" to "lead": 33\n' + SIZE,
        ),
        (
            "{moved: 10%}",
            Export(status="Rejected"),
            (
                "  moved: 33 of 240 contacts (13.8%) changed their stage; 10% is the limit\n"
                '    most of them from "mql" to "lead": 33\n'
                '    sent back by recycling "refused"\n'
                '    it reads "lead_status" of contacts: 0.0% filled on 2026-11-01, 100.0% now\n'
            ),
        ),
        (
            "{moved: 10%}",
            Export(nick="Rival"),
            (
                "  moved: 240 of 240 contacts (100.0%) changed their stage; 10% is the limit\n"
                '    most of them from "lead" to "disqualified": 207\n'
                '    taken out by disqualification "rival"\n'
                '    it reads "Nick" of contacts\n'
            ),
        ),
        (
            "{psi: 2}",
            Export(north="Norden"),
            (
                '  psi: score "fit" has shifted by 2.028 since 2026-11-01; 2 is the limit\n'
                '    rule "area" changed most: 20.0 points per contact on 2026-11-01, 0.0 now\n'
                '    it reads "Region" of contacts\n'
            ),
        ),
    ],
    ids=lambda value: "" if isinstance(value, str) and value.startswith("  ") else None,
)
def test_a_guard_names_what_is_behind_it_and_nothing_changes(
    place: Path, guards: str, export: Export, message: str
) -> None:
    guard(place, guards)
    assert night(place, 1, Export()) == Answer(0, "", "")
    before = (hashes(place / "h"), hashes(place / "leadscore-out"))
    answer = night(place, 2, export)
    assert answer == Answer(1, "", f"{ONE}{message}{HELP}")
    assert (hashes(place / "h"), hashes(place / "leadscore-out")) == before
    assert night(place, 2, Export()) == Answer(0, "", "")


def test_all_guards_that_trip_are_told_at_once_and_nothing_twice(place: Path) -> None:
    answer = night(place, 2, Export(employees=False, contacts=90))
    assert answer.code == 1
    lines = answer.err.splitlines()
    assert lines[0].startswith("error: ")
    assert [line.split()[0] for line in lines if line.startswith("  ") and line[2] != " "] == [
        *("contacts.at_least:", "contacts.fall:", "fill:", "moved:", "help:")
    ]
    answer = night(place, 2, Export(employees=False))
    assert answer.err == (
        "error: 4 guards of the rules tripped; nothing was published\n"
        '  fill: "employees" of contacts is 0.0% filled; it was 100.0% filled on 2026-11-01, '
        "and 15 points less is the limit\n"
        '    read by rule "size"\n'
        "  moved: 33 of 240 contacts (13.8%) changed their stage; 10% is the limit\n"
        '    most of them from "mql" to "lead": 33\n'
        f"{SIZE}"
        '  psi: score "fit" has shifted by 12.087 since 2026-11-01; 0.25 is the limit\n'
        '  psi: score "total" has shifted by 3.474 since 2026-11-01; 0.25 is the limit\n'
        f"{HELP}"
    )


def test_only_the_first_columns_are_told(place: Path) -> None:
    export = Export()
    headers = [f"extra{number}" for number in range(8)]
    for day, cell, code in ((2, "1", 0), (3, "", 1)):
        export.write(place)
        lines = (place / "contacts.csv").read_text().splitlines()
        wide = [",".join((lines[0], *headers)), *(",".join((line, *([cell] * 8))) for line in lines[1:])]
        (place / "contacts.csv").write_text("\n".join(wide) + "\n")
        named = ("score", "contacts.csv", "--as-of", f"2026-11-0{day}", "-q", "--history", "h")
        answer = program(place, *named)
        assert answer.code == code
    assert answer.err.count("no rule reads it") == 1
    assert '  fill: "extra4" of contacts' in answer.err
    assert "  fill: and 3 more\n" in answer.err


def test_force_publishes_says_so_and_is_recorded(place: Path) -> None:
    export = Export(employees=False)
    export.write(place)
    answer = leadscore(
        place, "score", "contacts.csv", "--as-of", "2026-11-02", "--history", "h", "--force", COLUMNS="80"
    )
    assert answer.code == 0
    assert (
        answer.out.split("\n\n")[1]
        == """\
Published with --force, although guards tripped
  - fill: "employees" of contacts is 0.0% filled; it was 100.0% filled on
    2026-11-01, and 15 points less is the limit
      read by rule "size"
  - moved: 33 of 240 contacts (13.8%) changed their stage; 10% is the limit
      most of them from "mql" to "lead": 33
      rule "size" changed most: 32.8 points per contact on 2026-11-01, 0.0 now
      it reads "employees" of contacts: 100.0% filled on 2026-11-01, 0.0% now
  - psi: score "fit" has shifted by 12.087 since 2026-11-01; 0.25 is the limit
      rule "size" changed most: 32.8 points per contact on 2026-11-01, 0.0 now
      it reads "employees" of contacts: 100.0% filled on 2026-11-01, 0.0% now
  - psi: score "total" has shifted by 3.474 since 2026-11-01; 0.25 is the limit
      rule "size" changed most: 32.8 points per contact on 2026-11-01, 0.0 now
      it reads "employees" of contacts: 100.0% filled on 2026-11-01, 0.0% now"""
    )
    assert run_json(place)["forced"] == counts(place, 2)["forced"] == ["fill", "moved", "psi"]
    summary = json.loads((place / "leadscore-out/summary.json").read_text("utf-8"))
    first = summary["forced"][0]
    assert {key: first[key] for key in ("guard", "limit", "found", "last", "rule", "columns")} == {
        "guard": "fill",
        "limit": "15",
        "found": 0.0,
        "last": 100.0,
        "rule": "",
        "columns": ["employees"],
    }
    assert [(one["rule"], one["columns"]) for one in summary["forced"][1:]] == [("size", ["employees"])] * 3
    assert night(place, 3, export) == Answer(0, "", "")  # compared with the forced one
    assert counts(place, 3)["forced"] == []


def test_force_without_need_does_nothing(place: Path) -> None:
    assert night(place, 2, Export()).code == 0
    once = hashes(place)
    assert night(place, 2, Export(), "--force") == Answer(0, "", "")
    assert hashes(place) == once
    assert run_json(place)["forced"] == []


def test_force_overrides_nothing_but_guards(place: Path) -> None:
    export = Export()
    export.write(place)
    with (place / "contacts.csv").open("a") as file:
        file.writelines(f"{number},1,,North,x\n" for number in range(30))
    named = ("score", "contacts.csv", "--as-of", "2026-11-02", "-q", "--history", "h", "--force")
    answer = program(place, *named)
    assert answer.code == 1
    assert "30 of 270 contacts in contacts.csv were rejected" in answer.err


def test_what_is_at_a_limit_is_fine(place: Path) -> None:
    guard(place, "{contacts: {at_least: 192, fall: 20%}, unmatched: 33.3%, moved: 13.8%}")
    assert night(place, 1, Export()).code == 0
    assert night(place, 2, Export(contacts=192)).code == 0
    assert night(place, 2, Export(strangers=80)).code == 0


def test_the_first_night_has_absolute_limits_alone(place: Path) -> None:
    broken = Export(contacts=90, employees=False, strangers=80)
    answer = night(place, 1, broken, history="new")
    assert answer.code == 1
    assert [line.split()[0] for line in answer.err.splitlines()[1:]] == [
        *("contacts.at_least:", "contacts.csv", "unmatched:", "activities.csv:", "help:")
    ]
    assert not (place / "new/history.json").exists()
    assert night(place, 1, Export(contacts=100, employees=False), history="new").code == 0


def test_a_night_that_is_run_again_is_compared_with_the_night_before_it(place: Path) -> None:
    changed = Export(north="Norden")
    assert night(place, 2, changed).code == 1
    assert night(place, 2, changed, "--force").code == 0
    assert night(place, 2, changed).code == 1
    assert night(place, 2, Export()).code == 0


def test_without_a_history_the_run_says_which_guards_have_no_effect(place: Path) -> None:
    Export(employees=False).write(place)
    answer = leadscore(place, "score", "contacts.csv", "--as-of", "2026-11-02", COLUMNS="200")
    assert answer.code == 0
    told = [line for line in answer.out.splitlines() if "has no effect without --history" in line]
    assert [line.split(": ")[1] for line in told] == [
        "fall of guards.contacts",
        *("fill of guards", "moved of guards", "psi of guards"),
    ]
    answer = night(place, 2, Export(contacts=60), history="")
    assert (answer.code, answer.err.splitlines()[1]) == (
        1,
        "  contacts.at_least: there are 60 contacts, and at least 100 are expected",
    )


def test_a_header_that_is_renamed_and_still_known_is_the_same_column(place: Path) -> None:
    guard(place, "{fill: 15}")
    (place / "rules.yaml").write_text((place / "rules.yaml").read_text().replace("region", "country"))
    assert night(place, 1, Export(region="Country"), history="new").code == 0
    assert night(place, 2, Export(region="Land"), history="new") == Answer(0, "", "")
    answer = night(place, 3, Export(region="Land", north=""), history="new")
    assert '  fill: "Land" of contacts is 33.3% filled; it was 100.0% filled on 2026-11-02' in answer.err


def test_other_rules_are_named_as_what_may_be_behind_it(place: Path) -> None:
    guard(place, "{moved: 10%}")
    assert night(place, 2, Export()).code == 0
    rules = (place / "rules.yaml").read_text()
    (place / "rules.yaml").write_text(rules.replace("{points: 50}]", "{points: 20}]"))
    answer = night(place, 3, Export())
    assert answer == Answer(
        1,
        "",
        f"{ONE}  moved: 33 of 240 contacts (13.8%) changed their stage; 10% is the limit\n"
        '    most of them from "mql" to "lead": 33\n'
        '    rule "size" changed most: 32.8 points per contact on 2026-11-02, 20.0 now\n'
        '    it reads "employees" of contacts\n'
        "    the rules are not those of 2026-11-02\n"
        f"{HELP}",
    )


def run_json(place: Path) -> dict[str, object]:
    content: dict[str, object] = json.loads((place / "leadscore-out/run.json").read_text("utf-8"))
    return content


def counts(place: Path, day: int) -> dict[str, object]:
    (path,) = (place / "h/runs").glob(f"2026-11-0{day}-*.json")
    content: dict[str, object] = json.loads(path.read_text("utf-8"))
    return content
