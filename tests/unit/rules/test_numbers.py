from __future__ import annotations

import polars as pl
import pytest

from leadscore.rules.formats import PLAIN, Format, Vote
from leadscore.rules.numbers import canonical_number, number_votes

CELL = pl.col("cell")
POINT, COMMA = Format(decimal="."), Format(decimal=",")


def select(expression: pl.Expr, *cells: str | None) -> list[object]:
    return pl.DataFrame({"cell": cells}, schema={"cell": pl.String}).select(out=expression)["out"].to_list()


def ways(cell: str) -> tuple[object, ...]:
    """Return a cell read with a decimal point, and with a decimal comma."""
    return tuple(select(canonical_number(CELL, known), cell)[0] for known in (POINT, COMMA))


def vote(cell: str, known: Format = PLAIN) -> object:
    return select(number_votes(CELL, known), cell)[0]


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("500", "500"),
        ("+5", "+5"),
        ("-5", "-5"),
        ("−5", "-5"),
        ("- 5", "-5"),
        ("007", "007"),
        ("12 %", "12"),
        ("12%", "12"),
        ("EUR 500", "500"),
        ("500 eur", "500"),
        ("CHF500", "500"),
        ("$5", "5"),
        ("US$ 5", "5"),
        ("-$5", "-5"),
        ("$-5", "-5"),
        ("5 €", "5"),
        ("(500)", "-500"),
        ("($ 500)", "-500"),
        ("1 234", "1234"),
        ("1\u00a0234\u202f567", "1234567"),
        ("1'234", "1234"),
        ("1’234’567", "1234567"),
    ],
)
def test_numbers_without_a_decimal_separator(cell: str, number: str) -> None:
    assert ways(cell) == (number, number)
    assert select(canonical_number(CELL, PLAIN), cell) == [number]
    assert vote(cell) == Vote.NOTHING


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1234.5", "1234.5"),
        ("1,234.56", "1234.56"),
        ("1,234,567", "1234567"),
        ("1'234.56", "1234.56"),
        ("1 234.567", "1234.567"),
        ("$22,700.00", "22700.00"),
        ("CHF 1'234.50", "1234.50"),
        ("(500.00)", "-500.00"),
        (".5", "0.5"),
        ("-.5", "-0.5"),
        ("0.125", "0.125"),
        ("01.125", "01.125"),
        ("1234.567", "1234.567"),
        ("1.2345", "1.2345"),
        ("12.5 %", "12.5"),
    ],
)
def test_numbers_with_a_decimal_point_for_sure(cell: str, number: str) -> None:
    assert ways(cell) == (number, None)
    assert select(canonical_number(CELL, PLAIN), cell) == [number]
    assert vote(cell) == Vote.FIRST


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1234,5", "1234.5"),
        ("1.234,56", "1234.56"),
        ("1.234.567", "1234567"),
        ("1’234,56", "1234.56"),
        ("1 234,567", "1234.567"),
        ("€ 1.234,56", "1234.56"),
        ("1.234,56 €", "1234.56"),
        (",5", "0.5"),
        ("-,5", "-0.5"),
        ("0,125", "0.125"),
        ("1234,567", "1234.567"),
    ],
)
def test_numbers_with_a_decimal_comma_for_sure(cell: str, number: str) -> None:
    assert ways(cell) == (None, number)
    assert select(canonical_number(CELL, PLAIN), cell) == [None]
    assert vote(cell) == Vote.SECOND


@pytest.mark.parametrize(
    ("cell", "point", "comma"),
    [
        ("1.234", "1.234", "1234"),
        ("1,234", "1234", "1.234"),
        ("-999.999", "-999.999", "-999999"),
        ("$ 12,500", "12500", "12.500"),
    ],
)
def test_numbers_that_can_be_read_both_ways(cell: str, point: str, comma: str) -> None:
    assert ways(cell) == (point, comma)
    assert select(canonical_number(CELL, PLAIN), cell) == [None]
    assert vote(cell) == Vote.OPEN


@pytest.mark.parametrize(
    "cell",
    [
        "viele",
        "5.",
        "5,",
        ".",
        "-",
        "--5",
        "(-5)",
        "(5",
        "1e5",
        "1,23,456",
        "1.23.456",
        "12.34.5",
        "1.234,567.8",
        "1 23",
        "1234 567",
        "1'234,567.8",
        "0,123,456",
        "1 2345",
        "5 kg",
        "5 kg$",
        "5 min",
        "$",
        "$$5",
        "5 €%",
        "５",
        "٣",
        "nan",
        "50-200",
        "2026-10-31",
        "5\n6",
        "+49 30 1234",
    ],
)
def test_no_numbers(cell: str) -> None:
    assert ways(cell) == (None, None)
    assert select(canonical_number(CELL, PLAIN), cell) == [None]
    assert vote(cell) == Vote.NOTHING


@pytest.mark.parametrize(
    ("cell", "lower", "upper"),
    [
        ("50-200", "50", "200"),
        ("51 – 200", "51", "200"),
        ("50 to 200", "50", "200"),
        ("50 bis 200", "50", "200"),
        ("$50-$200", "50", "200"),
        ("1,001-5,000", "1001", "5000"),
        ("-5", "-5", "-5"),
        ("7", "7", "7"),
        ("10,001+", "10001", None),
        ("> 1000", "1000", None),
        (">=1000", "1000", None),
        ("< 50", None, "50"),
        ("2026-10-31", None, None),
        ("50-viele", None, None),
        ("von 5 bis", None, None),
        ("+49 30-1234", None, None),
    ],
)
def test_ranges_have_two_ends(cell: str, lower: str | None, upper: str | None) -> None:
    assert select(canonical_number(CELL, Format(".", ranges="lower")), cell) == [lower]
    assert select(canonical_number(CELL, Format(".", ranges="upper")), cell) == [upper]


def test_ranges_say_how_numbers_are_written_where_they_count() -> None:
    assert vote("10,001+", Format(ranges="lower")) == Vote.OPEN
    assert vote("1.000,50 - 2.000", Format(ranges="lower")) == Vote.SECOND
    assert vote("10,001+") == Vote.NOTHING


def test_missing_cells_stay_missing_and_order_is_kept() -> None:
    cells = ["1", None, "1.234,5", "", "x", "2,5"]
    assert select(canonical_number(CELL, COMMA), *cells) == ["1", None, "1234.5", None, None, "2.5"]
    assert select(number_votes(CELL, PLAIN), None, "", "1.5") == [None, None, Vote.FIRST]
