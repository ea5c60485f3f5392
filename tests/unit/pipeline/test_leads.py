from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import polars as pl
import pytest

from leadscore.columns import CONTACT, COUNTED, ID, typed
from leadscore.errors import InputError
from leadscore.pipeline.inputs import Inputs, Settings, open_session
from leadscore.pipeline.leads import narrow
from leadscore.pipeline.scored import score_contacts
from leadscore.schema.load import parse_rules
from leadscore.schema.model import INPUTS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from leadscore.pipeline.inputs import Session
    from leadscore.schema.model import InputName

Texts = dict["InputName", str | list[str]]

RULES: Final = """
version: 1
sources: {contacts: {optional: [referred_by]}, companies: {optional: [employees]}}
scores:
  fit:
    rules:
      - {id: refers, when: {referrals: {at_least: 1}}, points: 1}
      - {id: big, when: {company.employees: {at_least: 100}}, points: 2}
      - {id: won, when: {deals.won: {at_least: 1}}, points: 4}
  engagement:
    decay: {half_life: 30d}
    rules: [{id: visit, activity: [visit, click], points: 1}]
  total: {combine: {fit: 1, engagement: 1}}
"""
CONTACTS: Final = (
    "contact_id,email,first_name,last_name,company,company_id,referred_by\n"
    "1,a@x.de,Ada,Berg,Acme,K1,\n"
    "2,A@X.de,Ada,Berg,Acme,,1\n"
    "3,c@free.example,Cy,Lee,Beta,,a@x.de\n"
    "4,d@y.de,Dan,Lee,Beta,K2,4\n"
    "1,e@z.de,Eve,Fox,Acme,K1,4\n"
    ",f@z.de,Fay,Fox,Acme,K1,4\n"
)


def opened(folder: Path, texts: Texts, rules: str = RULES, **settings: Any) -> Session:
    """Open a session on exports; inputs that are not given are meant to be absent."""
    files: dict[InputName, tuple[Path, ...]] = {}
    for name in INPUTS:
        those = texts.get(name, [])
        for place, text in enumerate([those] if isinstance(those, str) else those):
            path = folder / f"{name}{place or ''}.csv"
            path.write_text(text, encoding="utf-8", newline="")
            files[name] = (*files.get(name, ()), path)
    file = parse_rules(rules, "rules.yaml", folder)
    made = replace(Settings(date(2026, 11, 1), folder), **settings)
    return open_session(Inputs(files, frozenset(INPUTS)), file, made)


def both(session: Session, *who: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Score all contacts and the narrowed run, and return every lead as it is in each, all columns but its place."""
    full, narrowed = score_contacts(session).contacts, narrow(session, who)
    alone = score_contacts(narrowed.session).contacts
    assert set(alone.columns) == set(full.columns)
    return [(row(full, lead.contact_id), row(alone, lead.contact_id)) for lead in narrowed.leads]


def row(scored: pl.DataFrame, contact: str) -> dict[str, Any]:
    return scored.row(by_predicate=pl.col(ID) == contact, named=True) | {CONTACT: 0}


def same(session: Session, *who: str) -> dict[str, Any]:
    """Return the first lead, once the narrowed run says of all exactly what the run of all contacts says."""
    pairs = both(session, *who)
    for full, alone in pairs:
        assert alone == full
    return pairs[0][1]


def number(lead: dict[str, Any], field: str) -> float:
    return float(lead[typed("number", field)])


def rows_of(session: Session, name: InputName) -> int:
    return session.inputs[name].table.frame.collect().height


def quoted(text: str) -> str:
    """Return a CSV text with all cells in quotes and a comma in the first one of each record."""
    made = io.StringIO()
    csv.writer(made, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(csv.reader(io.StringIO(text)))
    return made.getvalue()


@pytest.mark.parametrize("who", ["1", " 1 ", "2", "3", "4", "d@y.de", "D@Y.DE; other@y.de"])
def test_every_lead_is_what_it_is_among_all(tmp_path: Path, who: str) -> None:
    log = "contact_id,email,type,occurred_at\n1,,visit,2026-10-01\n,a@x.de,visit,2026-10-02\n4;1,,visit,2026-10-03\n"
    deals = "contact_name,company,stage\nAda Berg,Acme,won\nLee, Acme,won\nDan Lee,Beta,won\n"
    companies = "company_id,domain,employees\nK1,x.de,500\nK2,y.de,5\n,free.example,200\n"
    deals = deals.replace("Lee, Acme", "Cy Lee,Beta")
    session = opened(
        tmp_path, {"contacts": CONTACTS, "activities": log, "deals": deals, "companies": companies}
    )
    same(session, who)


def test_an_address_of_several_contacts_finds_the_first_of_them_only(tmp_path: Path) -> None:
    log = "email,type,occurred_at\n" + "a@x.de,visit,2026-10-01\n" * 3
    session = opened(tmp_path, {"contacts": CONTACTS, "activities": log})
    assert same(session, "1")[COUNTED] == 3
    assert same(session, "2")[COUNTED] == 0


def test_a_name_of_several_contacts_finds_none_of_them(tmp_path: Path) -> None:
    log = 'contact_name,type,occurred_at\nAda Berg,visit,2026-10-01\n"Lee,  Dan",visit,2026-10-01\n'
    session = opened(tmp_path, {"contacts": CONTACTS, "activities": log})
    assert same(session, "1")[COUNTED] == 0
    assert same(session, "4")[COUNTED] == 1


def test_those_who_were_referred_count_by_id_and_by_address(tmp_path: Path) -> None:
    session = opened(tmp_path, {"contacts": CONTACTS})
    assert number(same(session, "1"), "referrals") == 2
    assert number(same(session, "4"), "referrals") == 0


def test_an_activity_whose_id_another_contacts_activity_has_gives_way_to_it(tmp_path: Path) -> None:
    log = (
        "activity_id,contact_id,type,occurred_at\n"
        "a1,1,visit,2026-10-02\n a1,4,visit,2026-10-01\na2,1,visit,2026-10-02\na2,9,visit,2026-10-01\n"
    )
    session = opened(tmp_path, {"contacts": CONTACTS, "activities": log})
    assert same(session, "1")[COUNTED] == 1
    assert same(session, "4")[COUNTED] == 1


@pytest.mark.parametrize(("dedupe", "counted"), [(False, 2), (True, 1)])
def test_activities_that_repeat_each_other_count_as_they_do_among_all(
    tmp_path: Path, *, dedupe: bool, counted: int
) -> None:
    log = "contact_id,type,occurred_at,url\n" + "1,visit,2026-10-02,/\n" * 2
    session = opened(tmp_path, {"contacts": CONTACTS, "activities": log}, dedupe=dedupe)
    assert same(session, "1")[COUNTED] == counted


def test_a_deal_whose_id_another_contacts_deal_has_gives_way_to_it(tmp_path: Path) -> None:
    deals = "deal_id,contact_id,stage\nd1,4,won\nd1,1,won\nd2,9,won\nd2,3,won\n"
    session = opened(tmp_path, {"contacts": CONTACTS, "deals": deals})
    assert number(same(session, "1"), "deals.won") == 0
    assert number(same(session, "3"), "deals.won") == 1


def test_a_deal_of_a_rejected_contact_goes_where_it_goes_among_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("parts", "leads.session"):
        monkeypatch.setattr(f"leadscore.pipeline.{module}.MOST_ACTIVITIES", 1)
    log = "contact_id,type,occurred_at\n" + "1,visit,2026-10-02\n" * 2
    deals = "email,stage\na@x.de,won\n"
    session = opened(tmp_path, {"contacts": CONTACTS, "activities": log, "deals": deals})
    assert number(same(session, "2"), "deals.won") == 1
    assert "1" not in score_contacts(narrow(session, ["1"]).session).contacts[ID]


def test_companies_are_those_that_a_lead_has_among_all(tmp_path: Path) -> None:
    companies = (
        "company_id,domain,employees\nK1,z.de,5\n k1,x.de,7\nK1,x.de,500\nK2,y.de,500\n,Y.de,7\n"
        ",https://www.free.example/de,300\nK3,free.example,1\n"
    )
    session = opened(tmp_path, {"contacts": CONTACTS, "companies": companies})
    assert number(same(session, "1"), "company.employees") == 5
    assert number(same(session, "2"), "company.employees") == 7
    assert number(same(session, "3"), "company.employees") == 300
    assert number(same(session, "4"), "company.employees") == 500


def test_a_company_that_repeats_an_id_is_nobodys_by_its_domain_either(tmp_path: Path) -> None:
    companies = "company_id,domain,employees\nK9,other.de,5\nK9,y.de,500\nK8,y.de,50\n"
    contacts = "contact_id,email\n1,a@y.de\n"
    session = opened(tmp_path, {"contacts": contacts, "companies": companies})
    assert number(same(session, "1"), "company.employees") == 50


@pytest.mark.parametrize(
    ("others", "age"),
    [("13/10/2026", 31), ("10/13/2026", 273)],
)
def test_days_are_written_as_the_whole_log_says(tmp_path: Path, others: str, age: int) -> None:
    log = f"contact_id,type,occurred_at\n1,visit,01/02/2026\n4,visit,{others}\n"
    log = log.replace("01/02/2026", "01/10/2026" if age == 31 else "02/01/2026")
    session = opened(tmp_path, {"contacts": CONTACTS, "activities": log})
    assert same(session, "1")["activity:newest"] == age


def test_a_lead_has_no_say_against_the_others_in_how_days_are_written(tmp_path: Path) -> None:
    log = "contact_id,type,occurred_at\n1,visit,10/13/2026\n1,visit,01/10/2026\n" + "4,visit,13/10/2026\n" * 2
    session = opened(tmp_path, {"contacts": CONTACTS, "activities": log})
    assert same(session, "1")[COUNTED] == 1


def test_days_that_can_be_read_in_two_ways_stop_the_narrowed_run_too(tmp_path: Path) -> None:
    log = "contact_id,type,occurred_at\n1,visit,01/10/2026\n4,visit,2026-10-01\n"
    session = opened(tmp_path, {"contacts": CONTACTS, "activities": log})
    with pytest.raises(InputError, match="can be read in two ways"):
        narrow(session, ["1"])


def test_numbers_are_written_as_the_whole_log_says(tmp_path: Path) -> None:
    rules = RULES.replace("activity: [visit, click]", "activity: visit, where: {amount: {at_least: 2}}")
    log = 'contact_id,type,occurred_at,amount\n1,visit,2026-10-01,"1.500"\n4,visit,2026-10-01,"1,5"\n'
    session = opened(tmp_path, {"contacts": CONTACTS, "activities": log}, rules)
    assert same(session, "1")["count:visit"] == 1


def test_days_in_columns_of_contacts_are_activities_too(tmp_path: Path) -> None:
    contacts = "contact_id,clicked_at\n1,2026-10-01\n2,\n3,2026-12-01\n"
    rules = RULES.replace("contacts: {", "contacts: {events: {clicked_at: click}, ")
    session = opened(tmp_path, {"contacts": contacts}, rules)
    assert [same(session, one)[COUNTED] for one in "123"] == [1, 0, 0]


@pytest.mark.parametrize(
    "change", [str, quoted, lambda text: text + "9,visit\n", lambda text: text.replace("\n", "\r\n")]
)
def test_the_rows_are_found_however_the_file_is_written(tmp_path: Path, change: Any) -> None:
    log = "contact_id,type,occurred_at\n" + "".join(f"{n % 5},visit,2026-10-{n:02}\n" for n in range(1, 29))
    session = opened(tmp_path, {"contacts": CONTACTS, "activities": change(log)})
    assert same(session, "1")[COUNTED] == 6


@pytest.mark.parametrize(
    ("contact", "cell"),
    [
        ("6f9619ff-8b86-d011-b42d-00cf4fc964ff", "{6F9619FF-8B86-D011-B42D-00CF4FC964FF}"),
        ("001D000000IqhSL", "001D000000IqhSLIAZ"),
        ("123", "zcrm_123"),
        ("zcrm_123", "123"),
        ("123", " 123 "),
        ("123", "123; 77"),
        ('A"1', 'A"1'),
    ],
)
def test_activities_are_found_by_every_form_of_an_id(tmp_path: Path, contact: str, cell: str) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([["contact_id", "type", "occurred_at"], [cell, "visit", "2026-10-01"]])
    people = io.StringIO()
    csv.writer(people, lineterminator="\n").writerows([["contact_id", "x"], [contact, "1"], ["77", "1"]])
    session = opened(tmp_path, {"contacts": people.getvalue(), "activities": text.getvalue()})
    assert same(session, contact)[COUNTED] == 1


@pytest.mark.parametrize("cell", ["GRÖSSE@x.de", "gro\u0308sse@x.de", "b@x.de, other@x.de", "B@X.DE"])
def test_activities_are_found_by_every_form_of_an_address(tmp_path: Path, cell: str) -> None:
    contacts = "contact_id,email\n1,grösse@x.de\n2,b@x.de\n"
    log = f'email,type,occurred_at\n"{cell}",visit,2026-10-01\n'
    session = opened(tmp_path, {"contacts": contacts, "activities": log})
    assert same(session, "2" if "b" in cell.lower() else "1")[COUNTED] == 1


def test_several_files_are_one_input(tmp_path: Path) -> None:
    log = [
        "contact_id,type,occurred_at\n1,visit,2026-10-01\n",
        "contact_id,type,occurred_at\n1,visit,2026-10-02\n",
    ]
    contacts = ["contact_id,email\n7,g@x.de\n", "contact_id,email\n1,a@x.de\n"]
    session = opened(tmp_path, {"contacts": contacts, "activities": log})
    assert same(session, "1")[COUNTED] == 2


def test_only_rows_that_matter_are_left(tmp_path: Path) -> None:
    log = "contact_id,type,occurred_at\n" + "1,visit,2026-10-01\n4,visit,2026-10-01\n" * 5
    deals = "contact_id,stage\n1,won\n4,won\n"
    companies = "company_id,employees\nK1,5\nK2,5\n"
    session = opened(
        tmp_path, {"contacts": CONTACTS, "activities": log, "deals": deals, "companies": companies}
    )
    narrowed = narrow(session, ["4"]).session
    assert {name: rows_of(narrowed, name) for name in narrowed.inputs} == {
        "contacts": 1,
        "activities": 5,
        "deals": 1,
        "companies": 1,
    }


def test_a_lead_without_a_row_elsewhere_is_scored(tmp_path: Path) -> None:
    texts: Texts = {
        "contacts": CONTACTS,
        "activities": "contact_id,type,occurred_at\n4,visit,2026-10-01\n",
        "deals": "contact_id,stage\n4,won\n",
        "companies": "company_id,employees\nK2,5\n",
    }
    assert same(opened(tmp_path, texts), "3")[COUNTED] == 0


def test_who_is_asked_for_twice_is_one_lead(tmp_path: Path) -> None:
    session = opened(tmp_path, {"contacts": CONTACTS})
    found = narrow(session, ["d@y.de", "3", "4", "D@y.de"]).leads
    assert [(lead.asked, lead.contact_id) for lead in found] == [("d@y.de", "4"), ("3", "3")]


@pytest.mark.parametrize(
    ("who", "message"),
    [
        (
            ["a@x.de"],
            '2 contacts have the e-mail address "a@x.de": 1, 2\n  help: name the one that is meant by its id',
        ),
        (
            ["d@y.dee", "99999"],
            (
                'no contact has the id or e-mail address "d@y.dee"\n  help: did you mean "d@y.de"? A contact is named as the'
                " exports name it, by contact id or e-mail address\n"
                'no contact has the id or e-mail address "99999"\n  help: a contact is named as the'
                " exports name it, by contact id or e-mail address"
            ),
        ),
        (
            ["e@z.de"],
            (
                '"e@z.de" is no accepted contact: contacts.csv, line 6, was rejected: repeats the id of line 2\n'
                "  help: correct the export; a record that is rejected has no score"
            ),
        ),
        (
            ["F@z.de"],
            (
                '"F@z.de" is no accepted contact: contacts.csv, line 7, was rejected: has no contact id\n'
                "  help: correct the export; a record that is rejected has no score"
            ),
        ),
    ],
)
def test_who_is_not_one_accepted_contact_is_said_so(tmp_path: Path, who: Sequence[str], message: str) -> None:
    session = opened(tmp_path, {"contacts": CONTACTS})
    with pytest.raises(InputError) as error:
        narrow(session, who)
    assert str(error.value) == message


def test_ten_of_many_who_share_an_address_are_named(tmp_path: Path) -> None:
    contacts = "contact_id,email\n" + "".join(f"{number},a@x.de\n" for number in range(1200))
    session = opened(tmp_path, {"contacts": contacts})
    with pytest.raises(InputError, match=r"^1,200 contacts have .*: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …\n"):
        narrow(session, ["a@x.de"])


LOOKS_AT_COMPANIES: Final = (
    RULES + "stages: [{name: lead}, {name: warm, enter: {company.engaged_contacts: {at_least: 2}}}]\n"
)


def test_colleagues_are_scored_too_where_the_rules_look_at_them(tmp_path: Path) -> None:
    """1 and 2 are at one company, 2 by its domain; the deals and visits of each count for the other. 3 names 1."""
    log = "contact_id,type,occurred_at\n1,visit,2026-11-01\n2,visit,2026-11-01\n4,visit,2026-11-01\n"
    texts: Texts = {
        "contacts": CONTACTS,
        "activities": log,
        "deals": "contact_id,stage\n2,won\n3,won\n",
        "companies": "company_id,domain,employees\nK1,x.de,500\n,free.example,200\n",
    }
    session = opened(tmp_path, texts, LOOKS_AT_COMPANIES)
    assert [number(same(session, who), "company.engagement") for who in "1234"] == [1.5, 1.5, 0.0, 1.0]
    assert [number(same(session, who), "company.deals_won") for who in "1234"] == [1.0, 1.0, 1.0, 0.0]
    assert rows_of(narrow(session, ["1"]).session, "contacts") == 3
