from __future__ import annotations

import polars as pl
import pytest

from leadscore.columns import CONTACT, FATE
from leadscore.steps.deals import add_deal_state, add_missing_counts, count_deals, unreadable_deals
from tests.unit.exports import Export, export
from tests.unit.rulebook import AS_OF

HEADER = "deal_id,contact_id,stage,amount,created_at,closed_at"
COUNTS = ["number:deals.open", "number:deals.won", "number:deals.lost", "number:deals.amount_won"]


def deals(*rows: str, header: str = HEADER, zone: str = "UTC") -> Export:
    """Return deals, each of the contact whose place is its id."""
    read = export("\n".join([header, *rows]), "deals")
    contact = read.layout.cell("contact_id").cast(pl.Int64, strict=False).alias(CONTACT)
    frame = read.frame.with_columns(contact).pipe(add_deal_state, read.layout, zone, AS_OF)
    return Export(frame, read.layout)


def state(stage: str, created: str = "", closed: str = "", zone: str = "UTC") -> tuple[object, ...]:
    frame = deals(f"D,0,{stage},,{created},{closed}", zone=zone).frame.collect()
    return frame.select("deal:state", FATE).row(0)


def fates(*rows: str) -> list[str]:
    return deals(*rows).frame.collect()[FATE].to_list()


def counts(*rows: str) -> list[tuple[object, ...]]:
    return deals(*rows).frame.pipe(count_deals).collect().sort(CONTACT).select(CONTACT, *COUNTS).rows()


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        ("won", "won"),
        (" Closed_Won ", "won"),
        ("LOST", "lost"),
        ("closed_lost", "lost"),
        ("closed won", "won"),
        ("Geschlossen und gewonnen", "won"),
        ("Abgeschlossen (verloren)", "lost"),
        ("wonderful", "open"),
        ("Closed Won (Sales Pipeline)", "won"),
        ("Closed lost (Enterprise)", "lost"),
        ("nearly won", "open"),
        ("Offer (won soon)", "open"),
        ("offer", "open"),
    ],
)
def test_what_a_stage_means(stage: str, expected: str) -> None:
    assert state(stage) == (expected, "used")


@pytest.mark.parametrize(
    ("stage", "status", "expected"),
    [
        ("offer", "won", "won"),
        ("won", "Open", "open"),
        ("won", "Verloren", "lost"),
        ("Gewonnen", "", "won"),
        ("lost", "stalled", "lost"),
        ("", "won", "won"),
        ("", "stalled", "open"),
    ],
)
def test_a_status_that_says_it_decides(stage: str, status: str, expected: str) -> None:
    frame = deals(f"0,{stage},{status}", header="contact_id,stage,status").frame.collect()
    assert frame.select("deal:state", FATE).row(0) == (expected, "used")


def test_a_status_alone_is_enough() -> None:
    frame = deals("0,Won", "0,", header="contact_id,status").frame.collect()
    assert frame.select("deal:state", FATE).rows() == [("won", "used"), ("open", "rejected")]


@pytest.mark.parametrize(
    ("closed", "expected"),
    [
        ("", "won"),
        ("2026-11-01", "won"),
        ("2026-11-01 23:59", "won"),
        ("2026-11-02", "open"),
        ("2026-11-01T23:00-02:00", "open"),
        ("02.11.2026", "open"),
        ("02/11/2026", "won"),
    ],
)
@pytest.mark.parametrize("stage", ["won", "lost"])
def test_a_deal_closed_later_is_open(stage: str, closed: str, expected: str) -> None:
    assert state(stage, closed=closed) == (stage if expected == "won" else expected, "used")


@pytest.mark.parametrize(
    ("created", "fate"),
    [
        ("", "used"),
        ("2026-11-01", "used"),
        ("2026-11-01T23:59:59Z", "used"),
        ("2026-11-02", "later"),
        ("2026-11-02T00:00Z", "later"),
        ("soon", "used"),
        ("2026-02-30", "used"),
    ],
)
def test_a_deal_created_later_does_not_exist_yet(created: str, fate: str) -> None:
    assert state("won", created=created) == ("won", fate)


def test_days_of_deals_are_those_of_the_zone() -> None:
    assert state("won", created="2026-11-01T23:30Z", zone="Europe/Berlin") == ("won", "later")
    assert state("won", closed="2026-11-01T23:30Z", zone="Europe/Berlin") == ("open", "used")
    assert state("won", closed="2026-11-01T22:30Z", zone="Europe/Berlin") == ("won", "used")


@pytest.mark.parametrize(
    ("row", "fate"),
    [
        ("D,0,,,,", "rejected"),
        ("D,0,Select,,,", "rejected"),
        ("D,,won,,,", "rejected"),
        ("D,(No value),won,,2026-12-01,", "rejected"),
        ("D,?,won,,2026-12-01,", "later"),
        ("D,?,won,,,", "unknown_contact"),
    ],
)
def test_rejected_before_later_before_unknown(row: str, fate: str) -> None:
    assert fates(row) == [fate]


def test_deals_without_the_column_of_ids_go_by_address() -> None:
    frame = deals("a@x.de,won", ",won", header="email,stage").frame
    assert frame.collect()[FATE].to_list() == ["unknown_contact", "rejected"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["D,0,won,,,", "D,1,won,,,"], ["used", "repeated"]),
        (["D,0,won,,,", " D ,0,lost,,,", "d,0,won,,,"], ["used", "repeated", "used"]),
        ([",0,won,,,", ",0,won,,,"], ["used", "used"]),
        (["Select,0,won,,,", "Select,0,won,,,"], ["used", "used"]),
        (["D,0,won,,2026-12-01,", "D,0,won,,,"], ["later", "used"]),
        (["D,?,won,,,", "D,0,won,,,"], ["unknown_contact", "used"]),
        (["D,0,,,,", "D,0,won,,,"], ["rejected", "used"]),
        (["D,0,won,,,", "D,0,won,,2026-12-01,", "D,?,won,,,"], ["used", "later", "unknown_contact"]),
    ],
)
def test_the_first_used_deal_of_an_id_stays(rows: list[str], expected: list[str]) -> None:
    assert fates(*rows) == expected


def test_deals_are_counted_per_contact() -> None:
    rows = ["A,0,won,10.5,,", "B,0,won,5,,", "C,0,lost,99,,", "D,0,offer,7,,", "E,1,won,,,", "E,1,won,50,,"]
    assert counts(*rows) == [(0, 1, 2, 1, 15.5), (1, 0, 1, 0, 0)]


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        (["0.1", "0.2"], 0.3),
        (["0.0005"], 0.001),
        (["0.0004", "0.0004"], 0.0),
        (["-0.0005", "1"], 0.999),
        (["1.000,50", "12 kg", "", "#N/A"], 0.0),
        (["$1,000.50", "(0.50)", "12 €"], 1012.0),
        (["999999999999.999"], 999999999999.999),
        (["1000000000000"], 0.0),
        ([" 7\u00a0", "+1"], 8.0),
    ],
)
def test_amounts_are_summed_in_thousandths(amounts: list[str], expected: float) -> None:
    rows = [f',0,won,"{amount}",,' for amount in amounts]
    assert counts(*rows)[0][-1] == expected


def test_contacts_without_deals_have_none() -> None:
    some = deals("A,1,won,5,,").frame.pipe(count_deals).collect()
    people = pl.LazyFrame({CONTACT: [0, 1]}).join(some.lazy(), on=CONTACT, how="left", maintain_order="left")
    assert people.pipe(add_missing_counts).collect().rows() == [(0, 0, 0, 0, 0), (1, 0, 1, 0, 5)]


def test_without_deals_everybody_has_none() -> None:
    frame = pl.LazyFrame({CONTACT: [0, 1]}).pipe(add_missing_counts).collect()
    assert frame.select(COUNTS).rows() == [(0, 0, 0, 0)] * 2


def test_unreadable_cells_are_counted() -> None:
    rows = ["A,0,won,12 kg,soon,02/11/2026", "B,0,won,,,", "C,0,won,5,2026-11-01,", "D,?,won,x,Select,#N/A"]
    found = deals(*rows)
    unreadable = unreadable_deals(found.layout, "UTC")
    counted = found.frame.select(cell.sum().alias(name) for name, cell in unreadable.items()).collect()
    assert counted.row(0, named=True) == {"number:amount": 2, "day:created_at": 1, "day:closed_at": 1}
