from __future__ import annotations

import io

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadscore.tables.cells import Columns, cells
from leadscore.tables.csv_lines import csv_lines, guard_cells, text_cells

CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        ["", "a", "a,b", 'a"b', "a\nb", "a\rb", "=1", "+49 170", "-5", "-x", "\t", "'=1", ",", '"', "ß"]
    ),
    st.text(alphabet=',"\n\r =+-@\t5aß', max_size=6),
)
TABLES = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=8)
)


def table(rows: list[list[str | None]]) -> pl.DataFrame:
    width = len(rows[0]) if rows else 2
    return pl.DataFrame(rows, {f"c{place}": pl.String for place in range(width)}, orient="row")


def by_polars(frame: pl.DataFrame) -> bytes:
    """Return rows as Polars writes them, an empty text like null."""
    lines = io.BytesIO()
    text = pl.col(pl.String)
    frame.with_columns(pl.when(text != "").then(text)).write_csv(lines, include_header=False)
    return lines.getvalue()


def joined(lines: pl.Series) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


@given(TABLES)
def test_lines_are_those_that_polars_writes(rows: list[list[str | None]]) -> None:
    frame = table(rows)
    assert joined(csv_lines(text_cells(frame))) == by_polars(frame)


@given(TABLES)
def test_guarded_lines_are_those_of_guarded_cells(rows: list[list[str | None]]) -> None:
    frame = table(rows)
    columns = Columns(tuple(frame.columns), tuple(frame.columns))
    texts = text_cells(frame)
    places, safe = guard_cells(texts)
    lines = csv_lines(texts)
    guarded = lines.clone().scatter(places, csv_lines(safe)) if len(places) else lines
    assert joined(guarded) == by_polars(cells(frame, columns, columns.names))


def test_only_rows_that_change_are_guarded() -> None:
    places, safe = guard_cells(table([["a", "+49 170 55"], ["b", "=1"], ["-5", "c"]]))
    assert (places.to_list(), safe.rows()) == ([1], [("b", "'=1")])


@pytest.mark.parametrize(("value", "text"), [(None, ""), (5, "5"), (-1, "-1")])
def test_other_values_become_text(value: int | None, text: str) -> None:
    assert text_cells(pl.DataFrame({"a": [value]}, {"a": pl.Int64}))["a"].to_list() == [text]
