"""Real exports: what is drafted for each of them is right, holds, and scores."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from typer.testing import CliRunner, Result

from leadscore.cli import app

DATA: Final = Path(__file__).parents[3] / "shared" / "data"
DAY: Final = ("--as-of", "2026-11-01")
SCORED: Final = (
    "cdnow/contacts.csv",
    "xeducation/contacts.csv",
    "xeducation/Leads.csv",
    "xeducation/Leads_wholeline_quoted.csv",
    *(
        f"csv-spectrum/csvs/{name}.csv"
        for name in (
            *("comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "location_coordinates"),
            *("newlines", "newlines_crlf", "quotes_and_newlines", "simple", "simple_crlf", "utf8"),
        )
    ),
    *(
        f"salesforce/{name}.csv"
        for name in (
            *("csvEscapedQuotes", "csvSeparator", "csvtext", "csvtext_BOM_UTF8", "csvtext_BOM_UTF16BE"),
            *("csvtext_BOM_UTF16LE", "csvtext_BOM_UTF32BE", "csvtext_BOM_UTF32LE", "dateOnlyWithTimeZone"),
            *(
                "emptyFirstRowFieldValueInCsvTemplate",
                "timeZoneFormatTesting",
                "timeZoneFormatTestingWithErrors",
            ),
        )
    ),
)
REFUSED: Final = (
    ("salesforce/20kRows.csv", "has no column that tells contacts apart"),
    ("salesforce/accountData.csv", "not like contacts"),
    ("salesforce/opportunityData.csv", "not like contacts"),
    ("salesforce/dateEndingInZ.csv", "not like contacts"),
    ("salesforce/dateWithTimeZone.csv", "not like contacts"),
    ("cdnow/deals.csv", "not like contacts"),
)

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"the real data is not at {DATA}")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments)])


@pytest.mark.parametrize("name", SCORED)
def test_drafted_rules_are_right_hold_and_score(tmp_path: Path, name: str) -> None:
    rules = tmp_path / "rules.yaml"
    assert run("init", DATA / name, "-o", rules, *DAY).exit_code == 0
    checked = run("check", rules, "--strict")
    assert checked.exit_code == 0, checked.output
    tested = run("test", rules, "--require")
    assert tested.exit_code == 0, tested.output
    out = ("-o", tmp_path / "out", "--max-rejected", "5%")  # a file was damaged before it was published
    scored = run("score", DATA / name, "-r", rules, "-q", *out, *DAY)
    assert scored.exit_code == 0, scored.output


@pytest.mark.parametrize("name", [name for name in SCORED if name.startswith(("cdnow", "xeducation"))])
def test_an_export_shows_no_fault_of_the_rules_drafted_for_it(tmp_path: Path, name: str) -> None:
    rules = tmp_path / "rules.yaml"
    assert run("init", DATA / name, "-o", rules, *DAY).exit_code == 0
    day = ("--as-of", "1997-09-30") if name.startswith("cdnow") else DAY  # that of the newest activity
    checked = run("check", rules, DATA / name, "--strict", *day)
    assert checked.exit_code == 0, checked.output


@pytest.mark.parametrize(("name", "reason"), REFUSED)
def test_what_holds_no_contacts_is_refused_in_plain_words(tmp_path: Path, name: str, reason: str) -> None:
    result = run("init", DATA / name, "-o", tmp_path / "rules.yaml", *DAY)
    assert result.exit_code == 2
    assert reason in " ".join(result.stderr.split())
    assert not (tmp_path / "rules.yaml").exists()


def test_every_file_of_the_data_was_tried() -> None:
    others = {"cdnow/activities.csv", "xeducation/deals.csv"}
    tried = {*SCORED, *(name for name, _ in REFUSED), *others}
    assert {path.relative_to(DATA).as_posix() for path in DATA.rglob("*.csv")} == tried
