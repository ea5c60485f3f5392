"""What a run finds out, as plain values between the layers. Renderers see nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from leadscore.results.handoff import Handoffs

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    import polars as pl

    from leadscore.results.accounts import AccountReport
    from leadscore.results.channels import ChannelReport
    from leadscore.results.guards import Tripped
    from leadscore.results.lists import ListSummary
    from leadscore.results.nurture import NurtureSummary
    from leadscore.results.pipeline import PipelineReport
    from leadscore.results.prediction import Prediction
    from leadscore.results.referrers import WordOfMouth
    from leadscore.results.scores import ScoreSummary

__all__ = [
    "Accounting",
    "Dialect",
    "Disqualified",
    "FileCount",
    "Findings",
    "Joined",
    "LazyTable",
    "LightCount",
    "ListFileUse",
    "Manifest",
    "OutputTable",
    "Published",
    "RejectedRecord",
    "SourceFile",
    "StageCount",
    "Summary",
    "Unreadable",
    "percent",
]


def percent(part: int, whole: int) -> float | None:
    """Return a share in per cent with one decimal, rounded half up by whole numbers; None of nothing."""
    return None if whole == 0 else (2000 * part + whole) // (2 * whole) / 10


@dataclass(frozen=True)
class Dialect:
    """How a file is written.

    Attributes:
        format: `csv`, `xlsx` or `parquet`, or `frame` of what is no file.
        packing: `gzip` or `zip`; empty where it is not packed.
        encoding: Of a text, as people write it.
        delimiter: Of a text, what stands between cells.
        line_end: Of a text, `LF`, `CRLF` or `CR`.
        sheet: Of a workbook, which one was read.
        header_line: The line or row of the header, counted from 1.
        above: Lines above the header that are not blank.
        below: Lines below the table that are no records.
        footer: The first text of those.
    """

    format: str = "csv"
    packing: str = ""
    encoding: str = ""
    delimiter: str = ""
    line_end: str = ""
    sheet: str = ""
    header_line: int = 1
    above: int = 0
    below: int = 0
    footer: str = ""


@dataclass(frozen=True)
class SourceFile:
    """One file that was read, or one member of an archive.

    Attributes:
        path: Where it lies.
        rows: Records in it, the header and blank lines aside.
        sha256: Hash of the file's bytes, in hexadecimal digits.
        member: Its name inside an archive; else empty.
        dialect: How it is written.
    """

    path: Path
    rows: int
    sha256: str
    member: str = ""
    dialect: Dialect = Dialect()

    @property
    def name(self) -> str:
        """The file's name without its folder, as reports show it."""
        return f"{self.path.name}/{self.member}" if self.member else self.path.name


@dataclass(frozen=True)
class ListFileUse:
    """One `in_list` file that the rules used."""

    name: str
    rows: int
    sha256: str


@dataclass(frozen=True)
class OutputTable:
    """One table to be written: a workbook where its path ends in `.xlsx`, else CSV.

    Attributes:
        path: Its path below the output folder, with `/`.
        header: Header cells; they may repeat.
        rows: Columns in the order of the header, in CSV all of them text; null is an empty cell.
        delimiter: What stands between the cells of CSV.
        bom: Whether CSV begins with a byte order mark, by which a spreadsheet knows UTF-8.
    """

    path: str
    header: tuple[str, ...]
    rows: pl.DataFrame
    delimiter: str = ","
    bom: bool = False


@dataclass(frozen=True)
class LazyTable:
    """One table to be written as Parquet, whose rows are made as they are written.

    Attributes:
        path: Its path below the output folder, with `/`.
        rows: Its columns, under the names that are written.
    """

    path: str
    rows: pl.LazyFrame


@dataclass(frozen=True)
class StageCount:
    """One stage of the funnel.

    Attributes:
        name: Its name in the rules.
        title: Its label.
        count: Contacts that are in it.
        share: `count` in per cent of all scored contacts.
        reached: Contacts that are in it or in a later stage.
        conversion: `reached` in per cent of the stage above; None for the first stage, or of nothing.
    """

    name: str
    title: str
    count: int
    share: float | None
    reached: int
    conversion: float | None


@dataclass(frozen=True)
class LightCount:
    """How many contacts have one light."""

    light: str
    count: int
    share: float | None


@dataclass(frozen=True)
class Disqualified:
    """How many contacts one disqualification took out."""

    id: str
    reason: str
    count: int


@dataclass(frozen=True)
class Accounting:
    """What became of every record of one input.

    For contacts `used` are the scored ones, and `later`, `unknown_contact` and `repeated` are 0.
    `read` is always the sum of the others.
    """

    input: str
    files: tuple[str, ...]
    read: int
    used: int
    later: int
    unknown_contact: int
    repeated: int
    rejected: int

    @property
    def adds_up(self) -> bool:
        """Whether every record that was read is accounted for."""
        return self.read == self.used + self.later + self.unknown_contact + self.repeated + self.rejected


@dataclass(frozen=True)
class Unreadable:
    """Cells of one column that could not be read as what the rules need, and so are missing for them.

    Attributes:
        input: The input that has the column.
        column: Its header.
        kind: What the rules read: number, flag or day.
        count: Cells that hold something else.
        examples: The first three different ones in the order of their texts, shortened.
    """

    input: str
    column: str
    kind: str
    count: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Joined:
    """How the rows of one input found their contacts.

    Attributes:
        unknown: The smallest of the ids, addresses and names that no contact has; a few of them.
        by_name: Rows that found their contact by its name.
        several: Rows that name several contact ids, of which the first counts.
    """

    unknown: tuple[str, ...] = ()
    by_name: int = 0
    several: int = 0


@dataclass(frozen=True)
class RejectedRecord:
    """One rejected record, for messages; `rejected.csv` has all of them."""

    file: str
    line: int
    reason: str


@dataclass(frozen=True)
class FileCount:
    """How many records of one file were rejected.

    Attributes:
        input: The input that it belongs to.
        file: Its name.
        read: Records in it.
        rejected: Those that were rejected.
        first: The first of them.
    """

    input: str
    file: str
    read: int
    rejected: int
    first: tuple[RejectedRecord, ...]


@dataclass(frozen=True)
class Findings:
    """What may forbid that a run is published.

    Attributes:
        files: Every file that was read.
        activities_of_nobody: How many activities there are, where not one of them finds a contact; else 0.
        accepted: How many contacts were accepted.
        tripped: The guards of the rules that tripped, and are not overridden.
    """

    files: tuple[FileCount, ...]
    activities_of_nobody: int
    accepted: int = 1
    tripped: tuple[Tripped, ...] = ()


@dataclass(frozen=True)
class Summary:
    """Everything that the terminal and `summary.json` show of a run.

    Attributes:
        rules: The rules' own name, else their file's.
        as_of: The day on which ages are counted.
        scored: Contacts that were scored.
        funnel: The stages, top to bottom; the disqualified and stage-less are apart.
        stageless: Contacts in no stage.
        disqualified: Contacts that were taken out.
        disqualified_by: The reasons, in the order of the rules.
        lights: Counts of the lights, empty without any in the rules.
        lists: The hand-off lists, in the order of the rules.
        inputs: What became of every record.
        unreadable: Cells that could not be read, by column.
        rejected: The first rejected records.
        notes: What the user should know, most important first.
        handoffs: Whose the leads on the lists are, who waits, and what Sales answers.
        forced: The guards of the rules that tripped, and were overridden.
        scores: How scores are spread; empty where there is one model of leads, and no score tells how it moves.
        nurture: Who gets which content next; None where the rules have no tracks.
        channels: What channels cost and bring; None where neither the rules nor costs ask for it.
        word_of_mouth: Who recommends us; likewise, and None where contacts do not say who did.
        pipeline: How deals stand; None where the rules have no `deals`, or no deals were given.
        prediction: Whether the lead score predicted them; likewise.
        accounts: Which companies are engaged; None where nothing asks for accounts.
    """

    rules: str
    as_of: date
    scored: int
    funnel: tuple[StageCount, ...]
    stageless: int
    disqualified: int
    disqualified_by: tuple[Disqualified, ...]
    lights: tuple[LightCount, ...]
    lists: tuple[ListSummary, ...]
    inputs: tuple[Accounting, ...]
    unreadable: tuple[Unreadable, ...]
    rejected: tuple[RejectedRecord, ...]
    notes: tuple[str, ...]
    forced: tuple[Tripped, ...] = ()
    handoffs: Handoffs = field(default_factory=Handoffs)
    scores: tuple[ScoreSummary, ...] = ()
    nurture: NurtureSummary | None = None
    channels: ChannelReport | None = None
    word_of_mouth: WordOfMouth | None = None
    pipeline: PipelineReport | None = None
    prediction: Prediction | None = None
    accounts: AccountReport | None = None


@dataclass(frozen=True)
class Manifest:
    """What went into a run; with the outputs it becomes `run.json`.

    Attributes:
        version: leadscore's version.
        as_of: The day on which ages are counted.
        rules: Name of the rules file.
        rules_sha256: Its hash.
        lists: The `in_list` files, in the order of their names.
        inputs: The files of each input.
        columns: Which header was read as which field, by input and field, where the header is not that name.
        formats: What was decided of how columns are written, by input and header.
        forced: Names of the guards of the rules that tripped, and were overridden.
    """

    version: str
    as_of: date
    rules: str
    rules_sha256: str
    lists: tuple[ListFileUse, ...]
    inputs: dict[str, tuple[SourceFile, ...]]
    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    formats: dict[str, dict[str, str]] = field(default_factory=dict)
    forced: tuple[str, ...] = ()


@dataclass(frozen=True)
class Published:
    """What a run wrote.

    Attributes:
        folder: The output folder as the user gave it.
        written: Paths below it, in the order in which they were made; `run.json` is the last.
        removed: Paths of files of the last run that this one does not write.
    """

    folder: Path
    written: tuple[str, ...]
    removed: tuple[str, ...]
