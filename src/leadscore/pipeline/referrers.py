"""The flywheel: who recommends us, and how much comes by word of mouth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from leadscore.columns import CONTACT, CUSTOMER, EMAIL, ID, KEY, LEAD_STAGE, MONTH, PLACE, WON, own
from leadscore.pipeline.channels import channels_of
from leadscore.results.referrers import WordOfMouth
from leadscore.rules.funnel import funnel_of
from leadscore.steps import cohorts, present, referrers

if TYPE_CHECKING:
    import polars as pl

    from leadscore.pipeline.inputs import Session
    from leadscore.results import OutputTable

__all__ = ["ReferrersFound", "look_at_referrers"]

_REFERRERS: Final = "referrers.csv"
_MONTHS: Final = "word_of_mouth.csv"
_FIELDS: Final = ("referred_by", "first_name", "last_name", "full_name", "company")
"""Fields of contacts that say who recommended whom, and what they are called."""
_ADDED: Final = (CONTACT, ID, KEY, EMAIL, LEAD_STAGE, MONTH, PLACE, CUSTOMER, WON)


@dataclass(frozen=True)
class ReferrersFound:
    """Who recommends us, and what comes of it.

    Attributes:
        tables: The files.
        report: The summary; None where nothing asks for it.
    """

    tables: tuple[OutputTable, ...] = ()
    report: WordOfMouth | None = None


def look_at_referrers(session: Session, scored: pl.LazyFrame) -> ReferrersFound:
    """Count who recommended whom, where channels are looked at and contacts say who did.

    Args:
        session: The inputs and the rules.
        scored: One row per contact, with every column that the steps add.
    """
    layout, rules = session.layout, session.rules.model
    if channels_of(rules, session.inputs) is None or not layout.has("referred_by"):
        return ReferrersFound()
    stages, deals = funnel_of(rules), "deals" in session.inputs
    cells = sorted({own(layout.places[field]) for field in _FIELDS if layout.has(field)})
    contacts = scored.pipe(cohorts.add_cohort, stages).select(*_ADDED, *cells)
    contacts = contacts.pipe(referrers.add_referrer, layout).collect().lazy()
    who = contacts.pipe(referrers.count_referrers, layout, stages).collect()
    months = contacts.pipe(referrers.count_months, together=False).collect()
    total = contacts.pipe(referrers.count_months, together=True).collect()
    report = WordOfMouth(
        total=referrers.tell_months(total)[0],
        months=referrers.tell_months(months),
        referrers=who.height,
        strangers=who[ID].null_count(),
        top=referrers.tell_referrers(who),
        path=_REFERRERS,
    )
    tables = (
        present.report_table(_REFERRERS, referrers.referrer_rows(who, stages, deals=deals)),
        present.report_table(_MONTHS, referrers.month_rows(months)),
    )
    return ReferrersFound(tables, report)
