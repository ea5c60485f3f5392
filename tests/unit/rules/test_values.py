from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from leadscore.rules.values import (
    as_day,
    as_flag,
    as_kind,
    as_number,
    as_text,
    count_filled,
    normalised,
    normalised_all,
    trimmed,
)

CELL = pl.col("cell")
NOTHING = ["", " ", "\t\r\n\u00a0", "#N/A", "(no value)", "SELECT", None]


def read(expression: pl.Expr, *cells: str | None) -> list[object]:
    return pl.DataFrame({"cell": cells}, schema={"cell": pl.String}).select(out=expression)["out"].to_list()


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (" a ", "a"),
        ("\t\r\na\u00a0 \u00a0", "a"),
        ("a b", "a b"),
        ("\u2003a\u3000", "\u2003a\u3000"),
        ("\u00a0", ""),
        (None, None),
    ],
)
def test_only_some_blanks_are_dropped(cell: str | None, text: str | None) -> None:
    assert read(trimmed(CELL), cell) == [text]


@pytest.mark.parametrize(
    ("cell", "text"),
    [(" ÄÖ ", "äö"), ("A\u0308", "ä"), ("ẞ", "ß"), ("İ", "i\u0307"), ("SS", "ss"), ("ΟΣ", "ος"), ("K", "k")],
)
def test_text_is_compared_in_nfc_and_lower_case(cell: str, text: str) -> None:
    assert read(normalised(CELL), cell) == [text]


def test_words_of_the_rules_are_read_like_cells() -> None:
    assert normalised_all([" Ä ", "B", ""]) == ["ä", "b", ""]
    assert normalised_all([]) == []


def test_missing_texts_of_an_input_join_the_standard_ones() -> None:
    cells = [" - ", "N.A.", "x", "Select", ""]
    assert read(as_text(CELL, ("-", "n.a.")), *cells) == [None, None, "x", None, None]


@pytest.mark.parametrize("expression", [as_text(CELL), as_number(CELL), as_flag(CELL), as_day(CELL, "UTC")])
def test_what_stands_for_nothing_is_missing_as_any_kind(expression: pl.Expr) -> None:
    assert read(expression, *NOTHING) == [None] * len(NOTHING)


@pytest.mark.parametrize(
    ("missing", "cell"),
    [(as_number, "-1"), (as_flag, "ja"), (lambda c, m: as_day(c, "UTC", m), "2026-11-01")],
)
def test_missing_texts_are_missing_as_any_kind(missing: object, cell: str) -> None:
    assert callable(missing)
    assert read(missing(CELL, (cell,)), cell) == [None]


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("5", 5.0),
        (" +5.50 ", 5.5),
        ("-0", 0.0),
        ("007", 7.0),
        ("0.1", 0.1),
        ("123456789012345.6", 123456789012345.6),
        ("9007199254740993", 9007199254740992.0),
        ("1" * 400, float("inf")),
        ("5.", None),
        ("1e5", None),
        ("５", None),
        ("nan", None),
        ("inf", None),
        ("5\n6", None),
    ],
)
def test_numbers(cell: str, number: float | None) -> None:
    assert read(as_number(CELL), cell) == [number]


def test_flags() -> None:
    assert read(as_flag(CELL), "true", "YES", " Ja", "wahr", "1") == [True] * 5
    assert read(as_flag(CELL), "False", "no", "NEIN", "falsch", "0") == [False] * 5
    assert read(as_flag(CELL), "on", "01", "2", "j") == [None] * 4


@pytest.mark.parametrize(
    ("cell", "zone", "day"),
    [
        ("2026-11-01", "Pacific/Kiritimati", date(2026, 11, 1)),
        ("2026-11-01T23:59:59", "Pacific/Kiritimati", date(2026, 11, 1)),
        ("2026-11-01T10:00Z", "Pacific/Kiritimati", date(2026, 11, 2)),
        ("2026-11-01T09:59Z", "Pacific/Kiritimati", date(2026, 11, 1)),
        ("2026-11-01T03:59:59Z", "America/New_York", date(2026, 10, 31)),
        ("2026-11-01T04:00Z", "America/New_York", date(2026, 11, 1)),
        ("2026-11-02T04:59Z", "America/New_York", date(2026, 11, 1)),
        ("2026-11-02T05:00Z", "America/New_York", date(2026, 11, 2)),
        ("2026-10-31T18:30Z", "Asia/Kolkata", date(2026, 11, 1)),
        ("2026-10-31T18:29:59.999Z", "Asia/Kolkata", date(2026, 10, 31)),
        ("2026-11-01T00:00+14:00", "UTC", date(2026, 10, 31)),
        ("2026-10-31T23:59:59-14:59", "UTC", date(2026, 11, 1)),
        ("2026-11-01T05:29:59+05:30", "UTC", date(2026, 10, 31)),
        ("2026-11-01T05:30+0530", "UTC", date(2026, 11, 1)),
        ("2026-11-01T13:59+14:00", "UTC", date(2026, 10, 31)),
        ("2026-11-01T14:00 +14", "UTC", date(2026, 11, 1)),
        ("2026-10-31T15:59:59.9-08", "UTC", date(2026, 10, 31)),
        ("2026-10-31T16:00-08:00", "UTC", date(2026, 11, 1)),
        ("1970-01-01 00:00 -00:30", "UTC", date(1970, 1, 1)),
        ("1969-12-31T23:30-00:30", "UTC", date(1970, 1, 1)),
        ("1900-01-01T00:00Z", "Europe/Berlin", date(1900, 1, 1)),
        ("0001-01-01", "UTC", date(1, 1, 1)),
        ("9999-12-31T23:59", "UTC", date(9999, 12, 31)),
    ],
)
def test_days_are_those_of_the_zone(cell: str, zone: str, day: date) -> None:
    assert read(as_day(CELL, zone), cell) == [day]


def test_days_with_and_without_an_offset_in_one_column() -> None:
    cells = [
        "2026-11-01",
        "2026-10-31T23:30Z",
        None,
        "soon",
        "2026-11-01 00:30",
        "0000-01-01T00:00Z",
        "2026-10-31T22:30Z",
    ]
    first, last = date(2026, 10, 31), date(2026, 11, 1)
    assert read(as_day(CELL, "Europe/Berlin"), *cells) == [last, last, None, None, last, None, first]
    assert read(as_day(CELL, "Europe/Berlin", ("soon", "2026-11-01")), *cells)[0] is None


@pytest.mark.parametrize(
    ("kind", "dtype"),
    [("text", pl.String), ("number", pl.Float64), ("flag", pl.Boolean), ("day", pl.Date)],
)
@pytest.mark.parametrize("cell", [CELL, pl.lit(None, pl.String)], ids=["column", "no column"])
def test_kinds_are_of_one_type_each(kind: str, dtype: type[pl.DataType], cell: pl.Expr) -> None:
    frame = pl.DataFrame({"cell": ["x", None]})
    read_ = frame.with_columns(out=as_kind(kind, cell, "UTC"))  # type: ignore[arg-type]  # parametrized
    assert read_.schema["out"] == dtype
    assert read_.height == 2


@pytest.mark.parametrize("missing", [(), ("n/a",), ("größe", "n/a")])
@pytest.mark.parametrize(
    "cell", [*NOTHING, "x", " N/a ", "Größe", "Gro\u0308\u00dfe", "0", "\u212a", "SELE\u0301CT", "selected "]
)
def test_a_cell_is_filled_where_it_has_a_text(cell: str | None, missing: tuple[str, ...]) -> None:
    text = read(as_text(CELL, missing), cell)
    assert read(count_filled(CELL, missing), cell) == [int(text != [None])]
