from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from leadscore.columns import LINE, own
from leadscore.rules.values import as_day
from leadscore.schema.model import Source
from leadscore.tables.coded import make_coders, spool
from leadscore.tables.layout import lay_out

if TYPE_CHECKING:
    from pathlib import Path

    from leadscore.tables.layout import Layout

HEADER = ("contact_id", "type", "occurred_at", "url", "remark")
TIMES = [
    "2026-02-28",
    "2024-02-29",
    "2026-02-29",
    "2026-10-31 23:59:59",
    "2026-10-31T23:59",
    "2026-10-31 24:00:00",
    "2026-10-31T23:30:00Z",
    " 2026-10-01",
    "31.10.2026",
    "2026-04-31",
    "0000-00-00",
    "0999-01-01",
    "soon",
    "",
    None,
]


def _layout(missing: tuple[str, ...] = ()) -> Layout:
    return lay_out("activities", "a.csv", HEADER, Source(), missing)


def _rows(times: list[str | None]) -> pl.LazyFrame:
    size = len(times)
    return pl.LazyFrame(
        {
            own(0): [str(number) for number in range(size)],
            own(1): ["page_view", "download"] * (size // 2) + ["page_view"] * (size % 2),
            own(2): times,
            own(3): ["/"] * size,
            own(4): [f"remark {number}" for number in range(size)],
            LINE: list(range(size)),
        },
        schema_overrides={own(2): pl.String},
    )


@pytest.mark.parametrize("copies", [1, 40], ids=["few", "too many that are not plain"])
@pytest.mark.parametrize("missing", [(), ("2026-02-28",)], ids=["", "a day that means nothing"])
def test_days_and_cells_come_out_as_they_went_in(
    tmp_path: Path, copies: int, missing: tuple[str, ...]
) -> None:
    layout, rows = _layout(missing), _rows(TIMES * copies)
    coders = make_coders(rows, layout, [1, 2, 3, 4])
    assert (coders.odd is None) == (copies > 1)
    kept = {LINE: pl.col(LINE)} | {own(4): pl.col(own(4)) for _ in [0] if 4 not in coders.columns}
    numbered = spool(coders.code(rows, layout, "Europe/Berlin", kept), tmp_path / "rows.parquet")
    coded = coders.coded(numbered, layout)
    found = coded.rows.select(
        LINE,
        coded.day("Europe/Berlin", layout).alias("day"),
        *(coded.cell(place).alias(own(place)) for place in (1, 3, 4)),
    )
    expected = rows.select(
        LINE, as_day(pl.col(own(2)), "Europe/Berlin", missing).alias("day"), own(1), own(3), own(4)
    )
    assert found.sort(LINE).collect().equals(expected.collect())


def test_the_text_of_a_time_is_kept_where_it_is_no_day(tmp_path: Path) -> None:
    layout, rows = _layout(), _rows(TIMES)
    coders = make_coders(rows, layout, [])
    numbered = spool(coders.code(rows, layout, "UTC", {LINE: pl.col(LINE)}), tmp_path / "rows.parquet")
    coded = coders.coded(numbered, layout)
    found = coded.rows.sort(LINE).select(coded.cell(2)).collect().to_series().to_list()
    days = rows.select(as_day(pl.col(own(2)), "UTC")).collect().to_series().to_list()
    kept = [(text, time) for text, time, day in zip(found, TIMES, days, strict=True) if day is None]
    assert all(text == time for text, time in kept)


def test_columns_whose_texts_do_not_repeat_are_not_numbered() -> None:
    rows = _rows(["2026-10-31"] * 2_000)
    assert set(make_coders(rows, _layout(), [3, 4]).columns) == {1, 2, 3}
