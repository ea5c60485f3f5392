from __future__ import annotations

import polars as pl
import pytest

from leadscore.errors import InputError
from leadscore.schema.model import Source
from leadscore.tables.layout import Layout, check_unambiguous, column_list, lay_out, unmapped_headers


def laid_out(header: str, **columns: str) -> Layout:
    return lay_out("contacts", "contacts.csv", tuple(header.split("|")), Source(columns=columns), ())


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("job_title", "job_title"),
        ("Job Title", "job_title"),
        ("  JOB--title (de) ", "job_title_de"),
        ("E-Mail", "e_mail"),
        ("__x__", "x"),
        ("Größe", "größe"),
        ("GRO\u0308ßE", "größe"),
        ("Straße / Nr.", "straße_nr"),
        ("№ 5²", "5²"),
        ("電話", "電話"),
        ("İd", "i_d"),
    ],
)
def test_names_of_headers(header: str, name: str) -> None:
    assert laid_out(header).has(name)


@pytest.mark.parametrize("header", ["", " ", "%", "--", "\u00a0"])
def test_a_header_without_letters_or_digits_names_nothing(header: str) -> None:
    assert laid_out(f"contact_id|{header}").places == {"contact_id": 0}


@pytest.mark.parametrize(
    ("header", "columns", "places"),
    [
        (
            "Kundennummer|Alias",
            {"contact_id": "Kundennummer"},
            {"contact_id": 0, "kundennummer": 0, "alias": 1},
        ),
        (
            "Kundennummer|Alias",
            {"contact_id": "kundennummer"},
            {"contact_id": 0, "kundennummer": 0, "alias": 1},
        ),
        ("Alias|Kunden Nr.", {"contact_id": " Kunden-Nr "}, {"contact_id": 1, "kunden_nr": 1, "alias": 0}),
        ("contact_id|Nr", {"contact_id": "Nr"}, {"contact_id": 1, "nr": 1}),
        ("A|a", {"a": "A"}, {"a": 0}),
        ("A|a", {"a": "a"}, {"a": 1}),
        ("A|a", {"x": "A"}, {"x": 0, "a": 1}),
        ("A|a", {"x": "a"}, {"x": 1, "a": 0}),
        ("A|b", {"x": "A", "y": "A"}, {"x": 0, "y": 0, "a": 0, "b": 1}),
        ("A|b", {"a": "b"}, {"a": 1, "b": 1}),
        ("A|b", {"a": "b", "b": "A"}, {"a": 1, "b": 0}),
    ],
)
def test_sources_say_which_column_is_which_field(
    header: str, columns: dict[str, str], places: dict[str, int]
) -> None:
    assert laid_out(header, **columns).places == places


@pytest.mark.parametrize(
    ("header", "columns", "message"),
    [
        ("Job Title|job_title", {}, 'the columns "Job Title" and "job_title" are both called job_title'),
        ("a|b|A", {}, 'the columns "a" and "A" are both called a in the rules'),
        ("a|a", {}, 'contacts.csv has two columns called "a"'),
        ("a|A| a", {"x": "A"}, 'the columns "a" and " a" are both called a'),
    ],
)
def test_two_columns_of_one_name_are_an_error(header: str, columns: dict[str, str], message: str) -> None:
    layout = laid_out(header, **columns)
    with pytest.raises(InputError) as error:
        check_unambiguous(layout, ["job_title", "a"])
    assert message in str(error.value)


def test_two_columns_of_a_name_that_nothing_reads_are_fine() -> None:
    layout = laid_out("contact_id|Note|note|Tag|Tag||")
    check_unambiguous(layout, ["contact_id", "email"])
    assert layout.places == {"contact_id": 0}


def test_two_columns_that_could_be_one_field_are_an_error() -> None:
    with pytest.raises(InputError) as error:
        check_unambiguous(laid_out("contact_id|E-Mail|Email Address"), ["email"])
    assert str(error.value) == (
        'contacts.csv: the columns "E-Mail" and "Email Address" are both called email in the rules\n'
        '  help: say which one counts, in the rules file: sources: {contacts: {columns: {email: "E-Mail"}}}'
    )
    assert laid_out("contact_id|E-Mail|Email Address", email="E-Mail").places["email"] == 1


def test_of_columns_with_the_same_header_one_is_named_by_its_number() -> None:
    with pytest.raises(InputError, match=r'columns: \{email: "Email#2"\}'):
        check_unambiguous(laid_out("Id|Email|Email"), ["email"])
    assert laid_out("Id|Email|Email", email="Email#2").places["email"] == 2
    assert laid_out("Id|Email|Email", email="Email#1").places["email"] == 1
    assert laid_out("Id|Email#2|Email", email="Email#2").places["email"] == 1
    assert unmapped_headers(["Email", "Email"], Source(columns={"email": "Email#3"})) == {"email": "Email#3"}


def test_recognised_headers_are_known_by_both_names() -> None:
    layout = laid_out("Record ID|Vorname|Jobbezeichnung|Branche|Lifecycle Phase|Extra")
    assert layout.places["contact_id"] == layout.places["record_id"] == 0
    assert layout.recognised == {
        "contact_id": "Record ID",
        "first_name": "Vorname",
        "job_title": "Jobbezeichnung",
        "industry": "Branche",
        "lifecycle_stage": "Lifecycle Phase",
    }


def test_the_error_names_the_line_that_decides() -> None:
    with pytest.raises(InputError) as error:
        check_unambiguous(laid_out("Job Title|job_title"), ["job_title"])
    assert 'sources: {contacts: {columns: {job_title: "Job Title"}}}' in str(error.value)
    assert laid_out("Job Title|job_title", job_title="Job Title").places == {"job_title": 0}


@pytest.mark.parametrize(
    ("title", "known"),
    [
        ("Kunden Nr.", True),
        (" Kunden Nr. ", True),
        ("kunden_nr", True),
        ("KUNDEN-NR", True),
        ("Kunde", False),
    ],
)
def test_headers_that_sources_name_and_the_file_lacks(title: str, known: bool) -> None:
    source = Source(columns={"contact_id": title})
    assert unmapped_headers(["Kunden Nr.", "Name"], source) == ({} if known else {"contact_id": title})


def test_cells_and_headers_of_fields() -> None:
    layout = laid_out("Contact ID|x")
    cells = pl.DataFrame({"own:0": ["1"], "own:1": ["2"]})
    read = cells.select(x=layout.cell("x"), id=layout.cell("contact_id"), none=layout.cell("email"))
    assert read.row(0) == ("2", "1", None)
    assert (layout.header_of("contact_id"), layout.header_of("email")) == ("Contact ID", "email")


def test_cells_as_people_read_them() -> None:
    layout = lay_out("contacts", "contacts.csv", ("a", "b", "c"), Source(), ("-",))
    cells = pl.DataFrame({"own:0": [" Ada\u00a0", "Select"], "own:1": ["-", ""], "own:2": ["x", None]})
    shown = cells.select(layout.shown(name).alias(name) for name in ("a", "b", "c", "d"))
    assert shown.rows() == [("Ada", None, "x", None), (None, None, None, None)]


def test_optional_columns_go_by_field_name() -> None:
    source = Source.model_validate({"optional": ["nps", "Job Title"]})
    assert lay_out("contacts", "contacts.csv", ("a",), source, ()).optional == {"nps", "job_title"}


def test_columns_there_are() -> None:
    layout = laid_out("Zeta|Job Title|alpha|")
    assert column_list(layout) == "contacts.csv has: alpha, job_title, zeta"
    assert column_list(layout, "job_titel").startswith('did you mean "job_title"? contacts.csv has:')
    assert column_list(layout, most=2) == "contacts.csv has: alpha, job_title, …"
    assert column_list(layout, most=3) == "contacts.csv has: alpha, job_title, zeta"


def test_one_column_may_say_how_far_deals_are() -> None:
    deals = lay_out("deals", "deals.csv", ("id", "Stage", "Status", "Phase"), Source(), ())
    assert (deals.ambiguous, deals.places["status"]) == ({"stage": (1, 3)}, 2)
    alone = deals.said_by("phase")
    assert (alone.places["stage"], alone.has("status"), alone.ambiguous) == (3, False, {})
    assert alone.recognised["stage"] == "Phase"
    assert deals.said_by("status").places["stage"] == 2
