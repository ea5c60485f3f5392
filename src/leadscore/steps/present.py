"""The scored contacts become the tables that are written, cell by cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from leadscore.columns import (
    DISQUALIFIED_STAGE,
    LAST_ACTIVITY,
    LEAD_AS_OF,
    LEAD_DISQUALIFIED_BY,
    LEAD_GRADE,
    LEAD_LIGHT,
    LEAD_NEXT_CONTENT,
    LEAD_NEXT_QUESTION,
    LEAD_OWNER,
    LEAD_PERSONA,
    LEAD_QUALIFICATION,
    LEAD_REASONS,
    LEAD_STAGE,
    LEAD_STAGE_SINCE,
    LEAD_TRACK,
    NEWEST,
    ONLY_STAGE,
    REJECTED,
    high,
    lead,
    lead_high,
    lead_low,
    lead_momentum,
    low,
    momentum,
    own,
    tenths,
)
from leadscore.results import OutputTable
from leadscore.rules.arithmetic import tenths_text
from leadscore.tables.cells import Columns, cells, guarded_header

if TYPE_CHECKING:
    from collections.abc import Iterable

    from leadscore.rules.compile import CompiledRules
    from leadscore.schema.model import Rules
    from leadscore.tables.layout import Layout

__all__ = [
    "add_lead_columns",
    "lead_columns",
    "rejected_table",
    "report_table",
    "scored_tables",
]


def lead_columns(model: Rules) -> tuple[str, ...]:
    """Return the written columns that begin with `lead_`, in order, as far as the rules make them."""
    main = model.main_score
    ordered = [main, *(name for name in model.scores if name != main)]
    scores = [column for score in ordered for column in _score_columns(model, score)]
    made = {
        LEAD_GRADE: model.grade is not None,
        LEAD_LIGHT: model.lights is not None,
        LEAD_STAGE: True,
        LEAD_STAGE_SINCE: True,
        LEAD_PERSONA: bool(model.personas),
        LEAD_DISQUALIFIED_BY: bool(model.disqualify),
        LEAD_REASONS: True,
        LEAD_QUALIFICATION: bool(model.qualification),
        LEAD_NEXT_QUESTION: bool(model.qualification),
        LEAD_OWNER: bool(model.owners),
        LEAD_TRACK: model.nurture is not None,
        LEAD_NEXT_CONTENT: model.nurture is not None,
        LEAD_AS_OF: True,
    }
    return (*scores, *(name for name, there in made.items() if there))


def _score_columns(model: Rules, score: str) -> tuple[str, ...]:
    main = model.main_score
    columns = (lead(score, main), lead_low(score, main), lead_high(score, main))
    return columns if model.scores[score].momentum is None else (*columns, lead_momentum(score, main))


def add_lead_columns(contacts: pl.LazyFrame, rules: CompiledRules) -> pl.LazyFrame:
    """Add the written scores and the as-of date as text, and the day of the newest activity as `last_activity`.

    Args:
        contacts: One row per contact, with scores, stage, reasons and questions.
        rules: The rules.
    """
    main = rules.model.main_score
    texts = {}
    for score in rules.model.scores:
        texts[lead(score, main)] = tenths_text(pl.col(tenths(score)))
        texts[lead_low(score, main)] = tenths_text(pl.col(low(score)))
        texts[lead_high(score, main)] = tenths_text(pl.col(high(score)))
        if rules.model.scores[score].momentum is not None:
            texts[lead_momentum(score, main)] = tenths_text(pl.col(momentum(score)))
    newest = (pl.lit(rules.as_of) - pl.duration(days=pl.col(NEWEST))).cast(pl.Date).cast(pl.String)
    as_of = pl.lit(rules.as_of.isoformat())
    return contacts.with_columns(**texts).with_columns(as_of.alias(LEAD_AS_OF), newest.alias(LAST_ACTIVITY))


def _own_columns(layout: Layout, replaced: Iterable[str]) -> Columns:
    written = set(replaced)
    kept = [(own(place), title) for place, title in enumerate(layout.header) if title not in written]
    return Columns(tuple(name for name, _ in kept), tuple(title for _, title in kept))


def scored_tables(
    contacts: pl.DataFrame, rules: CompiledRules, layout: Layout, *, guard_all: bool
) -> list[OutputTable]:
    """Return `scored.csv`, `writeback.csv`, one file per stage, and `disqualified.csv`.

    Args:
        contacts: One row per contact, in input order, with its own cells and all lead columns.
        rules: The rules.
        layout: Where the contacts' fields stand.
        guard_all: Whether the contact's own cells are guarded in the files for machines too.
    """
    leads = lead_columns(rules.model)
    own_columns = _own_columns(layout, leads)
    everything = own_columns + Columns(leads, leads)
    id_ = Columns((own(layout.places["contact_id"]),), (layout.header_of("contact_id"),))
    back = id_ + Columns(leads, leads)
    header = guarded_header(everything.header)
    always = leads if not guard_all else everything.names
    tables = [
        OutputTable(
            "scored.csv", header if guard_all else everything.header, cells(contacts, everything, always)
        ),
        OutputTable(
            "writeback.csv",
            guarded_header(back.header) if guard_all else back.header,
            cells(contacts, back, (*always, *(id_.names if guard_all else ()))),
        ),
    ]
    for path, stage in _stage_files(rules):
        rows = contacts.filter(pl.col(LEAD_STAGE) == stage)
        tables.append(OutputTable(path, header, cells(rows, everything, everything.names)))
    return tables


def _stage_files(rules: CompiledRules) -> list[tuple[str, str]]:
    names = [stage.name for stage in rules.model.stages] or [ONLY_STAGE]
    return [
        *((f"stages/{name}.csv", name) for name in names),
        (f"{DISQUALIFIED_STAGE}.csv", DISQUALIFIED_STAGE),
    ]


def rejected_table(rejected: pl.DataFrame) -> OutputTable:
    """Return `rejected.csv`: every rejected record of every input, with its place, the reason and its raw text."""
    columns = Columns(REJECTED, REJECTED)
    return OutputTable("rejected.csv", REJECTED, cells(rejected, columns, REJECTED))


def report_table(path: str, rows: pl.DataFrame) -> OutputTable:
    """Return a table of a report: its columns as they are called, every cell as text and guarded.

    Args:
        path: Its path below the output folder.
        rows: Its rows, numbers as they are to be written.
    """
    columns = Columns(tuple(rows.columns), tuple(rows.columns))
    return OutputTable(path, columns.header, cells(rows, columns, columns.names))
