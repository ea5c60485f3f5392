from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadscore.errors import InputError
from leadscore.tables.grammar import Shape, plain_line_pattern
from leadscore.tables.header import Header
from leadscore.tables.survey import NotUtf8Error, Survey, survey

PIECES = st.sampled_from(
    ["1,2\n", "1,2\r\n", "ä,€\n", "1,2", ",\n", "\n", "\r", "\r\n", "1\n", ",", '"', "\0", "x"]
)
QUOTED = st.sampled_from(
    ['"a","b"\n', '"a","b","c"\n', '"","a,b"\r\n', '"a",b\n', '"a""b","c"\n', '"a\n', ',"']
)


def surveyed(body: bytes, chunk: int, columns: int = 2) -> Survey:
    """Survey a file with this body, reading so many bytes at once."""
    head = b",".join([b"h"] * columns) + b"\n"
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        (path := Path(folder) / "x.csv").write_bytes(head + body)
        patch.setattr("leadscore.tables.survey.CHUNK", chunk)
        return survey(path, Header(("h",) * columns, 1, len(head)))


@settings(max_examples=500, deadline=None)
@given(st.lists(PIECES, max_size=8).map("".join), st.integers(1, 9))
def test_plain_is_what_its_definition_says(body: str, chunk: int) -> None:
    lines = body.removesuffix("\n").split("\n") if body else []
    found = surveyed(body.encode(), chunk)
    assert found.plain == all(re.fullmatch(r'[^,"\r\0]*,[^,"\r\0]*\r?', line) for line in lines)
    assert found.lines == len(lines)
    assert found.sha256 == sha256(b"h,h\n" + body.encode()).hexdigest()


@pytest.mark.parametrize(
    ("columns", "body"),
    [(1, b"1\n"), (3, b"1,2,3\n4,5\n6,7,8,9\n"), (3, b"1,2\n,3,4,5\n"), (3, b"1,2,3\n,4,\nx")],
)
def test_right_totals_do_not_make_a_file_plain(columns: int, body: bytes) -> None:
    assert not surveyed(body, 1 << 20, columns).plain


@pytest.mark.parametrize("chunk", range(1, 9))
@pytest.mark.parametrize(
    "body",
    [
        "ä,€\nü,\n".encode() + b"\xe2\x82,\n",
        "1,€\n\n\n€".encode()[:-1],
        "1,€".encode() + b"\xff\n",
        b"1\xe2\x82,,\xac\n",
    ],
)
def test_a_wrong_byte_is_found(chunk: int, body: bytes) -> None:
    with pytest.raises(NotUtf8Error):
        surveyed(body, chunk)


@settings(max_examples=500, deadline=None)
@given(st.lists(PIECES | QUOTED, max_size=8).map("".join), st.integers(1, 9), st.integers(2, 3))
def test_lines_that_are_no_record_by_themselves_are_suspects(body: str, chunk: int, columns: int) -> None:
    lines = body.removesuffix("\n").split("\n") if body else []
    found = surveyed(body.encode(), chunk, columns)
    pattern = plain_line_pattern(Shape(columns))
    whole = [bool(line.removesuffix("\r") and re.match(pattern, line.removesuffix("\r"))) for line in lines]
    assert found.lines == len(lines)
    if found.suspects is not None:
        assert found.suspects == tuple(place for place, good in enumerate(whole, 2) if not good)
        assert found.quoted == any('"' in line for line, good in zip(lines, whole, strict=True) if good)


def test_a_file_that_grows_meanwhile_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (path := tmp_path / "x.csv").write_bytes(b"h,h\n1,2\n")
    monkeypatch.setattr(Path, "stat", lambda _: SimpleNamespace(st_size=4))
    with pytest.raises(InputError, match=r"x\.csv: the file changed while it was being read"):
        survey(path, Header(("h", "h"), 1, 4))
