"""Examples become the inputs of a run, and the rules see to it that all of what expectations read is there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import FILE, KEY, LINE, WAS_FURTHEST, WAS_SINCE, WAS_STAGE, own
from leadscore.pipeline.examples.rows import READ
from leadscore.results import SourceFile
from leadscore.rules.keys import join_key
from leadscore.rules.stages import MEMORY
from leadscore.schema.conditions import AllOf, FieldTest, field_tests
from leadscore.schema.model import Handoff, Source
from leadscore.schema.uses import kinds_of
from leadscore.tables.repair import no_malformed
from leadscore.tables.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from leadscore.pipeline.examples.rows import Case, Cells
    from leadscore.schema.load import RulesFile
    from leadscore.schema.model import InputName, Rules

__all__ = [
    "RowPlace",
    "remembered",
    "row_places",
    "rules_with_expectations",
    "tables",
    "without_expectations",
    "without_headers",
]

_FIRST_LINE: Final = 2
"""The line of the first record below a header."""


@dataclass(frozen=True)
class RowPlace:
    """Where a row of a table comes from: its example, and its number there, counted from 0."""

    case: Case
    entry: int


def rules_with_expectations(file: RulesFile, others: Sequence[RulesFile]) -> RulesFile:
    """Return the rules with one more list, which reads what the expectations read.

    So each column is typed in the way in which any condition has its columns typed.

    Args:
        file: The rules.
        others: All files with examples, the rules perhaps among them.
    """
    tests: dict[object, FieldTest] = {}
    for one in others:
        for example in one.rules.tests:
            for test in field_tests(example.expect):
                tests.setdefault((test.field, kinds_of(test)), test)
    lists = {name: used for one in (file, *others) for name, used in one.lists.items()}
    if not tests:
        return replace(file, lists=lists)
    reads = Handoff.model_construct(list="expectations", stage=(), when=AllOf(tuple(tests.values())))
    rules = file.rules.model_copy(update={"handoff": (*file.rules.handoff, reads)})
    return replace(file, rules=rules, lists=lists)


def without_expectations(rules: Rules) -> Rules:
    """Return the rules without the list that reads what expectations read, which nobody is ever on."""
    lists = tuple(entry for entry in rules.handoff if entry.stage)
    return rules.model_copy(update={"handoff": lists})


def without_headers(file: RulesFile, fields: Mapping[InputName, Sequence[str]]) -> RulesFile:
    """Return the rules for inputs whose headers are fields already.

    Args:
        file: The rules.
        fields: The columns of each input.
    """
    sources = {name: _source(file.rules, name, columns) for name, columns in fields.items()}
    return replace(file, rules=file.rules.model_copy(update={"sources": sources}))


def _source(rules: Rules, name: InputName, fields: Iterable[str]) -> Source:
    """Return how an input is read; a number with a point is what it is in YAML, unless the rules say otherwise."""
    said = rules.source(name)
    columns = {field: field for field in fields}
    update = {"columns": columns, "profile": None, "decimal": said.decimal or "."}
    return said.model_copy(update=update)


def tables(cases: Sequence[Case], fields: Mapping[InputName, Sequence[str]]) -> dict[InputName, Table]:
    """Return the inputs of a run, with the rows of several examples; an input without rows is left out.

    Args:
        cases: The examples.
        fields: The columns of each input.
    """
    rows = {name: [row for case in cases for row in case.rows[name]] for name in READ}
    return {name: _table(name, rows[name], fields[name]) for name in READ if rows[name]}


def row_places(cases: Sequence[Case], name: InputName) -> dict[int, RowPlace]:
    """Return where the rows of a table come from, by their lines."""
    places = [RowPlace(case, entry) for case in cases for entry in range(len(case.rows[name]))]
    return dict(enumerate(places, start=_FIRST_LINE))


def remembered(cases: Sequence[Case]) -> pl.DataFrame | None:
    """Return the stages in which contacts were before, as a history remembers them; None if no example says so."""
    told = [case for case in cases if case.example.was is not None]
    if not told:
        return None
    stages = pl.Series([case.example.was for case in told], dtype=pl.String)
    ids = pl.Series([case.rows["contacts"][0]["contact_id"] for case in told])
    since = pl.Series([case.example.since for case in told], dtype=pl.Date)
    given = {KEY: ids, WAS_STAGE: stages, WAS_FURTHEST: stages, WAS_SINCE: since}
    nothing = [pl.lit(None, kind).alias(name) for name, kind in MEMORY.items() if name not in given]
    return pl.DataFrame(given).with_columns(join_key(pl.col(KEY)), *nothing)


def _table(name: InputName, rows: Sequence[Cells], fields: Sequence[str]) -> Table:
    columns = {
        own(place): pl.Series([row.get(field) for row in rows], dtype=pl.String)
        for place, field in enumerate(fields)
    }
    lines = pl.int_range(_FIRST_LINE, _FIRST_LINE + len(rows), dtype=pl.Int64, eager=True)
    frame = pl.DataFrame(columns).with_columns(lines.alias(LINE), pl.lit(0, pl.Int32).alias(FILE))
    return Table(
        input=name,
        files=(SourceFile(Path(f"{name} of the examples"), len(rows), ""),),
        header=tuple(fields),
        frame=frame.lazy(),
        malformed=no_malformed(),
        texts=(None,),
    )
