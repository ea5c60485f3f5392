"""Examples are scored as exports are, by the same steps, and their expectations held against what comes out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from leadscore.columns import (
    LEAD_DISQUALIFIED_BY,
    LEAD_NEXT_CONTENT,
    LEAD_NEXT_QUESTION,
    LEAD_PERSONA,
    LEAD_TRACK,
    LINE,
)
from leadscore.errors import InputError
from leadscore.pipeline.examples.coverage import cover, touched_by
from leadscore.pipeline.examples.failures import explain
from leadscore.pipeline.examples.groups import group_cases
from leadscore.pipeline.examples.idle import find_idle
from leadscore.pipeline.examples.rows import READ, Case, Rower
from leadscore.pipeline.examples.tables import (
    remembered,
    row_places,
    rules_with_expectations,
    tables,
    without_expectations,
    without_headers,
)
from leadscore.pipeline.handover import add_lone_owner
from leadscore.pipeline.inputs import Settings, open_tables
from leadscore.pipeline.lead import Lead, with_expected_fields
from leadscore.pipeline.scored import score_contacts
from leadscore.results.examples import ExampleReport, ExampleResult, Failure

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from leadscore.pipeline.examples.coverage import Touched
    from leadscore.pipeline.scored import Scored
    from leadscore.results.examples import Outcome
    from leadscore.schema.load import RulesFile
    from leadscore.schema.model import InputName

__all__ = ["names_of", "run_examples"]


@dataclass(frozen=True)
class _Outcome:
    """What the examples of one group came to, by their numbers, and what they touched."""

    results: Mapping[int, ExampleResult]
    touched: Touched


def names_of(files: Iterable[RulesFile]) -> tuple[str, ...]:
    """Return the names of all examples, in the order of the files."""
    return tuple(example.name for file in files for example in file.rules.tests)


def run_examples(
    file: RulesFile, others: Sequence[RulesFile], scratch: Path, only: str = ""
) -> ExampleReport:
    """Run the examples of a rules file, and of files beside it.

    Args:
        file: The rules.
        others: Files with further examples, as `load_examples` reads them.
        scratch: A folder for temporary files; the caller removes it.
        only: Part of the names of the examples to run, in any case; empty for all.

    Raises:
        InputError: An example cannot be read in one way only.
        RulesError: An example gives a column twice.
    """
    files = (file, *others)
    rules = rules_with_expectations(file, files)
    rower = Rower(rules.rules)
    wanted = [
        (one, entry)
        for one in files
        for entry, example in enumerate(one.rules.tests)
        if only.casefold() in example.name.casefold()
    ]
    cases = [rower.case(number, one, entry) for number, (one, entry) in enumerate(wanted)]
    results: dict[int, ExampleResult] = {}
    groups = group_cases(cases, rules.rules)
    fields = _fields(rower, cases)
    touched = []
    for number, group in enumerate(groups):
        outcome = _run_group(group, without_headers(rules, fields), fields, scratch / str(number))
        results.update(outcome.results)
        touched.append(outcome.touched)
    ordered = tuple(results[case.number] for case in cases)
    passed, failed = (sum(one.outcome == outcome for one in ordered) for outcome in ("passed", "failed"))
    return ExampleReport(file.file, passed, failed, ordered, cover(file, touched))


def _fields(rower: Rower, cases: Sequence[Case]) -> Mapping[InputName, tuple[str, ...]]:
    """Return the columns of each input: all that a run reads, and all that some example gives."""
    found = {name: dict.fromkeys(sorted(rower.read[name])) for name in READ}
    for case in cases:
        for name in READ:
            for row in case.rows[name]:
                found[name].update(dict.fromkeys(row))
    return {name: tuple(fields) for name, fields in found.items()}


def _run_group(
    cases: Sequence[Case], rules: RulesFile, fields: Mapping[InputName, Sequence[str]], scratch: Path
) -> _Outcome:
    scratch.mkdir()
    try:
        settings = Settings(cases[0].example.as_of, scratch)
        session = open_tables(tables(cases, fields), rules, settings)
        scored = score_contacts(replace(session, memory=remembered(cases)))
    except InputError as error:
        place, example = cases[0].place, cases[0].example
        where = f'{cases[0].file.file}:{place.line}:{place.column}: example "{example.name}"'
        raise InputError(f"{where}: {error}") from None
    own_lists = replace(scored.session.rules, model=without_expectations(scored.session.rules.model))
    contacts = add_lone_owner(scored.session, _completed(scored.contacts), own_lists)
    rejected = _rejected(cases, scored)
    idle = find_idle(cases, scored.session)
    expected = with_expected_fields(contacts)
    rows = {line: place for place, line in enumerate(contacts[LINE])}
    results = {}
    for line, came_from in row_places(cases, "contacts").items():
        case = came_from.case
        signs = Failure(
            rejected=tuple(rejected.get(case.number, ())),
            unread=case.unread,
            idle=idle.get(case.number, ()),
        )
        if line not in rows:
            results[case.number] = _result(case, "failed", signs)
            continue
        lead, seen = (Lead(scored.session, frame[rows[line]]) for frame in (contacts, expected))
        results[case.number] = _judge(case, lead, seen, signs)
    return _Outcome(results, touched_by(contacts, scored.session.rules))


def _completed(contacts: pl.DataFrame) -> pl.DataFrame:
    """Add the columns that are only there where the rules make them."""
    names = (LEAD_PERSONA, LEAD_DISQUALIFIED_BY, LEAD_NEXT_QUESTION, LEAD_TRACK, LEAD_NEXT_CONTENT)
    return contacts.with_columns(
        pl.lit(None, pl.String).alias(name) for name in names if name not in contacts.columns
    )


def _rejected(cases: Sequence[Case], scored: Scored) -> dict[int, list[str]]:
    """Return the rows that were rejected, by the number of their example."""
    found: dict[int, list[str]] = {}
    for name, part in scored.parts.items():
        places = row_places(cases, name)
        for row in part.rejected.iter_rows(named=True):
            place = places[row[LINE]]
            what = "the contact" if name == "contacts" else f"entry {place.entry + 1} of {name}"
            found.setdefault(place.case.number, []).append(f"{what}: {row['reason']}")
    return found


def _judge(case: Case, lead: Lead, seen: Lead, signs: Failure) -> ExampleResult:
    """Hold the expectation of an example against its lead; the signs are what is known of a failure before that."""
    answer = seen.answer(case.example.expect)
    if answer == "yes" and not signs.rejected:
        return _result(case, "passed")
    return _result(case, "failed", explain(case, lead, seen, signs))


def _result(case: Case, outcome: Outcome, failure: Failure | None = None) -> ExampleResult:
    place, example = case.place, case.example
    return ExampleResult(
        example.name, case.file.file, place.line, place.column, example.as_of, outcome, failure
    )
