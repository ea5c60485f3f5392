"""`leadscore score` as its users run it: exit code, stdout and stderr together."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from leadscore.cli import app
from leadscore.publish import folder_lock
from leadscore.steps import ledger
from tests.cli.shell import hashes, leadscore

if TYPE_CHECKING:
    from pathlib import Path

NOW = ("--as-of", "2026-11-01")


def test_contacts_alone_take_rules_and_activities_beside_them(folder: Path) -> None:
    answer = leadscore(folder, "score", "contacts.csv", *NOW)
    assert answer.code == 0
    assert answer.err == "rules: rules.yaml\nalso read, as they lie beside the contacts: activities.csv\n"
    assert "handoff/mql.csv" in answer.out


def test_scored_contacts_keep_their_cells_and_gain_lead_columns(folder: Path) -> None:
    leadscore(folder, "score", "contacts.csv", *NOW)
    lines = (folder / "leadscore-out" / "scored.csv").read_text(encoding="utf-8").splitlines()
    assert lines[1] == (
        "1,anna@acme.example,Anna,DE,300,90.0,90.0,90.0,100.0,100.0,100.0,80.0,80.0,80.0,mql,,"
        "Asked for a demo +80; Big company +60; Near us +40,2026-11-01"
    )
    assert lines[3].startswith("3,eve@rival.example,Eve,CH,,0.0,0.0,30.0,0.0,0.0,60.0,")


def test_json_prints_the_summary_that_is_written(folder: Path) -> None:
    answer = leadscore(folder, "score", "contacts.csv", *NOW, "--json")
    assert answer.code == 0
    assert answer.out == (folder / "leadscore-out" / "summary.json").read_text(encoding="utf-8")
    assert json.loads(answer.out)["scored"] == 3


def test_quiet_prints_nothing(folder: Path) -> None:
    answer = leadscore(folder, "score", "contacts.csv", *NOW, "-q")
    assert (answer.code, answer.out, answer.err) == (0, "", "")


def test_a_second_run_and_another_order_of_activities_give_the_same_bytes(folder: Path) -> None:
    leadscore(folder, "score", "contacts.csv", *NOW, "-q", "-o", "one")
    leadscore(folder, "score", "contacts.csv", *NOW, "-q", "-o", "two")
    log = folder / "activities.csv"
    header, *lines = log.read_text(encoding="utf-8").splitlines()
    log.write_text("\n".join([header, *reversed(lines)]) + "\n", encoding="utf-8")
    leadscore(folder, "score", "contacts.csv", *NOW, "-q", "-o", "three")
    one, three = hashes(folder / "one"), hashes(folder / "three")
    assert one == hashes(folder / "two")
    assert {**one, "run.json": ""} == {**three, "run.json": ""}


def test_a_scored_file_can_be_fed_in_again(folder: Path) -> None:
    leadscore(folder, "score", "contacts.csv", *NOW, "-q", "-o", "one")
    again = ("one/scored.csv", "-a", "activities.csv", "-r", "rules.yaml")
    answer = leadscore(folder, "score", *again, *NOW, "-q", "-o", "two")
    assert answer.err == ""
    assert (folder / "one/scored.csv").read_bytes() == (folder / "two/scored.csv").read_bytes()


def test_the_newest_activities_later_than_the_day_are_told(folder: Path) -> None:
    answer = leadscore(folder, "score", "contacts.csv", "--as-of", "2026-10-15")
    assert answer.code == 0
    assert "2 of 3 activities are later than 2026-10-15" in " ".join(answer.out.split())


def test_without_says_that_an_input_is_meant_to_be_absent(folder: Path) -> None:
    (folder / "activities.csv").unlink()
    answer = leadscore(folder, "score", "contacts.csv", *NOW, "-q", "--without", "activities")
    assert (answer.code, answer.err) == (0, "")


def test_a_quoted_glob_reads_several_files(folder: Path) -> None:
    (folder / "night").mkdir()
    header, *lines = (folder / "activities.csv").read_text(encoding="utf-8").splitlines()
    for place, line in enumerate(lines):
        (folder / "night" / f"a{place}.csv").write_text(f"{header}\n{line}\n", encoding="utf-8")
    answer = leadscore(folder, "score", "contacts.csv", "-a", "night/a*.csv", *NOW, "--json")
    assert json.loads(answer.out)["inputs"][1]["read"] == 3


def test_starter_rules_adapt_and_say_what_they_leave_out(folder: Path) -> None:
    (folder / "rules.yaml").unlink()
    answer = leadscore(folder, "score", "contacts.csv", *NOW)
    assert answer.code == 0
    assert "built-in starter rules" in answer.err
    assert "left out" in answer.out
    assert "opportunity" in answer.out


def test_no_color_and_pipes_are_respected(folder: Path) -> None:
    answer = leadscore(folder, "score", "contacts.csv", *NOW)
    assert "\x1b" not in answer.out + answer.err
    assert max(map(len, answer.out.splitlines())) <= 80


def test_stale_lists_of_the_last_run_are_removed(folder: Path) -> None:
    leadscore(folder, "score", "contacts.csv", *NOW, "-q")
    (folder / "leadscore-out" / "mine.txt").write_text("kept", encoding="utf-8")
    rules = (folder / "rules.yaml").read_text(encoding="utf-8")
    (folder / "rules.yaml").write_text(rules.replace("name: mql", "name: ripe"), encoding="utf-8")
    leadscore(folder, "score", "contacts.csv", *NOW, "-q")
    files = set(hashes(folder / "leadscore-out"))
    assert {"stages/ripe.csv", "mine.txt"} <= files
    assert not {"stages/mql.csv", "handoff/mql.csv"} & files


def test_a_second_run_into_the_same_folder_says_so(folder: Path) -> None:
    with folder_lock(folder / "leadscore-out"):
        answer = leadscore(folder, "score", "contacts.csv", *NOW)
    assert answer.code == 2
    assert "another run" in answer.err


def test_a_column_that_only_resembles_a_written_one_does_not_stop_the_second_round(folder: Path) -> None:
    contacts = folder / "contacts.csv"
    lines = contacts.read_text(encoding="utf-8").splitlines()
    contacts.write_text(
        "\n".join([f"{lines[0]},Lead Score", *(f"{line},9" for line in lines[1:])]), encoding="utf-8"
    )
    leadscore(folder, "score", "contacts.csv", *NOW, "-q", "-o", "one")
    again = ("one/scored.csv", "-a", "activities.csv", "-r", "rules.yaml")
    assert leadscore(folder, "score", *again, *NOW, "-q", "-o", "two").err == ""
    assert (folder / "one/scored.csv").read_bytes() == (folder / "two/scored.csv").read_bytes()


def test_rules_and_activities_are_found_beside_every_folder_of_a_glob(folder: Path) -> None:
    for place in ("n1", "n2"):
        (folder / place).mkdir()
        (folder / place / "contacts.csv").write_text(
            f"contact_id,country,employees\n{place},CH,1\n", encoding="utf-8"
        )
        log = f"contact_id,type,occurred_at\n{place},demo_request,2026-10-30\n"
        (folder / place / "activities.csv").write_text(log, encoding="utf-8")
    (folder / "rules.yaml").rename(folder / "n1" / "rules.yaml")
    answer = leadscore(folder, "score", "n*/contacts.csv", *NOW)
    assert answer.err.splitlines()[0] == "rules: n1/rules.yaml"
    assert "n1/activities.csv, n2/activities.csv" in answer.err
    scored = (folder / "leadscore-out" / "scored.csv").read_text(encoding="utf-8")
    assert scored.count("Asked for a demo +80") == 2


def test_contacts_are_not_taken_a_second_time_as_companies(folder: Path) -> None:
    (folder / "contacts.csv").rename(folder / "companies.csv")
    answer = leadscore(folder, "score", "companies.csv", *NOW)
    assert answer.err.splitlines()[1] == "also read, as they lie beside the contacts: activities.csv"


def test_a_list_ordered_by_another_score_says_so(folder: Path) -> None:
    order = "handoff: [{list: best, stage: lead, order_by: score.fit}]\n"
    with (folder / "rules.yaml").open("a", encoding="utf-8") as rules:
        rules.write(order)
    answer = leadscore(folder, "score", "contacts.csv", *NOW, "--json")
    best = json.loads(answer.out)["lists"][0]
    assert (best["order_by"], best["top"][0]["score"]) == ("fit", "15.0")


def test_xlsx_writes_each_list_as_a_workbook_too(folder: Path) -> None:
    answer = leadscore(folder, "score", "contacts.csv", *NOW, "--xlsx")
    assert answer.code == 0
    assert "in handoff/mql.csv and mql.xlsx" in answer.out
    assert "in handoff: mql.csv, mql.xlsx" in answer.out
    out = folder / "leadscore-out"
    outputs = {one["path"]: one for one in json.loads((out / "run.json").read_text("utf-8"))["outputs"]}
    found = {path: sha256 for path, sha256 in hashes(out).items() if path != "run.json"}
    assert {path: one["sha256"] for path, one in outputs.items()} == found
    assert outputs["handoff/mql.xlsx"]["rows"] == outputs["handoff/mql.csv"]["rows"] == 1
    rows = CalamineWorkbook.from_path(str(out / "handoff" / "mql.xlsx")).get_sheet_by_name("mql").to_python()
    assert dict(zip(*rows, strict=True))["last_activity"] == date(2026, 10, 30)


def test_a_run_without_xlsx_removes_the_workbooks_of_the_last_one(folder: Path) -> None:
    leadscore(folder, "score", "contacts.csv", *NOW, "-q", "--xlsx")
    first = hashes(folder / "leadscore-out")
    leadscore(folder, "score", "contacts.csv", *NOW, "-q", "--xlsx")
    assert hashes(folder / "leadscore-out") == first
    answer = leadscore(folder, "score", "contacts.csv", *NOW)
    assert "removed, as this run does not write them: handoff/mql.xlsx" in answer.out
    assert not list((folder / "leadscore-out").rglob("*.xlsx"))


def test_outputs_change_the_lists_that_people_open_alone(folder: Path) -> None:
    with (folder / "rules.yaml").open("a", encoding="utf-8") as rules:
        rules.write('outputs: {delimiter: ";", bom: true}\n')
    leadscore(folder, "score", "contacts.csv", *NOW, "-q")
    out = folder / "leadscore-out"
    marked = [
        path.name for path in out.rglob("*.csv") if path.read_bytes().startswith(b"\xef\xbb\xbflead_rank;")
    ]
    assert marked == ["mql.csv"]
    assert (out / "stages" / "mql.csv").read_text("utf-8").startswith("contact_id,email,")


def test_ledger_says_how_every_score_came_about(folder: Path) -> None:
    answer = leadscore(folder, "score", "contacts.csv", *NOW, "--ledger")
    assert answer.code == 0
    assert "ledger.parquet" in answer.out
    out = folder / "leadscore-out"
    outputs = {one["path"]: one for one in json.loads((out / "run.json").read_text("utf-8"))["outputs"]}
    assert outputs["ledger.parquet"] == {
        "path": "ledger.parquet",
        "rows": 3 * 10,
        "sha256": hashes(out)["ledger.parquet"],
    }
    anna = (
        pl.read_parquet(out / "ledger.parquet")
        .filter(contact_id="1")
        .select("score", "kind", "line", "points", "shown")
        .rows()
    )
    assert anna == [
        ("fit", "rule", "big", 60_000, None),
        ("fit", "rule", "here", 40_000, None),
        ("fit", "score", "fit", 100_000, 1000),
        ("engagement", "rule", "demo", 80_000, None),
        ("engagement", "rule", "visit", 0, None),
        ("engagement", "score", "engagement", 80_000, 800),
        ("total", "part", "fit", 50_000, 1000),
        ("total", "part", "engagement", 40_000, 800),
        ("total", "rounding", "rounding", 0, None),
        ("total", "score", "total", 90_000, 900),
    ]


def test_the_ledger_has_the_same_bytes_on_any_number_of_cores_and_changes_no_other_file(folder: Path) -> None:
    for cores in "123":
        leadscore(
            folder, "score", "contacts.csv", *NOW, "--ledger", "-q", "-o", cores, POLARS_MAX_THREADS=cores
        )
    leadscore(folder, "score", "contacts.csv", *NOW, "-q", "-o", "without")
    assert hashes(folder / "1") == hashes(folder / "2") == hashes(folder / "3")
    files = {path: sha256 for path, sha256 in hashes(folder / "1").items() if path != "ledger.parquet"}
    assert {**files, "run.json": ""} == {**hashes(folder / "without"), "run.json": ""}


def test_a_run_without_ledger_removes_that_of_the_last_one(folder: Path) -> None:
    leadscore(folder, "score", "contacts.csv", *NOW, "-q", "--ledger")
    answer = leadscore(folder, "score", "contacts.csv", *NOW)
    assert "removed, as this run does not write them: ledger.parquet" in answer.out
    assert not (folder / "leadscore-out" / "ledger.parquet").exists()


def test_a_ledger_that_does_not_add_up_publishes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setattr(ledger, "excess", lambda *_: pl.lit(7, pl.Int64))
    answer = CliRunner().invoke(app, ["score", "contacts.csv", *NOW, "--ledger"])
    assert answer.exit_code == 2
    assert (
        "error: the ledger of contact 1 does not add up; nothing was written. Please report this"
        in answer.output
    )
    assert not list((folder / "leadscore-out").glob("*"))


@pytest.mark.parametrize("arguments", [[], ["--json"]])
def test_who_stops_reading_has_everything_published(folder: Path, arguments: list[str]) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "leadscore", "score", "contacts.csv", *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        process.stdout.close()
        _, said = process.communicate(timeout=120)
    assert (process.returncode, b"error" in said) == (0, False)
    assert (folder / "leadscore-out/run.json").is_file()
