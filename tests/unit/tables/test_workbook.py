from __future__ import annotations

from datetime import date, datetime, time
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from leadscore.columns import FILE, LINE
from leadscore.errors import InputError
from leadscore.tables import raw_records, read_header
from tests.unit.tables.packed import changed, sheets, workbook
from tests.unit.tables.shown import rows

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.tables.conftest import Read

TABLE: list[list[object]] = [["id", "name", "amount"], [1, "Ada", 5], [2, "Bob", 6.5]]
RECORDS = [("1", "Ada", "5"), ("2", "Bob", "6.5")]


def kinds(book: Any) -> None:
    sheet = book.add_worksheet()
    formats = [book.add_format({"num_format": text}) for text in ("yyyy-mm-dd", "dd.mm.yyyy hh:mm", "hh:mm")]
    sheet.write_row(0, 0, ["id", "share", "day", "time", "clock", "flag", "text", "formula"])
    sheet.write_row(1, 0, [123456789012, 0.25])
    sheet.write_datetime(1, 2, date(2026, 12, 31), formats[0])
    sheet.write_datetime(1, 3, datetime(2026, 12, 31, 14, 5), formats[1])  # noqa: DTZ001 - a workbook has no zones
    sheet.write_datetime(1, 4, time(14, 5), formats[2])
    sheet.write_boolean(1, 5, True)
    sheet.write_string(1, 6, " two\nlines, = ")
    sheet.write_formula(1, 7, "=A2", None, "x")
    sheet.write_row(2, 0, ["0071", -3.0, 46280, 1e20])
    sheet.write_boolean(2, 5, False)


def test_cells_become_the_text_of_a_csv_export(read: Read) -> None:
    table = read(workbook(kinds), "leads.xlsx")
    expected = "123456789012|0.25|2026-12-31|2026-12-31 14:05:00|14:05:00|true| two\nlines, = |x"
    assert rows(table) == [
        (2, *expected.split("|")),
        (3, "0071", "-3", "46280", "1e+20", "", "false", "", ""),
    ]
    assert table.serials
    assert (table.files[0].rows, table.malformed.height) == (2, 0)


def test_what_stands_around_the_table_is_told(read: Read, tmp_path: Path) -> None:
    above: list[list[object]] = [["Leads"], [], ["As of 2026-10-30"]]
    below: list[list[object]] = [[], ["Total", None, 11.5], ["Confidential Information"]]
    table = read(sheets(Leads=[*above, *TABLE, [], *TABLE[1:], *below]), "leads.xlsx")
    assert [row[0] for row in rows(table)] == [5, 6, 8, 9]
    assert [row[1:] for row in rows(table)] == RECORDS * 2
    dialect = table.files[0].dialect
    assert (dialect.format, dialect.sheet) == ("xlsx", "Leads")
    assert (dialect.header_line, dialect.above, dialect.below) == (4, 2, 2)
    assert read_header(tmp_path / "leads.xlsx") == ("id", "name", "amount")


def test_a_table_may_begin_anywhere(read: Read) -> None:
    def build(book: Any) -> None:
        sheet = book.add_worksheet()
        for place, row in enumerate(TABLE, 5):
            sheet.write_row(place, 2, row)

    table = read(workbook(build), "leads.xlsx")
    assert table.header == ("", "", "id", "name", "amount")
    assert rows(table) == [(7, "", "", *RECORDS[0]), (8, "", "", *RECORDS[1])]


def test_the_rules_name_the_line_of_the_header(read: Read) -> None:
    content = sheets(Leads=[["a", "b", "c"], ["x", "y", "z"], *TABLE])
    assert read(content, "leads.xlsx").header == ("a", "b", "c")
    table = read(content, "leads.xlsx", header_line=3)
    assert (table.header, [row[1:] for row in rows(table)]) == (("id", "name", "amount"), RECORDS)
    with pytest.raises(InputError, match=r"leads\.xlsx:9: the rules say that the header is here"):
        read(content, "leads.xlsx", header_line=9)


def three(book: Any) -> None:
    for name, text in (("One", "1"), ("Two", "2"), ("Empty", None), ("Hidden", "4")):
        sheet = book.add_worksheet(name)
        if text:
            sheet.write_column(0, 0, ["id", text])
        if name == "Hidden":
            sheet.hide()


def test_the_rules_name_one_of_several_sheets(read: Read) -> None:
    content = workbook(three)
    with pytest.raises(InputError, match=r'has several sheets: "One", "Two"\n.*sheet: "One"'):
        read(content, "leads.xlsx")
    assert rows(read(content, "leads.xlsx", sheet="Two")) == [(2, "2")]
    assert rows(read(content, "leads.xlsx", sheet="Hidden")) == [(2, "4")]
    with pytest.raises(InputError, match=r'has no sheet "two"\n  help: did you mean "Two"'):
        read(content, "leads.xlsx", sheet="two")
    with pytest.raises(InputError, match="the file is empty"):
        read(content, "leads.xlsx", sheet="Empty")


def test_empty_and_hidden_sheets_are_passed_over(read: Read) -> None:
    def build(book: Any) -> None:
        book.add_worksheet("Empty")
        three_hidden = book.add_worksheet("Hidden")
        three_hidden.write_column(0, 0, ["x", "1"])
        three_hidden.hide()
        book.add_worksheet("Leads").write_column(0, 0, ["id", "7"])

    table = read(workbook(build), "leads.xlsx")
    assert (rows(table), table.files[0].dialect.sheet) == ([(2, "7")], "Leads")


@pytest.mark.parametrize("content", [sheets(Leads=[]), sheets(Leads=[["  "]])])
def test_an_empty_workbook_is_refused(read: Read, content: bytes) -> None:
    with pytest.raises(InputError, match="the file is empty"):
        read(content, "leads.xlsx")


def test_a_record_of_a_sheet_is_shown_as_csv(read: Read) -> None:
    table = read(sheets(Leads=[["id", "name"], ["1", 'a,"b"'], ["2", None]]), "leads.xlsx")
    places = table.frame.select(FILE, LINE).collect()
    assert raw_records(table, places)["raw"].to_list() == ['1,"a,""b"""', "2,"]


def test_the_name_of_the_file_does_not_matter(read: Read) -> None:
    for name in ("leads.csv", "leads", "leads.xlsb", "leads.ods"):
        assert len(rows(read(sheets(Leads=TABLE), name))) == 2


def test_a_damaged_workbook_is_refused_or_read(read: Read) -> None:
    whole = workbook(kinds)
    chance = Random(5)

    def damage(content: bytes) -> bytes:
        place = chance.randrange(len(content))
        return content[:place] + bytes([chance.randrange(256)]) + content[place + chance.randrange(3) :]

    for turn in range(200):
        part = chance.choice(["sheet1", "workbook.xml", "styles", "sharedStrings", "rels", ""])
        content = (
            changed(whole, lambda name, text: (name, damage(text) if part in name else text))  # noqa: B023 - used at once
            if turn % 2
            else damage(whole)
        )
        try:
            read(content, "leads.xlsx")
        except InputError as error:
            assert "\n  help: " in str(error)  # noqa: PT017 - some of them are read
