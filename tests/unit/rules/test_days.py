from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadscore.rules.days import day_votes, days, is_plain_time, is_zero_day
from leadscore.rules.formats import PLAIN, Format, Vote

CELL = pl.col("cell")
DAY_FIRST, MONTH_FIRST = Format(dates="day_first"), Format(dates="month_first")


def select(expression: pl.Expr, *cells: str | None) -> list[object]:
    return pl.DataFrame({"cell": cells}, schema={"cell": pl.String}).select(out=expression)["out"].to_list()


def read(cell: str, known: Format = PLAIN, zone: str = "UTC") -> object:
    return select(days(CELL, zone, known), cell)[0]


@pytest.mark.parametrize(
    "cell",
    [
        "2026-3-4",
        "2026/03/04",
        "2026.3.4",
        "2026-03-04 3:15:52",
        "2026-03-04 2:05 PM",
        "2026-03-04t14:05z",
        "04.03.2026",
        "4.3.26",
        "4. 3. 2026",
        "04.03.2026 14:05",
        "04.03.2026, 14:05:09",
        "4.3.2026 14:05 Uhr",
        "4 Mar, 2026 00:03:00",
        "4 mar 2026",
        "Mar 4, 2026",
        "March 4th 2026, 11:59 p.m.",
        "4. März 2026",
        "4. Ma\u0308rz 2026",
        "04-MRZ-2026",
        "4-Mar-26",
        "1772582400000",
        "1772668799999",
    ],
)
def test_one_day_in_many_forms(cell: str) -> None:
    assert {read(cell, known) for known in (PLAIN, DAY_FIRST, MONTH_FIRST)} == {date(2026, 3, 4)}
    assert select(day_votes(CELL), cell) == [Vote.NOTHING]


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("Jan", 1), ("January", 1), ("Januar", 1), ("Jänner", 1), ("Feb", 2), ("Februar", 2), ("mär", 3), ("April", 4),
        ("May", 5), ("Mai", 5), ("June", 6), ("Juni", 6), ("Jul", 7), ("Juli", 7), ("August", 8), ("Sept", 9),
        ("Okt", 10), ("October", 10), ("Nov", 11), ("DEZ", 12), ("December", 12),
    ],
)  # fmt: skip
def test_months_have_english_and_german_names(name: str, month: int) -> None:
    assert read(f"15. {name}. 2021") == date(2021, month, 15)


@pytest.mark.parametrize(
    ("cell", "day_first", "month_first", "vote"),
    [
        ("31/12/2026", date(2026, 12, 31), None, Vote.FIRST),
        ("31-12-2026 14:05", date(2026, 12, 31), None, Vote.FIRST),
        ("12/31/2026 2:05 PM", None, date(2026, 12, 31), Vote.SECOND),
        ("12/31/69", None, date(1969, 12, 31), Vote.SECOND),
        ("8/9/14 19:00", date(2014, 9, 8), date(2014, 8, 9), Vote.OPEN),
        ("01/02/68", date(2068, 2, 1), date(2068, 1, 2), Vote.OPEN),
        ("5/5/2026", date(2026, 5, 5), date(2026, 5, 5), Vote.NOTHING),
        ("30/02/2026", None, None, Vote.NOTHING),
        ("13/13/2026", None, None, Vote.NOTHING),
        ("29/02/2028", date(2028, 2, 29), None, Vote.FIRST),
    ],
)
def test_slashes_and_dashes_need_an_order(
    cell: str, day_first: date | None, month_first: date | None, vote: Vote
) -> None:
    assert [read(cell, DAY_FIRST), read(cell, MONTH_FIRST)] == [day_first, month_first]
    assert read(cell) == (day_first if vote is Vote.NOTHING else None)
    assert select(day_votes(CELL), cell) == [vote]


@pytest.mark.parametrize(
    ("cell", "zone", "day"),
    [
        ("07/15/2009 02:14:45+0800", "UTC", date(2009, 7, 14)),
        ("07/15/2009 02:14:45+0800", "Asia/Shanghai", date(2009, 7, 15)),
        ("2010-10-14T22:00:00.000Z-0300", "UTC", date(2010, 10, 15)),
        ("2010-10-14 3:00 UTC", "America/New_York", date(2010, 10, 13)),
        ("1772582399999", "UTC", date(2026, 3, 3)),
        ("1772582399999", "Europe/Berlin", date(2026, 3, 4)),
        ("12/31/2026 11:30 PM", "Asia/Kolkata", date(2026, 12, 31)),
    ],
)
def test_an_offset_gives_the_day_of_the_zone(cell: str, zone: str, day: date) -> None:
    assert read(cell, MONTH_FIRST, zone) == day


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("1", date(1900, 1, 1)),
        ("59", date(1900, 2, 28)),
        ("60", None),
        ("61", date(1900, 3, 1)),
        ("46280", date(2026, 9, 15)),
        ("46280.9999", date(2026, 9, 15)),
        ("2958465", date(9999, 12, 31)),
        ("2958466", None),
        ("0", None),
        ("0.5", None),
        ("-5", None),
    ],
)
def test_serials_of_spreadsheets(cell: str, day: date | None) -> None:
    assert read(cell, Format(serials=True)) == day
    assert read(cell) is None


@pytest.mark.parametrize(
    "cell",
    [
        "2026",
        "01067",
        "20260304",
        "123456789012345",
        "94694399999",
        "4102444800000",
        "31.02.2026",
        "2026-02-30",
        "2026-13-1",
        "0000-01-01",
        "2026-1/5",
        "1/5-2026",
        "4.3/2026",
        "2026-03-04 24:00",
        "2026-03-04 12:60",
        "2026-03-04 12:00:60",
        "3/4/2026 13:00 PM",
        "3/4/2026 0:00 AM",
        "2026-03-04 12:00+15:00",
        "2026-03-04Z",
        "2026-03-04  12:00",
        "2026-03-04 noon",
        "4. Brumaire 2026",
        "March 2026",
        "4.3.",
        "1.234,56",
        "14:05",
        "Montag",
    ],
)
def test_no_days(cell: str) -> None:
    assert {read(cell, known) for known in (PLAIN, DAY_FIRST, MONTH_FIRST)} == {None}


@pytest.mark.parametrize(
    ("cell", "zero"),
    [
        ("0000-00-00", True),
        ("0000-00-00 00:00:00", True),
        ("00.00.0000", True),
        ("00/00/0000", True),
        ("0000-00-01", False),
        ("0", False),
        ("", False),
    ],
)
def test_zeros_are_no_day(cell: str, zero: bool) -> None:
    assert select(is_zero_day(CELL), cell) == [zero]
    assert read(cell, DAY_FIRST) is None


def test_hours_from_midnight_to_midnight() -> None:
    cells = ["1/2/2026 12:00 AM +0000", "1/2/2026 12:00 PM +0000", "1/2/2026 1:00 pm +0000"]
    first, second = date(2026, 2, 1), date(2026, 2, 2)
    assert select(days(CELL, "Pacific/Auckland", DAY_FIRST), *cells) == [first, second, second]


def test_forms_mixed_in_one_column_keep_their_places() -> None:
    cells = ["2026-03-04", None, "x", "04.03.2026", "", "2026-03-04T12:00Z", "1772582400000", "4/3/2026"]
    day = date(2026, 3, 4)
    assert select(days(CELL, "UTC", DAY_FIRST), *cells) == [day, None, None, day, None, day, day, day]
    assert select(day_votes(CELL), *cells[:4]) == [0, None, 0, 0]


@given(
    st.one_of(
        st.dates().map(str),
        st.datetimes().map(lambda time: time.isoformat(sep=" ", timespec="seconds")),
        st.from_regex(
            r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?)?", fullmatch=True
        ),
        st.text(max_size=20),
    )
)
def test_a_plain_time_begins_with_its_day(text: str) -> None:
    frame = pl.DataFrame({"a": [text]}, schema={"a": pl.String})
    plain, day = frame.select(is_plain_time(pl.col("a")), day=days(pl.col("a"), "UTC", PLAIN)).row(0)
    assert not plain or str(day) == text[:10]
