from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import polars as pl
import pytest

from leadscore.columns import FILE, LINE
from leadscore.errors import InputError
from leadscore.tables import raw_records
from leadscore.tables.frames import frame_table
from tests.unit.tables.packed import parquet
from tests.unit.tables.shown import rows

if TYPE_CHECKING:
    from tests.unit.tables.conftest import Read

TYPED = pl.DataFrame(
    {
        "id": [1, 2, None],
        "x": [1.0, float("nan"), 0.25],
        "flag": [True, None, False],
        "day": [date(2026, 12, 31), None, date(2026, 1, 1)],
        "at": [datetime(2026, 12, 31, 12, 5, tzinfo=UTC)] * 3,
        "kind": pl.Series(["a", None, "b"], dtype=pl.Categorical),
        "text": ["", "  NA", None],
    }
)


@pytest.mark.parametrize("frame", [TYPED, TYPED.lazy()])
def test_a_frame_is_read_like_a_parquet_file(read: Read, frame: pl.DataFrame | pl.LazyFrame) -> None:
    table, file = frame_table("contacts", frame), read(parquet(TYPED.to_dict()), "contacts.parquet")
    assert (table.header, rows(table)) == (file.header, rows(file))
    assert table.frame.collect_schema() == file.frame.collect_schema()
    assert (table.files[0].name, table.files[0].rows, table.malformed.height) == ("contacts", 3, 0)


def test_records_are_shown_as_csv() -> None:
    table = frame_table("deals", pl.DataFrame({"own:1": [1, 2], "": ['a,"b"', None]}))
    places = table.frame.select(FILE, LINE).collect()
    assert raw_records(table, places)["raw"].to_list() == ['1,"a,""b"""', "2,"]


@pytest.mark.parametrize("series", [pl.Series([[1]]), pl.Series([{"a": 1}]), pl.Series([b"x"])])
def test_cells_that_are_no_single_values_are_refused(series: pl.Series) -> None:
    with pytest.raises(
        InputError, match=r'^contacts: the cells of "x" are lists, records or bytes\n  help: '
    ):
        frame_table("contacts", pl.DataFrame({"id": ["1"], "x": series}))


def test_a_frame_without_columns_is_refused() -> None:
    with pytest.raises(InputError, match=r"^contacts: the frame has no columns\n  help: "):
        frame_table("contacts", pl.DataFrame())
