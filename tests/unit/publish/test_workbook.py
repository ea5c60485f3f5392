from __future__ import annotations

import re
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING
from zipfile import ZipFile

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from leadscore.errors import OutputError
from leadscore.publish import workbook
from leadscore.publish.workbook import MOST_CHARACTERS, write_workbook
from leadscore.results import OutputTable

if TYPE_CHECKING:
    from pathlib import Path

AS_OF = date(2026, 11, 1)
SHEET = "xl/worksheets/sheet1.xml"
LEADS = pl.DataFrame(
    {
        "rank": [1, 2],
        "id": ["007", None],
        "score": [60.0, 55.5],
        "reasons": ["Asked for a demo +40; Company size +30; Gone quiet -15", "Region +20"],
        "last": [date(2026, 10, 30), None],
    }
)


def table(rows: pl.DataFrame, path: str = "handoff/sql.xlsx") -> OutputTable:
    return OutputTable(path, tuple(rows.columns), rows)


def texts(*cells: str) -> pl.DataFrame:
    return pl.DataFrame({"text": cells}, schema={"text": pl.String})


def read(folder: Path, rows: pl.DataFrame, path: str = "handoff/sql.xlsx") -> list[list[object]]:
    """Write a workbook and return the cells below its header."""
    place = folder / "x.xlsx"
    place.unlink(missing_ok=True)
    write_workbook(table(rows, path), place, AS_OF)
    header, *cells = CalamineWorkbook.from_path(str(place)).get_sheet_by_index(0).to_python()
    assert header == rows.columns
    return [list(row) for row in cells]


def part(folder: Path, rows: pl.DataFrame = LEADS, name: str = SHEET) -> str:
    """Write a workbook and return one part of it."""
    (folder / "x.xlsx").unlink(missing_ok=True)
    write_workbook(table(rows), folder / "x.xlsx", AS_OF)
    with ZipFile(folder / "x.xlsx") as archive:
        return archive.read(name).decode()


def test_numbers_and_days_are_real_and_ids_are_text(tmp_path: Path) -> None:
    assert read(tmp_path, LEADS) == [
        [1.0, "007", 60.0, LEADS["reasons"][0], date(2026, 10, 30)],
        [2.0, "", 55.5, "Region +20", ""],
    ]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "=1+1",
            "{=1+1}",
            "+49 69 90009",
            "-15",
            "@SUM(1)",
            "'=1",
            "\t=1",
            "1e5",
            "TRUE",
            "1/4",
            "0012",
            "12",
        ),
        *("https://x.example", "mailto:a@x.example", "internal:Sheet1!A1", "external:c:\\x", " a ", "a\nb"),
        *("_x0041_", "\x01\x1f", "\ufffe", "<b>&amp;</b>", "]]>", "😀" * 300, "#REF!", "2026-11-01"),
    ],
)
def test_text_is_text(tmp_path: Path, text: str) -> None:
    rows = texts(text, "other")
    sheet = part(tmp_path, rows)
    assert sheet.count('t="inlineStr"') == 3
    assert not re.search("<f[ >]|<hyperlink|<v>", sheet)
    assert [row[0] for row in read(tmp_path, rows)][1] == "other"


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="\r_\ufffe\uffff"), min_size=1), min_size=1
    )
)
@settings(max_examples=100)
def test_what_is_read_back_is_what_was_written(
    tmp_path_factory: pytest.TempPathFactory, cells: list[str]
) -> None:
    found = read(tmp_path_factory.mktemp("book"), texts(*cells, "end"))
    assert [row[0] for row in found] == [*cells, "end"]


def test_text_in_the_form_of_rich_text_is_no_markup(tmp_path: Path) -> None:
    cell = "<r><t>x</t></r>"
    assert "&lt;r&gt;" in part(tmp_path, texts(cell))
    assert read(tmp_path, texts(cell)) == [[f"{cell} "]]


def test_the_header_is_frozen_bold_and_has_filters(tmp_path: Path) -> None:
    sheet = part(tmp_path)
    assert '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' in sheet
    assert '<autoFilter ref="A1:E3"/>' in sheet
    style = re.search(r'<c r="A1" s="(\d+)"', sheet)
    assert style
    formats = re.findall("<xf .*?/?>", part(tmp_path, name="xl/styles.xml").partition("<cellXfs")[2])
    assert 'fontId="1"' in formats[int(style[1])]


def test_columns_are_as_wide_as_what_they_hold(tmp_path: Path) -> None:
    rows = pl.DataFrame({"id": ["7"], "email": ["a" * 30], "a_long_title": [1.0], "reasons": ["b " * 99]})
    widths = [
        round(float(width)) for width in re.findall(r'<col [^>]*width="([\d.]+)"', part(tmp_path, rows))
    ]
    assert widths == [9, 32, 16, 51]


def test_only_what_is_too_wide_is_wrapped(tmp_path: Path) -> None:
    rows = pl.DataFrame({"short": ["x"], "long": ["x " * 30]})
    assert part(tmp_path, rows, "xl/styles.xml").count('wrapText="1"') == 1


def test_scores_are_exact(tmp_path: Path) -> None:
    scores = [tenths / 10 for tenths in range(1001)]
    assert read(tmp_path, pl.DataFrame({"score": scores})) == [[score] for score in scores]


def test_days_and_scores_have_their_format(tmp_path: Path) -> None:
    styles = part(tmp_path, name="xl/styles.xml")
    assert 'formatCode="yyyy-mm-dd"' in styles
    assert 'formatCode="0.0"' in styles


def test_a_day_that_excel_does_not_know_is_text(tmp_path: Path) -> None:
    days = [date(1899, 12, 31), date(1900, 1, 1), date(1, 1, 1)]
    assert read(tmp_path, pl.DataFrame({"last": days})) == [
        ["1899-12-31"],
        [date(1900, 1, 1)],
        ["0001-01-01"],
    ]


def test_the_same_table_gives_the_same_bytes(tmp_path: Path) -> None:
    first = write_workbook(table(LEADS), tmp_path / "one.xlsx", AS_OF)
    assert first == write_workbook(table(LEADS), tmp_path / "two.xlsx", AS_OF)
    assert first.sha256 == sha256((tmp_path / "two.xlsx").read_bytes()).hexdigest()
    assert (first.path, first.rows) == ("handoff/sql.xlsx", 2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.xlsx", "two.xlsx"]


def test_nobody_on_the_list_leaves_the_header(tmp_path: Path) -> None:
    assert '<autoFilter ref="A1:E1"/>' in part(tmp_path, LEADS.clear())


@pytest.mark.parametrize(
    ("path", "name"),
    [("handoff/sql.xlsx", "sql"), ("handoff/History.xlsx", "History_"), (f"{'x' * 64}.xlsx", "x" * 31)],
)
def test_the_sheet_is_called_like_the_file(tmp_path: Path, path: str, name: str) -> None:
    read(tmp_path, LEADS, path)
    assert CalamineWorkbook.from_path(str(tmp_path / "x.xlsx")).sheet_names == [name]


@pytest.mark.parametrize(
    ("text", "units"), [("x" * 40_000, 32_767), ("😀" * 20_000, 32_767), ("x" * 32_767, 32_767)]
)
def test_what_a_cell_cannot_hold_is_cut_off(tmp_path: Path, text: str, units: int) -> None:
    found = str(read(tmp_path, texts(text))[0][0])
    assert len(found.encode("utf-16-le")) // 2 == units == MOST_CHARACTERS
    assert (found[-1] == "…") == (found != text)


def test_a_table_with_too_many_rows_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    with pytest.raises(
        OutputError, match=r"handoff/sql\.xlsx would have 2 rows, .* at most 1 below its header"
    ):
        write_workbook(table(LEADS), tmp_path / "x.xlsx", AS_OF)


def test_what_the_system_refuses_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(book: Workbook) -> None:
        book.worksheets()[0].row_data_fh.close()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Workbook, "_store_workbook", refuse)
    with pytest.raises(OSError, match="No space left on device"):
        write_workbook(table(LEADS), tmp_path / "x.xlsx", AS_OF)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").touch()
    with pytest.raises(FileExistsError):
        write_workbook(table(LEADS), tmp_path / "x.xlsx", AS_OF)
