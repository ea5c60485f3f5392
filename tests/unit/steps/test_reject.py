from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from leadscore.columns import CONTACT, FILE, LINE, REJECTED
from leadscore.steps.activity import add_age, add_fate
from leadscore.steps.contacts import find_rejected
from leadscore.steps.deals import add_deal_state
from leadscore.steps.reject import (
    rejected_activities,
    rejected_contacts,
    rejected_deals,
    rejected_overflow,
    with_raw,
)
from leadscore.tables import read_table
from tests.unit.exports import export
from tests.unit.rulebook import AS_OF

if TYPE_CHECKING:
    from pathlib import Path

    from leadscore.tables import Table

WHERE = ["column", "value", "reason"]


def contacts(files: list[int], rows: str) -> list[tuple[object, ...]]:
    found = export(f"Kundennummer,contact_id\n{rows}")
    frame = found.frame.with_columns(pl.Series(FILE, files, pl.Int32)).pipe(find_rejected, found.layout)
    return rejected_contacts(frame.collect(), ["a.csv", "b.csv"], found.layout).select(LINE, *WHERE).rows()


def activity(cells: str, header: str = "Typ,type,occurred_at") -> tuple[object, ...]:
    found = export(f"{header}\n{cells}", "activities")
    aged = found.frame.pipe(add_age, found.layout, "UTC", AS_OF).with_columns(pl.lit(0).alias(CONTACT))
    return rejected_activities(aged.pipe(add_fate, None), found.layout).collect().select(LINE, *WHERE).row(0)


def deal(header: str, cells: str) -> tuple[object, ...]:
    found = export(f"{header}\n{cells}", "deals")
    frame = found.frame.with_columns(pl.lit(None, pl.Int64).alias(CONTACT))
    stated = frame.pipe(add_deal_state, found.layout, "UTC", AS_OF)
    return rejected_deals(stated, found.layout).collect().select(LINE, *WHERE).row(0)


def test_contacts_are_rejected_without_an_id_or_with_one_that_came_before() -> None:
    assert contacts([0, 0, 0, 0], "x,1\nx,\nx, 1\nx,Select") == [
        (3, "contact_id", "", "has no contact id"),
        (4, "contact_id", " 1", "repeats the id of line 2"),
        (5, "contact_id", "Select", "has no contact id"),
    ]


def test_an_id_of_another_file_is_named_with_it() -> None:
    assert contacts([0, 1, 1], "x,1\nx,1\nx,1") == [
        (3, "contact_id", "1", "repeats the id of line 2 of a.csv"),
        (4, "contact_id", "1", "repeats the id of line 2 of a.csv"),
    ]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("x,,2026-11-01", (2, "type", "", "has no activity type")),
        ("x,Select,soon", (2, "type", "Select", "has no activity type")),
        ("x,visit,", (2, "occurred_at", "", "has no time")),
        ("x,visit,#N/A", (2, "occurred_at", "#N/A", "has no time")),
    ],
)
def test_activities_without_type_or_time(cells: str, expected: tuple[object, ...]) -> None:
    assert activity(cells) == expected


def test_activities_with_an_unreadable_time() -> None:
    *where, reason = activity("x,visit,tomorrow", "Typ,Type,Occurred At")
    assert where == [2, "Occurred At", "tomorrow"]
    assert "write it like 2026-11-01" in str(reason)


def test_only_rejected_activities_are_told() -> None:
    found = export("type,occurred_at\nvisit,2026-11-01\n,2026-11-01\nvisit,2026-11-02", "activities")
    aged = found.frame.pipe(add_age, found.layout, "UTC", AS_OF).with_columns(pl.lit(0).alias(CONTACT))
    told = rejected_activities(aged.pipe(add_fate, None), found.layout).collect()
    assert told[LINE].to_list() == [3]


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        ("contact_id,Stage", "1,", (2, "Stage", "", "has no deal stage")),
        ("contact_id,stage", ",", (2, "stage", "", "has no deal stage")),
        ("contact_id,Status", "1,", (2, "Status", "", "has no deal stage")),
        ("contact_id,stage,status", ",,won", (2, "contact_id", "", "names no contact")),
        ("contact_id,stage", "Select,won", (2, "contact_id", "Select", "names no contact")),
        ("email,stage", ",won", (2, "email", "", "names no contact")),
        ("email,Contact Id,stage", ",,won", (2, "Contact Id", "", "names no contact")),
    ],
)
def test_deals_without_stage_or_contact(header: str, cells: str, expected: tuple[object, ...]) -> None:
    assert deal(header, cells) == expected


def test_contacts_with_too_many_activities() -> None:
    layout = export("Contact ID,x\n1,").layout
    places = pl.DataFrame({FILE: [0], LINE: [7], "row:id": ["1"]})
    assert rejected_overflow(places, layout).row(0) == (
        0, 7, "Contact ID", "1", "has more than 900,000 activities that count for one rule"
    )  # fmt: skip


def table(folder: Path, *texts: str) -> Table:
    for place, text in enumerate(texts):
        (folder / f"c{place}.csv").write_text(text, encoding="utf-8")
    return read_table("contacts", [folder / f"c{place}.csv" for place in range(len(texts))], folder)


def test_raw_records_and_malformed_ones_come_in_file_order(tmp_path: Path) -> None:
    read = table(tmp_path, 'id,name\n1,"a\nb"\n1,x,y\n2,z\n', "id,name\n3\n4,ü\n")
    found = pl.DataFrame({FILE: [1, 0, 0], LINE: [3, 5, 2]}, schema={FILE: pl.Int32, LINE: pl.Int64})
    given = found.with_columns(column=pl.lit("id"), value=pl.lit("v"), reason=pl.lit("why"))
    rows = with_raw(read, given).select("file", "line", "raw").rows()
    assert rows == [
        ("c0.csv", 2, '1,"a\nb"'),
        ("c0.csv", 4, "1,x,y"),
        ("c0.csv", 5, "2,z"),
        ("c1.csv", 2, "3"),
        ("c1.csv", 3, "4,ü"),
    ]


def test_without_rejected_rows_the_malformed_ones_are_left(tmp_path: Path) -> None:
    rows = with_raw(table(tmp_path, "id,name\n1,a\n2\n"), pl.DataFrame())
    assert rows.columns == list(REJECTED)
    assert rows["line"].to_list() == [3]
