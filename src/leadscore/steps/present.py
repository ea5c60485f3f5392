"""The scored contacts become the tables that are written, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

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
from leadscore.rules.whole import days_of_ages
from leadscore.tables.cells import Columns, cells, guarded_header
from leadscore.tables.csv_lines import DELIMITER, Lines, text_cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from leadscore.rules.compile import CompiledRules
    from leadscore.schema.model import Rules
    from leadscore.tables.layout import Layout

__all__ = [
    "ScoredForm",
    "add_lead_columns",
    "lead_columns",
    "rejected_table",
    "report_table",
    "scored_form",
]

_SCORED: Final = "scored.csv"
_BACK: Final = "writeback.csv"


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
    newest = days_of_ages(pl.col(NEWEST), rules.as_of)
    as_of = pl.lit(rules.as_of.isoformat())
    return contacts.with_columns(**texts).with_columns(as_of.alias(LEAD_AS_OF), newest.alias(LAST_ACTIVITY))


def _own_columns(layout: Layout, replaced: Iterable[str]) -> Columns:
    written = set(replaced)
    kept = [(own(place), title) for place, title in enumerate(layout.header) if title not in written]
    return Columns(tuple(name for name, _ in kept), tuple(title for _, title in kept))


@dataclass(frozen=True)
class ScoredForm:
    """How the scored contacts are written: all of them, what is written back, and one file per stage.

    Attributes:
        own: Their own columns.
        leads: The lead columns.
        id_: The column of the id.
        stages: The stage of each further file, by its path.
        guard_all: Whether own cells are guarded in the files for machines too.
    """

    own: Columns
    leads: Columns
    id_: Columns
    stages: Mapping[str, str]
    guard_all: bool

    @property
    def read(self) -> list[str]:
        """The columns of scored contacts that are written, or decide where."""
        return list(dict.fromkeys([*self.own.names, *self.leads.names, *self.id_.names, LEAD_STAGE]))

    @property
    def headers(self) -> dict[str, tuple[str, ...]]:
        """The header of each file, by its path."""
        whole, back = (self.own + self.leads).header, (self.id_ + self.leads).header
        guarded = guarded_header(whole)
        return {
            _SCORED: guarded if self.guard_all else whole,
            _BACK: guarded_header(back) if self.guard_all else back,
            **dict.fromkeys(self.stages, guarded),
        }

    def lines(self, contacts: pl.DataFrame) -> dict[str, pl.Series]:
        """Return the lines that some contacts add to each file, by its path, in their order.

        Args:
            contacts: The columns of `read`.
        """
        leads, own_, id_ = (
            Lines.of(text_cells(contacts.select(columns.names)))
            for columns in (self.leads, self.own, self.id_)
        )
        scored = _beside(own_.plain, leads.guarded)
        staged = Lines(scored, own_.odd, _beside(own_.safe, leads.guarded.gather(own_.odd))).guarded
        return {
            _SCORED: staged if self.guard_all else scored,
            _BACK: _beside(id_.guarded if self.guard_all else id_.plain, leads.guarded),
            **{path: staged.filter(contacts[LEAD_STAGE] == name) for path, name in self.stages.items()},
        }


def _beside(one: pl.Series, other: pl.Series) -> pl.Series:
    """Return lines that go on with other ones."""
    return pl.select(pl.concat_str(one, other, separator=DELIMITER)).to_series()


def scored_form(rules: CompiledRules, layout: Layout, *, guard_all: bool) -> ScoredForm:
    """Return how scored contacts become `scored.csv`, `writeback.csv`, one file per stage, and `disqualified.csv`.

    Args:
        rules: The rules.
        layout: Where the contacts' fields stand.
        guard_all: Whether the contact's own cells are guarded in the files for machines too.
    """
    leads = lead_columns(rules.model)
    return ScoredForm(
        own=_own_columns(layout, leads),
        leads=Columns(leads, leads),
        id_=Columns((own(layout.places["contact_id"]),), (layout.header_of("contact_id"),)),
        stages=dict(_stage_files(rules)),
        guard_all=guard_all,
    )


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
