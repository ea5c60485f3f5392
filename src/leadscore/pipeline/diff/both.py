"""The inputs are read once, and scored under both rules files."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from leadscore.errors import InputError, RulesError
from leadscore.pipeline.diff.segments import read_fields
from leadscore.pipeline.inputs import open_tables
from leadscore.pipeline.log import age_activities
from leadscore.pipeline.scored import score_contacts
from leadscore.steps.type import readings
from leadscore.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from leadscore.errors import Problem
    from leadscore.pipeline.inputs import Inputs, Session, Settings
    from leadscore.pipeline.log import AgedActivities
    from leadscore.pipeline.people import People
    from leadscore.pipeline.scored import Scored
    from leadscore.schema.load import RulesFile
    from leadscore.schema.model import InputName
    from leadscore.schema.sources import Source
    from leadscore.steps.type import Reading
    from leadscore.tables import Table

__all__ = ["Opened", "open_both", "score_both"]

_READ_BY: Final = ("encoding", "delimiter", "header_line", "sheet")
"""What `sources` say of how the bytes of an input become records."""
_FOUND_BY: Final = ("columns", "missing", "profile", "dates", "decimal", "ranges")
"""What they say of what its records mean."""

Tables = dict["InputName", "Table"]


@dataclass(frozen=True)
class Opened:
    """The same inputs under both files.

    Attributes:
        old: The run under the old rules.
        new: The run under the new rules.
        notes: What could not be done once for both.
    """

    old: Session
    new: Session
    notes: tuple[str, ...]


def open_both(
    inputs: Inputs, old: RulesFile, new: RulesFile, settings: Settings, fields: Sequence[str]
) -> Opened:
    """Read the inputs, and open a run under each of two rules files.

    Args:
        inputs: The files.
        old: The old rules.
        new: The new rules.
        settings: How the runs are made.
        fields: Fields whose values make segments.

    Raises:
        InputError: A file cannot be read as what it was given as.
        RulesError: The rules need something that the inputs do not have.
        UsageError: A field makes no segments.
    """
    log = {*readings(old.rules), *readings(new.rules)}
    also = tuple(sorted(reading for reading in log if reading.input == "activities"))
    tables, apart = _read(inputs, old, new, settings)
    sessions: list[Session] = []
    problems: list[Problem] = []
    for name, file in (("old", old), ("new", new)):
        scratch = settings.scratch / name
        scratch.mkdir()
        own = replace(settings, scratch=scratch)
        try:
            sessions.append(_open(tables[name], file, own, inputs, (*also, *read_fields(fields, inputs))))
        except RulesError as error:
            problems += error.problems
    if problems:
        raise RulesError(dict.fromkeys(problems))
    notes = [f"{name} were read for each of the two files, as their `sources` differ" for name in apart]
    if "activities" in inputs.files and not apart and not _one_log(*sessions):
        notes.append(
            "activities were read for each of the two files, as their `sources` or `timezone` differ"
        )
    return Opened(sessions[0], sessions[1], tuple(notes))


def _open(
    tables: Tables, file: RulesFile, settings: Settings, inputs: Inputs, also: tuple[Reading, ...]
) -> Session:
    try:
        return open_tables(tables, file, settings, inputs.without, also)
    except InputError as error:
        raise InputError(f"with the rules {file.file}: {error}") from None


def _read(
    inputs: Inputs, old: RulesFile, new: RulesFile, settings: Settings
) -> tuple[Mapping[str, Tables], list[InputName]]:
    """Return the inputs as each file reads them, and the names of those that had to be read for each."""
    tables: dict[str, Tables] = {"old": {}, "new": {}}
    apart = []
    for name, paths in inputs.files.items():
        settings.tell(f"reading {name}")
        ways = old.rules.source(name), new.rules.source(name)
        first = _held(name, read_table(name, paths, settings.scratch, ways[0], hashed=False))
        tables["old"][name] = tables["new"][name] = first
        if not _agree(*ways, _READ_BY):
            apart.append(name)
            tables["new"][name] = _held(
                name, read_table(name, paths, settings.scratch, ways[1], hashed=False)
            )
    return tables, apart


def _held(name: InputName, table: Table) -> Table:
    """Return an input with its records in memory, but for activities, which may be too many."""
    if name == "activities":
        return table
    return replace(table, frame=table.frame.collect(engine="streaming").lazy())


def _agree(one: Source, other: Source, keys: Sequence[str]) -> bool:
    return all(getattr(one, key) == getattr(other, key) for key in keys)


def _one_log(old: Session, new: Session) -> bool:
    """Return whether activities mean the same under both files, and find the same contacts."""
    ways = [
        (old.rules.model.source(name), new.rules.model.source(name)) for name in ("contacts", "activities")
    ]
    return (
        old.zone == new.zone
        and old.inputs["activities"].table is new.inputs["activities"].table
        and all(_agree(*pair, (*_READ_BY, *_FOUND_BY)) for pair in ways)
        and old.layout.places == new.layout.places
    )


@dataclass
class _SharedLog:
    """Gives activities their age and fate for the first run that asks, and the same to the second.

    NOTE: each run reads the columns of both, and both accept the same contacts in the same order.
    """

    made: list[AgedActivities] = field(default_factory=list)

    def __call__(self, session: Session, people: People) -> AgedActivities:
        """Return the activities with their fate."""
        if not self.made:
            self.made.append(age_activities(session, people))
        return self.made[0]


def score_both(opened: Opened) -> Iterator[Scored]:
    """Yield the leads under the old rules, then under the new ones.

    Raises:
        InputError: A file turns out not to be readable.
    """
    shared = "activities" in opened.old.inputs and _one_log(opened.old, opened.new)
    age = _SharedLog() if shared else age_activities
    for session in (opened.old, opened.new):
        try:
            yield score_contacts(session, age)
        except InputError as error:
            # NOTE: activities that serve both are read for both, whichever comes first.
            named = "" if shared else f"with the rules {session.file.file}: "
            raise InputError(f"{named}{error}") from None
