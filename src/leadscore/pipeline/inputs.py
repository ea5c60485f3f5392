"""The inputs of a run: read, laid out, and held against what the rules need."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from leadscore.errors import InputError
from leadscore.pipeline.formats import columns_read, decide_formats, has_votes, say_formats
from leadscore.pipeline.starter import adapt
from leadscore.rules.answers import REASON, STATUS
from leadscore.rules.compile import CompiledRules, compile_rules
from leadscore.rules.lookup_keys import check_lookup_keys
from leadscore.rules.values import normalised_all
from leadscore.schema.model import INPUTS
from leadscore.steps.present import lead_columns
from leadscore.steps.type import Reading, readings
from leadscore.tables import read_table
from leadscore.tables.cache import remember
from leadscore.tables.contract import (
    check_columns,
    check_columns_read,
    check_contract,
    check_deal_column,
    check_sources,
)
from leadscore.tables.layout import check_unambiguous, lay_out

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import date

    import polars as pl

    from leadscore.pipeline.formats import Column
    from leadscore.pipeline.past import Past
    from leadscore.schema.load import RulesFile
    from leadscore.schema.model import InputName
    from leadscore.tables import Table
    from leadscore.tables.cache import Cache, KeptBy
    from leadscore.tables.layout import Layout

__all__ = ["Inputs", "ReadInput", "Session", "Settings", "open_session", "open_tables"]


@dataclass(frozen=True)
class Inputs:
    """The files of a run.

    Attributes:
        files: The files of each input that is there.
        without: Inputs that are meant to be absent.
    """

    files: Mapping[InputName, tuple[Path, ...]]
    without: frozenset[InputName] = frozenset()


def _say_nothing(step: str) -> None:
    """Tell nobody what the run does next."""


@dataclass(frozen=True)
class Settings:
    """How a run is made.

    Attributes:
        as_of: The day on which ages are counted.
        scratch: A folder for temporary files; the caller removes it.
        tell: Is called with what the run does next.
        guard_all: Whether formula cells are guarded in files for machines too.
        adapt: Whether rules whose columns or inputs are absent are left out.
        dedupe: Whether activities without an id that repeat each other count once.
        workbooks: Whether hand-off lists are made as workbooks too.
        ledger: Whether the ledger is made.
        hash_inputs: Whether the hashes of the files are needed, as `run.json` names them.
        past: What the runs before this one left; None for a run without a history.
        force: Whether guards that trip are overridden.
        whole_rows: Whether the text of every cell of an activity is needed.
        cache: What is kept beside the inputs; None for nothing.
        rows_at_once: How many contacts are looked at together; more of them lie beside the run.
        writes: Whether its tables are written; else those that cost most and are not looked at are left out.
    """

    as_of: date
    scratch: Path
    tell: Callable[[str], None] = _say_nothing
    guard_all: bool = False
    adapt: bool = False
    workbooks: bool = False
    dedupe: bool = False
    ledger: bool = False
    hash_inputs: bool = True
    past: Past | None = None
    force: bool = False
    whole_rows: bool = False
    cache: Cache | None = None
    rows_at_once: int = 50_000
    writes: bool = True


@dataclass(frozen=True)
class ReadInput:
    """One input that has been read.

    Attributes:
        table: Its records.
        layout: Where its fields stand.
        decided: Whether it is known of all columns how they are written; else what activities leave open is decided as
            they are read.
    """

    table: Table
    layout: Layout
    decided: bool = False


@dataclass(frozen=True)
class Session:
    """A run after its inputs were read and the rules compiled.

    Attributes:
        inputs: The inputs that are there.
        file: The rules file.
        rules: The compiled rules.
        settings: How the run is made.
        also: Columns that are read besides those of the rules.
        memory: What is remembered of contacts: `row:key`, each once, and the columns of `MEMORY`; None for a run without
            a memory.
        without: Inputs that are meant to be absent.
    """

    inputs: Mapping[InputName, ReadInput]
    file: RulesFile
    rules: CompiledRules
    settings: Settings
    also: tuple[Reading, ...] = ()
    memory: pl.DataFrame | None = None
    without: frozenset[InputName] = frozenset()

    @property
    def layout(self) -> Layout:
        """Where the contacts' fields stand."""
        return self.inputs["contacts"].layout

    @property
    def zone(self) -> str:
        """The time zone of the rules."""
        return self.rules.model.timezone

    @property
    def file_name(self) -> str:
        """The rules file's name without its folder: results do not say where they were made."""
        return Path(self.file.file).name

    def kept_by(self, *names: InputName) -> KeptBy | None:
        """Return where to keep what is read of some inputs, and what it depends on; None where it is not to be kept."""
        cache, tables = self.settings.cache, [self.inputs[name].table for name in names]
        origins = [table.origin for table in tables if table.origin is not None]
        if cache is None or len(origins) < len(tables):
            return None
        sources = [self.rules.model.source(name) for name in names]
        # NOTE: a set is not written the same way twice; what may be absent does not matter to what is there.
        layouts = [replace(self.inputs[name].layout, optional=frozenset()) for name in names]
        ways = [source.model_dump_json(exclude={"optional"}) for source in sources]
        return cache, origins, [self.zone, *ways, *layouts]

    def readings(self, name: InputName) -> list[Reading]:
        """Return the columns of one input that are read, each once as each kind."""
        wanted = (*self.also, *readings(self.rules.model))
        found = {(one.field, one.kind): one for one in wanted if one.input == name}
        return sorted(found.values())

    def columns_read(self, name: InputName) -> list[Column]:
        """Return the columns of one input that are read as numbers or days."""
        return columns_read(name, self.readings(name), self.rules.model, self.inputs[name].layout)


def open_session(
    inputs: Inputs, file: RulesFile, settings: Settings, also: tuple[Reading, ...] = ()
) -> Session:
    """Read the inputs and compile the rules.

    Args:
        inputs: The files.
        file: The rules.
        settings: How the run is made.
        also: Columns that are read besides those of the rules.

    Raises:
        InputError: A file cannot be read as what it was given as.
        RulesError: The rules need something that the inputs do not have.
    """
    check_lookup_keys(file)
    read = {
        name: _lay_out(name, _read(name, paths, file, settings), file) for name, paths in inputs.files.items()
    }
    return _opened(read, inputs.without, file, settings, also)


def open_tables(
    tables: Mapping[InputName, Table],
    file: RulesFile,
    settings: Settings,
    without: Collection[InputName] = INPUTS,
    also: tuple[Reading, ...] = (),
) -> Session:
    """Open a session on inputs that were read before, or are no files.

    Args:
        tables: The inputs.
        file: The rules.
        settings: How the run is made.
        without: Inputs that are meant to be absent where they are not given; all, if this is not said.
        also: Columns that are read besides those of the rules.

    Raises:
        InputError: An input is not what it was given as.
        RulesError: The rules need something that the inputs do not have.
    """
    check_lookup_keys(file)
    read = {name: _lay_out(name, table, file) for name, table in tables.items()}
    return _opened(read, without, file, settings, also)


def _opened(
    read: Mapping[InputName, ReadInput],
    without: Collection[InputName],
    file: RulesFile,
    settings: Settings,
    also: tuple[Reading, ...] = (),
) -> Session:
    layouts = {name: one.layout for name, one in read.items()}
    check_columns_read(file.rules, layouts)
    for reading in also:
        if reading.input in layouts:
            check_unambiguous(layouts[reading.input], (reading.column,))
    if settings.adapt:
        file = adapt(file, layouts)
    check_contract(file, layouts, without)
    lists = {name: used.values for name, used in file.lists.items()}
    memory = settings.past.memory if settings.past is not None else None
    if settings.past is not None or file.rules.owners:
        also = (*also, *_answers_read(layouts["contacts"]))
    compiled = compile_rules(file.rules, lists, settings.as_of)
    session = Session(read, file, compiled, settings, also, memory, frozenset(without))
    return replace(session, inputs={name: _with_formats(session, name) for name in read})


def _answers_read(layout: Layout) -> list[Reading]:
    """Return the columns with the answer of Sales, as far as they are there."""
    return [
        Reading("contacts", field, field, "text", alone=False)
        for field in (STATUS, REASON)
        if layout.has(field)
    ]


def _with_formats(session: Session, name: InputName) -> ReadInput:
    """Return an input with how its numbers and days are written; what activities leave open is decided as they are read."""
    one, columns = session.inputs[name], session.columns_read(name)
    source = session.rules.model.source(name)
    layout = say_formats(columns, one.layout, source, serials=one.table.serials)
    if name != "activities" and _has_votes(session, name, columns, layout):
        layout = decide_formats(one.table.frame, columns, layout, source)
    return replace(one, layout=layout)


def _has_votes(session: Session, name: InputName, columns: list[Column], layout: Layout) -> bool:
    """Return whether a cell says something of how its column is written, or what was kept of that."""
    frame, kept_by = session.inputs[name].table.frame, session.kept_by(name) if columns else None
    return bool(remember(kept_by, "votes", lambda: has_votes(frame, columns, layout), columns))


def _read(name: InputName, paths: tuple[Path, ...], file: RulesFile, settings: Settings) -> Table:
    settings.tell(f"reading {name}")
    source, hashed = file.rules.source(name), settings.hash_inputs
    return read_table(name, paths, settings.scratch, source, hashed=hashed, cache=settings.cache)


def _lay_out(name: InputName, table: Table, file: RulesFile) -> ReadInput:
    source = file.rules.source(name)
    title = table.files[0].name
    if name == "contacts" and not any(part.rows for part in table.files):
        raise InputError(
            f"{title} has a header and no contacts\n  help: was the export cut off, or its filter too narrow?"
        )
    check_sources(file, name, title, table.header)
    replaced = lead_columns(file.rules) if name == "contacts" else ()
    missing = tuple(normalised_all(source.missing))
    layout = lay_out(name, title, table.header, source, missing, replaced=replaced)
    column = file.rules.deals.column if name == "deals" and file.rules.deals else None
    if column is not None:
        check_deal_column(file, layout)
        layout = layout.said_by(column) if layout.has(column) else layout
    check_columns(layout)
    return ReadInput(table, layout)
