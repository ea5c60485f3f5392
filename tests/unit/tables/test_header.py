from __future__ import annotations

import os
from pathlib import Path

import pytest

from leadscore.errors import InputError
from leadscore.tables import read_header


@pytest.mark.parametrize(
    ("content", "cells"),
    [
        (b"id,name", ("id", "name")),
        (b"id,name\r\n1,2\r\n", ("id", "name")),
        (b"\xef\xbb\xbfid,name\n", ("id", "name")),
        (b'\xef\xbb\xbf"id","first ""x"" name"\n', ("id", 'first "x" name')),
        (b"\n \n\nid,name\n", ("id", "name")),
        (b'"two\nlines",name\n1,2\n', ("two\nlines", "name")),
        (b"id,,id\n", ("id", "", "id")),
        (b"id\n", ("id",)),
        ("größe,страна\n".encode(), ("größe", "страна")),
        (b"id,name\n\xff\xff\n", ("id", "name")),
        (b"id;name\n1;2\n", ("id", "name")),
        (b"id\tname\n", ("id", "name")),
        (b"id|name\n", ("id", "name")),
        (b"id,name\r1,2\r", ("id", "name")),
        (b"\nid,n\xe4me\n", ("id", "näme")),
        (b"\xff\xfei\0d\0", ("id",)),
        (b"\xfe\xff\0i\0d", ("id",)),
        (b"\xff\xfe\0\0i\0\0\0", ("i",)),
        (b"\0\0\xfe\xff\0\0\0i", ("i",)),
        (b"sep=;\nid;name\n1;2\n", ("id", "name")),
        (b"Leads\n\nid,name\n1,2\n", ("id", "name")),
    ],
)
def test_the_first_record_is_the_header(tmp_path: Path, content: bytes, cells: tuple[str, ...]) -> None:
    (path := tmp_path / "x.csv").write_bytes(content)
    assert read_header(path) == cells


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "x.csv: the file is empty"),
        (b"\xef\xbb\xbf", "x.csv: the file is empty"),
        (b"\r\n \n\n", "x.csv: the file is empty"),
        (b"\n,,\n", "x.csv:2: the header has no column names"),
        (b'id,"name\n1,2\n', "x.csv:1: the header cannot be read: a quote is opened and never closed"),
        (b'id,"name,city\n1,2,3\n4,5,6\n', "x.csv:1: the header cannot be read: a quote is opened and never"),
        (b'"id"x,name\n', "x.csv:1: the header cannot be read: text after a closing quote"),
        (b"i\0d\0,\0\n", "x.csv:1: the header cannot be read: contains a NUL byte"),
        (
            "ä,n".encode() + b"\xe4me\n",
            "x.csv:1: the header cannot be read: contains bytes that are no character",
        ),
        (b"id," * 400_000, "x.csv:1: the header cannot be read: has more than 100,000 fields"),
        (b"id" * 600_000, "x.csv: the header does not end within 1,048,576 bytes"),
        (b'"id,name"\n"1,2"\n', "x.csv:1: the header is quoted as a whole"),
        (b'"id,name"\n1,2\n', "x.csv:1: the header is quoted as a whole"),
        (b"i\0d\0,\0n\0a\0m\0e\0", "x.csv: this looks like UTF-16 text without a byte order mark"),
        (b"\0i\0d\0,\0n\0a\0m\0e", "x.csv: this looks like UTF-16 text without a byte order mark"),
        (b"\x89PNG\0\xff\0\xff\0\0\xff", "x.csv: this is not text"),
        (b"PK\x03\x04...", "x.csv: the archive is damaged or cut off"),
        (b"\x1f\x8b...", "x.csv: the archive is damaged or cut off"),
        (b"PAR1...", "x.csv: the Parquet file is damaged or cut off"),
        (b"\xd0\xcf\x11\xe0...", "x.csv: this is an old Excel workbook"),
        (b"\x28\xb5\x2f\xfd...", "x.csv: this is a zstd archive"),
        (b"x\x9c...", "x.csv: this is by its first two bytes a zlib archive"),
    ],
)
def test_what_has_no_header_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    (path := tmp_path / "x.csv").write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_header(path)
    assert str(caught.value).startswith(f"{tmp_path}/{message}")
    assert "\n  help: " in str(caught.value)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("kontakts.csv", 'kontakts.csv: no such file\n  help: did you mean "kontakte.csv"?'),
        ("zzz", "zzz: no such file\n  help: check the spelling"),
        ("none/x.csv", "x.csv: no such file\n  help: there is no folder"),
        ("kontakte.csv/x.csv", "x.csv: no such file\n  help: there is no folder"),
        ("n" * 300, "cannot be read (File name too long)"),
        (
            os.fsdecode(b"\xe4.csv"),
            r"\udce4.csv: the name of the file, or of a folder above it, is not UTF-8",
        ),
        ("folder", "folder: this is a folder, not a CSV file"),
        ("pipe", "pipe: this is a pipe or a device, not a CSV file"),
        ("zero", "zero: this is a pipe or a device, not a CSV file"),
    ],
)
def test_only_ordinary_files_are_opened(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "kontakte.csv").write_text("id\n")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zero").symlink_to("/dev/zero")
    with pytest.raises(InputError) as caught:
        read_header(tmp_path / name)
    assert message in str(caught.value)


def test_a_file_that_may_not_be_opened_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    (path := tmp_path / "x.csv").write_text("id\n")
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError, match=r"x\.csv: cannot be read \(Permission denied\)"):
        read_header(path)
