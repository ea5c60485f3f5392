"""Files that others published to try readers on, and exports as they were found: every cell, or a clear refusal."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest

from leadscore.columns import LINE, own
from leadscore.errors import InputError
from leadscore.tables import read_table

if TYPE_CHECKING:
    from leadscore.tables import Table

DATA = Path(__file__).parents[3] / "shared" / "data"
SPECTRUM = sorted((DATA / "csv-spectrum" / "csvs").glob("*.csv"))
SALESFORCE = sorted((DATA / "salesforce").glob("*.csv"))
WINDOWS = {"accountData.csv"}

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"the real data is not at {DATA}")


def rows(table: Table) -> list[tuple[str, ...]]:
    cells = [pl.col(own(place)).fill_null("") for place in range(len(table.header))]
    return table.frame.select(cells).collect(engine="streaming").rows()


def by_python(path: Path, encoding: str = "utf-8-sig") -> list[tuple[str, ...]]:
    with path.open(encoding=encoding, newline="") as file:
        return [tuple(row) for row in csv.reader(file, strict=True) if row]


@pytest.mark.parametrize("path", SPECTRUM, ids=lambda path: path.stem)
def test_csv_spectrum_reads_as_its_json_says(path: Path, tmp_path: Path) -> None:
    table = read_table("contacts", [path], tmp_path)
    # The file `location_coordinates.json` has a wrong phone number, and a record where the others have a list of them.
    text = (path.parents[1] / "json" / f"{path.stem}.json").read_text(encoding="utf-8")
    expected = json.loads(text.replace("1234567890", "2095257564"))
    found = [dict(zip(table.header, row, strict=True)) for row in rows(table)]
    assert found == (expected if isinstance(expected, list) else [expected])
    assert table.malformed.is_empty()


@pytest.mark.parametrize(
    ("mark", "title"),
    [
        ("UTF8", "UTF-8"),
        ("UTF16LE", "UTF-16"),
        ("UTF16BE", "UTF-16"),
        ("UTF32LE", "UTF-32"),
        ("UTF32BE", "UTF-32"),
    ],
)
def test_a_file_is_the_same_in_all_encodings(mark: str, title: str, tmp_path: Path) -> None:
    folder = DATA / "salesforce"
    clean = read_table("contacts", [folder / "csvtext.csv"], tmp_path)
    table = read_table("contacts", [folder / f"csvtext_BOM_{mark}.csv"], tmp_path)
    assert (table.header, rows(table)) == (clean.header, rows(clean))
    assert len(rows(clean)) == len(by_python(folder / "csvtext.csv")) - 1
    assert table.malformed.is_empty()
    assert table.files[0].dialect.encoding == title


@pytest.mark.parametrize(
    "path", [path for path in SALESFORCE if "BOM" not in path.name], ids=lambda path: path.stem
)
def test_files_of_data_loader_read_as_python_reads_them(path: Path, tmp_path: Path) -> None:
    header, *expected = by_python(path, "cp1252" if path.name in WINDOWS else "utf-8-sig")
    table = read_table("contacts", [path], tmp_path)
    assert table.header == header
    assert rows(table) == [row for row in expected if len(row) == len(header)]
    assert table.malformed.height == sum(len(row) != len(header) for row in expected)
    assert table.files[0].rows == len(expected)


def test_windows_1252_is_told(tmp_path: Path) -> None:
    table = read_table("contacts", [DATA / "salesforce" / "accountData.csv"], tmp_path)
    assert (len(rows(table)), table.malformed.height) == (423, 0)
    assert table.files[0].dialect.encoding == "Windows-1252"


def test_records_that_a_spreadsheet_quoted_as_a_whole_are_rejected(tmp_path: Path) -> None:
    table = read_table("contacts", [DATA / "xeducation" / "Leads_wholeline_quoted.csv"], tmp_path)
    clean = read_table("contacts", [DATA / "xeducation" / "Leads.csv"], tmp_path)
    assert (table.files[0].rows, table.malformed.height, len(rows(table))) == (9_240, 338, 8_902)
    assert table.malformed["reason"].unique().to_list() == ["has 1 field, the header has 37"]
    lines = set(table.malformed["line"])
    places = zip(rows(clean), clean.frame.select(LINE).collect()[LINE], strict=True)
    assert rows(table) == [row for row, line in places if line not in lines]
    assert table.header == clean.header


def test_a_header_of_this_kind_is_refused(tmp_path: Path) -> None:
    whole = (DATA / "xeducation" / "Leads.csv").read_text(encoding="utf-8").splitlines()
    (path := tmp_path / "leads.csv").write_text("\n".join([f'"{whole[0]}"', *whole[1:50]]), encoding="utf-8")
    with pytest.raises(InputError, match="the header is quoted as a whole"):
        read_table("contacts", [path], tmp_path)
