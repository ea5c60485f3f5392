"""Whatever happened to an export: each of its lines is in one record that is accepted or reported, as it stands there."""

from __future__ import annotations

import csv
import json
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import polars as pl
from hypothesis import event, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from leadscore.cli import app
from leadscore.columns import LINE, own
from leadscore.errors import LeadscoreError
from leadscore.schema.model import Source
from leadscore.tables import Table, raw_records, read_table
from tests.properties.mangle import crm_exports, mangled
from tests.reference.records import cut_at

if TYPE_CHECKING:
    from leadscore.results import Dialect

CODECS = {"UTF-8": "utf-8", "Windows-1252": "cp1252"}
WIDE = {"UTF-16": ("utf-16-le", "utf-16-be"), "UTF-32": ("utf-32-le", "utf-32-be")}
SOURCES = st.sampled_from(
    [Source(), Source(), Source(delimiter=";"), Source(encoding="cp1252"), Source(header_line=1)]
)

RULES = """version: 1
scores:
  fit: {rules: [{id: big, when: {employees: {above: 10}}, points: 5}]}
  deeds: {rules: [{id: visit, activity: visit, points: 1}]}
  total: {combine: {fit: 1, deeds: 1}}
"""


class Text:
    """A file's text by itself: its lines, and what stands on them."""

    def __init__(self, content: bytes, dialect: Dialect) -> None:
        self._text = decoded(content, dialect).removeprefix("\ufeff")
        if dialect.line_end == "CR":
            self._text = self._text.replace("\r", "\n")
        self.lines = self._text.split("\n")
        self._delimiter = dialect.delimiter

    def record(self, line: int) -> tuple[tuple[str, ...], int]:
        """Return the cells of the record on a line, and over how many lines it goes."""
        found = cut_at(self._text, sum(len(text) + 1 for text in self.lines[: line - 1]), self._delimiter)
        assert found is not None, f"there is no record on line {line}"
        return found.cells, found.lines

    def raw(self, line: int, count: int) -> str:
        """Return the text of some lines."""
        return plain("\n".join(self.lines[line - 1 : line - 1 + count]).removesuffix("\r"))

    def filled(self, first: int, last: int) -> list[int]:
        """Return the numbers of the lines that are not blank."""
        return [line for line in range(first, last + 1) if self.lines[line - 1].strip("\r")]


def decoded(content: bytes, dialect: Dialect) -> str:
    if dialect.encoding in CODECS:
        return content.decode(CODECS[dialect.encoding], "replace")
    little, big = WIDE[dialect.encoding]
    for mark, codec in (
        (BOM_UTF32_LE, little),
        (BOM_UTF32_BE, big),
        (BOM_UTF16_LE, little),
        (BOM_UTF16_BE, big),
    ):
        if content.startswith(mark) and (len(mark) == 4 or dialect.encoding == "UTF-16"):
            return content[len(mark) :].decode(codec, "replace")
    # Some programs put the mark of UTF-16 before UTF-32: the order of bytes that makes sense is the right one.
    both = [content[2:].decode(codec, "replace") for codec in (little, big)]
    return min(both, key=lambda text: text.count("\ufffd"))


def plain(raw: str) -> str:
    """Return a text in which replaced characters that follow each other are one."""
    return re.sub("\ufffd+", "\ufffd", raw)


def accepted(table: Table) -> pl.DataFrame:
    return table.frame.with_columns(pl.col("^own:.*$").fill_null("")).collect(engine="streaming")


@given(mangled(), SOURCES)
def test_every_line_of_a_mangled_file_is_accounted_for(content: bytes, source: Source) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "contacts.csv"
        path.write_bytes(content)
        try:
            table = read_table("contacts", [path], Path(folder), source)
        except LeadscoreError as error:
            assert "\n  help: " in str(error)  # noqa: PT017 - most of them are read
            event("refused: " + str(error).split(": ", 1)[1].split("\n")[0][:60])
            return
        frame = raw_records(table, accepted(table))
    event(f"malformed: {min(table.malformed.height, 3)}, above {table.files[0].dialect.above}")
    hold_the_promise(Text(content, table.files[0].dialect), table, frame)


def hold_the_promise(text: Text, table: Table, frame: pl.DataFrame) -> None:
    (file,) = table.files
    assert file.rows == frame.height + table.malformed.height
    header, lines = text.record(file.dialect.header_line)
    # a delimiter at the end of all records and not of the header, or the other way round, makes no column
    assert table.header in {header, (*header, ""), header if header[-1].strip() else header[:-1]}
    above = text.lines[: file.dialect.header_line - 1]
    assert sum(1 for line in above if line.strip()) == file.dialect.above
    told = [*good_lines(text, table, frame), *bad_lines(text, table)]
    assert len(told) == len(set(told))
    body = text.filled(file.dialect.header_line + lines, len(text.lines))
    assert sorted(told) == body[: len(body) - file.dialect.below]


def good_lines(text: Text, table: Table, frame: pl.DataFrame) -> list[int]:
    """Hold each accepted record against its line, and return the lines that are not blank."""
    places: list[int] = []
    cells = frame.select(own(place) for place in range(len(table.header))).rows()
    for line, raw, row in zip(frame[LINE], frame["raw"], cells, strict=True):
        expected, count = text.record(line)
        assert (row, plain(raw)) == (expected, text.raw(line, count))
        places += text.filled(line, line + count - 1)
    return places


def bad_lines(text: Text, table: Table) -> list[int]:
    """Hold the text of each malformed record against its lines, and return those that are not blank."""
    places: list[int] = []
    for line, raw, reason in table.malformed.select("line", "raw", "reason").rows():
        count = raw.count("\n") + 1
        assert plain(raw) == text.raw(line, count)
        assert reason
        places += text.filled(line, line + count - 1)
    return places


@settings(max_examples=settings().max_examples // 5)
@given(mangled(crm_exports("contacts")), mangled(crm_exports("activities")))
def test_a_run_over_mangled_files_ends_well(contacts: bytes, activities: bytes) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "contacts.csv").write_bytes(contacts)
        (folder / "activities.csv").write_bytes(activities)
        (folder / "rules.yaml").write_text(RULES, encoding="utf-8")
        files = [
            str(folder / file)
            for file in ("contacts.csv", "-a", "activities.csv", "-r", "rules.yaml", "-o", "out")
        ]
        options = [file if Path(file).name[0] != "-" else Path(file).name for file in files]
        result = CliRunner().invoke(
            app, ["score", *options, "--as-of", "2026-11-01", "--max-rejected", "100%", "-q"]
        )
        event(f"exit {result.exit_code}")
        assert result.exit_code in (0, 1, 2), result.output
        assert result.exception is None or isinstance(result.exception, SystemExit)
        assert "Traceback" not in result.stderr
        assert "should not have happened" not in result.stderr
        if result.exit_code == 0:
            hold_the_accounts(folder / "out")
        else:
            assert result.stderr
            assert not (folder / "out" / "scored.csv").exists()


def hold_the_accounts(out: Path) -> None:
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    counts = {line["input"]: line for line in summary["inputs"]}
    for line in counts.values():
        told = ("used", "later", "unknown_contact", "repeated", "rejected")
        assert line["read"] == sum(line[key] for key in told)
    assert counts["contacts"]["read"] == summary["scored"] + counts["contacts"]["rejected"]
    assert len(records(out / "scored.csv")) == summary["scored"]
    assert len(records(out / "rejected.csv")) == sum(line["rejected"] for line in counts.values())


def records(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))
