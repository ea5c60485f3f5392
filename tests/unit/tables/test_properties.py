"""Whatever is in a file: each of its lines is in one record that is accepted or reported, once, as it stands there."""

from __future__ import annotations

import csv
from contextlib import suppress
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from leadscore.columns import LINE, own
from leadscore.errors import InputError
from leadscore.tables import Table, raw_records, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Quoting = Literal[0, 1]
"""`csv.QUOTE_MINIMAL` or `csv.QUOTE_ALL`."""

CELL = st.text(alphabet=st.sampled_from('ab1 ä€🎉",\n\r;\t'), max_size=6)
PLAIN_CELL = st.text(alphabet="ab1 ä€;'", max_size=4)
QUOTINGS: tuple[Quoting, ...] = (0, 1)
SEVERAL = settings(max_examples=300, deadline=None)


@st.composite
def tables(draw: st.DrawFn, cell: st.SearchStrategy[str] = CELL) -> list[list[str]]:
    columns = draw(st.integers(1, 4))
    return draw(
        st.lists(st.lists(cell, min_size=columns, max_size=columns), max_size=8).map(
            lambda rows: [[f"c{n}" for n in range(columns)], *rows]
        )
    )


@st.composite
def files(draw: st.DrawFn) -> bytes:
    quoting = draw(st.sampled_from(QUOTINGS))
    text, _ = written(
        draw(tables()), quoting, draw(st.sampled_from(["\n", "\r\n"])), draw(st.sampled_from(["", "\n"]))
    )
    return (draw(st.sampled_from(["", "\ufeff"])) + text).encode()


@st.composite
def mangled(draw: st.DrawFn) -> bytes:
    content = bytearray(draw(files()))
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(content)))
        piece = draw(st.sampled_from([b'"', b",", b"\n", b"\r", b"\r\n", b"\0", b"x", b'""', b"\xff", b" "]))
        match draw(st.sampled_from(["insert", "delete", "double"])):
            case "insert":
                content[place:place] = piece
            case "delete":
                del content[place : place + draw(st.integers(1, 5))]
            case _:
                content[place:place] = content[place : place + draw(st.integers(1, 12))]
    return bytes(content)


def written(
    rows: Sequence[Sequence[str]], quoting: Quoting, line_end: str, blank: str = ""
) -> tuple[str, list[int]]:
    """Return a CSV file, with a blank line after each record if `blank` is one, and the line of each record."""
    text, lines = "", []
    for row in rows:
        lines.append(text.count("\n") + 1)
        record = StringIO(newline="")
        # Before Python 3.13, the writer left a carriage return without quotes if lines ended with LF.
        how = csv.QUOTE_ALL if "\r" in "".join(row) else quoting
        csv.writer(record, quoting=how, lineterminator=line_end).writerow(row)
        text += record.getvalue() + blank
    return text, lines


def read(content: bytes, folder: str) -> Table:
    path = Path(folder) / "contacts.csv"
    path.write_bytes(content)
    return read_table("contacts", [path], Path(folder))


def accepted(table: Table) -> pl.DataFrame:
    return table.frame.with_columns(pl.col("^own:.*$").fill_null("")).collect(engine="streaming")


def cells(table: Table, frame: pl.DataFrame) -> list[list[str]]:
    return [list(row) for row in frame.select(own(place) for place in range(len(table.header))).rows()]


def parsed(raw: str) -> list[str]:
    return next(csv.reader(StringIO(raw, newline=""), strict=True))


@SEVERAL
@given(
    tables(),
    st.sampled_from(QUOTINGS),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "\n", "\r\n"]),
    st.booleans(),
)
def test_what_was_written_is_read(
    rows: list[list[str]], quoting: Quoting, line_end: str, blank: str, closed: bool
) -> None:
    text, lines = written(rows, quoting, line_end, blank)
    with TemporaryDirectory() as folder:
        table = read((text if closed else text.rstrip("\r\n")).encode(), folder)
        frame = accepted(table)
    assert cells(table, frame) == rows[1:]
    assert frame[LINE].to_list() == lines[1:]
    assert table.malformed.is_empty()


@SEVERAL
@given(mangled())
def test_every_line_is_accounted_for_once(content: bytes) -> None:
    with TemporaryDirectory() as folder, suppress(InputError):
        table = read(content, folder)
        frame = raw_records(table, accepted(table))
        assert table.files[0].rows == frame.height + table.malformed.height
        assert cells(table, frame) == [parsed(raw) for raw in frame["raw"]]
        assert list(lines_of(table, frame)) == body(content)


def lines_of(table: Table, frame: pl.DataFrame) -> Iterator[tuple[int, str]]:
    """Yield the lines of all accepted and all malformed records, as their raw texts have them, but for blank ones."""
    records = [*frame.select(LINE, "raw").rows(), *table.malformed.select("line", "raw").rows()]
    for line, raw in sorted(records):
        numbered = enumerate(raw.split("\n"), line)
        yield from ((number, text.rstrip("\r")) for number, text in numbered if text.rstrip("\r"))


def body(content: bytes) -> list[tuple[int, str]]:
    """Return the lines below the header, but for blank ones."""
    lines = content.decode("utf-8-sig").split("\n")
    reader = csv.reader(line + "\n" for line in lines)
    while not "".join(next(reader)).strip():
        pass
    below = enumerate(lines[reader.line_num :], reader.line_num + 1)
    return [(number, text.rstrip("\r")) for number, text in below if text.rstrip("\r")]


@SEVERAL
@given(tables(PLAIN_CELL), st.data())
def test_one_stray_quote_costs_one_record_at_most(rows: list[list[str]], data: st.DataObject) -> None:
    text, lines = written(rows, csv.QUOTE_MINIMAL, "\n")
    place = data.draw(st.integers(text.index("\n") + 1, len(text)))
    with TemporaryDirectory() as folder:
        table = read((text[:place] + '"' + text[place:]).encode(), folder)
        frame = accepted(table)
    hit = text.count("\n", 0, place) + 1
    found = dict(zip(frame[LINE], cells(table, frame), strict=True))
    assert {line: row for line, row in found.items() if line != hit} == {
        line: row for line, row in zip(lines[1:], rows[1:], strict=True) if line != hit
    }
