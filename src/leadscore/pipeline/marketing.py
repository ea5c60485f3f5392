"""What marketing wants to know of a run, beside the scores: each report gives tables, and a part of the summary."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from leadscore.pipeline.accounts import look_at_accounts
from leadscore.pipeline.channels import channel_readings, look_at_channels
from leadscore.pipeline.nurture import look_at_nurture
from leadscore.pipeline.referrers import look_at_referrers
from leadscore.pipeline.sales import look_at_sales

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import polars as pl

    from leadscore.pipeline.inputs import Session
    from leadscore.pipeline.parts import Part
    from leadscore.results import OutputTable, Summary
    from leadscore.results.accounts import AccountReport
    from leadscore.results.channels import ChannelReport
    from leadscore.results.nurture import NurtureSummary
    from leadscore.results.pipeline import PipelineReport
    from leadscore.results.prediction import Prediction
    from leadscore.results.referrers import WordOfMouth
    from leadscore.schema.model import InputName, Rules
    from leadscore.steps.type import Reading

__all__ = ["Marketing", "columns_for_marketing", "market"]


@dataclass(frozen=True)
class Marketing:
    """The reports of a run; those that nothing asks for are not made.

    Attributes:
        tables: Their files.
        nurture: Who gets which content next.
        channels: What channels cost and bring.
        word_of_mouth: Who recommends, and what comes of it.
        pipeline: How deals stand.
        prediction: Whether the score predicted them.
        accounts: Which companies are engaged.
        notes: What the user should know of them.
    """

    tables: tuple[OutputTable, ...] = ()
    nurture: NurtureSummary | None = None
    channels: ChannelReport | None = None
    word_of_mouth: WordOfMouth | None = None
    pipeline: PipelineReport | None = None
    prediction: Prediction | None = None
    accounts: AccountReport | None = None
    notes: tuple[str, ...] = ()

    def added_to(self, summary: Summary) -> Summary:
        """Return a summary with these reports."""
        return replace(
            summary,
            nurture=self.nurture,
            channels=self.channels,
            word_of_mouth=self.word_of_mouth,
            pipeline=self.pipeline,
            prediction=self.prediction,
            accounts=self.accounts,
            notes=(*summary.notes, *self.notes),
        )


def columns_for_marketing(rules: Rules, inputs: Collection[InputName]) -> tuple[Reading, ...]:
    """Return the columns that are read for the reports, besides those of the rules.

    Args:
        rules: The rules.
        inputs: The inputs that are there.
    """
    return channel_readings(rules, inputs)


def market(session: Session, scored: pl.LazyFrame, parts: Mapping[InputName, Part]) -> Marketing:
    """Make the reports that the rules or the inputs ask for.

    Args:
        session: The inputs and the rules.
        scored: One row per accepted contact, with every column that the steps add.
        parts: What each input gave.
    """
    nurturing = look_at_nurture(session, scored)
    channels = look_at_channels(session, scored, parts["costs"])
    referrers = look_at_referrers(session, scored)
    accounts = look_at_accounts(session, scored)
    sales = look_at_sales(session, scored, parts["deals"])
    return Marketing(
        tables=(*nurturing.tables, *channels.tables, *referrers.tables, *accounts.tables, *sales.tables),
        nurture=nurturing.summary,
        channels=channels.report,
        word_of_mouth=referrers.report,
        pipeline=sales.pipeline,
        prediction=sales.prediction,
        accounts=accounts.report,
        notes=channels.notes,
    )
