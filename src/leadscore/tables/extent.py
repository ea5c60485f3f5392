"""How far the sheets of a workbook reach, before anything makes room for all their cells.

One cell in the last corner of a sheet makes a table of 17 thousand million cells, nearly all of them empty. Whatever
its name is, a part of a workbook that says so is a sheet; cells without a value do not count.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import ZipFile

from leadscore.tables import refusals
from leadscore.tables.parts import DAMAGE

if TYPE_CHECKING:
    from pathlib import Path
    from typing import IO

__all__ = ["check_extent"]

_MOST_CELLS: Final = 50_000_000
_MOST_EMPTY: Final = 5_000_000
"""Cells of a sheet that has next to nothing in them."""
_NEXT_TO_NOTHING: Final = 100
_OTHERS: Final = frozenset({"xl/workbook.bin", "content.xml"})
"""What makes an archive a workbook of another kind, whose cells are not counted here."""
_SHEET: Final = b"sheetData"
_VALUES: Final = frozenset({"v", "is", "f"})
_CHUNK: Final = 1 << 20
_PLACE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.IGNORECASE)


def check_extent(path: Path) -> None:
    """Check that no sheet would fill the memory.

    Raises:
        InputError: One would, or the workbook cannot be read.
    """
    try:
        with ZipFile(path) as archive:
            names = archive.namelist()
            if _OTHERS.intersection(names):
                raise refusals.damaged_workbook(str(path))
            for name in names:
                with archive.open(name) as file:
                    is_sheet = _mentions(file, _SHEET)
                if is_sheet:
                    with archive.open(name) as file:
                        _Sheet().check(path, file)
    except (*DAMAGE, ExpatError) as error:
        raise refusals.damaged_workbook(str(path)) from error


def _mentions(file: IO[bytes], word: bytes) -> bool:
    held = b""
    while chunk := file.read(_CHUNK):
        if word in held + chunk:
            return True
        held = chunk[1 - len(word) :]
    return False


class _Sheet:
    """Goes through the elements of a sheet and keeps the cells with a value apart."""

    def __init__(self) -> None:
        self._cells = 0
        self._columns = 0
        self._rows = 0
        self._row = 0
        self._column = 0
        self._is_cell = False

    def check(self, path: Path, file: IO[bytes]) -> None:
        parser = ParserCreate("utf-8")
        parser.StartElementHandler = self._start
        while chunk := file.read(_CHUNK):
            parser.Parse(chunk, False)  # noqa: FBT003 - the parser knows no keywords
            area = self._columns * self._rows
            if area > _MOST_CELLS:
                break
        else:
            parser.Parse(b"", True)  # noqa: FBT003
        area = self._columns * self._rows
        if area > _MOST_CELLS or (area > _MOST_EMPTY and area > _NEXT_TO_NOTHING * self._cells):
            raise refusals.sheet_too_big(path, _MOST_EMPTY)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        if kind == "c":
            self._is_cell = True
            self._go_to(attributes.get("r"))
        elif kind == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = 0
        elif self._is_cell and kind in _VALUES:
            self._is_cell = False
            self._cells += 1
            self._columns = max(self._columns, self._column)
            self._rows = max(self._rows, self._row)

    def _go_to(self, place: str | None) -> None:
        if place is None:
            self._column += 1
            return
        found = _PLACE.fullmatch(place)
        if found is None:
            raise ValueError(place)
        self._column = _number(found[1])
        self._row = int(found[2])


def _number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
