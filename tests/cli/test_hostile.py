"""Hostile files are only data: nothing in them runs, leaves the output folder, or makes the program wait."""

from __future__ import annotations

import csv
import gzip
import zipfile
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pytest
from xlsxwriter import Workbook

from tests.cli.shell import leadscore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.shell import Answer

NOW = ("--as-of", "2026-11-01", "--without", "activities", "-r", "rules.yaml", "-o", "out")
RULES = "version: 1\nscores: {fit: {rules: [{id: big, label: Big, when: {employees: {above: 100}}, points: 5}]}}\n"
SECONDS = 30


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A folder with rules, contacts and a file beside it that nobody may touch."""
    (tmp_path / "beside.txt").write_text("mine")
    (folder := tmp_path / "folder").mkdir()
    (folder / "rules.yaml").write_text(RULES)
    (folder / "contacts.csv").write_text("contact_id,employees\n1,300\n")
    yield folder
    assert (tmp_path / "beside.txt").read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["beside.txt", "folder"]


def score(folder: Path, file: str = "contacts.csv") -> Answer:
    """Run the program, which must come to an end in time, and to one of its own."""
    began = perf_counter()
    answer = leadscore(folder, "score", file, *NOW)
    assert perf_counter() - began < SECONDS
    assert answer.code in (0, 1, 2)
    assert "Traceback" not in answer.err
    assert "should not have happened" not in answer.err
    return answer


def refused(folder: Path, told: str, file: str = "contacts.csv") -> None:
    answer = score(folder, file)
    assert (answer.code, answer.out) == (2, "")
    assert told in answer.err
    assert not (folder / "out").exists()


def cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, strict=True))


@pytest.mark.parametrize(
    "formula", ["=cmd|' /C calc'!A0", "+1+cmd", "-2+3", "@SUM(1)", "\t=1", '=HYPERLINK("http://x.example")']
)
def test_formulas_are_data_and_guarded_where_people_open_them(place: Path, formula: str) -> None:
    with (place / "contacts.csv").open("w", newline="", encoding="utf-8") as file:
        rows = [
            ["contact_id", "employees", "first_name"],
            ["1", "300", formula],
            [formula, "7", "x"],
            ["1", "", formula],
        ]
        csv.writer(file).writerows(rows)
    assert score(place).code == 0
    assert [row[2] for row in cells(place / "out" / "scored.csv")[1:]] == [formula, "x"]
    raw = cells(place / "out" / "rejected.csv")[1]
    assert all(cell.lstrip("'")[:1] not in tuple("=+-@\t") or cell.startswith("'") for cell in raw)
    guarded = cells(place / "out" / "stages" / "lead.csv")[1:]
    assert [row[2] for row in guarded] == [f"'{formula}", "x"]
    assert guarded[1][0] == f"'{formula}"


@pytest.mark.parametrize("name", ["../../beside", "/etc/passwd", "a\\b", "x\0y"])
@pytest.mark.parametrize(
    "rules",
    [
        "stages: [{{name: lead}}, {{name: {0}, enter: {{score.fit: {{at_least: 1}}}}}}]\n",
        "handoff: [{{name: {0}, stages: [lead]}}]\n",
        "scores: {{{0}: {{rules: [{{id: a, when: {{employees: 1}}, points: 1}}]}}}}\n",
    ],
)
def test_names_of_files_never_lead_out_of_the_output_folder(place: Path, rules: str, name: str) -> None:
    quoted = '"' + name.replace("\\", "\\\\").replace("\0", "\\0") + '"'
    head = "version: 1\n" if rules.startswith("scores") else RULES
    (place / "rules.yaml").write_text(head + rules.format(quoted))
    refused(place, "rules.yaml:")


@pytest.mark.parametrize("name", ["/etc/passwd", "folder", "../folder"])
def test_only_files_below_or_beside_the_rules_are_lists(place: Path, name: str) -> None:
    (place / "rules.yaml").write_text(
        RULES.replace("employees: {above: 100}", f'employees: {{in_list: "{name}"}}')
    )
    refused(place, "rules.yaml:")


@pytest.mark.parametrize("name", ["../beside.txt", "link.txt"])
def test_a_list_is_only_compared_and_never_shown(place: Path, name: str) -> None:
    (place / "link.txt").symlink_to("../beside.txt")
    (place / "rules.yaml").write_text(
        RULES.replace("employees: {above: 100}", f'employees: {{in_list: "{name}"}}')
    )
    answer = score(place)
    written = [path.read_text(encoding="utf-8") for path in (place / "out").rglob("*") if path.is_file()]
    assert not any("mine" in text for text in [answer.out, answer.err, *written])


def laughs(count: int) -> str:
    lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, count)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    "text",
    [
        RULES + laughs(12),
        RULES + "x: &x [*x]\n",
        RULES + 'x: !!python/object/apply:os.system ["touch ../ran"]\n',
        "!!python/object:os.system {}\n",
        RULES + "x: !!python/name:os.system ''\n",
        RULES + "x: " + "[" * 100_000,
        RULES + "".join(f"{' ' * n}a:\n" for n in range(3_000)),
        "x" * 20_000_000,
        "\0" * 1000,
        "%YAML 9.9\n---\n" + RULES + "...\n" * 10 + "--- x\n",
    ],
    ids=lambda text: repr(text[-20:]),
)
def test_hostile_rules_are_refused(place: Path, text: str) -> None:
    (place / "rules.yaml").write_text(text)
    refused(place, "rules.yaml")


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("a" * 10_000_000, "larger than 5 MB"),
        ("a" * 4_000_000, "at most 1000 characters"),
        ("(a|" * 300 + "b" + ")" * 300, "at most 1000 characters"),
        ("((a{100}){100}){100}", ""),
    ],
)
def test_a_huge_regular_expression_is_refused(place: Path, pattern: str, told: str) -> None:
    (place / "rules.yaml").write_text(
        RULES.replace("employees: {above: 100}", f"employees: {{matches: '{pattern}'}}")
    )
    refused(place, told)


def test_a_regular_expression_cannot_take_for_ever(place: Path) -> None:
    (place / "contacts.csv").write_text(f"contact_id,employees\n1,{'a' * 1_000_000}!\n")
    (place / "rules.yaml").write_text(
        RULES.replace("employees: {above: 100}", "employees: {matches: '^(a+)+$'}")
    )
    assert score(place).code == 0


@pytest.mark.parametrize("link", ["scored.csv", "stages", "stages/lead.csv", "run.json", "summary.json"])
def test_nothing_is_written_through_a_link(place: Path, link: str) -> None:
    outside = place / "outside"
    outside.mkdir()
    (outside / "file").write_text("mine")
    (place / "out" / link).parent.mkdir(parents=True)
    (place / "out" / link).symlink_to(outside if link == "stages" else outside / "file")
    score(place)
    assert [path.name for path in outside.iterdir()] == ["file"]
    assert (outside / "file").read_text() == "mine"


def bomb(path: Path) -> None:
    with gzip.open(path, "wb", compresslevel=9) as file:
        for _ in range(300):
            file.write(b"1,2\n" * 250_000)


def test_a_gzip_bomb_is_left_alone(place: Path) -> None:
    bomb(place / "contacts.csv.gz")
    refused(place, "unpacks to far more than an export does", "contacts.csv.gz")


def test_a_zip_bomb_is_left_alone(place: Path) -> None:
    with zipfile.ZipFile(place / "contacts.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name in "abcdef":
            archive.writestr(f"{name}.csv", b"1,2\n" * 25_000_000)
    refused(place, "unpacks to far more than an export does", "contacts.zip")


def test_a_workbook_with_a_cell_far_out_is_refused(place: Path) -> None:
    book: Any = Workbook(str(place / "contacts.xlsx"))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["contact_id", "employees"])
    sheet.write(1_048_575, 16_383, "x")
    book.close()
    refused(place, "goes over more than 5,000,000 cells", "contacts.xlsx")


@pytest.mark.parametrize("line", [b"x", b",", b'"'])
def test_a_line_of_50_megabytes_costs_one_record(place: Path, line: bytes) -> None:
    content = b"contact_id,employees\n1,300\n" + (line * 50_000_000)[:50_000_001] + b"\n2,5\n"
    (place / "contacts.csv").write_bytes(content)
    answer = score(place)
    assert answer.code == 0
    assert [row[0] for row in cells(place / "out" / "scored.csv")[1:]] == ["1", "2"]
    assert len(cells(place / "out" / "rejected.csv")) == 2


@pytest.mark.parametrize("cell", [b"a,", b'"a","b",', b"\n"])
def test_a_header_without_an_end_is_refused(place: Path, cell: bytes) -> None:
    (place / "contacts.csv").write_bytes(cell * (300_000_000 // len(cell)))
    refused(place, "contacts.csv")
