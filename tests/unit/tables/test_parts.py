from __future__ import annotations

import gzip
import hashlib
from io import BytesIO
from random import Random
from typing import TYPE_CHECKING
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile

import pytest

from leadscore.columns import FILE, LINE, own
from leadscore.errors import InputError
from leadscore.tables import raw_records
from tests.unit.tables.packed import parquet, sheets, zipped
from tests.unit.tables.shown import rejected, rows

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.tables.conftest import Read

TEXT = b'id,name\n1,"Ada\nB"\n2\n3,x\n'


@pytest.mark.parametrize("text", [TEXT, TEXT.decode().encode("utf-16"), TEXT.replace(b"\n", b"\r\n")])
def test_a_packed_text_is_read_like_the_text(read: Read, text: bytes) -> None:
    plain, packed = read(text), read(gzip.compress(text), "leads.csv.gz")
    assert rows(packed) == rows(plain)
    assert rejected(packed) == rejected(plain)
    assert packed.files[0].rows == plain.files[0].rows == 3
    assert (packed.files[0].dialect.packing, packed.files[0].name) == ("gzip", "leads.csv.gz")
    assert packed.files[0].sha256 == hashlib.sha256((packed.files[0].path).read_bytes()).hexdigest()


@pytest.mark.parametrize("method", [ZIP_STORED, ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA])
def test_members_of_an_archive_are_read_one_after_another(read: Read, method: int) -> None:
    content = zipped(
        {
            "b/2.CSV": "id,name\n4,ä\n".encode("utf-16"),
            "1.csv": TEXT,
            "__MACOSX/._1.csv": b"\0\1\2",
            "b/.DS_Store": b"x",
            "b/": b"",
        },
        method,
    )
    table = read(content, "leads.zip")
    assert [(file.name, file.member, file.rows) for file in table.files] == [
        ("leads.zip/1.csv", "1.csv", 3),
        ("leads.zip/b/2.CSV", "b/2.CSV", 1),
    ]
    assert {file.sha256 for file in table.files} == {hashlib.sha256(content).hexdigest()}
    found = table.frame.select(FILE, LINE, own(0)).collect()
    assert found.rows() == [(0, 2, "1"), (0, 5, "3"), (1, 2, "4")]
    assert table.malformed.select("file", "line", "raw").rows() == [("leads.zip/1.csv", 4, "2")]
    assert raw_records(table, found)["raw"].to_list() == ['1,"Ada\nB"', "3,x", "4,ä"]


@pytest.mark.parametrize(
    "name",
    ["../../x.csv", "/etc/x.csv", "C:\\x.csv", "a/../../x.csv", "=cmd|x.csv", "\x1b[2Jx.csv", "x\n.csv"],
)
def test_names_inside_an_archive_are_only_shown(read: Read, tmp_path: Path, name: str) -> None:
    table = read(zipped({name: TEXT}), "leads.zip")
    assert len(rows(table)) == 2
    written = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "leads.zip"]
    assert {path.name for path in written} == {"text.csv", "repaired.csv"}
    assert not (tmp_path.parent / "x.csv").exists()
    assert not (tmp_path.parents[1] / "x.csv").exists()


@pytest.mark.parametrize(
    ("members", "told"),
    [
        ({}, "the archive holds no CSV file"),
        ({"readme.md": b"x"}, 'the archive holds "readme.md" besides CSV files'),
        ({"a.csv": TEXT, "b.pdf": b"x"}, 'the archive holds "b.pdf" besides CSV files'),
        (
            {"a.csv": zipped({"b.csv": TEXT})},
            "leads.zip/a.csv: this is an archive or a workbook inside an archive",
        ),
        ({"a.csv": gzip.compress(TEXT)}, "leads.zip/a.csv: this is an archive inside an archive"),
        ({"a.csv": parquet({"id": ["1"]})}, "leads.zip/a.csv: this is a Parquet file inside an archive"),
        (
            {"a.csv": sheets(Leads=[["id"]])},
            "leads.zip/a.csv: this is an archive or a workbook inside an archive",
        ),
        ({"a.csv": b""}, "leads.zip/a.csv: the file is empty"),
        ({"a.csv": TEXT, "b.csv": b"id\n1\n"}, 'leads.zip/b.csv: lacks "name", compared with'),
        ({f"{n}.csv": TEXT for n in range(1_001)}, "unpacks to far more than an export does"),
    ],
)
def test_other_archives_are_refused(read: Read, members: dict[str, bytes], told: str) -> None:
    with pytest.raises(InputError) as caught:
        read(zipped(members), "leads.zip")
    assert told in str(caught.value)
    assert "\n  help: " in str(caught.value)


def test_an_archive_with_a_password_is_refused(read: Read) -> None:
    content = bytearray(zipped({"a.csv": TEXT}, ZIP_STORED))
    with ZipFile(BytesIO(bytes(content))) as archive:
        directory = archive.start_dir
    content[6] |= 1
    content[directory + 8] |= 1
    with pytest.raises(InputError, match="the archive needs a password"):
        read(bytes(content), "leads.zip")


@pytest.mark.parametrize("pack", [gzip.compress, lambda text: zipped({"a.csv": text})])
def test_what_unpacks_to_far_more_than_an_export_is_left_alone(read: Read, pack: object) -> None:
    assert callable(pack)
    content = pack(b"id,name\n" + b"1,2\n" * 30_000_000)
    with pytest.raises(InputError, match="unpacks to far more than an export does"):
        read(content, "leads.packed")


def test_an_archive_that_says_less_of_its_size_than_is_in_it_is_refused(read: Read) -> None:
    text = b"id,name\n" + b"1,2\n" * 1000
    content = zipped({"a.csv": text}).replace(len(text).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    with pytest.raises(InputError, match=r"a\.csv: the archive is damaged or cut off"):
        read(content, "leads.zip")


def test_a_cut_off_archive_is_refused(read: Read) -> None:
    text = b"".join(b"%d,%d\n" % (n, n * n) for n in range(20_000))
    for content in (gzip.compress(text), zipped({"a.csv": text}), gzip.compress(text) + b"more"):
        for size in (len(content) // 2, len(content) - 5 if content[:1] == b"P" else len(content) - 1):
            with pytest.raises(InputError, match="the archive is damaged or cut off"):
                read(content[:size], "leads.packed")


@pytest.mark.parametrize("method", [ZIP_STORED, ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA, None])
def test_a_damaged_archive_is_refused_or_read(read: Read, method: int | None) -> None:
    text = b"id,name\n" + b"1,2\n" * 500
    whole = gzip.compress(text) if method is None else zipped({"a.csv": text, "b.csv": text}, method)
    chance = Random(method)
    for _ in range(150):
        content = bytearray(whole)
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        try:
            read(bytes(content), "leads.packed")
        except InputError as error:
            assert "\n  help: " in str(error)  # noqa: PT017 - many of them are read
