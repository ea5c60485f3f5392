from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from tests.reference.rows import field_name
from tests.reference.values import MISSING, Reader, duration_days, normalise

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize("cell", ["", " \t\r\n\u00a0", "#n/a", " (no VALUE)", "Select", "-"])
def test_missing(cell: str) -> None:
    assert Reader(BERLIN, frozenset({"-"})).value(cell) == MISSING


@pytest.mark.parametrize(("text", "same"), [("  Gro\u0308ßE\u00a0", "größe"), ("ÀB", "àb"), ("a  b", "a  b")])
def test_text(text: str, same: str) -> None:
    assert normalise(text) == same


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("12", 12),
        (" +1.50\t", 1.5),
        ("-007", -7),
        ("1,5", None),
        ("1e3", None),
        (".5", 0.5),
        ("1,234.5", 1234.5),
        ("(3) €", None),
        ("(3 €)", -3),
        ("-$ 1,000", -1000),
        ("1'234.5", 1234.5),
        ("12 %", 12),
        ("5.", None),
        ("٣", None),
    ],
)
def test_number(cell: str, number: float | None) -> None:
    assert Reader(BERLIN).value(cell).number == number


@pytest.mark.parametrize(
    ("cell", "flag"), [("JA", True), ("wahr", True), ("1", True), ("No", False), ("x", None)]
)
def test_flag(cell: str, flag: bool | None) -> None:
    assert Reader(BERLIN).value(cell).flag is flag


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-10-31", "2026-10-31"),
        (" 2026-10-31T23:59:59.123456789", "2026-10-31"),
        ("2026-10-31 22:59Z", "2026-10-31"),  # 23:59 in Berlin, after the clocks went back
        ("2026-10-31 23:00 Z", "2026-11-01"),
        ("2026-10-24T21:59:00+00", "2026-10-24"),  # 23:59 in Berlin, still in summer
        ("2026-10-24T22:00:00+0000", "2026-10-25"),
        ("2026-11-01T00:30+05:30", "2026-10-31"),
        ("2026-03-29 02:30", "2026-03-29"),  # a time that clocks skip is still on its day
    ],
)
def test_day(cell: str, day: str) -> None:
    assert Reader(BERLIN).value(cell).day == date.fromisoformat(day)


@pytest.mark.parametrize(
    "cell",
    [
        "2026-02-29",
        "0000-01-01",
        "2026-01-01 24:00",
        "2026-01-01T10",
        "2026-01-01 10:00+15:00",
        "2026-01-01Z",
        "2026-01-01  10:00",
        "2026-01-01 10:00:00.",
        "2026-13-01",
    ],
)
def test_unreadable_day(cell: str) -> None:
    assert Reader(BERLIN).value(cell).day is None


@pytest.mark.parametrize(("duration", "days"), [("30d", 30), ("4w", 28), ("6mo", 180), ("1y", 365)])
def test_duration(duration: str, days: int) -> None:
    assert duration_days(duration) == days


@pytest.mark.parametrize(
    ("header", "name"), [("Job Title", "job_title"), ("_Größe (cm)", "größe_cm"), ("a__B-?", "a_b")]
)
def test_field_name(header: str, name: str) -> None:
    assert field_name(header) == name
