from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

import pytest

from leadscore.tables.delimiter import declared, find_delimiter
from tests.unit.tables.shown import rejected, rows

if TYPE_CHECKING:
    from tests.unit.tables.conftest import Read


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_text_is_the_same_with_every_delimiter(read: Read, delimiter: str, line_end: str) -> None:
    lines = ["id/name/text", '1/"a,b;c"/x y', "2/x/", ""]
    table = read(line_end.join(lines).replace("/", delimiter).encode())
    assert rows(table) == [(2, "1", "a,b;c", "x y"), (3, "2", "x", "")]
    assert table.header == ("id", "name", "text")
    assert table.files[0].dialect.delimiter == delimiter
    assert table.files[0].dialect.line_end == {"\n": "LF", "\r\n": "CRLF", "\r": "CR"}[line_end]


@pytest.mark.parametrize(
    ("line", "delimiter"),
    [("sep=;", ";"), ("SEP=,\r", ","), ('"sep=|"', "|"), ("sep=\t", "\t"), ("sep=x", None), ("sep=;;", None)],
)
def test_a_line_may_declare_the_delimiter(line: str, delimiter: str | None) -> None:
    assert declared(line) == delimiter


def test_the_declared_delimiter_is_used_and_its_line_is_no_record(read: Read) -> None:
    table = read(b"sep=;\r\na;b,c\r\n1,5;2\r\n")
    assert (table.header, rows(table)) == (("a", "b,c"), [(3, "1,5", "2")])
    assert (table.files[0].dialect.header_line, table.files[0].dialect.above) == (2, 1)


@pytest.mark.parametrize(
    ("lines", "delimiter"),
    [
        (["id"], ","),
        (["id;name", "1;Anna, Ben"], ";"),
        (["id;amount", "1;1,50", "2;2,50"], ";"),
        (["id,names", "1,a;b;c", "2,a;b"], ","),
        (["id\tname, first\tcity", "1\tAnna, B\tKöln"], "\t"),
        (["a|b,c|d", "1|2|3"], "|"),
        (["a,b", "\0,;"], ","),
    ],
)
def test_the_delimiter_is_found_by_the_first_lines(lines: list[str], delimiter: str) -> None:
    assert find_delimiter(lines) == delimiter


def test_the_rules_may_name_the_delimiter(read: Read) -> None:
    table = read(b"a,b;c\n1,2;3\n", delimiter=";")
    assert (table.header, rows(table)) == (("a,b", "c"), [(2, "1,2", "3")])


@pytest.mark.parametrize(
    "cell", ["a@" + "a." * 3000, "http://" + "aaa.a" * 1500, "-" * 7000, "1." * 3500, '""' * 3500]
)
def test_a_long_cell_does_not_hold_up_the_search(cell: str) -> None:
    began = perf_counter()
    find_delimiter(["id;name,x", f"1;{cell},;", "2;a"])
    assert perf_counter() - began < 5


def test_a_record_with_another_delimiter_is_rejected(read: Read) -> None:
    table = read(b"a,b,c\n1,2,3\n4;5;6\n7,8,9\n")
    assert [row[0] for row in rows(table)] == [2, 4]
    assert rejected(table) == [(3, "has 1 field, the header has 3", "4;5;6")]
