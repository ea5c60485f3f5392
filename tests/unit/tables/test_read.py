from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest

from leadscore.columns import FILE, LINE, own
from leadscore.errors import InputError
from leadscore.tables import raw_records, read_table
from tests.unit.tables.shown import rejected, rows

if TYPE_CHECKING:
    from tests.unit.tables.conftest import Read


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"a,b\n1,2\n3,4\n", [(2, "1", "2"), (3, "3", "4")]),
        (b"a,b\n1,2\n3,4", [(2, "1", "2"), (3, "3", "4")]),
        (b"a,b\r\n1,2\r\n3,4\r\n", [(2, "1", "2"), (3, "3", "4")]),
        (b"a,b\r\n1,2\r\n3,4\r", [(2, "1", "2"), (3, "3", "4")]),
        (b"a,b\r\n1,2\n3,4", [(2, "1", "2"), (3, "3", "4")]),
        (b"\xef\xbb\xbfa,b\n1,2\n", [(2, "1", "2")]),
        (b'\xef\xbb\xbf"a","b"\n"1","2"\n', [(2, "1", "2")]),
        (b"a,b", []),
        (b"a,b\n", []),
        (b"a,b\r\n\r\n", []),
        (b"a\n", []),
        (b"a\n1\n\n2\n", [(2, "1"), (4, "2")]),
        (b'a\n""\n \n', [(2, ""), (3, " ")]),
        (b'a\n"1\n2"\n3', [(2, "1\n2"), (4, "3")]),
        (b"a,b\n,\n", [(2, "", "")]),
        (b'a,b\n"",\n', [(2, "", "")]),
        (b"\n\na,b\n\n1,2\n\n", [(5, "1", "2")]),
        (b'"a\n",b\n1,2\n', [(3, "1", "2")]),
        (b'"a\n",b\n1,"2"\n\n3,4\n', [(3, "1", "2"), (5, "3", "4")]),
        (b'a,b\n1,"x\r\ny\nz"\n\n2,3\n', [(2, "1", "x\r\ny\nz"), (6, "2", "3")]),
        (b'a,b\n1,"\n\n"\n2,"x""\n"', [(2, "1", "\n\n"), (5, "2", 'x"\n')]),
        (b'a,b\n1,"2\n"', [(2, "1", "2\n")]),
        (b'a,b\n5" pipe,"x"\n"\n",6""\n', [(2, '5" pipe', "x"), (3, "\n", '6""')]),
        (b"a,b\n#1, 2\n", [(2, "#1", " 2")]),
        (b"a,b\n01,NA\nnull,-0\n", [(2, "01", "NA"), (3, "null", "-0")]),
        ("a,b\nä,🎉\n".encode(), [(2, "ä", "🎉")]),
    ],
)
def test_well_formed_records_come_out_as_they_are(
    read: Read, content: bytes, expected: list[tuple[object, ...]]
) -> None:
    table = read(content)
    assert rows(table) == expected
    assert table.malformed.is_empty()
    assert table.files[0].rows == len(expected)


@pytest.mark.parametrize(
    ("content", "good", "bad"),
    [
        (b"a,b\n1\n3,4\n", [3], [(2, "has 1 field, the header has 2", "1")]),
        (
            b"a,b\n1,2,3\n4\n5,6\n",
            [4],
            [(2, "has 3 fields, the header has 2", "1,2,3"), (3, "has 1 field, the header has 2", "4")],
        ),
        (b"a,b\n1,2\n  \n3,4\n", [2, 4], [(3, "has 1 field, the header has 2", "  ")]),
        (b"a,b\n1,2\n3", [2], [(3, "has 1 field, the header has 2", "3")]),
        (b"a,b\n1,\0\n3,4\n", [3], [(2, "contains a NUL byte", "1,\0")]),
        (b'a,b\n"1\0",2\n3,4\n', [3], [(2, "contains a NUL byte", '"1\0",2')]),
        (b"a,b\n\0,\n3,4\n", [3], [(2, "contains a NUL byte", "\0,")]),
        (b"a,b\n1,\r2\n3,4\n", [3], [(2, "contains a carriage return outside quotes", "1,\r2")]),
        (b"a,b\r\n1,2\r\r\n3,4\r\n", [3], [(2, "contains a carriage return outside quotes", "1,2\r")]),
        (b'a,b\n1,"2\n3,4\n5,6\n', [3, 4], [(2, "a quote is opened and never closed", '1,"2')]),
        (b'a,b\n1,"2"x\n3,4\n', [3], [(2, "text after a closing quote", '1,"2"x')]),
        (b'a,b\n1,"2\n3,"4"\n5,6\n', [3, 4], [(2, "text after a closing quote", '1,"2')]),
        (b'a,b\n1,2,"x\ny"\n5,6\n', [4], [(2, "has 3 fields, the header has 2", '1,2,"x\ny"')]),
        (b'a,b\n"1,2"\n3,4\n', [3], [(2, "has 1 field, the header has 2", '"1,2"')]),
        (
            b'a\n1\n2,3\n"x',
            [2],
            [(3, "has 2 fields, the header has 1", "2,3"), (4, "a quote is opened and never closed", '"x')],
        ),
    ],
)
def test_malformed_records_are_rejected_alone(
    read: Read, content: bytes, good: list[int], bad: list[tuple[object, ...]]
) -> None:
    table = read(content)
    assert [row[0] for row in rows(table)] == good
    assert rejected(table) == bad
    assert table.files[0].rows == len(good) + len(bad)


def test_records_inside_a_quote_that_was_not_closed_are_kept(read: Read) -> None:
    table = read(b'a,b,c\n1,"x,3\n4,5,6\n7,8,9\n10,"\nx",11\n')
    assert [row[0] for row in rows(table)] == [3, 4, 5]
    assert rejected(table) == [
        (2, "a quote is opened and never closed: the lines that follow are records of their own", '1,"x,3')
    ]


def test_what_is_reported_of_a_malformed_record(read: Read) -> None:
    table = read(b"a,b\n" + b"x" * 20_000 + b"\n")
    (only,) = table.malformed.rows()
    assert only == ("contacts.csv", 2, "", "", "has 1 field, the header has 2", "x" * 10_000 + "…")
    assert table.malformed.schema == {
        "file": pl.String,
        "line": pl.Int64,
        "column": pl.String,
        "value": pl.String,
        "reason": pl.String,
        "raw": pl.String,
    }


@pytest.mark.parametrize("content", [b"a,a\n1,2\n", b'a,a\n1,"2"\n', b"a,a\n1,2\n\n"])
def test_a_table_is_typed_and_hashed(read: Read, content: bytes) -> None:
    table = read(content)
    assert table.header == ("a", "a")
    assert table.frame.collect_schema() == {
        own(0): pl.String,
        own(1): pl.String,
        LINE: pl.Int64,
        FILE: pl.Int32,
    }
    assert table.files[0].sha256 == hashlib.sha256(content).hexdigest()


def test_characters_and_line_ends_may_lie_across_chunks(read: Read) -> None:
    for shift in range(4):
        table = read(b"a,b\r\n" + b"x" * shift + "ä,€\r\n".encode() * 200_000)
        assert table.frame.select(pl.len(), pl.col(own(1)).n_unique().alias("n")).collect().row(0) == (
            200_000,
            1,
        )


def test_many_columns_with_quotes_are_read(read: Read) -> None:
    table = read((",".join("x" * 6000) + "\n" + ",".join(['"y"'] * 6000) + "\n").encode())
    assert rows(table) == [(2, *["y"] * 6000)]


@pytest.mark.parametrize("name", ["[a]*?.csv", "~x.csv", "~/x.csv", "a%20b.csv", "file:x", "ü\n.csv"])
@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b'a,b\n1,"2"\n', b"a,b\n1,2\n\n"])
def test_a_file_may_have_any_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).parent.mkdir(exist_ok=True)
    Path(name).write_bytes(content)
    assert rows(read_table("contacts", [Path(name)], tmp_path)) == [(2, "1", "2")]


@pytest.mark.parametrize("chunk", range(1, 7))
def test_a_copy_is_made_in_pieces(read: Read, monkeypatch: pytest.MonkeyPatch, chunk: int) -> None:
    monkeypatch.setattr("leadscore.tables.repair._CHUNK", chunk)
    assert [row[0] for row in rows(read(b"a,b\n1,2\n3,4\n\n5,6\n7\n8,9\n"))] == [2, 3, 5, 7]


def test_several_files_follow_each_other(tmp_path: Path) -> None:
    paths = [tmp_path / "b.csv", tmp_path / "a.csv"]
    paths[0].write_text('x,y\n1,2\n"3\n",4\n5\n')
    paths[1].write_text("\ufeffx,y\r\n6,7\r\n")
    table = read_table("activities", paths, tmp_path)
    assert table.frame.select(FILE, LINE, own(0)).collect().rows() == [
        (0, 2, "1"),
        (0, 3, "3\n"),
        (1, 2, "6"),
    ]
    assert [(file.name, file.rows) for file in table.files] == [("b.csv", 3), ("a.csv", 1)]
    assert table.malformed.select("file", "line").rows() == [("b.csv", 5)]


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("x,y,z", 'two.csv: has "z" besides, compared with'),
        ("x", 'two.csv: lacks "y", compared with'),
        ("x,Y", 'two.csv: lacks "y" and has "Y" besides'),
        ("y,x", 'two.csv: has "y" as column 1 and not "x"'),
        ("x,y,y", "two.csv: has 3 columns and not 2"),
        ("x,a,b,c,d,e,f,g", 'has "a", "b", "c", "d", "e" and 2 more besides'),
    ],
)
def test_files_with_other_columns_are_refused(tmp_path: Path, header: str, message: str) -> None:
    (one := tmp_path / "one.csv").write_text("x,y\n")
    (two := tmp_path / "two.csv").write_text(header)
    with pytest.raises(InputError) as caught:
        read_table("contacts", [one, two], tmp_path)
    assert message in str(caught.value)


def test_a_file_given_twice_is_refused(tmp_path: Path) -> None:
    (path := tmp_path / "one.csv").write_text("x,y\n")
    (tmp_path / "link.csv").symlink_to(path)
    with pytest.raises(InputError, match=r"one\.csv: given twice as deals\n"):
        read_table("deals", [path, path], tmp_path)
    with pytest.raises(InputError, match=r"link\.csv: given twice as deals \(as .*one\.csv too\)"):
        read_table("deals", [path, tmp_path / "link.csv"], tmp_path)


def test_raw_records_are_looked_up_in_the_files(tmp_path: Path) -> None:
    paths = [tmp_path / "a.csv", tmp_path / "b.csv"]
    paths[0].write_bytes(b'x,y\n1,2\n\n"3\r\n""",\r\n')
    paths[1].write_bytes(b"x,y\n" + b"6" * 10_001 + b",7")
    table = read_table("activities", paths, tmp_path)
    places = pl.DataFrame(
        {FILE: [1, 0, 0, 0], LINE: [2, 4, 2, 4], "n": [1, 2, 3, 4]}, schema_overrides={FILE: pl.Int32}
    )
    found = raw_records(table, places)
    assert found["raw"].to_list() == ["6" * 10_000 + "…", '"3\r\n""",', "1,2", '"3\r\n""",']
    assert found.drop("raw").equals(places)


def test_no_places_have_no_raw_records(read: Read) -> None:
    places = pl.DataFrame(schema={FILE: pl.Int32, LINE: pl.Int64})
    assert raw_records(read(b"a\n1\n"), places).schema == {FILE: pl.Int32, LINE: pl.Int64, "raw": pl.String}


@pytest.mark.parametrize("first", [b"1", b"1,2", b"1,2,3,4", b"", b"," * 200_000, b"\0"])
@pytest.mark.parametrize("below", [b"", b"4,5,6\n", b"4,5\n7,8,9\n"])
def test_the_first_line_below_the_header_may_be_malformed(read: Read, first: bytes, below: bytes) -> None:
    table = read(b"a,b,c\n" + first + b"\n" + below)
    assert [row[1] for row in rows(table)] == ([] if not below else ["4"] if b"6" in below else ["7"])
    assert table.malformed.height == bool(first) + (b"8" in below)
    assert table.files[0].rows == len(rows(table)) + table.malformed.height


@pytest.mark.parametrize("head", [b"a\n", b"a,b\n"])
def test_quotes_far_below_are_no_part_of_a_cell(
    read: Read, monkeypatch: pytest.MonkeyPatch, head: bytes
) -> None:
    monkeypatch.setattr("leadscore.tables.proof._MOST_ODD_CHUNKS", 0)
    record = b",".join([b'"x"'] * len(head[::2]))
    table = read(head + record + b"\n" + b'"y\n')
    assert rows(table) == [(2, *["x"] * len(table.header))]
    assert rejected(table) == [(3, "a quote is opened and never closed", '"y')]
