from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from leadscore.columns import holds, points, undecided
from tests.unit.rulebook import ruled

NUMBER, TEXT, FLAG, DAY = "number:value", "text:value", "flag:value", "day:value"
TYPES = {NUMBER: pl.Float64(), TEXT: pl.String(), FLAG: pl.Boolean(), DAY: pl.Date()}
BANDS = "{id: r, band: value, points: [{below: 10, points: 1}, {below: 250, points: 15}, {points: 30}]}"
CLOSED = "{id: r, band: value, points: [{below: 10, points: 5}, {below: 20.5, points: -2}]}"
COUNTRIES = "{id: r, lookup: value, points: {DE: 20, Österreich: 15.5, default: -1}}"


def scored(rule: str, **cells: object) -> dict[str, object]:
    """Return the least, the points and the most of a rule for one contact, in thousandths."""
    (compiled,) = ruled(rule).contact_rules
    names = {f"{kind}:value": value for kind, value in cells.items()}
    row = pl.LazyFrame({name: [names.get(name)] for name in TYPES}, schema=TYPES)
    if compiled.held is not None:
        row = row.with_columns(compiled.held.alias(holds("r")))
    row = row.with_columns(compiled.open.alias(undecided("r"))).with_columns(
        compiled.earned.alias(points("r"))
    )
    return row.select(low=compiled.low, points=points("r"), high=compiled.high).collect().row(0, named=True)


def sure(thousandths: int) -> dict[str, object]:
    return {"low": thousandths, "points": thousandths, "high": thousandths}


def between(low: int, earned: int, high: int) -> dict[str, object]:
    return {"low": low, "points": earned, "high": high}


@pytest.mark.parametrize(
    ("rule", "number", "expected"),
    [
        (BANDS, -5.0, sure(1_000)),
        (BANDS, 9.999, sure(1_000)),
        (BANDS, 10.0, sure(15_000)),
        (BANDS, 249.999, sure(15_000)),
        (BANDS, 250.0, sure(30_000)),
        (BANDS, float("inf"), sure(30_000)),
        (BANDS, None, between(0, 0, 30_000)),
        (BANDS.replace("}]}", "}], unknown: 7}"), None, between(1_000, 7_000, 30_000)),
        (BANDS.replace("}]}", "}], unknown: -7}"), None, between(-7_000, -7_000, 30_000)),
        (BANDS.replace("}]}", "}], unknown: 40}"), None, between(1_000, 40_000, 40_000)),
        (BANDS.replace("}]}", "}], unknown: 7}"), 9.0, sure(1_000)),
        (CLOSED, 9.0, sure(5_000)),
        (CLOSED, 20.4, sure(-2_000)),
        (CLOSED, 20.5, sure(0)),
        (CLOSED, None, between(-2_000, 0, 5_000)),
        ("{id: r, band: value, points: [{below: 9, points: 5}], unknown: 3}", None, between(0, 3_000, 5_000)),
        (
            "{id: r, band: value, points: [{below: 9, points: 5}, {points: 4}], unknown: 3}",
            None,
            between(3_000, 3_000, 5_000),
        ),
        ("{id: r, band: value, points: [{below: 0, points: 3}]}", None, between(0, 0, 3_000)),
        ("{id: r, band: value, points: [{points: 3}]}", -1.0, sure(3_000)),
        ("{id: r, band: value, points: [{points: 3}]}", None, between(0, 0, 3_000)),
    ],
)
def test_bands(rule: str, number: float | None, expected: dict[str, object]) -> None:
    assert scored(rule, number=number) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("de", sure(20_000)),
        ("österreich", sure(15_500)),
        ("fr", sure(-1_000)),
        ("default", sure(-1_000)),
        (None, between(-1_000, 0, 20_000)),
    ],
)
def test_lookups_of_text(text: str | None, expected: dict[str, object]) -> None:
    assert scored(COUNTRIES, text=text) == expected


def test_lookups_of_a_stage_go_by_what_it_means() -> None:
    (rule,) = ruled("{id: r, lookup: lead_status, points: {MQL: 20, New: 5, default: 1}}").contact_rules
    cells = ["marketing qualified lead", "neu", "old", None]
    row = pl.LazyFrame({"text:lead_status": cells}).with_columns(rule.open.alias(undecided("r")))
    assert row.select(out=rule.earned).collect()["out"].to_list() == [20_000, 5_000, 1_000, 0]


def test_lookup_without_default_may_be_nothing() -> None:
    rule = "{id: r, lookup: value, points: {DE: 20, AT: 10}}"
    assert scored(rule, text="fr") == sure(0)
    assert scored(rule) == between(0, 0, 20_000)


def test_lookup_of_nothing_but_a_default() -> None:
    rule = "{id: r, lookup: value, points: {default: 20}}"
    assert scored(rule, text="fr") == sure(20_000)
    assert scored(rule) == between(0, 0, 20_000)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"text": "a"}, 1_000),
        ({"text": "5.0", "number": 5.0}, 2_000),
        ({"text": "ja", "flag": True}, 3_000),
        ({"text": "2026-11-01 10:00", "day": date(2026, 11, 1)}, 4_000),
        ({"text": "6", "number": 6.0}, 9_000),
        ({"text": "nein", "flag": False}, 9_000),
    ],
)
def test_lookup_keys_of_several_kinds(cells: dict[str, object], expected: int) -> None:
    rule = "{id: r, lookup: value, points: {a: 1, 5: 2, true: 3, 2026-11-01: 4, default: 9}}"
    assert scored(rule, **cells) == sure(expected)


def test_lookup_is_open_only_where_no_kind_can_be_read() -> None:
    rule = "{id: r, lookup: value, points: {5: 2, true: 3, default: 9}}"
    assert scored(rule, text="abc") == between(0, 0, 9_000)
    assert scored(rule, text="nein", flag=False) == sure(9_000)
    assert scored(rule, text="7", number=7.0) == sure(9_000)


@pytest.mark.parametrize("number", [0.0, -0.0])
def test_lookup_of_zero(number: float) -> None:
    assert scored("{id: r, lookup: value, points: {0: 5, default: 1}}", number=number) == sure(5_000)


@pytest.mark.parametrize(
    ("rule", "number", "expected"),
    [
        ("{id: r, when: {value: {above: 5}}, points: 10}", 6.0, sure(10_000)),
        ("{id: r, when: {value: {above: 5}}, points: 10}", 5.0, sure(0)),
        ("{id: r, when: {value: {above: 5}}, points: 10}", None, between(0, 0, 10_000)),
        ("{id: r, when: {value: {above: 5}}, points: -10}", None, between(-10_000, 0, 0)),
        ("{id: r, when: {value: {above: 5}}, points: 10, unknown: 3}", None, between(0, 3_000, 10_000)),
        ("{id: r, when: {value: {above: 5}}, points: 10, unknown: 30}", None, between(0, 30_000, 30_000)),
        (
            "{id: r, when: {value: {above: 5}}, points: 10, unknown: -3}",
            None,
            between(-3_000, -3_000, 10_000),
        ),
        ("{id: r, when: {value: {above: 5}}, points: 10, unknown: 3}", 5.0, sure(0)),
        ("{id: r, when: {value: {above: 5}}, points: 0.001}", 6.0, sure(1)),
    ],
)
def test_conditions(rule: str, number: float | None, expected: dict[str, object]) -> None:
    assert scored(rule, number=number) == expected
