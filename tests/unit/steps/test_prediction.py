from __future__ import annotations

from typing import Final

import polars as pl

from leadscore.columns import LEAD_GRADE, tenths
from leadscore.steps.prediction import outcomes_by_decile, outcomes_by_grade

# score in tenths, grade, won deals, lost deals
LEADS: Final = [
    (950, "A1", 2, 1),
    (900, "A1", 0, 1),
    (800, "A2", 1, 0),
    (800, "A2", 0, 0),
    (800, "B1", 0, 3),
    (500, "B1", 0, 0),
    (400, "B2", 0, 1),
    (0, "B2", 0, 0),
    (0, "B2", 0, 0),
    (0, "B2", 1, 0),
]


def contacts(leads: list[tuple[int, str, int, int]]) -> pl.LazyFrame:
    names = [tenths("total"), LEAD_GRADE, "number:deals.won", "number:deals.lost"]
    kinds = [pl.Int64(), pl.String(), pl.Float64(), pl.Float64()]
    rows = [(score, grade, float(won), float(lost)) for score, grade, won, lost in leads]
    return pl.DataFrame(rows, schema=dict(zip(names, kinds, strict=True)), orient="row").lazy()


def test_outcomes_are_counted_by_grade() -> None:
    found = contacts(LEADS).pipe(outcomes_by_grade, ["A1", "A2", "A3", "B1", "B2"], "total").collect()
    # who has won and lost deals counts once, as won; who has none is not decided
    assert found.rows() == [
        ("A1", 900, 950, 2, 2, 1),
        ("A2", 800, 800, 2, 1, 1),
        ("A3", None, None, 0, 0, 0),
        ("B1", 500, 800, 2, 1, 0),
        ("B2", 0, 400, 4, 2, 1),
    ]


def test_tenths_keep_equal_scores_together() -> None:
    found = contacts(LEADS).pipe(outcomes_by_decile, "total").collect()
    # places 3 to 5 share a score and are in the tenth of the third; so are 8 to 10
    assert found.rows() == [
        ("1", 950, 950, 1, 1, 1),
        ("2", 900, 900, 1, 1, 0),
        ("3", 800, 800, 3, 2, 1),
        ("4", None, None, 0, 0, 0),
        ("5", None, None, 0, 0, 0),
        ("6", 500, 500, 1, 0, 0),
        ("7", 400, 400, 1, 1, 0),
        ("8", 0, 0, 3, 1, 1),
        ("9", None, None, 0, 0, 0),
        ("10", None, None, 0, 0, 0),
    ]


def test_twenty_different_scores_are_two_in_each_tenth() -> None:
    some = contacts([(score, "A", 0, 1) for score in range(20)])
    found = some.pipe(outcomes_by_decile, "total").collect()
    assert found.select("lowest", "highest", "decided").rows() == [
        (18 - low, 19 - low, 2) for low in range(0, 20, 2)
    ]


def test_everybody_is_in_a_tenth_and_in_a_grade() -> None:
    for found in (
        contacts(LEADS).pipe(outcomes_by_decile, "total"),
        contacts(LEADS).pipe(outcomes_by_grade, ["A1", "A2", "B1", "B2"], "total"),
    ):
        assert found.select("leads", "decided", "won").sum().collect().row(0) == (10, 6, 3)


def test_nobody_is_in_no_tenth() -> None:
    assert contacts([]).pipe(outcomes_by_decile, "total").collect()["leads"].to_list() == [0] * 10
