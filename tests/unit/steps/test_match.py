from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadscore.columns import CONTACT, FATE, KEY, LINE
from leadscore.steps.contacts import accept_contacts
from leadscore.steps.match import contact_keys, count_joins, key_text, match_contacts, unknown_keys
from tests.unit.exports import Export, export

PEOPLE = "contact_id,email\n1,ada@x.de\n2,Bob@X.de\n3,ada@x.de\n4,"


def matched(text: str, missing: tuple[str, ...] = (), people: str = PEOPLE) -> list[int | None]:
    contacts, rows = export(people), export(text, "activities", missing)
    accepted = contacts.frame.pipe(accept_contacts, contacts.layout)
    keys = contact_keys(accepted, contacts.layout, rows.layout)
    frame = match_contacts(rows.frame, keys, rows.layout).sort(LINE).collect()
    assert frame[LINE].to_list() == list(range(2, frame.height + 2))
    return frame[CONTACT].to_list()


@pytest.mark.parametrize(
    ("cell", "contact"), [("1", 0), (" 4\u00a0", 3), ("01", None), ("9", None), ("", None), ("Select", None)]
)
def test_by_id(cell: str, contact: int | None) -> None:
    assert matched(f"contact_id,type\n{cell},visit") == [contact]


@pytest.mark.parametrize(
    ("cell", "contact"), [("ADA@x.de", 0), (" bob@x.de ", 1), ("eve@x.de", None), ("", None), ("#N/A", None)]
)
def test_by_address_the_first_who_has_it(cell: str, contact: int | None) -> None:
    assert matched(f"email,type\n{cell},visit") == [contact]


@pytest.mark.parametrize(
    ("cells", "contact"),
    [("3,bob@x.de", 2), (",bob@x.de", 1), ("(No value),bob@x.de", 1), ("9,bob@x.de", None), (",", None)],
)
def test_the_address_counts_only_where_there_is_no_id(cells: str, contact: int | None) -> None:
    assert matched(f"contact_id,email\n{cells}") == [contact]


def test_missing_texts_of_the_export_are_no_ids() -> None:
    assert matched("contact_id,email\n4,bob@x.de", ("4",)) == [1]


def test_every_row_stays_once() -> None:
    assert matched("contact_id,email\n4,\n9,\n,bob@x.de\n1,") == [3, None, 1, 0]


@pytest.mark.parametrize(
    ("id_", "cell"),
    [
        ("001D000000IqhSL", "001D000000IqhSLIAZ"),
        ("001D000000IqhSLIAZ", "001D000000IqhSL"),
        ("zcrm_4876876000000521001", "4876876000000521001"),
        ("l:123", "123"),
        ("{6F9619FF-8B86-D011-B42D-00CF4FC964FF}", "6f9619ff-8b86-d011-b42d-00cf4fc964ff"),
        ("8001", "8001;8002"),
        ("8001", "; 8001 ;8002"),
    ],
)
def test_all_forms_of_an_id_are_one(id_: str, cell: str) -> None:
    assert matched(f"contact_id,type\n{cell},visit", people=f"contact_id\n0\n{id_}") == [1]


def test_of_several_ids_only_the_first_is_tried() -> None:
    assert matched("contact_id,type\n9;1,visit") == [None]


def test_an_id_that_was_rounded_is_nobodys() -> None:
    people = "contact_id,email\n1.23457E+11,ada@x.de\n2,ada@x.de"
    assert matched("contact_id,email\n1.23457E+11,ada@x.de", people=people) == [None]


@pytest.mark.parametrize("cell", ["eve@x.de;Bob@x.de", " EVE@x.de , bob@x.de", "eve@x.de;"])
def test_of_several_addresses_the_first_counts(cell: str) -> None:
    people = 'contact_id,email\n1,bob@x.de\n2,"Eve@x.de, bob@x.de"'
    assert matched(f'email,type\n"{cell}",visit', people=people) == [1]


NAMED = """contact_id,email,first_name,last_name,company
1,ada@x.de,Ada,Berg,Acme
2,bo@x.de,Bo, Kurz ,Acme
3,,Bo,Kurz,acme
4,,Bo,Kurz,Beta  GmbH
5,,,Li,Beta GmbH
6,,Eva,Maria,
7,,"Müller, Max",,Acme
"""


@pytest.mark.parametrize(
    ("cells", "contact"),
    [
        ("ada berg,ACME", 0),
        ('"Berg, Ada",Acme', 0),
        ('"BERG,  Ada ",  acme', 0),
        ("Ada\u00a0 Berg,Acme", 0),
        ("Ada Berg,Beta GmbH", None),
        ("Ada Berg,", None),
        ("Ada,Acme", None),
        ("Bo Kurz,Acme", None),
        ("Bo Kurz,beta gmbh", 3),
        ("Li,Beta GmbH", 4),
        ("Eva Maria,", None),
        ("Max Müller,Acme", 6),
        ("Mu\u0308ller  Max,Acme", None),
        (",Acme", None),
        ("#N/A,Acme", None),
    ],
)
def test_by_name_and_company_where_one_contact_has_both(cells: str, contact: int | None) -> None:
    assert matched(f"contact_name,company\n{cells}", people=NAMED) == [contact]


@pytest.mark.parametrize(("name", "contact"), [("Ada Berg", 0), ("Bo Kurz", None), ("Eva Maria", 5)])
def test_by_the_name_alone_where_rows_have_no_company(name: str, contact: int | None) -> None:
    assert matched(f"contact_name,type\n{name},visit", people=NAMED) == [contact]


def test_a_full_name_goes_before_its_parts() -> None:
    people = "contact_id,full_name,first_name,last_name\n1,Ada Berg,Bo,Kurz\n2,,Ada,Li"
    rows = "contact_name,type\nAda Berg,v\nBo Kurz,v\nAda Li,v"
    assert matched(rows, people=people) == [0, None, 1]


@pytest.mark.parametrize(
    ("cells", "contact"),
    [
        ("9,,Ada Berg,Acme", None),
        ("2,,Ada Berg,Acme", 1),
        (",eve@x.de,Ada Berg,Acme", None),
        (",bo@x.de,Ada Berg,Acme", 1),
        (",,Ada Berg,Acme", 0),
        ("Select,#N/A,Ada Berg,Acme", 0),
    ],
)
def test_the_name_counts_only_where_there_is_neither_id_nor_address(cells: str, contact: int | None) -> None:
    assert matched(f"contact_id,email,contact_name,company\n{cells}", people=NAMED) == [contact]


_CELLS = st.sampled_from(["Ada Berg", "ada  berg", '"Berg, Ada"', "Bo Li", "bo li ", '"Li,Bo"', "Ada", ""])
_COMPANIES = st.sampled_from(["Acme", "ACME ", "Beta", "beta  x", "Beta X", ""])
_WORDS = {"Ada Berg": 1, "ada  berg": 1, '"Berg, Ada"': 1, "Bo Li": 2, "bo li ": 2, '"Li,Bo"': 2, "Ada": 3}
_FIRMS = {"Acme": 1, "ACME ": 1, "Beta": 2, "beta  x": 3, "Beta X": 3}


@given(
    st.lists(st.tuples(_CELLS, _COMPANIES), min_size=1, max_size=8),
    st.lists(st.tuples(_CELLS, _COMPANIES), max_size=8),
)
def test_a_join_by_name_and_company_never_joins_where_two_match(
    people: list[tuple[str, str]], rows: list[tuple[str, str]]
) -> None:
    known = [(_WORDS.get(name), _FIRMS.get(company)) for name, company in people]
    contacts = "\n".join(f"{place},{name},{company}" for place, (name, company) in enumerate(people))
    text = "\n".join(["contact_name,company", *(f"{name},{company}" for name, company in rows)])
    expected = []
    for name, company in rows:
        wanted = (_WORDS.get(name), _FIRMS.get(company))
        one = None not in wanted and known.count(wanted) == 1
        expected.append(known.index(wanted) if one else None)
    assert matched(text, people=f"contact_id,full_name,company\n{contacts}") == expected


def fated(text: str) -> Export:
    """Return activities with their contact, and a fate where they have none."""
    contacts, rows = export(NAMED), export(text, "activities")
    keys = contact_keys(contacts.frame.pipe(accept_contacts, contacts.layout), contacts.layout, rows.layout)
    fate = pl.when(pl.col(CONTACT).is_null()).then(pl.lit("unknown_contact")).alias(FATE)
    return Export(match_contacts(rows.frame, keys, rows.layout).with_columns(fate), rows.layout)


def test_joins_are_counted() -> None:
    rows = fated(
        "contact_id,contact_name,company\n1;2,,\n;1,,\n1,Ada Berg,Acme\n,Ada Berg,Acme\n,Bo Kurz,Acme"
    )
    fate = pl.when(pl.col(CONTACT).is_null()).then(pl.lit("unknown_contact")).otherwise(pl.lit("used"))
    assert count_joins(rows.frame.with_columns(fate.alias(FATE)), rows.layout).collect().rows() == [(1, 2)]


def test_no_names_and_no_ids_are_counted() -> None:
    rows = fated("email,type\nada@x.de,v")
    assert count_joins(rows.frame, rows.layout).collect().rows() == [(0, 0)]


def test_the_keys_that_nobody_has() -> None:
    rows = fated("contact_id,email,contact_name,company\n91,,,\n90,,,\n1,,,\n,z@x.de,,\n,,X Y,Acme\n,,,")
    found = unknown_keys(rows.frame, rows.layout).collect()[KEY].drop_nulls().sort()
    assert [key_text(key) for key in found] == ["z@x.de", "90", "91", "x y, acme"]


def test_no_rows() -> None:
    assert matched("contact_id,email") == []
