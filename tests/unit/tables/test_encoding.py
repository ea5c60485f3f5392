from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

import pytest

from leadscore.errors import InputError
from tests.unit.tables.shown import rejected, rows

if TYPE_CHECKING:
    from tests.unit.tables.conftest import Read

TEXT = 'id,größe\n1,"Müller, €"\n2,ß\n'
RECORDS = [(2, "1", "Müller, €"), (3, "2", "ß")]
NO_CHARACTER = "contains bytes that are no character in the encoding of the file"


@pytest.mark.parametrize(
    ("mark", "codec", "title"),
    [
        (b"", "utf-8", "UTF-8"),
        (codecs.BOM_UTF8, "utf-8", "UTF-8"),
        (codecs.BOM_UTF8 * 2, "utf-8", "UTF-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
        (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
        (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
        (codecs.BOM_UTF16_BE, "utf-32-le", "UTF-32"),
        (codecs.BOM_UTF16_BE, "utf-32-be", "UTF-32"),
        (b"", "cp1252", "Windows-1252"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_text_is_the_same_in_every_encoding(
    read: Read, mark: bytes, codec: str, title: str, line_end: str
) -> None:
    table = read(mark + TEXT.replace("\n", line_end).encode(codec))
    assert table.header == ("id", "größe")
    assert rows(table) == RECORDS
    assert (table.malformed.height, table.files[0].rows) == (0, 2)
    assert table.files[0].dialect.encoding == title


@pytest.mark.parametrize(
    ("encoding", "codec"),
    [("windows-1252", "cp1252"), ("utf-8", "utf-8"), ("utf-16", "utf-16-le"), ("latin-1", "latin-1")],
)
def test_the_rules_may_name_an_encoding(read: Read, encoding: str, codec: str) -> None:
    table = read(TEXT.replace("€", "").encode(codec), encoding=encoding)
    assert [row[2] for row in rows(table)] == ["Müller, ", "ß"]


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_not_guessed(read: Read, codec: str) -> None:
    with pytest.raises(InputError, match=r"(?s)this looks like UTF-16 text.*encoding: utf-16"):
        read(TEXT.encode(codec))


def test_damaged_records_of_utf_8_are_rejected_with_their_lines(read: Read) -> None:
    table = read("a,b\nä,ö\nü,".encode() + b"\xff\xfe\nx,y\n" + "ß,".encode()[:2] + b"\xc3\n")
    assert rows(table) == [(2, "ä", "ö"), (4, "x", "y")]
    assert [row[:2] for row in rejected(table)] == [(3, NO_CHARACTER), (5, NO_CHARACTER)]
    assert rejected(table)[0][2] == "ü,��"
    assert table.files[0].dialect.encoding == "UTF-8"


def test_damage_far_below_the_first_part_is_found(read: Read) -> None:
    table = read("a,b\nä,ö\n".encode() + b"1,2\n" * 300_000 + b"\xff,3\n4,5\n")
    assert rejected(table) == [(300_003, NO_CHARACTER, "�,3")]
    assert (table.files[0].rows, len(rows(table))) == (300_003, 300_002)


@pytest.mark.parametrize(
    ("head", "title"),
    [("a,b\n", "Windows-1252"), ("ä,b\n", "Windows-1252"), ("\ufeffa,b\n", "Windows-1252")],
)
def test_windows_1252_far_below_the_first_part_counts_no_record_twice(
    read: Read, head: str, title: str
) -> None:
    table = read(head.encode() + b"1,2\n" * 300_000 + b"\xe4,\xf6\n" * 30)
    assert (table.files[0].rows, len(rows(table)), table.malformed.height) == (300_030, 300_030, 0)
    assert rows(table)[-1] == (300_031, "ä", "ö")
    assert table.files[0].dialect.encoding == title


def test_an_encoding_that_the_rules_name_is_not_doubted(read: Read) -> None:
    table = read(b"a,b\n" + b"\xe4,\xf6\n" * 30 + b"1,2\n", encoding="utf-8")
    assert (rows(table), table.malformed.height) == ([(32, "1", "2")], 30)


@pytest.mark.parametrize("byte", [0x81, 0x8D, 0x8F, 0x90, 0x9D])
def test_bytes_that_windows_1252_does_not_have_are_rejected(read: Read, byte: int) -> None:
    table = read(b"a,b\n\xe4," + bytes([byte]) + b"\n\xf6,1\n")
    assert rows(table) == [(3, "ö", "1")]
    assert rejected(table) == [(2, NO_CHARACTER, "ä,�")]


def test_an_odd_number_of_bytes_damages_the_last_record_alone(read: Read) -> None:
    table = read(codecs.BOM_UTF16_LE + "a,b\n1,2\n3,4\n".encode("utf-16-le")[:-3])
    assert rows(table) == [(2, "1", "2")]
    assert rejected(table) == [(3, NO_CHARACTER, "3,�")]


@pytest.mark.parametrize("name", ["x^2", "x\x01"])
def test_a_text_is_never_taken_for_an_archive(read: Read, name: str) -> None:
    with pytest.raises(InputError, match="by its first two bytes a zlib archive"):
        read(codecs.BOM_UTF16_LE + f"{name},b\n1,2\n".encode("utf-16-le"))
    assert rows(read(codecs.BOM_UTF8 + f"{name},b\n1,2\n".encode())) == [(2, "1", "2")]
    assert rows(read(codecs.BOM_UTF8 + f'{name},b\n1,"2\n3"\n'.encode())) == [(2, "1", "2\n3")]
