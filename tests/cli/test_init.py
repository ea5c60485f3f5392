"""`leadscore init`: what it writes, prints and says, and that it overwrites nothing unasked."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Final

import pytest

from leadscore.pipeline.starter import starter_rules
from leadscore.schema import load_rules
from leadscore.schema.inspection import inspect_text
from tests.cli.shell import Answer, hashes, leadscore
from tests.docs.readme import ROOT

if TYPE_CHECKING:
    from pathlib import Path

DAY: Final = ("--as-of", "2026-11-01")
PEOPLE: Final = "".join(
    f"{row},Anna{row} Geheim,anna{row}@acme.example,{'Vertriebsleiterin' if row % 3 else 'Praktikant'},"
    f"{'Maschinenbau' if row % 2 else 'Chemie'},{row * 10}.000,{'ja' if row % 4 else 'nein'},ruft gern am Freitag an\n"
    for row in range(1, 41)
)
GERMAN: Final = (
    "Kundennummer,Ansprechpartner,E-Mail,Position,Branche,Jahresumsatz,Messebesucher,Notiz\n" + PEOPLE
)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample exports and the rules drafted for them."""
    place = tmp_path_factory.mktemp("sample")
    for path in (ROOT / "sample_data").glob("*.csv"):
        shutil.copy(path, place)
    answer = leadscore(place, "init", "contacts.csv", *DAY)
    assert (answer.code, answer.out) == (0, "")
    (place / "said.txt").write_text(answer.err, encoding="utf-8")
    return place


def draft(folder: Path, text: str, *arguments: str) -> Answer:
    """Draft rules for contacts of a text."""
    (folder / "people.csv").write_text(text, encoding="utf-8")
    return leadscore(folder, "init", "people.csv", *DAY, *arguments)


def switched_off(text: str) -> list[int]:
    """Return the numbers of the lines that are switched off."""
    return [place for place, line in enumerate(text.split("\n")) if re.match(r" *#[-a-z]", line)]


def test_the_sample_gets_rules_without_any_remark(sample: Path) -> None:
    assert leadscore(sample, "check", "--strict").code == 0


def test_the_examples_of_the_sample_hold(sample: Path) -> None:
    answer = leadscore(sample, "test", "--require")
    assert answer.code == 0
    assert "5 examples: 5 passed" in answer.out


def test_the_sample_is_scored(sample: Path) -> None:
    answer = leadscore(sample, "score", "contacts.csv", *DAY, "-o", "out")
    assert answer.code == 0
    assert "500 contacts scored" in answer.out


def test_the_file_of_the_sample_is_short_and_leads_editors_to_the_schema(sample: Path) -> None:
    lines = (sample / "rules.yaml").read_text("utf-8").split("\n")
    assert lines[0] == "# yaml-language-server: $schema=rules.schema.json"
    assert len(lines) <= 210


def test_it_says_what_it_found_and_what_to_do_next(sample: Path) -> None:
    said = (sample / "said.txt").read_text("utf-8")
    assert "also read, as they lie beside the contacts: activities.csv, deals.csv, companies.csv" in said
    assert "rules.yaml: 17 rules, 1 more switched off, 5 examples" in said
    for command in ("check contacts.csv", "test", "score contacts.csv"):
        assert f"  leadscore {command}" in said


def test_the_same_export_gives_the_same_bytes(sample: Path) -> None:
    again = leadscore(sample, "init", "contacts.csv", *DAY, "-o", "-")
    assert again.out == (sample / "rules.yaml").read_text("utf-8")


def test_no_cell_that_tells_who_somebody_is_gets_into_the_file(sample: Path) -> None:
    text = (sample / "rules.yaml").read_text("utf-8")
    rows = [line.split(",") for line in (sample / "contacts.csv").read_text("utf-8").split("\n")[1:] if line]
    private = {cell for row in rows for cell in (row[0], row[1], row[3], row[4], row[12]) if len(cell) > 4}
    assert {cell for cell in private if cell in text} == set()


def test_without_an_export_it_writes_the_starter_rules(tmp_path: Path) -> None:
    answer = leadscore(tmp_path, "init", *DAY)
    assert (answer.code, answer.out) == (0, "")
    written, starter = load_rules(tmp_path / "rules.yaml").rules, starter_rules().rules
    assert written.model_copy(update={"tests": (), "sources": {}}) == starter.model_copy(
        update={"sources": {}}
    )
    assert leadscore(tmp_path, "check", "--strict").code == 0
    assert leadscore(tmp_path, "test").code == 0


def test_the_starter_rules_score_an_export_that_lacks_columns(folder: Path) -> None:
    assert leadscore(folder, "init", "--force").code == 0
    answer = leadscore(folder, "score", "contacts.csv", "--without", "deals")
    assert answer.code == 0, answer.err


def test_a_file_that_is_there_is_not_touched(folder: Path) -> None:
    before = hashes(folder)
    answer = leadscore(folder, "init", "contacts.csv")
    assert answer == Answer(
        2,
        "",
        "error: rules.yaml is there already, and was not touched\n"
        "  help: choose another name with -o, or overwrite it with --force\n",
    )
    assert hashes(folder) == before


def test_force_overwrites_it(folder: Path) -> None:
    assert leadscore(folder, "init", "contacts.csv", "--force").code == 0
    assert "Drafted by leadscore init" in (folder / "rules.yaml").read_text("utf-8")
    assert sorted(path.name for path in folder.iterdir()) == ["activities.csv", "contacts.csv", "rules.yaml"]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("-a", "activities.csv"), "--activities goes with contacts, and none are given"),
        (("contacts.csv", "-o", "contacts.csv", "--force"), "a rules file has a name that ends in .yaml"),
        (("contacts.csv", "-o", "nowhere/rules.yaml"), "nowhere/rules.yaml: there is no folder nowhere"),
        (("contacts.csv", "--as-of", "today", "-o", "x.yaml"), "--as-of is a day such as 2026-11-01"),
        (("activities.csv", "-o", "x.yaml"), "activities.csv looks like activities, not like contacts"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    folder: Path, arguments: tuple[str, ...], error: str
) -> None:
    before = hashes(folder)
    answer = leadscore(folder, "init", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert error in answer.err
    assert hashes(folder) == before


def test_contacts_alone_are_enough(tmp_path: Path) -> None:
    answer = draft(
        tmp_path, "contact_id,country,Interest\n" + "1,DE,yes\n2,AT,no\n3,DE,yes\n".replace("\n", "\n")
    )
    text = (tmp_path / "rules.yaml").read_text("utf-8")
    assert answer.code == 0
    assert "What people do is not counted yet" in text
    assert "#- {id: interest, label: Interest, when: {interest: true}, points: 5}" in text
    assert leadscore(tmp_path, "score", "people.csv").code == 0


def test_a_german_export_is_understood_and_keeps_its_secrets(tmp_path: Path) -> None:
    answer = draft(tmp_path, GERMAN)
    text = (tmp_path / "rules.yaml").read_text("utf-8")
    assert answer.code == 0
    assert "lookup: industry" in text
    assert "Maschinenbau: 15" in text
    assert "contains: [leiter]" in text
    assert "has_word: [praktikant]" in text
    assert 'decimal: ","' in text
    assert "when: {messebesucher: true}" in text
    assert not re.search("Geheim|Freitag|anna[0-9]|Anna[0-9]", text)
    assert leadscore(tmp_path, "check", "--strict").code == 0
    assert leadscore(tmp_path, "score", "people.csv").code == 0


def test_every_switched_off_rule_may_be_switched_on(tmp_path: Path) -> None:
    draft(tmp_path, GERMAN)
    text = (tmp_path / "rules.yaml").read_text("utf-8")
    places = switched_off(text)
    assert places
    for place in places:
        lines = text.split("\n")
        lines[place] = lines[place].replace("#", "", 1)
        assert inspect_text("\n".join(lines), "rules.yaml", None).remarks == ()


def test_all_switched_off_rules_may_be_switched_on_at_once_and_score(tmp_path: Path) -> None:
    draft(tmp_path, GERMAN)
    text = (tmp_path / "rules.yaml").read_text("utf-8")
    lines = text.split("\n")
    for place in switched_off(text):
        lines[place] = lines[place].replace("#", "", 1)
    (tmp_path / "rules.yaml").write_text("\n".join(lines), encoding="utf-8")
    assert leadscore(tmp_path, "score", "people.csv").code == 0


def test_hostile_headers_and_values_stay_texts(tmp_path: Path) -> None:
    values = ['"no"', '"#x: y"', '"}, evil: {"', '"a\nversion: 2"']
    rows = "".join(f"{row},{values[row % 4]},{values[row % 3]}\n" for row in range(24))
    answer = draft(tmp_path, '"Id ","country","Odd ""#: \n[col]"\n' + rows)
    assert answer.code == 0, answer.err
    assert leadscore(tmp_path, "check", "--strict").code == 0
    rules = load_rules(tmp_path / "rules.yaml").rules
    assert rules.version == 1
    lookup = next(rule for rule in rules.ruled["fit"].rules if rule.id == "country")
    assert {"no", "#x: y", "}, evil: {"} <= set(lookup.keyed)  # type: ignore[union-attr]  # it is a lookup


def test_an_export_without_any_usable_column_gets_rules_that_score(tmp_path: Path) -> None:
    assert draft(tmp_path, "a,b\n1,x\n2,\n").code == 0
    assert "contact_id: a" in (tmp_path / "rules.yaml").read_text("utf-8")
    assert leadscore(tmp_path, "score", "people.csv").code == 0


def test_contacts_that_nothing_tells_apart_are_refused(tmp_path: Path) -> None:
    answer = draft(tmp_path, "a,b\n1,x\n1,x\n")
    assert (answer.code, answer.out) == (2, "")
    assert "people.csv has no column that tells contacts apart" in answer.err
    assert not (tmp_path / "rules.yaml").exists()


def test_columns_with_days_of_what_people_did_become_activities(tmp_path: Path) -> None:
    header = "Record ID,Email,Last marketing email click date,Number of Pageviews\n"
    rows = "".join(f"{row},p{row}@acme.example,2026-10-{row:02},{row}\n" for row in range(1, 31))
    assert draft(tmp_path, header + rows).code == 0
    text = (tmp_path / "rules.yaml").read_text("utf-8")
    assert "events: {last_marketing_email_click_date: email_click}" in text
    assert "activity: email_click" in text
    assert leadscore(tmp_path, "score", "people.csv", *DAY).code == 0


def test_dates_that_nothing_settles_are_assumed_and_it_is_said(folder: Path) -> None:
    log = "contact_id,type,occurred_at\n1,webinar,3/4/2026\n2,webinar,5/6/2026\n"
    (folder / "activities.csv").write_text(log, encoding="utf-8")
    answer = leadscore(folder, "init", "contacts.csv", "--force", *DAY)
    assert "the day first is assumed" in " ".join(answer.err.split())
    assert "dates: day_first" in (folder / "rules.yaml").read_text("utf-8")
    assert leadscore(folder, "score", "contacts.csv", *DAY).code == 0


def test_a_log_of_long_ago_is_tried_as_of_its_newest_day(folder: Path) -> None:
    answer = leadscore(folder, "init", "contacts.csv", "--force", "--as-of", "2031-01-01")
    assert "By these rules, as of 2026-10-30" in answer.err
    assert "leadscore score contacts.csv --as-of 2026-10-30" in answer.err


def test_names_with_blanks_are_quoted_in_what_to_do_next(folder: Path) -> None:
    shutil.copy(folder / "contacts.csv", folder / "my contacts.csv")
    answer = leadscore(folder, "init", "my contacts.csv", "-o", "my rules.yaml", "--without", "deals", *DAY)
    assert (
        "leadscore score 'my contacts.csv' --without deals --as-of 2026-11-01 -r 'my rules.yaml'\n"
        in answer.err
    )


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (0, "not one of 40 deals belongs to a contact: are the ids"),
        (1, "only 1 of 40 deals belongs to a contact"),
        (19, "only 19 of 40 deals belong to a contact"),
        (20, ""),
    ],
)
def test_it_says_how_many_deals_find_a_contact_where_few_do(tmp_path: Path, found: int, said: str) -> None:
    ids = [row if row <= found else row + 1000 for row in range(1, 41)]
    deals = "".join(f"d{id_},{id_},won,2026-10-01\n" for id_ in ids)
    (tmp_path / "deals.csv").write_text(f"deal_id,contact_id,status,closed_at\n{deals}", encoding="utf-8")
    contacts = "contact_id,country\n" + "".join(f"{row},DE\n" for row in range(1, 41))
    answer = draft(tmp_path, contacts, "--deals", "deals.csv")
    assert answer.code == 0
    assert said in answer.err
    assert ("belong" in answer.err) == bool(said)
