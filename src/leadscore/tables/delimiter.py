"""What stands between the cells of a text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from leadscore.tables.grammar import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["DELIMITERS", "declared", "find_delimiter"]

DELIMITERS: Final = (",", ";", "\t", "|")
_MOST_SAMPLE: Final = 8_000
"""Characters that the detector sees; it takes seconds for a single line of 30,000."""
_LONG: Final = re.compile(r"""([^,;\t|"'\n]{60})[^,;\t|"'\n]+""")
"""More of a cell than the detector needs; of some long cells it takes minutes to tell what they are."""
_DECLARATION: Final = re.compile(r'^"?sep=(?P<delimiter>[,;\t|])"?\s*$', re.IGNORECASE)


def declared(line: str) -> str | None:
    """Return the delimiter that a line such as `sep=;` declares to a spreadsheet, None if it is no such line."""
    found = _DECLARATION.match(line)
    return found["delimiter"] if found else None


def find_delimiter(lines: Sequence[str]) -> str:
    """Return the delimiter of a text by its first lines; a comma where there is none."""
    there = [mark for mark in DELIMITERS if any(mark in line for line in lines)]
    if len(there) < 2:
        return there[0] if there else ","
    return _detected(lines) or _most_cells(lines, there)


def _detected(lines: Sequence[str]) -> str | None:
    from clevercsv import Detector, Error  # noqa: PLC0415 - a quarter of a second, for the few files that need it

    sample = _LONG.sub(r"\1", "\n".join(line.rstrip("\r\n") for line in lines)).replace("\0", "")[
        :_MOST_SAMPLE
    ]
    try:
        found = Detector().detect(sample, delimiters=list(DELIMITERS))
    except Error:
        return None
    return found.delimiter or None if found else None


def _most_cells(lines: Sequence[str], there: Sequence[str]) -> str:
    first = next(line for line in lines if any(mark in line for mark in there))
    return max(there, key=lambda mark: len(cut(first, mark).cells))
