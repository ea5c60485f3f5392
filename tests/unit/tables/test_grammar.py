from __future__ import annotations

import csv
from io import StringIO

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadscore.tables.grammar import BAD_BYTE, Shape, cut, cut_lines, plain_line_pattern, requote, unquote


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", ("",)),
        ("a", ("a",)),
        ("a,", ("a", "")),
        (",", ("", "")),
        ('""', ('""',)),
        ('"a,b",c', ('"a,b"', "c")),
        ('"a""b"', ('"a""b"',)),
        ('5" pipe,x', ('5" pipe', "x")),
        (' "a"', (' "a"',)),
        ("a,b\nc,d", ("a", "b")),
        ("a,b\r\nc,d", ("a", "b")),
        ("a,b\r", ("a", "b")),
        ('"a\nb",c\nd', ('"a\nb"', "c")),
    ],
)
def test_a_record_is_cut_at_its_commas(text: str, cells: tuple[str, ...]) -> None:
    record = cut(text)
    assert (record.cells, record.fault) == (cells, "")


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_a_record_is_cut_at_its_delimiter_alone(delimiter: str) -> None:
    record = cut(f'a,b{delimiter}"c{delimiter}d"\n', delimiter)
    assert record.cells == ("a,b", f'"c{delimiter}d"')
    assert (
        pl.Series([f'a,b{delimiter}"c{delimiter}d"'])
        .str.contains(plain_line_pattern(Shape(2, delimiter)))
        .item()
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('"', "a quote is opened and never closed"),
        ('a,"b', "a quote is opened and never closed"),
        ('"a""', "a quote is opened and never closed"),
        ('"a"b,c', "text after a closing quote"),
        ('"a" ,c', "text after a closing quote"),
        ("a\0,b", "contains a NUL byte"),
        ('"a\0",b', "contains a NUL byte"),
        ("a\rb,c", "contains a carriage return outside quotes"),
        ("a,b\r\r\n", "contains a carriage return outside quotes"),
        (f"a,{BAD_BYTE}", "contains bytes that are no character in the encoding of the file"),
        (f'"a{BAD_BYTE}",b', "contains bytes that are no character in the encoding of the file"),
        ("," * 200_000, "has more than 100,000 fields"),
    ],
)
def test_a_malformed_record_has_a_reason(text: str, fault: str) -> None:
    assert cut(text).fault == fault


@pytest.mark.parametrize(
    ("lines", "taken"),
    [([b"a\n", b"b\n"], 1), ([b'"a\n', b'b"\n', b"c\n"], 2), ([b'"\n'] + [b"x\n"] * 500 + [b'"'], 502)],
)
def test_a_record_takes_the_lines_that_it_needs(lines: list[bytes], taken: int) -> None:
    record = cut_lines(iter(lines), most_cells=1)
    assert (record.fault, record.lines) == ("", taken)


@pytest.mark.parametrize(("between", "fault"), [(1022, ""), (1023, "a quote is opened and never closed")])
def test_a_record_goes_over_1024_lines_at_most(between: int, fault: str) -> None:
    lines = [b'"\n', *[b"x\n"] * between, b'"\n']
    assert cut_lines(iter(lines), most_cells=1).fault == fault


def test_an_open_record_with_too_many_cells_is_given_up() -> None:
    lines = iter([b'a",x,"\n'] * 2000)
    assert cut_lines(lines, most_cells=30).fault == "a quote is opened and never closed"
    assert sum(1 for _ in lines) > 1900


@given(st.text(alphabet='a",\r\n\0', max_size=12), st.integers(1, 4))
@settings(max_examples=500)
def test_the_pattern_for_lines_accepts_only_what_the_grammar_accepts(text: str, columns: int) -> None:
    accepted = pl.Series([text]).str.contains(plain_line_pattern(Shape(columns))).item()
    record = cut(text)
    odd = any('"' in cell and not cell.startswith('"') for cell in record.cells)
    whole = not record.fault and len(record.cells) == columns and not odd and ",".join(record.cells) == text
    assert accepted == (whole and record.lines == 1) or "\n" in text


@given(st.text(alphabet='a",\r\n', max_size=12))
@settings(max_examples=500)
def test_cells_mean_what_pythons_csv_says(text: str) -> None:
    record = cut(text)
    if record.fault or record.is_blank:
        return
    expected = next(csv.reader(StringIO(text, newline=""), strict=True))
    assert list(map(unquote, record.cells)) == expected
    assert next(csv.reader(StringIO(requote(record.cells), newline=""), strict=True)) == expected
