"""Exports with the traces of reports and spreadsheets: what is no record is left out, and all else is there."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.shell import Answer, leadscore

if TYPE_CHECKING:
    from pathlib import Path

RULES = """\
version: 1
scores: {total: {rules: [{id: one, when: {contact_id: {known: true}}, points: 100}]}}
stages: [{name: mql}]
"""
LEADS = "Lead-ID;Vorname;Nachname;Umsatz\n" + "".join(f"L{place};Ada;Lovelace;1,5\n" for place in range(30))


def score(folder: Path, contacts: str, *more: str) -> Answer:
    (folder / "rules.yaml").write_text(RULES)
    (folder / "contacts.csv").write_text(contacts)
    return leadscore(folder, "score", "contacts.csv", "--as-of", "2026-11-01", *more)


def contacts_read(folder: Path) -> tuple[int, int, int]:
    summary = json.loads((folder / "leadscore-out" / "summary.json").read_text())
    (account,) = [one for one in summary["inputs"] if one["input"] == "contacts"]
    return account["read"], account["used"], account["rejected"]


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    text = (folder / "leadscore-out" / name).read_text()
    return list(csv.DictReader(text.splitlines(keepends=True)))


@pytest.mark.parametrize(
    "below",
    [
        "Summe;;;45,00\n",
        "Summe;;;45,00\n;;;\n",
        ";;;\nSumme;;;45,00\n;;;\nLead_Report;;;\nCopyright (c) 2026 Acme;;;\n;;;\n",
        "\nGrand Totals (30 records)\n",
    ],
)
def test_padded_totals_and_small_print_are_no_leads(tmp_path: Path, below: str) -> None:
    assert score(tmp_path, LEADS + below).code == 0
    assert contacts_read(tmp_path) == (30, 30, 0)


def test_rows_of_nothing_but_delimiters_are_blank_lines(tmp_path: Path) -> None:
    assert score(tmp_path, LEADS + ";;;\n" * 40 + "L99;Bo;Li;2\n" + ' ; ;"";\n').code == 0
    assert contacts_read(tmp_path) == (31, 31, 0)
    assert (tmp_path / "leadscore-out" / "rejected.csv").read_text().count("\n") == 1


def test_a_total_between_leads_is_rejected(tmp_path: Path) -> None:
    assert score(tmp_path, LEADS + "Zwischensumme;;;45\nL99;Bo;Li;2\n").code == 0
    assert contacts_read(tmp_path) == (32, 31, 1)
    rejected = rows(tmp_path, "rejected.csv")
    assert [(one["line"], one["reason"]) for one in rejected] == [("32", "is a total and no contact")]


@pytest.mark.parametrize(
    "text",
    [
        "id;name\n" + "1;Ada;\n" * 2 + "2;Bo;\n",
        "id;name;\n1;Ada\n2;Bo\n3;Cy\n",
    ],
)
def test_one_delimiter_at_the_end_of_lines_does_no_harm(tmp_path: Path, text: str) -> None:
    assert score(tmp_path, text).code == 0
    assert contacts_read(tmp_path)[0] == 3


def test_a_record_of_megabytes_below_the_header_is_a_record(tmp_path: Path) -> None:
    assert score(tmp_path, "id,note\n1," + "x" * 2_000_000 + "\n2,y\n").code == 0
    assert contacts_read(tmp_path) == (2, 2, 0)


def test_a_web_page_is_refused_by_what_it_is(tmp_path: Path) -> None:
    answer = score(tmp_path, "\n <!DOCTYPE html><html><table><tr><td>id</td></tr></table></html>")
    assert answer.code == 2
    assert "contacts.csv: this is a web page" in answer.err
    assert "save it as .xlsx" in answer.err


def test_where_no_contact_can_be_accepted_nothing_is_published(tmp_path: Path) -> None:
    answer = score(tmp_path, "id,x\n1.2E+10,1\n1.3E+10,1\n")
    assert answer.code == 1
    assert "not one contact could be accepted; nothing was published" in answer.err
    assert "contacts.csv:2: the id was rounded by a spreadsheet" in answer.err
    assert not (tmp_path / "leadscore-out" / "run.json").exists()


def test_many_lines_without_an_id_are_explained(tmp_path: Path) -> None:
    answer = score(tmp_path, "id,tag\n" + "".join(f"{place},a\n,b\n" for place in range(40)))
    assert answer.code == 1
    assert "lines without an id may continue the one above, as in Odoo" in answer.err


def test_a_name_in_one_piece_is_on_the_list(tmp_path: Path) -> None:
    answer = score(tmp_path, "id,full_name,phone_number\nl:1,Ada Lovelace,p:+4912\n")
    assert "Ada Lovelace" in answer.out
    (lead,) = rows(tmp_path, "handoff/mql.csv")
    assert (lead["first_name"], lead["last_name"], lead["phone"]) == ("", "Ada Lovelace", "+4912")


def test_files_of_activities_without_ids_may_overlap(tmp_path: Path) -> None:
    for night in ("a1.csv", "a2.csv"):
        (tmp_path / night).write_text("contact_id,type,occurred_at\n1,visit,2026-10-01\n")
    note = "activities come in 2 files and have no ids"
    assert note in " ".join(score(tmp_path, "contact_id\n1\n", "-a", "a?.csv").out.split())
    assert note not in " ".join(score(tmp_path, "contact_id\n1\n", "-a", "a?.csv", "--dedupe").out.split())


def test_planned_activities_are_later(tmp_path: Path) -> None:
    log = "ID,Type,Contact person,Due date,Done,Marked as done time\n1,call,Ada L,2026-10-01,Done,2026-10-02 10:00:00\n"
    (tmp_path / "activities.csv").write_text(
        log + "2,call,Ada L,2026-10-01,To do,\n3,call,Ada L,2026-12-01,To do,\n"
    )
    assert score(tmp_path, "contact_id,full_name\n1,Ada L\n").code == 0
    summary = json.loads((tmp_path / "leadscore-out" / "summary.json").read_text())
    (log_account,) = [one for one in summary["inputs"] if one["input"] == "activities"]
    assert (log_account["used"], log_account["later"], log_account["rejected"]) == (1, 2, 0)
