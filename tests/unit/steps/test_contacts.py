from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from leadscore.columns import CONTACT, EMAIL, ID, LINE
from leadscore.steps.contacts import (
    accept_contacts,
    add_answers,
    add_email_fields,
    add_missing_referrals,
    count_referrals,
    find_rejected,
    find_shared_emails,
)
from tests.unit.exports import Export, export
from tests.unit.rulebook import compiled, only

if TYPE_CHECKING:
    import polars as pl

IDS = "contact_id,city\n1,\n 2 ,\n1,\n,\nSelect,\n\u00a01,\n01,\nA,\na,\n-,\n2,"


def accepted(text: str, missing: tuple[str, ...] = ()) -> Export:
    contacts = export(text, missing=missing)
    return Export(contacts.frame.pipe(accept_contacts, contacts.layout), contacts.layout)


def referrals(*rows: str) -> list[object]:
    people = accepted("\n".join(["contact_id,email,referred_by", *rows]))
    return only(_referred(people), "number:referrals")


def _referred(people: Export) -> pl.LazyFrame:
    named = people.frame.pipe(count_referrals, people.layout)
    return (
        people.frame.join(named, on=CONTACT, how="left", validate="1:1")
        .pipe(add_missing_referrals)
        .sort(CONTACT)
    )


def test_contacts_with_a_new_id_are_accepted_in_order() -> None:
    frame = accepted(IDS).frame.collect()
    assert frame[ID].to_list() == ["1", "2", "01", "A", "a", "-"]
    assert frame[CONTACT].to_list() == [0, 1, 2, 3, 4, 5]
    assert frame[LINE].to_list() == [2, 3, 8, 9, 10, 11]


def test_missing_texts_of_the_export_are_no_ids() -> None:
    assert only(accepted(IDS, ("-", "a")).frame, ID) == ["1", "2", "01"]


def test_rejected_contacts_name_the_line_that_they_repeat() -> None:
    contacts = export(IDS)
    rows = contacts.frame.pipe(find_rejected, contacts.layout).collect()
    found = rows.select(LINE, "value", "first_line").rows()
    assert found == [(4, "1", 2), (5, "", None), (6, "Select", None), (7, "\u00a01", 2), (12, "2", 3)]


def test_two_forms_of_one_id_are_one_contact() -> None:
    text = "contact_id\nzcrm_12\n12\n001D000000IqhSLIAZ\n001D000000IqhSL\n001d000000iqhsl"
    assert only(accepted(text).frame, ID) == ["zcrm_12", "001D000000IqhSLIAZ", "001d000000iqhsl"]
    contacts = export(text)
    rows = contacts.frame.pipe(find_rejected, contacts.layout).collect()
    assert rows.select("value", "first_line").rows() == [("12", 2), ("001D000000IqhSL", 4)]


def test_ids_that_were_rounded_are_rejected() -> None:
    text = 'contact_id\n1.23457E+11\n"1,23457E+11"\n1.23457E+11\n1'
    assert only(accepted(text).frame, ID) == ["1"]
    contacts = export(text)
    rows = contacts.frame.pipe(find_rejected, contacts.layout).collect()
    assert rows.select(LINE, "first_line").rows() == [(2, None), (3, None), (4, None)]


def test_addresses_that_several_contacts_have() -> None:
    text = "contact_id,email\n5,b@x.de\n3,B@x.de\n1,\n2,\n4,b@x.de\n7,a@x.de\n8,c@x.de\n9,a@x.de;c@x.de"
    found = accepted(text).frame.pipe(find_shared_emails).collect()
    assert found.rows() == [("a@x.de", "7", "9"), ("b@x.de", "3", "4")]


def test_accepted_and_rejected_are_all() -> None:
    contacts = export(IDS)
    rejected = contacts.frame.pipe(find_rejected, contacts.layout).collect()
    lines = [*rejected[LINE], *accepted(IDS).frame.collect()[LINE]]
    assert sorted(lines) == list(range(2, 13))


@pytest.mark.parametrize(
    ("cell", "email"),
    [
        (" Ada@ACME.de ", "ada@acme.de"),
        ("u\u0308@x.de", "ü@x.de"),
        ("", None),
        ("#N/A", None),
        ("none", "none"),
        ('"A@x.de, b@x.de"', "a@x.de"),
        (" ;b@x.de;a@x.de", "b@x.de"),
        (";", None),
    ],
)
def test_addresses_are_normalised(cell: str, email: str | None) -> None:
    assert only(accepted(f"contact_id,email\n1,{cell}").frame, EMAIL) == [email]


@pytest.mark.parametrize(
    ("cell", "domain", "free"),
    [
        ("ada@acme.example", "acme.example", False),
        ("Ada@GMAIL.com", "gmail.com", True),
        ("a@b@gmx.de", "gmx.de", True),
        ("ada@mail.gmail.com", "mail.gmail.com", False),
        ("ada", None, None),
        ("ada@", None, None),
        ("ada@gmail.com@", None, None),
        ("@acme.example", "acme.example", False),
        ("", None, None),
    ],
)
def test_domain_of_an_address(cell: str, domain: str | None, free: bool | None) -> None:
    frame = accepted(f"contact_id,email\n1,{cell}").frame.pipe(add_email_fields).collect()
    assert frame.select("text:email_domain", "flag:free_mail").row(0) == (domain, free)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["1,a@x.de,", "2,b@x.de,1", "3,c@x.de, 1 "], [2, 0, 0]),
        (["1,a@x.de,", "2,b@x.de, A@X.de", "3,c@x.de,1"], [2, 0, 0]),
        (["1,a@x.de,1", "2,b@x.de,B@x.de"], [0, 0]),
        (["1,a@x.de,1", "2,b@x.de,1"], [1, 0]),
        (["1,a@x.de,", "2,a@x.de,a@x.de"], [1, 0]),
        (["1,a@x.de,", "2,a@x.de,", "3,c@x.de,a@x.de"], [1, 1, 0]),
        (["a@x.de,a@x.de,", "2,b@x.de,a@x.de"], [1, 0]),
        (["A@x.de,a@x.de,a@X.de", "2,b@x.de,A@X.DE"], [1, 0]),
        (["1,,", "2,,", "3,,Select", "4,,#N/A"], [0, 0, 0, 0]),
        (["A,a@x.de,", "2,b@x.de,a", "3,c@x.de,9"], [0, 0, 0]),
        (["1,a@x.de,", "1,b@x.de,1", "2,c@x.de,1"], [1, 0]),
        (["1,,", "2,,1", "2,,1"], [1, 0]),
        (["zcrm_1,,1", "2,,1", "3,,zcrm_1"], [2, 0, 0]),
    ],
    ids=[
        "by id",
        "by address",
        "not itself",
        "itself and another",
        "another of the same address",
        "all of one address",
        "id that is the address",
        "id that is the address but for case",
        "nobody",
        "ids are exact",
        "rejected contacts refer nobody",
        "a repeated contact counts once",
        "by another form of the id",
    ],
)
def test_referrals(rows: list[str], expected: list[int]) -> None:
    assert referrals(*rows) == expected


def test_without_the_column_nobody_was_referred() -> None:
    people = accepted("contact_id\n1\n2")
    assert only(_referred(people), "number:referrals") == [0, 0]


def test_answers_are_counted() -> None:
    rules = compiled("qualification: [{id: a, ask: A, answered_by: a}, {id: b, ask: B, answered_by: b}]")
    frame = export("contact_id\n1\n2\n3").frame.collect()
    frame.insert_column(0, frame["own:0"].replace({"1": None}).alias("text:a"))
    frame.insert_column(0, frame["own:0"].replace({"1": None, "2": None}).alias("text:b"))
    assert only(frame.lazy().pipe(add_answers, rules.model), "number:qualification.answered") == [0, 1, 2]


def test_without_questions_nothing_is_answered() -> None:
    contacts = export("contact_id\n1\n2")
    counted = contacts.frame.pipe(add_answers, compiled("").model)
    assert only(counted, "number:qualification.answered") == [0, 0]
