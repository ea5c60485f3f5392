"""The deals below are few enough to be added up by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl
import pytest

from leadscore.columns import CONTACT, ID, NEWEST
from leadscore.steps.deals import add_deal_state
from leadscore.steps.pipeline import count_steps, list_deals, order_deals
from tests.unit.exports import export
from tests.unit.rulebook import AS_OF, compiled

if TYPE_CHECKING:
    from leadscore.rules.compile import CompiledRules

HEADER: Final = "deal_id,contact_id,stage,amount,created_at,closed_at"
RULES: Final = compiled(
    "deals: {steps: [First contact, {name: Offer, is: Angebot}, Trial], stalled_after: 30d}"
)
CONTACTS: Final = pl.LazyFrame(
    {
        CONTACT: [0, 1, 2, 3],
        ID: ["c0", "c1", "c2", "c3"],
        # the newest activity was 12 and 61 days ago; the others did nothing
        NEWEST: [12, 61, None, None],
        "number:deals.won": [0.0, 0.0, 1.0, 1.0],
    },
    schema_overrides={NEWEST: pl.Int64},
)
DEALS: Final = (
    "D1,0,first_contact,1000.00,2026-10-22,",  # open for 10 days, quiet for 10
    "D2,1,Offer,2500.50,2026-08-23,",  # open for 70 days, quiet for 61: stands still
    "D3,2,Angebot,,2026-09-22,",  # open and quiet for 40 days: stands still; of a customer
    "D4,0,Verhandlung,700,2026-06-24,",  # open for 130 days, quiet for 12
    "D5,2,closed_won,5000,2026-01-01,2026-03-02",  # won after 60 days, 304 days old
    "D6,3,closed_lost,300,2025-10-01,2025-10-11",  # lost after 10 days, 396 days old
    "D7,3,closed_won,800,,2026-05-01",  # won, nobody knows after how long
    "D8,1,offer,100.25,,",  # open for nobody knows how long, quiet for 61: stands still
    "D9,3,closed_won,900,2026-10-01,2026-12-01",  # open, as it is won only later; quiet for 31; of a customer
    "D10,0,offer,40,2026-12-01,",  # does not exist yet
)


def listed(*rows: str, rules: CompiledRules = RULES, header: str = HEADER) -> pl.LazyFrame:
    read = export("\n".join([header, *rows]), "deals")
    contact = read.layout.cell("contact_id").cast(pl.Int64).alias(CONTACT)
    stated = read.frame.with_columns(contact).pipe(
        add_deal_state, read.layout, "UTC", AS_OF, rules.deal_words
    )
    return stated.pipe(list_deals, CONTACTS, read.layout, rules)


def counted(*rows: str, rules: CompiledRules = RULES) -> list[tuple[object, ...]]:
    return count_steps(listed(*rows, rules=rules), rules).rows()


def column(name: str, *rows: str, rules: CompiledRules = RULES) -> list[object]:
    return listed(*rows, rules=rules).collect()[name].to_list()


def test_deals_are_counted_by_step() -> None:
    # kind, step, deals, value, without amount, median in tenths of days, longest, without days, stalled, their value
    assert counted(*DEALS) == [
        ("step", "First contact", 1, 1_000_000, 0, 100, 10, 0, 0, 0),
        ("step", "Offer", 3, 2_600_750, 1, 550, 70, 1, 3, 2_600_750),  # 40 and 70 days: 55 between them
        ("step", "Trial", 0, 0, 0, None, None, 0, 0, 0),
        ("other", "Verhandlung", 1, 700_000, 0, 1300, 130, 0, 0, 0),
        ("other", None, 1, 900_000, 0, 310, 31, 0, 1, 900_000),
        ("won", "won", 2, 5_800_000, 0, 600, 60, 1, None, None),
        ("lost", "lost", 1, 300_000, 0, 100, 10, 0, None, None),
    ]


def test_the_order_of_rows_makes_no_difference() -> None:
    assert counted(*reversed(DEALS)) == counted(*DEALS)


def test_a_median_may_lie_between_two_days() -> None:
    days = [f"D{day},0,Trial,,2026-10-{day}," for day in (29, 30)]  # 3 and 2 days old
    assert counted(*days)[2][5] == 25


def test_steps_that_the_rules_do_not_name_are_one_by_their_letters_and_digits() -> None:
    rows = counted("A,0,Verhandlung,1,,", "B,0, VERHANDLUNG ,2,,", "C,0,Demo,4,,")
    assert [row[:4] for row in rows[3:5]] == [("other", "Demo", 1, 4000), ("other", "VERHANDLUNG", 2, 3000)]


def test_without_steps_all_open_deals_are_in_rows_of_their_own() -> None:
    rows = counted("A,0,Trial,1,,", "B,0,Offer,2,,", "C,0,won,4,,", rules=compiled("deals: {won: [won]}"))
    assert [row[:3] for row in rows] == [
        ("other", "Offer", 1),
        ("other", "Trial", 1),
        ("won", "won", 1),
        ("lost", "lost", 0),
    ]
    assert {row[8:] for row in rows} == {(None, None)}


def test_a_deal_is_quiet_since_the_later_of_its_creation_and_the_last_activity_of_its_contact() -> None:
    assert column("deal:quiet", *DEALS) == [10, 61, 40, 12, None, None, None, 61, 31]


@pytest.mark.parametrize(("created", "expected"), [("2026-10-02", False), ("2026-10-01", True), ("", False)])
def test_a_deal_stands_still_after_more_than_so_many_days(created: str, expected: bool) -> None:
    assert column("deal:stalled", f"D,2,Offer,,{created},") == [expected]


def test_a_closed_deal_does_not_stand_still() -> None:
    assert column("deal:stalled", "D,2,won,,2020-01-01,") == [None]


def test_an_open_deal_of_somebody_with_a_won_one_is_of_a_customer() -> None:
    frame = listed(*DEALS).collect()
    assert frame.filter("deal:of_customer")["deal:id"].to_list() == ["D3", "D9"]


@pytest.mark.parametrize(("created", "expected"), [("2025-11-01", True), ("2025-10-31", False), ("", False)])
def test_recent_are_those_of_the_last_365_days(created: str, expected: bool) -> None:
    assert column("deal:recent", f"D,2,won,,{created},") == [expected]


def test_a_deal_that_was_closed_before_it_was_created_has_no_days() -> None:
    assert column("deal:days", "D,2,won,,2026-05-02,2026-05-01", "E,2,won,,2026-05-02,2026-05-02") == [
        None,
        0,
    ]


def test_the_status_is_the_step_where_there_is_no_stage() -> None:
    frame = listed("0,Trial", header="contact_id,status").collect()
    assert frame.select("deal:kind", "deal:label").rows() == [("step", "Trial")]


def test_stalled_deals_are_ordered_by_how_long_then_by_what_they_are_worth() -> None:
    rows = [
        "A,2,Offer,5,2026-08-01,",
        "B,2,Offer,,2026-08-01,",
        "C,2,Offer,9,2026-08-01,",
        "D,2,Trial,1,2026-07-01,",
    ]
    for some in (rows, rows[::-1]):
        ordered = listed(*some).pipe(order_deals, "deal:stalled").collect()
        assert ordered["deal:id"].to_list() == ["D", "C", "A", "B"]
