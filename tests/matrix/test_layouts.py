"""Every layout gives the result of the clean files, however its files are written."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from leadscore.columns import own
from leadscore.errors import InputError
from leadscore.tables import read_table
from tests.matrix.dialects import (
    DIALECTS,
    Dialect,
    covering,
    encoded,
    write_gzip,
    write_parquet,
    write_text,
    write_workbook,
    write_zip,
)
from tests.matrix.layout import CLEAN
from tests.matrix.layouts import EVERY, LAYOUTS
from tests.matrix.runs import (
    INPUTS,
    Result,
    cells,
    records,
    result,
    score,
    tables,
    values,
    write_all,
)

if TYPE_CHECKING:
    from pathlib import Path

    from leadscore.schema.model import InputName
    from tests.matrix.dialects import Rows
    from tests.matrix.layout import Layout

every_layout = pytest.mark.parametrize("layout", EVERY, ids=lambda layout: layout.name)
every_main_layout = pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """Return what comes of the clean files."""
    folder = tmp_path_factory.mktemp("clean")
    return result(score(folder, CLEAN, write_all(folder, CLEAN, Dialect())), CLEAN)


def test_the_clean_files_have_something_of_everything(clean: Result) -> None:
    assert clean.records == {
        "contacts": (9, 9, 0, 0, 0, 0),
        "activities": (21, 18, 1, 1, 0, 1),
        "deals": (5, 5, 0, 0, 0, 0),
    }
    assert clean.unreadable == ()
    stages = [clean.leads[number]["lead_stage"] for number in range(1, 10)]
    assert stages == [
        "sql",
        "opportunity",
        "lost",
        "lead",
        "opportunity",
        "disqualified",
        "lead",
        "customer",
        "lead",
    ]
    assert {path: [number for number, _ in rows] for path, rows in clean.lists.items()} == {
        "handoff/ripe.csv": [1, 7, 4],
        "handoff/talk.csv": [1, 2, 3, 8],
        "handoff/upset.csv": [5],
    }
    assert len({clean.leads[number]["lead_score"] for number in clean.leads}) == 9


@every_layout
def test_a_layout_gives_the_clean_result(layout: Layout, tmp_path: Path, clean: Result) -> None:
    found = score(tmp_path, layout, write_all(tmp_path, layout, layout.dialect))
    assert result(found, layout) == clean


@every_layout
def test_to_say_the_system_changes_nothing(layout: Layout, tmp_path: Path, clean: Result) -> None:
    files = write_all(tmp_path, layout, layout.dialect)
    assert result(score(tmp_path, layout, files, profile=layout.system), layout) == clean


@every_layout
def test_contacts_are_read_cell_by_cell_in_every_dialect(layout: Layout, tmp_path: Path) -> None:
    """What is read decides what is scored: all dialects are read here, and some of them scored below."""
    assert misread(tmp_path, layout, "contacts") == set()


@every_main_layout
def test_activities_are_read_cell_by_cell_in_every_dialect(layout: Layout, tmp_path: Path) -> None:
    assert misread(tmp_path, layout, "activities") == set()


def misread(folder: Path, layout: Layout, name: InputName) -> set[str]:
    """Return the dialects in which an export is not read as it was written."""
    header, rows = tuple(layout.columns[name]), records(layout, name)
    return {dialect.name for dialect in DIALECTS if read(folder, layout, name, dialect) != (header, rows, [])}


def read(
    folder: Path, layout: Layout, name: InputName, dialect: Dialect
) -> tuple[tuple[str, ...], Rows, list[str]]:
    """Return the header and the cells that are read of an export, and what is said of records that cannot be read."""
    path = write_text(folder / f"{name}.csv", cells(layout, name), dialect)
    try:
        table = read_table(name, [path], folder)
    except InputError as error:
        return (), [], [str(error)]
    rows = table.frame.select(own(place) for place in range(len(table.header))).collect()
    return (
        table.header,
        [[cell or "" for cell in row] for row in rows.rows()],
        table.malformed["reason"].to_list(),
    )


@pytest.mark.parametrize("number", range(len(LAYOUTS)), ids=[layout.name for layout in LAYOUTS])
def test_dialects_are_scored_alike(number: int, tmp_path: Path, clean: Result) -> None:
    layout = LAYOUTS[number]
    usual = tables(score(tmp_path, layout, write_all(tmp_path, layout, layout.dialect)))
    for dialect in covering(number):
        found = score(tmp_path, layout, write_all(tmp_path, layout, dialect))
        assert result(found, layout) == clean, dialect.name
        written = tables(found)
        written["rejected.csv"] = usual["rejected.csv"]  # holds lines as they stand in the file
        assert written == usual, dialect.name


def test_every_two_values_meet() -> None:
    runs = [
        (layout.name, dialect.encoding, dialect.delimiter, dialect.line_end)
        for number, layout in enumerate(LAYOUTS)
        for dialect in covering(number)
    ]
    kinds = range(4)
    for one, other in combinations(kinds, 2):
        there = {(run[one], run[other]) for run in runs}
        assert len(there) == len({run[one] for run in runs}) * len({run[other] for run in runs})
    assert [len({run[kind] for run in runs}) for kind in kinds] == [len(LAYOUTS), 6, 4, 3]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "bar"])
def test_a_line_that_declares_the_delimiter_is_no_record(delimiter: str, tmp_path: Path) -> None:
    header, rows = tuple(CLEAN.contacts), records(CLEAN, "contacts")
    for encoding in ("utf-8", "utf-8-sig", "utf-16-le", "cp1252"):
        text = encoded([list(header), *rows], Dialect("utf-8", delimiter, "\r\n")).decode()
        path = tmp_path / f"{encoding}.csv"
        path.write_bytes((f"sep={delimiter}\r\n" + text).encode(encoding.replace("-le", "")))
        table = read_table("contacts", [path], tmp_path)
        read = table.frame.select(own(place) for place in range(len(table.header))).collect().rows()
        assert (table.header, [[cell or "" for cell in row] for row in read]) == (header, rows)


@every_main_layout
def test_packed_files_give_the_clean_result(layout: Layout, tmp_path: Path, clean: Result) -> None:
    files = {
        name: (write_gzip(tmp_path / f"{name}.csv.gz", cells(layout, name), layout.dialect),)
        for name in INPUTS
    }
    assert result(score(tmp_path, layout, files), layout) == clean


@every_main_layout
def test_archives_of_parts_give_the_clean_result(layout: Layout, tmp_path: Path, clean: Result) -> None:
    files = {}
    for name in INPUTS:
        rows = records(layout, name)
        above, below = ([list(row) for row in part] for part in (layout.above, layout.below))
        halves = [[*above, list(layout.columns[name]), *half, *below] for half in (rows[:3], rows[3:])]
        files[name] = (write_zip(tmp_path / f"{name}.zip", halves, layout.dialect),)
    assert result(score(tmp_path, layout, files), layout) == clean


@every_main_layout
def test_workbooks_give_the_clean_result(layout: Layout, tmp_path: Path, clean: Result) -> None:
    files = {}
    for name in INPUTS:
        rows = [*layout.above, tuple(layout.columns[name]), *values(layout, name), *layout.below]
        files[name] = (write_workbook(tmp_path / f"{name}.xlsx", rows),)
    assert result(score(tmp_path, layout, files), layout) == clean


@every_main_layout
def test_parquet_gives_the_clean_result(layout: Layout, tmp_path: Path, clean: Result) -> None:
    files = {
        name: (
            write_parquet(tmp_path / f"{name}.parquet", tuple(layout.columns[name]), values(layout, name)),
        )
        for name in INPUTS
    }
    assert result(score(tmp_path, layout, files), layout) == clean


def test_no_two_dialects_are_the_same_bytes() -> None:
    written = {encoded([["ü", "€"], ["1", "2"]], dialect) for dialect in DIALECTS}
    assert len(written) == len(DIALECTS)
