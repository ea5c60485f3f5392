from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

import polars as pl
import pytest

from leadscore.columns import FILE, LINE
from leadscore.errors import InputError
from leadscore.tables import raw_records, read_header
from tests.unit.tables.packed import parquet
from tests.unit.tables.shown import rows

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.tables.conftest import Read

NOON = datetime(2026, 12, 31, 12, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("series", "text"),
    [
        (pl.Series([123456789012345678]), "123456789012345678"),
        (pl.Series([2**64 - 1], dtype=pl.UInt64), "18446744073709551615"),
        (pl.Series([123456789012.0]), "123456789012"),
        (pl.Series([-0.0]), "0"),
        (pl.Series([0.25]), "0.25"),
        (pl.Series([0.1], dtype=pl.Float32), "0.1"),
        (pl.Series([float("nan")]), ""),
        (pl.Series([None], dtype=pl.Null), ""),
        (pl.Series([None], dtype=pl.Int64), ""),
        (pl.Series([Decimal("1.50")]), "1.50"),
        (pl.Series([True]), "true"),
        (pl.Series([" NA\n,"]), " NA\n,"),
        (pl.Series(["a"], dtype=pl.Categorical), "a"),
        (pl.Series(["a"], dtype=pl.Enum(["a"])), "a"),
        (pl.Series([date(2026, 12, 31)]), "2026-12-31"),
        (pl.Series([time(14, 5)]), "14:05:00"),
        (pl.Series([timedelta(days=1, hours=2)]), "P1DT2H"),
        (pl.Series([NOON.replace(tzinfo=None)]), "2026-12-31 12:05:00"),
        (pl.Series([NOON]).dt.convert_time_zone("America/New_York"), "2026-12-31T12:05:00Z"),
    ],
)
def test_cells_become_the_text_of_a_csv_export(read: Read, series: pl.Series, text: str) -> None:
    table = read(parquet({"id": ["1"], "x": series}), "leads.parquet")
    assert table.header == ("id", "x")
    assert rows(table) == [(1, "1", text)]
    assert (table.files[0].rows, table.malformed.height) == (1, 0)
    assert (table.files[0].dialect.format, table.serials) == ("parquet", False)


@pytest.mark.parametrize("series", [pl.Series([[1]]), pl.Series([{"a": 1}]), pl.Series([b"x"])])
def test_cells_that_are_no_single_values_are_refused(read: Read, series: pl.Series) -> None:
    with pytest.raises(InputError, match=r'the cells of "x" are lists, records or bytes\n  help: '):
        read(parquet({"id": ["1"], "x": series}), "leads.parquet")


def test_the_header_is_read_alone_and_records_are_shown_as_csv(read: Read, tmp_path: Path) -> None:
    table = read(parquet({"own:1": [1, 2], "": ['a,"b"', None]}), "leads.parquet")
    assert read_header(tmp_path / "leads.parquet") == ("own:1", "")
    assert rows(table) == [(1, "1", 'a,"b"'), (2, "2", "")]
    places = table.frame.select(FILE, LINE).collect()
    assert raw_records(table, places)["raw"].to_list() == ['1,"a,""b"""', "2,"]


def test_a_file_without_records_has_none(read: Read) -> None:
    assert rows(read(parquet({"id": pl.Series([], dtype=pl.String)}), "leads.parquet")) == []
    with pytest.raises(InputError, match="the file is empty"):
        read(parquet({}), "leads.parquet")


def test_a_damaged_file_is_refused_or_read(read: Read) -> None:
    columns = {
        "id": [str(n) for n in range(200)],
        "x": [n / 4 for n in range(200)],
        "day": [date(2026, 1, 1)] * 200,
    }
    whole = parquet(columns)
    for size in (4, 20, len(whole) // 2, len(whole) - 1):
        with pytest.raises(InputError, match="the Parquet file is damaged or cut off"):
            read(whole[:size], "leads.parquet")
    chance = Random(5)
    for _ in range(150):
        content = bytearray(whole)
        content[chance.randrange(4, len(content))] ^= 1 << chance.randrange(8)
        try:
            rows(read(bytes(content), "leads.parquet"))
        except InputError as error:
            assert "\n  help: " in str(error)  # noqa: PT017 - some of them are read
