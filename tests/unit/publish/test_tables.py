from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import polars as pl
import pytest

from leadscore.publish import tables
from leadscore.publish.tables import write_table
from leadscore.results import OutputTable

if TYPE_CHECKING:
    from pathlib import Path


def written(path: Path, header: tuple[str, ...], *columns: list[str | None]) -> str:
    rows = pl.DataFrame(list(columns), schema={str(place): pl.String for place in range(len(columns))})
    output = write_table(OutputTable("x.csv", header, rows), path / "x.csv")
    content = (path / "x.csv").read_bytes()
    assert (output.rows, output.sha256) == (rows.height, sha256(content).hexdigest())
    return content.decode()


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("plain", "plain"),
        (" a b ", " a b "),
        ("a;b\tc", "a;b\tc"),
        ("", ""),
        ("a,b", '"a,b"'),
        ('5" pipe', '"5"" pipe"'),
        ("two\nlines", '"two\nlines"'),
        ("two\rlines", '"two\rlines"'),
        ("Müller 漢字 🚀", "Müller 漢字 🚀"),
        ("'=1+1", "'=1+1"),
        ("012", "012"),
    ],
)
def test_cells_and_header_cells_are_quoted_only_where_needed(
    tmp_path: Path, cell: str, expected: str
) -> None:
    assert written(tmp_path, ("id", cell), ["1"], [cell]) == f"id,{expected}\n1,{expected}\n"


def test_null_is_an_empty_cell(tmp_path: Path) -> None:
    assert written(tmp_path, ("id", "name"), ["1", None], [None, None]) == "id,name\n1,\n,\n"


def test_headers_may_repeat(tmp_path: Path) -> None:
    assert written(tmp_path, ("a", "a", ""), ["1"], ["2"], ["3"]) == "a,a,\n1,2,3\n"


def test_a_table_without_rows_is_its_header(tmp_path: Path) -> None:
    assert written(tmp_path, ("a", "b"), [], []) == "a,b\n"


def test_a_lonely_empty_cell_makes_no_blank_line(tmp_path: Path) -> None:
    assert written(tmp_path, ("a",), ["1", None, ""]) == 'a\n1\n""\n""\n'


def test_a_long_table_is_written_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "_ROWS_AT_ONCE", 2)
    assert written(tmp_path, ("a", "b"), list("12345"), list("abcde")) == "a,b\n1,a\n2,b\n3,c\n4,d\n5,e\n"


def test_the_header_is_as_wide_as_the_rows(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="1 header cells for 2 columns"):
        written(tmp_path, ("a",), ["1"], ["2"])


def test_a_list_for_people_has_its_own_delimiter_and_a_byte_order_mark(tmp_path: Path) -> None:
    rows = pl.DataFrame({"a": ["x;y", "1,5"], "b": ["é", None]})
    output = write_table(OutputTable("x.csv", ("a;b", "c"), rows, ";", bom=True), tmp_path / "x.csv")
    content = (tmp_path / "x.csv").read_bytes()
    assert content == '\ufeff"a;b";c\n"x;y";é\n1,5;\n'.encode()
    assert output.sha256 == sha256(content).hexdigest()
