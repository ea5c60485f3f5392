from __future__ import annotations

import polars as pl
import pytest

from leadscore.tables.cells import Columns, cells, guarded


def guard(cell: str | None) -> object:
    return pl.DataFrame({"cell": [cell]}, schema={"cell": pl.String}).select(guarded(pl.col("cell"))).item()


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        '=HYPERLINK("http://evil.example")',
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\t5",
        "=5",
        "@5",
        "+A1",
        "-A1",
        "-ABC5",
        "+1+1",
        "-5-3",
        "-1*2",
        "--5",
        "-5\n=1",
        "-cmd|' /C calc'!A0",
        "+49 170 CALL()",
        "+49=1",
        "++49",
        "+ext",
        "+",
        "-",
        "- x",
        "-5 apples",
        "-5e",
        "-(1)",
        "+(",
        "-５",
    ],
)
def test_what_a_spreadsheet_would_run_is_guarded(cell: str) -> None:
    assert guard(cell) == f"'{cell}"


@pytest.mark.parametrize(
    "cell",
    [
        "-5",
        "+5",
        "-5.25",
        "-.5",
        "-1,234.50",
        "-1.234,50 €",
        "-1 234,50",
        "-1\u202f234,50\u00a0€",
        "-1'000.00",
        "-12’000.50 CHF",
        "-$5",
        "-€ 5",
        "+EUR 5",
        "-5%",
        "-5 %",
        "-1e5",
        "+1.5E-3",
        "- 5",
        "+49 170 1234567",
        "+49 (0)30/123-45.6",
        "+1-202-555-0100",
        "+(49) 30",
        "5=5",
        "a@b.de",
        " =1",
        "'=1",
        "Müller-Lüdenscheidt",
        "",
        None,
    ],
)
def test_numbers_phone_numbers_and_text_stay_as_they_are(cell: str | None) -> None:
    assert guard(cell) == cell


def test_cells_are_text_and_only_those_named_are_guarded() -> None:
    frame = pl.DataFrame({"a": ["=1", ""], "b": [True, None], "c": ["=1", None]})
    made = cells(frame, Columns(("a", "b", "c"), ("A", "B", "C")), ["c"])
    assert made.rows() == [("=1", "true", "'=1"), (None, None, None)]
