"""The lists that people open: who, how good, why, what they know already, and what to ask next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import (
    CONTENT_TAKEN,
    HANDOFF_ANSWER,
    HANDOFF_DUE,
    HANDOFF_NEW,
    HANDOFF_SINCE,
    ID,
    LAST_ACTIVITY,
    LEAD_GRADE,
    LEAD_LIGHT,
    LEAD_NEXT_QUESTION,
    LEAD_PERSONA,
    LEAD_QUALIFICATION,
    LEAD_RANK,
    LEAD_STAGE,
    PAGES_READ,
    WAITING_PLACE,
    WAITING_WHY,
    typed,
)
from leadscore.results import OutputTable
from leadscore.tables.cells import Columns, cell, cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from leadscore.rules.compile import CompiledRules
    from leadscore.tables.layout import Layout

__all__ = ["PERSON", "ListForm", "list_tables", "people_table"]

PERSON: Final = ("first_name", "last_name", "company", "job_title", "email", "phone", "country")
"""The contact's own fields on a list, after the id."""
_HANDED: Final = (HANDOFF_SINCE, HANDOFF_NEW, HANDOFF_DUE, HANDOFF_ANSWER)
_DAYS: Final = (LAST_ACTIVITY, HANDOFF_SINCE, HANDOFF_DUE)
_REASONS: Final = "reasons"
_ANSWERS: Final = "answers"


@dataclass(frozen=True)
class ListForm:
    """How one list is written.

    Attributes:
        name: Its name, which its file is called after.
        first: The columns before those of the contact.
        last: The columns of the hand-off.
        scores: The scores that are shown.
        workbook: Whether it is made as a workbook too. There text is never run, so it needs no guard.
    """

    name: str
    first: tuple[str, ...]
    last: tuple[str, ...]
    scores: tuple[str, ...]
    workbook: bool = False

    @property
    def path(self) -> str:
        """Its CSV file below the output folder."""
        return f"{self._stem}.csv"

    @property
    def book(self) -> str:
        """Its workbook below the output folder."""
        return f"{self._stem}.xlsx"

    @property
    def _stem(self) -> str:
        return f"handoff/{self.name}"

    @classmethod
    def of_list(cls, name: str, scores: Iterable[str], *, workbook: bool) -> ListForm:
        """Return the form of a hand-off list."""
        return cls(name, (LEAD_RANK,), _HANDED, tuple(dict.fromkeys(scores)), workbook)

    @classmethod
    def of_waiting(cls, name: str, score: str, *, workbook: bool) -> ListForm:
        """Return the form of the list of those who wait for an owner."""
        return cls(name, (WAITING_PLACE, WAITING_WHY, "list"), (), (score,), workbook)

    @classmethod
    def of_overdue(cls, name: str, score: str, *, workbook: bool) -> ListForm:
        """Return the form of the list of those whose answer is overdue."""
        return cls(name, (HANDOFF_DUE, "list"), (HANDOFF_SINCE,), (score,), workbook)


def list_tables(
    leads: pl.DataFrame, form: ListForm, rules: CompiledRules, layout: Layout
) -> list[OutputTable]:
    """Return one list as a CSV file, and as a workbook where that is wanted.

    Args:
        leads: The contacts of the list, in order, with the columns that the form names, `reasons`, `owner` and all lead
            columns.
        form: How it is written.
        rules: The rules.
        layout: Where the contacts' fields stand.
    """
    shown = leads.with_columns(
        *(_person(layout, field).alias(f"list:{field}") for field in PERSON),
        answers(rules, layout).alias(_ANSWERS),
        *(pl.lit(None, pl.String).alias(name) for name in (PAGES_READ, CONTENT_TAKEN) if name not in leads),
    )
    columns = _columns(form, rules)
    said = rules.model.outputs
    tables = [
        OutputTable(form.path, columns.header, cells(shown, columns, columns.names), said.delimiter, said.bom)
    ]
    if form.workbook:
        tables.append(OutputTable(form.book, columns.header, _workbook_cells(shown, columns, form.scores)))
    return tables


def people_table(
    path: str, rows: pl.DataFrame, layout: Layout, person: tuple[str, ...], columns: Mapping[str, str]
) -> OutputTable:
    """Return a table of people, with the id first, then what they are called, then further columns.

    Args:
        path: Its path below the output folder.
        rows: The contacts, in order.
        layout: Where the contacts' fields stand.
        person: Fields of the contact itself.
        columns: The header of each further column.
    """
    named = rows.with_columns(_person(layout, field).alias(f"list:{field}") for field in person)
    all_ = (
        Columns((ID,), ("contact_id",))
        + Columns(tuple(f"list:{field}" for field in person), person)
        + Columns(tuple(columns), tuple(columns.values()))
    )
    return OutputTable(path, all_.header, cells(named, all_, all_.names))


def answers(rules: CompiledRules, layout: Layout) -> pl.Expr:
    """Return which questions are answered, and how: `need: Planning; budget: 50k`."""
    said = []
    for question in rules.model.qualification:
        field = question.answered_by
        value = layout.shown(field) if layout.has(field) else pl.col(typed("text", field))
        said.append(pl.lit(f"{question.id}: ") + value)
    return pl.concat_str(said, separator="; ", ignore_nulls=True) if said else pl.lit(None, pl.String)


def _columns(form: ListForm, rules: CompiledRules) -> Columns:
    model = rules.model
    facts = {
        LEAD_GRADE: model.grade is not None,
        LEAD_LIGHT: model.lights is not None,
        LEAD_STAGE: True,
        LEAD_PERSONA: bool(model.personas),
        _REASONS: True,
        LEAD_QUALIFICATION: bool(model.qualification),
        _ANSWERS: bool(model.qualification),
        LEAD_NEXT_QUESTION: bool(model.qualification),
        "owner": True,
    }
    shown = tuple(name for name, made in facts.items() if made)
    after = (*form.scores, *shown, *form.last, LAST_ACTIVITY, PAGES_READ, CONTENT_TAKEN)
    return (
        Columns((*form.first, ID), (*form.first, "contact_id"))
        + Columns(tuple(f"list:{field}" for field in PERSON), PERSON)
        + Columns(after, after)
    )


def _workbook_cells(frame: pl.DataFrame, columns: Columns, scores: Iterable[str]) -> pl.DataFrame:
    """Return columns as cells of a workbook: text, but for places, scores and days.

    Args:
        frame: The contacts of a list.
        columns: What is written of them.
        scores: The names of those that are scores.
    """
    real = {name: pl.col(name) for name in (LEAD_RANK, WAITING_PLACE, HANDOFF_SINCE, HANDOFF_DUE)}
    real[LAST_ACTIVITY] = pl.col(LAST_ACTIVITY).str.to_date("%Y-%m-%d")
    # NOTE: read back from their text, as 798 / 10 is not 79.8 to the last bit.
    real |= {name: pl.col(name).cast(pl.Float64) for name in scores}
    return frame.select(
        real.get(name, cell(pl.col(name), guard=False)).alias(str(place))
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
