from __future__ import annotations

import io

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadscore.tables.cells import Columns, cells
from leadscore.tables.csv_lines import Lines, csv_lines, text_cells

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
    lines = Lines.of(text_cells(frame))
    assert joined(lines.plain) == by_polars(frame)
    assert joined(lines.guarded) == by_polars(cells(frame, columns, columns.names))


def test_only_rows_that_change_are_guarded() -> None:
    lines = Lines.of(table([["a", "+49 170 55"], ["b", "=1"], ["-5", "c"]]))
    assert (lines.odd.to_list(), lines.safe.to_list()) == ([1], ["b,'=1"])


@pytest.mark.parametrize(
    "cell", ["=1", "+x", "+4 9x", "+4x", "+49-x", "-x", "@x", "\t", "+", "+ x", "+4=", "+4+x"]
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_cell_that_may_run_is_found_wherever_it_stands(cell: str, place: int) -> None:
    frame = table([[cell if here == place else "+49 170" for here in range(3)]])
    columns = Columns(tuple(frame.columns), tuple(frame.columns))
    assert joined(Lines.of(frame).guarded) == by_polars(cells(frame, columns, columns.names))


@pytest.mark.parametrize(("value", "text"), [(None, ""), (5, "5"), (-1, "-1")])
def test_other_values_become_text(value: int | None, text: str) -> None:
    assert text_cells(pl.DataFrame({"a": [value]}, {"a": pl.Int64}))["a"].to_list() == [text]
