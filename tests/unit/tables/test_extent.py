from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any

import pytest

from leadscore.errors import InputError
from tests.unit.tables.packed import changed, sheets, workbook
from tests.unit.tables.shown import rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.unit.tables.conftest import Read


def far(book: Any) -> None:
    sheet = book.add_worksheet()
    sheet.write_column(0, 0, ["id", "1"])
    sheet.write(1_048_575, 16_383, "x")


def swapped(old: bytes, new: bytes) -> Callable[[str, bytes], tuple[str, bytes]]:
    return lambda name, text: (name, text.replace(old, new))


@pytest.mark.parametrize(
    "change",
    [
        swapped(b"", b""),
        swapped(b'r="XFD1048576"', b"r='XFD1048576'"),
        swapped(b'<c r="XFD1048576"', b'<c\n r = "XFD1048576"'),
        swapped(b'r="XFD1048576"', b'r="xfd1048576"'),
        swapped(b'r="XFD1048576"', b'r="&#88;FD1048576"'),
        lambda name, text: (
            name.replace("worksheets/sheet1.xml", "other/leads.dat"),
            text.replace(b"worksheets/sheet1.xml", b"other/leads.dat"),
        ),
    ],
)
def test_a_cell_in_the_last_corner_is_refused_at_once(
    read: Read, change: Callable[[str, bytes], tuple[str, bytes]]
) -> None:
    began = perf_counter()
    with pytest.raises(
        InputError, match=r"goes over more than 5,000,000 cells, most of them empty\n  help: delete"
    ):
        read(changed(workbook(far), change), "leads.xlsx")
    assert perf_counter() - began < 5


def test_cells_without_a_value_do_not_count(read: Read) -> None:
    def build(book: Any) -> None:
        far(book)
        book.worksheets()[0].write_blank(1_048_575, 16_383, None, book.add_format({"bold": True}))

    assert rows(read(workbook(build), "leads.xlsx")) == [(2, "1")]


def test_cells_without_a_place_follow_each_other(read: Read) -> None:
    content = changed(sheets(Leads=[["id", "name"], ["1", "Ada"]]), swapped(b' r="A2"', b""))
    assert rows(read(content, "leads.xlsx")) == [(2, "1", "Ada")]


@pytest.mark.parametrize("name", ["xl/workbook.bin", "content.xml"])
def test_a_workbook_that_is_also_of_another_kind_is_refused(read: Read, name: str) -> None:
    content = changed(
        sheets(Leads=[["id"], ["1"]]),
        lambda member, text: (name if member.endswith("theme1.xml") else member, text),
    )
    with pytest.raises(InputError, match="the workbook is damaged or has a password"):
        read(content, "leads.xlsx")


@pytest.mark.parametrize("place", [b"A1B", b"1", b"", b"$A$2"])
def test_a_place_that_is_none_is_refused(read: Read, place: bytes) -> None:
    content = changed(sheets(Leads=[["id"], ["1"]]), swapped(b' r="A2"', b' r="' + place + b'"'))
    with pytest.raises(InputError, match="the workbook is damaged or has a password"):
        read(content, "leads.xlsx")
