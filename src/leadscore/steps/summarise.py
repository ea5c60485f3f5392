"""The scored contacts are counted: funnel, lights, lists, and what became of every record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import (
    ALIKE,
    DISQUALIFIED,
    HANDOFF_NEW,
    ID,
    LEAD_DISQUALIFIED_BY,
    LEAD_GRADE,
    LEAD_LIGHT,
    LEAD_NEXT_QUESTION,
    LEAD_OWNER,
    LEAD_RANK,
    LEAD_REASONS,
    LEAD_SCORE,
    LEAD_STAGE,
    ONLY_STAGE,
    lead,
    lead_momentum,
)
from leadscore.results import Disqualified, LightCount, ListSummary, StageCount, TopLead, percent

if TYPE_CHECKING:
    from leadscore.rules.compile import CompiledRules
    from leadscore.rules.lists import CompiledList
    from leadscore.tables.layout import Layout

__all__ = ["count_all", "count_disqualified", "count_lights", "count_stages", "summarise_list"]

TOP: Final = 5
"""Leads of each list that the summary shows."""


def _counts(contacts: pl.DataFrame, column: str) -> dict[str, int]:
    counted = contacts.group_by(column).agg(_number(contacts))
    return dict(counted.iter_rows())


def count_all(contacts: pl.DataFrame) -> int:
    """Return how many contacts there are."""
    return int(contacts.select(_number(contacts)).item())


def _number(contacts: pl.DataFrame) -> pl.Expr:
    return pl.col(ALIKE).sum() if ALIKE in contacts.columns else pl.len()


def count_stages(contacts: pl.DataFrame, rules: CompiledRules) -> tuple[StageCount, ...]:
    """Count the funnel, top to bottom: who is in a stage, who reached it, and how many of the stage above did."""
    stages = [(stage.name, stage.title) for stage in rules.model.stages] or [(ONLY_STAGE, "Lead")]
    counts = _counts(contacts, LEAD_STAGE)
    inside = [counts.get(name, 0) for name, _ in stages]
    funnel: list[StageCount] = []
    for place, (name, title) in enumerate(stages):
        reached = sum(inside[place:])
        above = funnel[-1].reached if funnel else None
        conversion = None if above is None else percent(reached, above)
        funnel.append(
            StageCount(
                name, title, inside[place], percent(inside[place], count_all(contacts)), reached, conversion
            )
        )
    return tuple(funnel)


def count_lights(contacts: pl.DataFrame, rules: CompiledRules) -> tuple[LightCount, ...]:
    """Count the lights, green first; nothing where the rules have none."""
    if rules.model.lights is None:
        return ()
    counts = _counts(contacts, LEAD_LIGHT)
    return tuple(
        LightCount(light, counts.get(light, 0), percent(counts.get(light, 0), count_all(contacts)))
        for light in ("green", "yellow", "red")
    )


def count_disqualified(contacts: pl.DataFrame, rules: CompiledRules) -> tuple[Disqualified, ...]:
    """Count who was taken out, by reason, in the order of the rules."""
    counts = _counts(contacts.filter(DISQUALIFIED), LEAD_DISQUALIFIED_BY)
    return tuple(
        Disqualified(entry.id, entry.title, counts.get(entry.id, 0)) for entry in rules.model.disqualify
    )


def summarise_list(
    ordered: pl.DataFrame, wanted: CompiledList, path: str, rules: CompiledRules, layout: Layout
) -> ListSummary:
    """Return the size of a list and its first leads.

    Args:
        ordered: The contacts of the list, in order, with all lead columns, and those of the hand-off.
        wanted: The list.
        path: Its file below the output folder.
        rules: The rules.
        layout: Where the contacts' fields stand.
    """
    name = pl.concat_str(
        layout.shown("first_name"),
        layout.shown("last_name"),
        separator=" ",
        ignore_nulls=True,
    )
    texts = {
        "contact_id": pl.col(ID),
        "name": pl.when(name != "").then(name).otherwise(layout.shown("full_name")),
        "company": layout.shown("company"),
        "score": pl.col(LEAD_SCORE),
        "grade": _made(ordered, LEAD_GRADE),
        "light": _made(ordered, LEAD_LIGHT) if rules.model.lights else pl.lit(""),
        "reasons": pl.col(LEAD_REASONS),
        "next_question": _made(ordered, LEAD_NEXT_QUESTION),
        "owner": _made(ordered, LEAD_OWNER),
    }
    new = pl.col(HANDOFF_NEW) if HANDOFF_NEW in ordered.columns else pl.lit(None, pl.Boolean)
    main = rules.model.main_score
    order_by = "" if wanted.score == main else wanted.score
    texts["momentum"] = _made(ordered, lead_momentum(main, main))
    if order_by:
        texts["list_score"] = pl.col(lead(order_by, main))
        texts["list_momentum"] = _made(ordered, lead_momentum(order_by, main))
    top = ordered.head(TOP).select(
        pl.col(LEAD_RANK).alias("rank"),
        *[text.fill_null("").alias(key) for key, text in texts.items()],
        new.alias("new"),
    )
    leads = tuple(TopLead(**row) for row in top.iter_rows(named=True))
    return ListSummary(wanted.name, path, ordered.height, leads, order_by)


def _made(frame: pl.DataFrame, column: str) -> pl.Expr:
    return pl.col(column) if column in frame.columns else pl.lit("")
