from __future__ import annotations

import polars as pl
import pytest

from leadscore.rules.keys import (
    company_key,
    email_key,
    first_id,
    has_several_ids,
    is_rounded,
    join_key,
    may_be_id,
    may_hold,
    name_key,
)

GUID = "6f9619ff-8b86-d011-b42d-00cf4fc964ff"


def read(expression: pl.Expr, *cells: str | None) -> list[object]:
    frame = pl.DataFrame({"cell": cells}, schema={"cell": pl.String})
    return frame.select(expression).to_series().to_list()


CELL = pl.col("cell")


@pytest.mark.parametrize(
    ("long", "short"),
    [
        ("001D000000IqhSLIAZ", "001D000000IqhSL"),
        ("003D000000QV9n2IAD", "003D000000QV9n2"),
        ("701000000000000AAA", "701000000000000"),
        ("ABCDEFGHIJKLMNO555", "ABCDEFGHIJKLMNO"),
        ("abcdEabcdEabcdEQQQ", "abcdEabcdEabcdE"),
        ("Zz9A@".replace("@", "0") * 3 + "JJJ", "Zz9A0" * 3),
    ],
)
def test_18_characters_with_the_right_check_are_their_first_15(long: str, short: str) -> None:
    assert read(join_key(CELL), long, short, f" {long}\t") == [short] * 3


@pytest.mark.parametrize(
    "id_",
    [
        "001D000000IqhSLIAA",
        "001D000000IqhSLiaz",
        "001D000000IqhSLIA",
        "001d000000iqhslIAZ",
        "001D00000-IqhSLIAZ",
        "123456789012345678",
        "123456789012345012",
    ],
)
def test_18_characters_without_the_right_check_stay(id_: str) -> None:
    assert read(join_key(CELL), id_) == [id_]


def test_ids_of_15_characters_keep_their_case() -> None:
    assert read(join_key(CELL), "001D000000IqhSL", "001d000000iqhsl") == [
        "001D000000IqhSL",
        "001d000000iqhsl",
    ]


@pytest.mark.parametrize(
    "cell", [GUID, GUID.upper(), f"{{{GUID}}}", f"{{{GUID.upper()}}}", f" {GUID.title()} "]
)
def test_guids_are_compared_in_lower_case_without_braces(cell: str) -> None:
    assert read(join_key(CELL), cell) == [GUID]


@pytest.mark.parametrize("cell", ["zcrm_4876876000000521001", "l:4876876000000521001"])
def test_prefixes_of_systems_are_no_part_of_an_id(cell: str) -> None:
    assert read(join_key(CELL), cell) == ["4876876000000521001"]


@pytest.mark.parametrize(
    "cell",
    [
        "1",
        "0012",
        "A-1",
        "a-1",
        "ümlaut",
        "=5",
        "p:123",
        "l:",
        "l:12a",
        "zcrm_",
        "ZCRM_12",
        f"{{{GUID}",
        f"{GUID}}}",
        GUID[:-1],
    ],
)
def test_everything_else_is_compared_exactly(cell: str) -> None:
    assert read(join_key(CELL), cell) == [cell]


def test_blanks_at_the_ends_do_not_count_and_nothing_stays_nothing() -> None:
    assert read(join_key(CELL), " 1\u00a0", "", None) == ["1", "", None]


def test_keys_of_different_forms_side_by_side() -> None:
    cells = ["7", "001D000000IqhSLIAZ", "zcrm_7", GUID.upper(), None, "007"]
    assert read(join_key(CELL), *cells) == ["7", "001D000000IqhSL", "7", GUID, None, "007"]


def test_no_cells() -> None:
    assert read(join_key(CELL)) == []


@pytest.mark.parametrize("cell", ["1.23457E+11", "1,23457E+11", "1E+15", " 4.8769e+18 "])
def test_ids_that_a_spreadsheet_has_rounded(cell: str) -> None:
    assert read(is_rounded(CELL), cell) == [True]


@pytest.mark.parametrize("cell", ["123457", "1.5", "1E11", "12.5E+3", "E+11", "1.E+11", "A1E+11", ""])
def test_ids_that_no_spreadsheet_has_rounded(cell: str) -> None:
    assert read(is_rounded(CELL), cell) == [False]


@pytest.mark.parametrize(
    ("cell", "first", "several"),
    [
        ("8001;8002", "8001", True),
        (" ; 8001 ;8002", "8001 ", True),
        (";", "", True),
        ("8001", "8001", False),
        ("8,9", "8,9", False),
        (None, None, None),
    ],
)
def test_several_ids_in_a_cell(cell: str | None, first: str | None, several: bool | None) -> None:
    assert read(first_id(CELL), cell) == [first]
    assert read(has_several_ids(CELL), cell) == [several]


@pytest.mark.parametrize(
    ("cell", "address"),
    [
        (" Ada@X.de ", "ada@x.de"),
        ("ada@x.de, bo@x.de", "ada@x.de"),
        ("ada@x.de;bo@x.de", "ada@x.de"),
        (", ;ada@x.de", "ada@x.de"),
        (",;", None),
        ("-", None),
        ("#N/A", None),
        (None, None),
    ],
)
def test_the_first_address_of_a_cell(cell: str | None, address: str | None) -> None:
    assert read(email_key(CELL, ("-",)), cell) == [address]


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Ada Berg", "ada berg"),
        (" ADA \u00a0 Berg\n", "ada berg"),
        ("Berg, Ada", "ada berg"),
        ("Berg,Ada Maria", "ada maria berg"),
        ("Mu\u0308ller , Jo", "jo müller"),
        ("Berg, Ada, Dr.", "berg, ada, dr."),
        ("Berg,", "berg,"),
        (", Ada", ", ada"),
        ("#N/A", None),
        ("", None),
    ],
)
def test_names_are_compared_without_regard_to_their_order(cell: str, name: str | None) -> None:
    assert read(name_key(CELL), cell) == [name]


def test_companies_are_not_turned_round() -> None:
    assert read(company_key(CELL), "Acme,  Inc.", "ACME") == ["acme, inc.", "acme"]


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("1", "1"),
        (" 1\u00a0", "1"),
        ("zcrm_12", "12"),
        ("l:12", "12"),
        ("001D000000IqhSLIAZ", "001D000000IqhSL"),
        ("{6F9619FF-8B86-D011-B42D-00CF4FC964FF}", "6f9619ff-8b86-d011-b42d-00cf4fc964ff"),
        ("6F9619FF-8B86-D011-B42D-00CF4FC964FF", "6f9619ff-8b86-d011-b42d-00cf4fc964ff"),
        ("; 8001;8002", "8001"),
        ("ä1", "ä1"),
    ],
)
@pytest.mark.parametrize("others", [[], ["zz"], ["6f9619ff-8b86-d011-b42d-00cf4fc96400"]])
def test_no_cell_that_is_an_id_is_passed_over(cell: str, key: str, others: list[str]) -> None:
    cells = pl.Series([cell, "other", None, ""])
    assert cells.to_frame("cell").select(join_key(first_id(pl.col("cell")))).item(0, 0) == key
    assert may_be_id(cells, [*others, key])[0] is True
    assert may_be_id(cells, [*others, key])[1] is False


@pytest.mark.parametrize("cell", ["B@X.DE", "x@y.de; b@x.de", "b@x.de ", "b@x.d\u212a"])
def test_no_cell_that_holds_an_address_is_passed_over(cell: str) -> None:
    assert may_hold(pl.Series([cell, "a@x.de", None]), ["b@x.de", "zz"]).to_list() == [True, False, None]


def test_nothing_is_held_by_no_cell() -> None:
    assert may_hold(pl.Series(["ä", "b", None]), []).to_list() == [False, False, False]
    assert may_be_id(pl.Series(["ä", "b"]), []).to_list() == [False, False]
