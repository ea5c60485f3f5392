from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from leadscore.columns import FILE, LINE, own
from leadscore.tables import find_records, pick_records, read_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from leadscore.tables import Table

PLAIN = "id,name\n" + "".join(f"{number},name {number}\n" for number in range(2, 60))
QUOTED = PLAIN.replace("name 7\n", '"name, 7"\n')
BAD = PLAIN.replace("8,name 8\n", "8\n\n") + "x,name 8,too many\n"
LONG = PLAIN.replace("9,name 9\n", '9,"name\n9"\n', 1)
FORMS = {
    "plain": PLAIN,
    "quoted": QUOTED,
    "bad": BAD,
    "long": LONG,
    "unfinished": PLAIN.removesuffix("\n"),
    "CRLF": PLAIN.replace("\n", "\r\n"),
    "Windows-1252": PLAIN.replace("name", "näme"),
}


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leadscore.tables.survey.CHUNK", 50)


def table(folder: Path, *texts: str, encoding: str = "utf-8") -> Table:
    paths = [folder / f"{place}.csv" for place in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_bytes(text.encode(encoding))
    return read_table("contacts", paths, folder)


def written(folder: Path, form: str) -> Table:
    return table(folder, FORMS[form], encoding="cp1252" if form == "Windows-1252" else "utf-8")


def ids(rows: pl.DataFrame) -> list[str]:
    return rows[own(0)].to_list()


@pytest.mark.parametrize("form", FORMS)
def test_records_are_picked_by_their_places_as_they_are(tmp_path: Path, form: str) -> None:
    read = written(tmp_path, form)
    rows = read.frame.collect()
    for step in (1, 2, 9, 40):
        some = rows.gather_every(step)
        assert pick_records(read, some.select(FILE, LINE).reverse()).equals(some)
    last = rows.tail(1)
    assert pick_records(read, last.select(FILE, LINE)).equals(last)
    assert pick_records(read, rows.clear().select(FILE, LINE)).equals(rows.clear())


@pytest.mark.parametrize("most", [2, 5_000])
def test_records_are_picked_from_several_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr("leadscore.tables.pick._MOST_PICKED", most)
    read = table(tmp_path, PLAIN, QUOTED)
    rows = read.frame.collect().gather([0, 3, 60, 61])
    assert pick_records(read, rows.select(FILE, LINE)).equals(rows)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (["me 12", "49"], ["12", "49"]),
        (["12,n"], ["12"]),
        (["8,"], ["8", "18", "28", "38", "48", "58"]),
        ([], []),
    ],
)
def test_records_are_found_by_a_text_in_their_lines(
    tmp_path: Path, form: str, texts: Sequence[str], found: Sequence[str]
) -> None:
    read = written(tmp_path, form)
    rows = read.frame.collect()
    records = find_records(read, texts)
    if form == "long" and texts:
        assert records is None
    else:
        there = [one for one in found if not (form == "bad" and one == "8")]
        assert records is not None
        assert ids(records) == there
        assert records.equals(rows.filter(pl.col(own(0)).is_in(there)))


def test_neither_the_header_nor_a_bad_record_is_found(tmp_path: Path) -> None:
    for text in ("name", "id"):
        records = find_records(table(tmp_path, f"id,{text}\n1,x\n2,y\n"), [text])
        assert records is not None
        assert records.is_empty()
    records = find_records(written(tmp_path, "bad"), ["too many"])
    assert records is not None
    assert records.is_empty()


def test_texts_that_quotes_could_hide_are_not_looked_for(tmp_path: Path) -> None:
    read = written(tmp_path, "quoted")
    assert find_records(read, ['a"b']) is None
    assert find_records(read, [""]) is None


def test_what_stands_everywhere_finds_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leadscore.tables.pick._MOST_FOUND", 10)
    read = written(tmp_path, "plain")
    assert find_records(read, ["name"]) is None
    assert find_records(read, ["12"]) is not None


def test_a_file_is_hashed_only_if_somebody_asks(tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text(PLAIN)
    assert [file.sha256 for file in read_table("contacts", [path], tmp_path, hashed=False).files] == [""]
    assert len(read_table("contacts", [path], tmp_path).files[0].sha256) == 64
