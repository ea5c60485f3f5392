"""Hand-offs of one list, night after night, as one reads them aloud."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import polars as pl
import pytest

from leadscore.columns import CONTACT, HANDOFF_DUE, KEY
from leadscore.rules.lists import CompiledList
from leadscore.steps.handover import (
    HANDOFFS,
    answer_handoffs,
    begin_handoffs,
    last_handoffs,
    list_entries,
    with_due,
)

MONDAY = date(2026, 11, 2)
ACCEPTED_AFTER = 3


@dataclass
class Nights:
    """One contact and one list; each night says whether it is on the list, and what the CRM says."""

    accepted_after: int | None = None
    table: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=HANDOFFS))

    def night(
        self,
        day: int,
        said: str | None = None,
        *,
        on: bool = True,
        there: bool = True,
        why: str | None = None,
    ) -> None:
        """Live through a night, so many days after the first Monday."""
        as_of = MONDAY + timedelta(days=day)
        lists = [CompiledList("sql", pl.lit(value=True), "s", None, self.accepted_after)]
        people = pl.DataFrame(
            {KEY: ["7"], "said": [said], "said:reason": [why], "earned": [["demo"]]},
            schema={
                KEY: pl.String,
                "said": pl.String,
                "said:reason": pl.String,
                "earned": pl.List(pl.String),
            },
        ).head(int(there))
        entries = people.select(KEY, pl.lit("sql").alias("list")).head(int(on))
        last, closed = last_handoffs(self.table)
        known = answer_handoffs(last, entries, people, lists, as_of)
        begun = begin_handoffs(entries, known, people, as_of)
        self.table = pl.concat([closed, *(part.select(HANDOFFS.keys()) for part in (known, begun))])

    def told(self, *columns: str) -> list[tuple[object, ...]]:
        """Return columns of all hand-offs, days as days after the first Monday."""
        days = [
            (pl.col(name) - pl.lit(MONDAY)).dt.total_days().alias(name) for name in ("since", "answered_on")
        ]
        return self.table.with_columns(days).select(columns).rows()


@pytest.fixture
def nights() -> Nights:
    return Nights()


def test_a_hand_off_begins_once_and_goes_on(nights: Nights) -> None:
    for day in range(3):
        nights.night(day)
    assert nights.told("since", "first", "on", "answer", "rules") == [(0, True, True, None, ["demo"])]


def test_the_first_answer_is_seen_and_a_later_one_replaces_it(nights: Nights) -> None:
    nights.night(0)
    nights.night(1, "accepted")
    assert nights.told("answer", "answered_on") == [("accepted", 1)]
    nights.night(2, "accepted")
    assert nights.told("answer", "answered_on") == [("accepted", 1)]
    nights.night(3, "rejected", why="no budget")
    assert nights.told("answer", "answered_on", "reason") == [("rejected", 3, "no budget")]
    nights.night(4, None)
    assert nights.told("answer", "answered_on", "reason") == [("rejected", 3, "no budget")]


def test_the_answer_of_the_night_on_which_a_lead_leaves_counts_and_stands(nights: Nights) -> None:
    nights.night(0)
    nights.night(1, "rejected", on=False, why="no budget")
    nights.night(2, "accepted", on=False)
    assert nights.told("on", "answer", "answered_on", "reason") == [(False, "rejected", 1, "no budget")]


def test_who_left_without_an_answer_can_still_be_answered(nights: Nights) -> None:
    nights.night(0)
    nights.night(1, on=False)
    nights.night(2, "accepted", on=False)
    assert nights.told("on", "answer", "answered_on") == [(False, "accepted", 2)]


def test_who_comes_back_unanswered_goes_on(nights: Nights) -> None:
    nights.night(0)
    nights.night(1, on=False)
    nights.night(5)
    assert nights.told("since", "first", "on") == [(0, True, True)]


def test_who_comes_back_after_an_answer_is_handed_over_again_and_not_new(nights: Nights) -> None:
    nights.night(0)
    nights.night(1, "rejected", on=False)
    nights.night(60, "rejected")
    assert nights.told("since", "first", "on", "answer", "said_before") == [
        (0, True, False, "rejected", None),
        (60, False, True, None, "rejected"),
    ]
    nights.night(61, "rejected")
    assert nights.told("answer")[1] == (None,)
    nights.night(62, None)
    nights.night(63, "rejected")
    assert nights.told("answer", "answered_on")[1] == ("rejected", 63)


def test_who_is_worked_on_already_is_accepted_at_once(nights: Nights) -> None:
    nights.night(0, "accepted")
    assert nights.told("answer", "answered_on") == [("accepted", 0)]


def test_a_rejection_from_before_is_no_answer_until_it_changes(nights: Nights) -> None:
    nights.night(0, "rejected")
    nights.night(1, "rejected")
    assert nights.told("answer", "said_before") == [(None, "rejected")]
    nights.night(2, "accepted")
    assert nights.told("answer", "answered_on", "said_before") == [("accepted", 2, None)]


def test_who_is_missing_for_a_night_keeps_everything(nights: Nights) -> None:
    nights.night(0)
    nights.night(1, there=False)
    assert nights.told("since", "on", "answer") == [(0, True, None)]
    nights.night(2, "accepted")
    assert nights.told("since", "first", "answer") == [(0, True, "accepted")]


@pytest.mark.parametrize(("day", "answer"), [(3, None), (4, "silence"), (7, "silence")])
def test_silence_is_acceptance_after_so_many_working_days(day: int, answer: str | None) -> None:
    nights = Nights(accepted_after=ACCEPTED_AFTER)
    nights.night(0)
    nights.night(day)
    assert nights.told("answer") == [(answer,)]


def test_weekends_do_not_count_as_silence() -> None:
    nights = Nights(accepted_after=ACCEPTED_AFTER)
    nights.night(3)
    nights.night(8)
    assert nights.told("answer") == [(None,)]
    nights.night(9)
    assert nights.told("answer", "answered_on") == [("silence", 9)]
    nights.night(10, "rejected", why="wrong person")
    assert nights.told("answer", "answered_on", "reason") == [("rejected", 10, "wrong person")]


@pytest.mark.parametrize(
    ("since", "due"),
    [(0, 1), (3, 4), (4, 7), (5, 7), (6, 7), (7, 8)],
    ids=["Mon", "Thu", "Fri", "Sat", "Sun", "Mon2"],
)
def test_the_due_date_is_a_working_day_after_the_hand_off(since: int, due: int) -> None:
    handed = pl.DataFrame({"list": ["sql", "mql"], "since": [MONDAY + timedelta(days=since)] * 2})
    lists = [CompiledList("sql", pl.lit(value=True), "s", 1), CompiledList("mql", pl.lit(value=True), "s")]
    assert with_due(handed, lists)[HANDOFF_DUE].to_list() == [MONDAY + timedelta(days=due), None]


def test_each_contact_has_an_entry_for_each_list_that_it_is_on() -> None:
    contacts = pl.DataFrame({CONTACT: [0, 1], KEY: ["a", "b"], "tenths:s": [5, 7], "tenths:t": [1, 2]})
    lists = [
        CompiledList("one", pl.col(KEY) == "b", "t"),
        CompiledList("two", pl.lit(value=True), "s"),
        CompiledList("none", pl.lit(value=False), "s"),
    ]
    assert list_entries(contacts.lazy(), lists).rows() == [
        (1, "b", "one", 0, 2),
        (0, "a", "two", 1, 5),
        (1, "b", "two", 1, 7),
    ]


def test_without_lists_there_are_no_entries() -> None:
    assert list_entries(pl.LazyFrame({CONTACT: [0], KEY: ["a"]}), []).is_empty()
