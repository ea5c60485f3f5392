"""The scored contacts become the tables that are written, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import (
    CONTENT_TAKEN,
    DISQUALIFIED_STAGE,
    ID,
    LAST_ACTIVITY,
    LEAD_AS_OF,
    LEAD_DISQUALIFIED_BY,
    LEAD_GRADE,
    LEAD_LIGHT,
    LEAD_NEXT_QUESTION,
    LEAD_PERSONA,
    LEAD_QUALIFICATION,
    LEAD_RANK,
    LEAD_REASONS,
    LEAD_STAGE,
    LEAD_STAGE_SINCE,
    NEWEST,
    ONLY_STAGE,
    REJECTED,
    high,
    lead,
    lead_high,
    lead_low,
    low,
    own,
    tenths,
)
from leadscore.results import OutputTable
from leadscore.rules.arithmetic import tenths_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from leadscore.rules.compile import CompiledRules
    from leadscore.rules.lists import CompiledList
    from leadscore.schema.model import Rules
    from leadscore.tables.layout import Layout

__all__ = [
    "Columns",
    "add_lead_columns",
    "guarded",
    "lead_columns",
    "list_tables",
    "rejected_table",
    "scored_tables",
]

_FORMULA: Final = r"^[=+\-@\t\r]"
# NOTE: letters of a currency need a blank before the number: -ABC5 would be the cell ABC5.
_BEFORE: Final = r"(?:[$€£¥]|(?:[A-Z]{3}|Fr\.?)[ \u00a0])"
_AFTER: Final = r"(?:%|[$€£¥]|[A-Z]{3}|Fr\.?)"
_DIGITS: Final = r"[.,]?[0-9](?:[0-9.,'’ \u00a0\u202f]*[0-9])?(?:[eE][+-]?[0-9]+)?"
_NUMBER: Final = rf"^[+-]?[ \u00a0]?{_BEFORE}?[ \u00a0]?{_DIGITS}[ \u00a0]?{_AFTER}?$"
_PHONE: Final = r"^\+[0-9 ()\-./]*[0-9][0-9 ()\-./]*$"

PERSON: Final = ("first_name", "last_name", "company", "job_title", "email", "phone", "country")
"""The contact's own fields on a hand-off list, after the id."""


def guarded(cell: pl.Expr) -> pl.Expr:
    """Put `'` before text that a spreadsheet would run as a formula; numbers and phone numbers stay as they are."""
    harmless = cell.str.contains(_NUMBER) | cell.str.contains(_PHONE)
    return pl.when(cell.str.contains(_FORMULA) & ~harmless).then("'" + cell).otherwise(cell)


@dataclass(frozen=True)
class Columns:
    """Columns of a written table.

    Attributes:
        names: Names in the engine's frame.
        header: Header cells, in the same order.
    """

    names: tuple[str, ...]
    header: tuple[str, ...]

    def __add__(self, other: Columns) -> Columns:
        """Return the columns of both, one after the other."""
        return Columns(self.names + other.names, self.header + other.header)


def lead_columns(model: Rules) -> tuple[str, ...]:
    """Return the written columns that begin with `lead_`, in order, as far as the rules make them."""
    main = model.main_score
    ordered = [main, *(name for name in model.scores if name != main)]
    scores = [name(score, main) for score in ordered for name in (lead, lead_low, lead_high)]
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
        LEAD_AS_OF: True,
    }
    return (*scores, *(name for name, there in made.items() if there))


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
    newest = (pl.lit(rules.as_of) - pl.duration(days=pl.col(NEWEST))).cast(pl.Date).cast(pl.String)
    as_of = pl.lit(rules.as_of.isoformat())
    return contacts.with_columns(**texts).with_columns(as_of.alias(LEAD_AS_OF), newest.alias(LAST_ACTIVITY))


def _own_columns(layout: Layout, replaced: Iterable[str]) -> Columns:
    written = set(replaced)
    kept = [(own(place), title) for place, title in enumerate(layout.header) if title not in written]
    return Columns(tuple(name for name, _ in kept), tuple(title for _, title in kept))


def _cells(frame: pl.DataFrame, columns: Columns, guard: Iterable[str]) -> pl.DataFrame:
    """Return columns as text cells, null for empty, with those of `guard` guarded."""
    risky = set(guard)
    return frame.select(
        _cell(pl.col(name), guard=name in risky).alias(str(place)) for place, name in enumerate(columns.names)
    )


def _cell(value: pl.Expr, *, guard: bool) -> pl.Expr:
    text = value.cast(pl.String)
    text = pl.when(text != "").then(text)
    return guarded(text) if guard else text


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
    header = _guarded_header(everything.header)
    always = leads if not guard_all else everything.names
    tables = [
        OutputTable(
            "scored.csv", header if guard_all else everything.header, _cells(contacts, everything, always)
        ),
        OutputTable(
            "writeback.csv",
            _guarded_header(back.header) if guard_all else back.header,
            _cells(contacts, back, (*always, *(id_.names if guard_all else ()))),
        ),
    ]
    for path, stage in _stage_files(rules):
        rows = contacts.filter(pl.col(LEAD_STAGE) == stage)
        tables.append(OutputTable(path, header, _cells(rows, everything, everything.names)))
    return tables


def _guarded_header(header: tuple[str, ...]) -> tuple[str, ...]:
    cells = pl.Series(header, dtype=pl.String)
    return tuple(pl.select(guarded(pl.lit(cells))).to_series())


def _stage_files(rules: CompiledRules) -> list[tuple[str, str]]:
    names = [stage.name for stage in rules.model.stages] or [ONLY_STAGE]
    return [
        *((f"stages/{name}.csv", name) for name in names),
        (f"{DISQUALIFIED_STAGE}.csv", DISQUALIFIED_STAGE),
    ]


def list_tables(
    ordered: pl.DataFrame, wanted: CompiledList, rules: CompiledRules, layout: Layout, *, workbook: bool
) -> list[OutputTable]:
    """Return one hand-off list: who, how good, why, and what to ask next.

    Args:
        ordered: The contacts of the list, in order, with `lead_rank`, `content_taken` and all lead columns.
        wanted: The list.
        rules: The rules.
        layout: Where the contacts' fields stand.
        workbook: Whether it is made as a workbook too. There text is never run, so it needs no guard.
    """
    named = ordered.with_columns(
        _person(layout, field).alias(f"list:{field}") for field in (*PERSON, "owner")
    )
    main = rules.model.main_score
    scores = tuple(dict.fromkeys(lead(score, main) for score in (main, wanted.score)))
    columns = _list_columns(rules, scores)
    form, path = rules.model.outputs, f"handoff/{wanted.name}"
    cells = _cells(named, columns, columns.names)
    tables = [OutputTable(f"{path}.csv", columns.header, cells, form.delimiter, form.bom)]
    if workbook:
        tables.append(OutputTable(f"{path}.xlsx", columns.header, _workbook_cells(named, columns, scores)))
    return tables


def _list_columns(rules: CompiledRules, scores: Iterable[str]) -> Columns:
    made = set(lead_columns(rules.model))
    facts = (LEAD_GRADE, LEAD_LIGHT, LEAD_REASONS, LEAD_QUALIFICATION, LEAD_NEXT_QUESTION)
    leads = (*scores, *(name for name in facts if name in made))
    return (
        Columns((LEAD_RANK, ID), (LEAD_RANK, "contact_id"))
        + Columns(tuple(f"list:{field}" for field in PERSON), PERSON)
        + Columns(leads, leads)
        + Columns(("list:owner", LAST_ACTIVITY, CONTENT_TAKEN), ("owner", LAST_ACTIVITY, CONTENT_TAKEN))
    )


def _workbook_cells(frame: pl.DataFrame, columns: Columns, scores: Iterable[str]) -> pl.DataFrame:
    """Return columns as cells of a workbook: text, but for the rank, the scores and the day.

    Args:
        frame: The contacts of a list.
        columns: What is written of them.
        scores: The names of those that are scores.
    """
    real = {LEAD_RANK: pl.col(LEAD_RANK), LAST_ACTIVITY: pl.col(LAST_ACTIVITY).str.to_date("%Y-%m-%d")}
    # NOTE: read back from their text, as 798 / 10 is not 79.8 to the last bit.
    real |= {name: pl.col(name).cast(pl.Float64) for name in scores}
    return frame.select(
        real.get(name, _cell(pl.col(name), guard=False)).alias(str(place))
        for place, name in enumerate(columns.names)
    )


def _person(layout: Layout, field: str) -> pl.Expr:
    """Return what a list shows of a person; a name in one piece stands in the place of the last name."""
    shown = layout.shown(field)
    if field == "phone":
        return shown.str.replace(r"^p:\s*", "")
    if field != "last_name":
        return shown
    nameless = shown.is_null() & layout.shown("first_name").is_null()
    return pl.when(nameless).then(layout.shown("full_name")).otherwise(shown)


def rejected_table(rejected: pl.DataFrame) -> OutputTable:
    """Return `rejected.csv`: every rejected record of every input, with its place, the reason and its raw text."""
    columns = Columns(REJECTED, REJECTED)
    return OutputTable("rejected.csv", REJECTED, _cells(rejected, columns, REJECTED))
