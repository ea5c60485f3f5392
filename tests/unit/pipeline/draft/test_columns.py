from __future__ import annotations

import pytest

from leadscore.pipeline.draft.columns import Column, look_at_columns, look_at_numbers, writable
from tests.unit.exports import export


def looked(header: str, *cells: str) -> Column:
    read = export("\n".join([header, *cells]))
    return next(iter(look_at_columns("contacts", read.frame.collect(), read.layout).values()))


def test_a_column_has_its_values_in_their_most_frequent_spelling() -> None:
    column = looked("Branche", "Chemie", "CHEMIE", "Chemie", "Möbel", "Select")
    assert (column.field, column.known, column.filled, column.distinct) == ("industry", True, 4, 2)
    assert [(value.text, value.rows) for value in column.values] == [("Chemie", 3), ("Möbel", 1)]


def test_only_yes_and_no_is_a_flag() -> None:
    assert looked("Interest", "yes", "Nein", "1").is_flag
    assert not looked("Interest", "yes", "perhaps").is_flag


@pytest.mark.parametrize("text", ["DE", "Working Professional", "02.Medium", "a: b"])
def test_short_words_may_stand_in_a_file(text: str) -> None:
    assert writable(text)


@pytest.mark.parametrize(
    "text",
    [
        "anna@acme.example",
        "https://x.example",
        "0171 234567",
        "2026-01-01",
        "a\nb",
        "x" * 41,
        "Default",
        "--",
    ],
)
def test_what_is_no_word_may_not(text: str) -> None:
    assert not writable(text)


@pytest.mark.parametrize(
    ("cells", "values", "decimal", "ranges"),
    [
        (["1.200", "3.400"], [1200, 3400], ",", False),
        (["1,200", "3,400"], [1200, 3400], ".", False),
        (["1.200", "1.5"], [1.2, 1.5], "", False),
        (["11-50", "51-200", "10,001+"], [11, 51, 10001], ".", True),
    ],
)
def test_numbers_are_read_as_they_are_most_likely_meant(
    cells: list[str], values: list[float], decimal: str, ranges: bool
) -> None:
    read = export("\n".join(["employees", *(f'"{cell}"' for cell in cells)]))
    frame = read.frame.collect()
    column = look_at_columns("contacts", frame, read.layout)["employees"]
    numbers = look_at_numbers(frame, read.layout, column, {})
    assert (numbers.values.to_list(), numbers.decimal, numbers.ranges) == (values, decimal, ranges)
