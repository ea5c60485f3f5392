from __future__ import annotations

from datetime import date

import polars as pl

from leadscore.columns import AGE, CONTACT, FATE
from leadscore.rules.activity_rules import TYPE
from leadscore.steps.events import COLUMN, list_events
from tests.unit.rulebook import AS_OF

CONTACTS = pl.LazyFrame(
    {
        CONTACT: [0, 1, 2],
        "day:last_click": [date(2026, 10, 30), None, date(2026, 11, 2)],
        "day:last_visit": [date(2026, 11, 1), date(2025, 11, 1), None],
    }
)
EVENTS = {"last_click": " Email_Click ", "last_visit": "page_view"}


def events(*columns: str) -> list[tuple[object, ...]]:
    return list_events(CONTACTS, EVENTS, AS_OF).select(columns).collect().rows()


def test_each_day_of_a_column_is_an_activity() -> None:
    assert events(CONTACT, TYPE, AGE, COLUMN) == [
        (0, "email_click", 2, "last_click"),
        (2, "email_click", -1, "last_click"),
        (0, "page_view", 0, "last_visit"),
        (1, "page_view", 365, "last_visit"),
    ]


def test_a_day_after_the_as_of_date_is_later() -> None:
    assert [fate for (fate,) in events(FATE)] == ["used", "later", "used", "used"]


def test_where_can_read_the_day() -> None:
    assert events("day:occurred_at", "text:occurred_at")[0] == (date(2026, 10, 30), "2026-10-30")


def test_no_columns_give_no_activities_in_the_same_form() -> None:
    nothing = list_events(CONTACTS, {}, AS_OF).collect()
    assert nothing.is_empty()
    assert nothing.schema == list_events(CONTACTS, EVENTS, AS_OF).collect().schema
