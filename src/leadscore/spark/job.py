"""What workers are told of a run: rules as text, lists, headers, and how columns are written."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from leadscore import __version__
from leadscore.columns import FILE, LINE, own
from leadscore.errors import InputError
from leadscore.pipeline.inputs import Session, Settings, open_tables
from leadscore.pipeline.marketing import columns_for_marketing
from leadscore.results import SourceFile
from leadscore.schema.load import parse_rules
from leadscore.tables import Table
from leadscore.tables.repair import no_malformed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from leadscore.rules.formats import Format
    from leadscore.schema.load import RulesFile
    from leadscore.schema.model import InputName

__all__ = ["CarriedList", "Job", "Source", "job_of", "session_of", "with_tables"]


@dataclass(frozen=True)
class Source:
    """One input, as all workers know it.

    Attributes:
        name: What it is called in reports.
        header: Header cells as written.
        formats: How its columns are written, by field; None until that is decided.
        delimiter: What stands between its cells.
    """

    name: str
    header: tuple[str, ...]
    formats: Mapping[str, Format] | None = None
    delimiter: str = ","


@dataclass(frozen=True)
class CarriedList:
    """A list: the name that the rules use, the hash of its file, and its values, one a line."""

    name: str
    sha256: str
    text: str


@dataclass(frozen=True)
class Job:
    """One run, small enough to travel to every worker.

    Attributes:
        rules: The text of the rules file.
        rules_name: Its name.
        rules_sha256: Hash of the file that the text is from.
        lists: The lists that the rules name.
        as_of: The day on which ages are counted.
        sources: The inputs.
        without: Inputs that are meant to be absent.
        guard_all: As in `Settings`, like those that follow.
        adapt: Whether rules whose columns are absent are left out.
        dedupe: Whether copies of activities without an id count once.
        workbooks: Whether hand-off lists are made as workbooks too.
        force: Whether guards that trip are overridden.
        version: The version of leadscore that all workers need.
    """

    rules: str
    rules_name: str
    rules_sha256: str
    lists: tuple[CarriedList, ...]
    as_of: date
    sources: Mapping[InputName, Source]
    without: frozenset[InputName] = frozenset()
    guard_all: bool = False
    adapt: bool = False
    dedupe: bool = False
    workbooks: bool = False
    force: bool = False
    version: str = field(default=__version__)


def job_of(file: RulesFile, as_of: date, without: frozenset[InputName]) -> Job:
    """Return what workers are told of a run, before anything was read."""
    lists = tuple(
        CarriedList(name, used.sha256, "\n".join(used.values)) for name, used in sorted(file.lists.items())
    )
    text = "\n".join(file.document.lines)
    return Job(text, file.file, file.sha256, lists, as_of, {}, without)


@dataclass(frozen=True)
class _Carried:
    """The lists that came along."""

    lists: Mapping[str, CarriedList]

    def place(self, name: str) -> str:
        """Return how messages call a list of this name."""
        return name

    def read(self, name: str, most: int) -> bytes:
        """Return the content of a list."""
        found = self.lists.get(name)
        content = b"" if found is None else found.text.encode()
        if found is None or len(content) > most:
            raise InputError("there is no such file")
        return content


def session_of(job: Job, scratch: Path) -> Session:
    """Open the session of a run without a single record; what its rules and headers say is checked.

    Raises:
        InputError: An input is not what it was given as.
        RulesError: The rules need something that the inputs do not have.
    """
    return replace(_opened(_Hashed(job)), settings=replace(_settings(job), scratch=scratch))


class _Hashed:
    """A job by which sessions are kept: one is opened once in each worker."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._key = repr(job)

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Hashed) and other._key == self._key


@lru_cache(maxsize=8)
def _opened(hashed: _Hashed) -> Session:
    job = hashed.job
    if job.version != __version__:
        raise InputError(
            f"a worker has leadscore {__version__}, and the run was started with {job.version}\n"
            "  help: install the same version on every worker"
        )
    file = _rules_of(job)
    tables = {name: _empty(name, source) for name, source in job.sources.items()}
    also = columns_for_marketing(file.rules, job.sources)
    session = open_tables(tables, file, _settings(job), job.without, also)
    inputs = {}
    for name, one in session.inputs.items():
        formats = job.sources[name].formats
        layout = one.layout if formats is None else replace(one.layout, formats=formats)
        inputs[name] = replace(one, layout=layout, decided=formats is not None)
    return replace(session, inputs=inputs)


def _rules_of(job: Job) -> RulesFile:
    """Return the rules; their hashes are those of the files, of which the driver alone has the bytes."""
    carried = {one.name: one for one in job.lists}
    file = parse_rules(job.rules, job.rules_name, _Carried(carried))
    lists = {name: replace(one, sha256=carried[name].sha256) for name, one in file.lists.items()}
    return replace(file, sha256=job.rules_sha256, lists=lists)


def _settings(job: Job) -> Settings:
    return Settings(
        job.as_of,
        Path(),
        guard_all=job.guard_all,
        adapt=job.adapt,
        workbooks=job.workbooks,
        dedupe=job.dedupe,
        hash_inputs=False,
        force=job.force,
    )


def _empty_frame(columns: int) -> pl.DataFrame:
    """Return the records of an input without any."""
    return pl.DataFrame(
        schema={**{own(place): pl.String for place in range(columns)}, FILE: pl.Int32, LINE: pl.Int64}
    )


def _empty(name: InputName, source: Source) -> Table:
    """Return an input without records. NOTE: it says that there is one, for an export without any is refused."""
    frame = _empty_frame(len(source.header))
    file = SourceFile(Path(source.name), 1, "")
    return Table(name, (file,), source.header, frame.lazy(), no_malformed())


def with_tables(session: Session, tables: Mapping[InputName, Table]) -> Session:
    """Return a session with other records under the same headers."""
    return replace(
        session,
        inputs={name: replace(one, table=tables[name]) for name, one in session.inputs.items()},
    )
