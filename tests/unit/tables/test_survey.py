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
from leadscore.tables.header import Header
from leadscore.tables.survey import Survey, survey

PIECES = st.sampled_from(
    ["1,2\n", "1,2\r\n", "ä,€\n", "1,2", ",\n", "\n", "\r", "\r\n", "1\n", ",", '"', "\0", "x"]
)


def surveyed(body: bytes, chunk: int, columns: int = 2) -> Survey:
    """Survey a file with this body, reading so many bytes at once."""
    head = b",".join([b"h"] * columns) + b"\n"
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        (path := Path(folder) / "x.csv").write_bytes(head + body)
        patch.setattr("leadscore.tables.survey._CHUNK", chunk)
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
    ("body", "line", "byte"),
    [
        ("ä,€\nü,\n".encode() + b"\xe2\x82,\n", 4, "E2"),
        ("1,€\n\n\n€".encode()[:-1], 5, "E2"),
        ("1,€".encode() + b"\xff\n", 2, "FF"),
        (b"1\xe2\x82,,\xac\n", 2, "E2"),
    ],
)
def test_the_line_of_a_wrong_byte_is_found(chunk: int, body: bytes, line: int, byte: str) -> None:
    with pytest.raises(InputError, match=rf"x\.csv:{line}: not UTF-8: found the byte 0x{byte};"):
        surveyed(body, chunk)


def test_a_file_that_grows_meanwhile_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (path := tmp_path / "x.csv").write_bytes(b"h,h\n1,2\n")
    monkeypatch.setattr(Path, "stat", lambda _: SimpleNamespace(st_size=4))
    with pytest.raises(InputError, match=r"x\.csv: the file changed while it was being read"):
        survey(path, Header(("h", "h"), 1, 4))
