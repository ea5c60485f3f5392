"""Channels: what a run reads for them, and what they cost and bring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import CHANNEL, CHANNEL_KEY, FATE, MONTH, PLACE, SPEND, WON
from leadscore.pipeline.parts import Part
from leadscore.results.channels import ChannelReport
from leadscore.rules.funnel import funnel_of, ripe_stage
from leadscore.rules.values import normalised_all
from leadscore.schema.channels import Channels
from leadscore.steps import channels, cohorts, costs, present
from leadscore.steps.type import Reading

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from leadscore.pipeline.inputs import Session
    from leadscore.results import OutputTable
    from leadscore.schema.model import InputName, Rules

__all__ = ["ChannelsFound", "channel_readings", "channels_of", "costs_part", "look_at_channels"]

PATH: Final = "channels.csv"
_NO_COSTS: Final = pl.LazyFrame(
    schema={CHANNEL_KEY: pl.String, CHANNEL: pl.String, MONTH: pl.String, SPEND: pl.Int64}
)


@dataclass(frozen=True)
class ChannelsFound:
    """What channels cost and bring.

    Attributes:
        tables: The file with every month.
        report: The summary; None where nothing asks for it.
        notes: What the user should know of it.
    """

    tables: tuple[OutputTable, ...] = ()
    report: ChannelReport | None = None
    notes: tuple[str, ...] = ()


def channels_of(rules: Rules, inputs: Collection[InputName]) -> Channels | None:
    """Return what the rules say of channels; the defaults where they say nothing and there are costs; else None."""
    return rules.channels or (Channels() if "costs" in inputs else None)


def channel_readings(rules: Rules, inputs: Collection[InputName]) -> tuple[Reading, ...]:
    """Return the columns that are read for channels, besides those of the rules."""
    if channels_of(rules, inputs) is None:
        return ()
    month = Reading("contacts", "created_at", "created_at", "day", alone=True)
    amount = Reading("deals", "amount", "amount", "number", alone=True)
    return (month, amount) if "deals" in inputs else (month,)


def costs_part(session: Session) -> Part:
    """Read the costs and say what became of each; nothing where none were given."""
    if "costs" not in session.inputs:
        return Part()
    table, layout = session.inputs["costs"].table, session.inputs["costs"].layout
    rows = table.frame.pipe(costs.add_cost_fate, layout, session.zone, session.rules.as_of).collect()
    rejected = rows.lazy().pipe(costs.rejected_costs, layout).collect()
    fates = dict(rows.group_by(FATE).len().iter_rows())
    return Part(fates=fates, rejected=rejected, rows=rows.lazy())


def look_at_channels(session: Session, scored: pl.LazyFrame, part: Part) -> ChannelsFound:
    """Count the channels, where the rules or the inputs ask for it.

    Args:
        session: The inputs and the rules.
        scored: One row per contact, with every column that the steps add.
        part: What the costs gave.
    """
    wanted = channels_of(session.rules.model, session.inputs)
    if wanted is None:
        return ChannelsFound()
    stages, deals = funnel_of(session.rules.model), "deals" in session.inputs
    contacts = _cohorts(session, scored, wanted).lazy()
    spent = _NO_COSTS if part.rows is None else part.rows.filter(pl.col(FATE) == "used")
    names = channels.name_channels(contacts, spent).collect()
    counted = channels.count_channels(contacts, spent, stages).collect().lazy()
    by_month, by_channel, total = (
        rows.pipe(channels.add_ratios, names.lazy(), normalised_all(wanted.bought), stages).collect()
        for rows in (
            counted,
            counted.pipe(channels.all_months, together=False),
            counted.pipe(channels.all_months, together=True),
        )
    )
    ripe = ripe_stage(session.rules.model)
    report = ChannelReport(
        stage=ripe,
        title=_title(session.rules.model, ripe),
        channels=channels.rank_channels(by_channel, ripe, deals=deals),
        total=channels.rank_channels(total, ripe, deals=deals)[0],
        path=PATH,
    )
    table = present.report_table(PATH, channels.channel_rows(by_month, stages, deals=deals))
    return ChannelsFound((table,), report, tuple(_notes(session, wanted, names)))


def _cohorts(session: Session, scored: pl.LazyFrame, wanted: Channels) -> pl.DataFrame:
    return (
        scored.pipe(cohorts.add_cohort, funnel_of(session.rules.model))
        .pipe(channels.add_channel, session.layout, wanted.column)
        .select(CHANNEL_KEY, CHANNEL, MONTH, PLACE, WON)
        .collect()
    )


def _title(rules: Rules, name: str) -> str:
    return next((stage.title for stage in rules.stages if stage.name == name), "Lead")


def _notes(session: Session, wanted: Channels, names: pl.DataFrame) -> Iterator[str]:
    if "costs" not in session.inputs and "costs" not in session.without:
        yield f"no costs were given, so {PATH} does not say what a lead costs; --costs names a file, --without costs says that it is meant"
    if not session.layout.has(wanted.column):
        yield f'contacts have no column "{wanted.column}", so no lead has a channel'
    if not session.layout.has("created_at"):
        yield 'contacts have no column "created_at", so leads have no month and stand apart from what channels cost'
    known = set(names[CHANNEL_KEY])
    for written, key in zip(wanted.bought, normalised_all(wanted.bought), strict=True):
        if key not in known:
            yield f'channels: no contact and no cost has the channel "{written}", which is said to be bought'
