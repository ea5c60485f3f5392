"""A rules file for an export: looked at, decided, written, and tried on the export itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING, Final

from leadscore.columns import LEAD_STAGE, tenths, typed
from leadscore.errors import InputError
from leadscore.pipeline.draft.document import rules_text
from leadscore.pipeline.draft.examples import make_examples, met
from leadscore.pipeline.draft.funnel import UNDECIDED, Thresholds
from leadscore.pipeline.draft.plan import make_plan
from leadscore.pipeline.inputs import open_tables
from leadscore.pipeline.scored import score_contacts
from leadscore.results import percent
from leadscore.results.draft import Draft, InputCount, StageShare
from leadscore.schema.load import parse_rules
from leadscore.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    import polars as pl

    from leadscore.pipeline.draft.plan import Plan
    from leadscore.pipeline.inputs import Inputs, Settings
    from leadscore.pipeline.scored import Scored
    from leadscore.schema.load import RulesFile
    from leadscore.schema.model import InputName
    from leadscore.tables import Table

__all__ = ["draft_rules"]

NAME: Final = "rules.yaml"
STALE: Final = 30
"""Days after the newest activity from which on the export is looked at as of that activity."""
_MQL: Final = 0.175
_SQL: Final = 0.05
_EMPTY: Final = 0.5
"""What an empty stage counts, against parts of the contacts that are too many or too few."""
_OF_CONTACTS: Final[Sequence[InputName]] = ("activities", "deals")
_FEW: Final = 0.5
"""The part of the records of an input that belong to a contact, below which it is told."""
_SCORES: Final = range(5, 100, 5)
_STEP: Final = 10
"""Tenths of a point in a score."""


def draft_rules(inputs: Inputs, settings: Settings) -> Draft:
    """Draft a rules file for an export.

    Args:
        inputs: The files.
        settings: The as-of date, a folder for temporary files, and whom to tell what is done next.

    Raises:
        InputError: A file cannot be read, or its contacts have no column that tells them apart.
    """
    tables = {name: _read(name, paths, settings) for name, paths in inputs.files.items()}
    settings.tell("looking at columns")
    plan = make_plan(tables, settings.as_of)
    day = _day(plan, settings.as_of)
    settings.tell("trying rules")
    first = _scored(rules_text(plan, UNDECIDED, ()), tables, settings, day, "first")
    thresholds = _thresholds(plan, first.contacts)
    examples = make_examples(plan, settings.as_of, customer=thresholds.customer)
    text = met(partial(rules_text, plan, thresholds), examples, _folder(settings, "examples"))
    scored = _scored(text, tables, settings, day, "last")
    return _draft(plan, text, scored, day, settings.as_of)


def _read(name: InputName, paths: tuple[Path, ...], settings: Settings) -> Table:
    settings.tell(f"reading {name}")
    table = read_table(name, paths, settings.scratch)
    if name == "contacts" and not any(part.rows for part in table.files):
        raise InputError(
            f"{table.files[0].name} has a header and no contacts\n"
            "  help: was the export cut off? leadscore init without files writes the starter rules"
        )
    return table


def _parsed(text: str) -> RulesFile:
    return parse_rules(text, NAME, None)


def _folder(settings: Settings, name: str) -> Path:
    folder = settings.scratch / name
    folder.mkdir()
    return folder


def _day(plan: Plan, as_of: date) -> date:
    """Return the day as of which thresholds are found: that of the newest activity, where it is long ago."""
    newest = plan.export.activities.newest if plan.export.activities is not None else None
    return newest if newest is not None and as_of - newest > timedelta(days=STALE) else as_of


def _scored(text: str, tables: dict[InputName, Table], settings: Settings, day: date, name: str) -> Scored:
    tried = replace(settings, as_of=day, scratch=_folder(settings, name))
    return score_contacts(open_tables(tables, _parsed(text), tried))


def _thresholds(plan: Plan, scored: pl.DataFrame) -> Thresholds:
    """Choose round scores that let about a sixth of the contacts be marketing qualified, a twentieth sales qualified."""
    shown = scored[tenths(plan.main)]
    parts = {score: float((shown >= score * _STEP).mean() or 0) for score in _SCORES}  # type: ignore[arg-type]  # of booleans
    mql, sql = min(
        combinations(_SCORES, 2),
        key=lambda pair: (_distance(parts[pair[0]], parts[pair[1]]), pair[0], -pair[1]),
    )
    has_deals = "deals" in plan.export.parts
    return Thresholds(mql, sql, *(has_deals and _any(scored, name) for name in ("deals.open", "deals.won")))


def _distance(mql: float, sql: float) -> float:
    """Return how far two parts of the contacts are from what is wanted; stages that nobody is in are far."""
    empty = (mql == sql) + (sql == 0)
    return abs(mql - _MQL) + abs(sql - _SQL) + empty * _EMPTY


def _any(scored: pl.DataFrame, field: str) -> bool:
    return bool((scored[typed("number", field)] > 0).any())


def _draft(plan: Plan, text: str, scored: Scored, day: date, as_of: date) -> Draft:
    rules = _parsed(text).rules
    counts = dict(scored.contacts[LEAD_STAGE].value_counts().iter_rows())
    inputs = [
        InputCount(
            name, tuple(file.path.name for file in table.files), sum(file.rows for file in table.files)
        )
        for name, table in plan.export.tables.items()
    ]
    height = scored.contacts.height
    stages = [
        StageShare(stage.title, counts.get(stage.name, 0), percent(counts.get(stage.name, 0), height))
        for stage in rules.stages
    ]
    return Draft(
        text,
        tuple(inputs),
        sum(len(score.rules) for score in rules.ruled.values()),
        len(plan.offered),
        len(rules.tests),
        tuple(stages),
        None if day == as_of else day,
        tuple(_remarks(plan, scored)),
    )


def _remarks(plan: Plan, scored: Scored) -> Iterator[str]:
    """Yield what was assumed of the export, and what else to look at."""
    for name, part in plan.export.parts.items():
        for field, header in part.said.columns.items():
            yield f'{name}: "{header}" is read as {field}: {part.said.why[field]}'
        yield from (f"{name}: {part.said.why[key]}" for key in part.said.options)
    lost = scored.parts["contacts"].fates["rejected"] + plan.export.contacts.table.malformed.height
    if lost:
        yield f"{lost:,} contacts are rejected; leadscore score says which and why, and stops where they are too many"
    for name in _OF_CONTACTS:
        yield from _joined(name, scored.parts[name].fates)
    if plan.engagement is not None and plan.engagement.left_out:
        yield f"{len(plan.engagement.left_out):,} types of activities have no rule: they are rare, or no short words"


def _joined(name: InputName, fates: Mapping[str, int]) -> Iterator[str]:
    """Yield how many records of an input belong to a contact, where few do."""
    records = sum(fates.values())
    found = records - fates.get("unknown_contact", 0) - fates.get("rejected", 0)
    if records and found < _FEW * records:
        some = f"only {found:,}" if found else "not one"
        verb = "belong" if found > 1 else "belongs"
        yield f"{some} of {records:,} {name} {verb} to a contact: are the ids of both exports the same?"
