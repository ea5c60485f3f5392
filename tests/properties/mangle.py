"""Small exports in every way in which exports are written, and what may happen to their bytes on the way."""

from __future__ import annotations

import codecs
import csv
from io import StringIO
from typing import TYPE_CHECKING, Literal

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["crm_exports", "exports", "mangled"]

CELL = st.text(alphabet=st.sampled_from("ab1. ä€ß\",\n\r;\t|'"), max_size=6)
WORDS = st.sampled_from(
    [
        "Anna",
        "Müller, Köln",
        'die "Post"',
        "2026-10-30",
        "Total",
        "1.234,56",
        "a;b",
        "Bye\nTotal 5\nAnna",
        "x\n\n\nyz",
    ]
)
ABOVE = st.lists(
    st.sampled_from(["Leads", "Lead report;as of today", "Created by: Anna", "", "sep=;"]), max_size=2
)
BELOW = st.sampled_from(
    [[], [], [], ["", "Copyright 2026"], ["Total 5"], ["", "Leads", "Confidential Information"]]
)
MARKS = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE, "utf-32-le": codecs.BOM_UTF32_LE}
ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "cp1252", *MARKS)
PIECES = (
    b'"',
    b",",
    b";",
    b"\n",
    b"\r",
    b"\r\n",
    b"\0",
    b"x",
    b'""',
    b'","',
    b"\xff",
    b"\xe4",
    "ä".encode(),
    b" ",
    "äöü".encode("cp1252") * 5,
    b"\xef\xbb\xbf",
)

Quoting = Literal[0, 1]


def written(rows: Sequence[Sequence[str]], delimiter: str, line_end: str, quoting: Quoting) -> str:
    """Return rows as CSV text; every cell with a line end in it has quotes."""
    text = ""
    for row in rows:
        record = StringIO(newline="")
        # Before Python 3.13, the writer left a carriage return without quotes if lines ended with a line feed.
        how = csv.QUOTE_ALL if "\r" in "".join(row) or "\n" in "".join(row) else quoting
        csv.writer(record, delimiter=delimiter, quoting=how, lineterminator=line_end).writerow(row)
        text += record.getvalue()
    return text


@st.composite
def exports(draw: st.DrawFn) -> bytes:
    """Draw a well-formed export of up to eight records."""
    columns = draw(st.integers(1, 5))
    row = st.lists(CELL | WORDS, min_size=columns, max_size=columns)
    rows = [[f"c{n}" for n in range(columns)], *draw(st.lists(row, max_size=8))]
    line_end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    quoting: Quoting = draw(st.sampled_from((0, 1)))
    table = written(rows, draw(st.sampled_from(",;\t|")), line_end, quoting)
    around = [line_end.join([*lines, ""]) if lines else "" for lines in (draw(ABOVE), draw(BELOW))]
    encoding = draw(st.sampled_from(ENCODINGS))
    return MARKS.get(encoding, b"") + (around[0] + table + around[1]).encode(encoding)


HEADERS = {
    "contacts": ["contact_id", "email", "employees"],
    "activities": ["contact_id", "type", "occurred_at"],
}
VALUES = {
    "contact_id": st.sampled_from([str(number) for number in range(1, 10)]),
    "email": st.sampled_from(["a@b.example", "", "x"]),
    "employees": st.sampled_from(["5", "50", "many", ""]),
    "type": st.sampled_from(["visit", "call", ""]),
    "occurred_at": st.sampled_from(["2026-10-01", "2026-12-01 10:00", "soon", ""]),
}


@st.composite
def crm_exports(draw: st.DrawFn, name: str) -> bytes:
    """Draw a well-formed export of contacts or activities."""
    header = HEADERS[name]
    row = st.tuples(*(VALUES[field] for field in header))
    rows = [
        header,
        *draw(
            st.lists(
                row,
                min_size=1,
                max_size=8,
                unique_by=lambda cells: cells[:1] if name == "contacts" else cells,
            )
        ),
    ]
    quoting: Quoting = draw(st.sampled_from((0, 1)))
    text = written(rows, draw(st.sampled_from(",;\t")), draw(st.sampled_from(["\n", "\r\n"])), quoting)
    return text.encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "cp1252"])))


@st.composite
def mangled(draw: st.DrawFn, content: st.SearchStrategy[bytes] | None = None) -> bytes:
    """Draw an export of whose bytes some were flipped, put in, taken out, moved, repeated or cut off."""
    mangled = bytearray(draw(exports() if content is None else content))
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(mangled)))
        match draw(st.sampled_from(["insert", "delete", "repeat", "flip", "truncate", "join", "unquote"])):
            case "insert":
                mangled[place:place] = draw(st.sampled_from(PIECES))
            case "delete":
                del mangled[place : place + draw(st.integers(1, 5))]
            case "repeat":
                mangled[place:place] = mangled[place : place + draw(st.integers(1, 20))]
            case "flip":
                mangled[place : place + 1] = bytes([draw(st.integers(0, 255))])
            case "truncate":
                del mangled[max(place, len(mangled) - 20) :]
            case "join":
                del mangled[(end := mangled.find(b"\n", place)) : end + 1]
            case _:
                del mangled[(quote := mangled.find(b'"', place)) : quote + 1]
    return bytes(mangled)
