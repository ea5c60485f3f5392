"""What Sales says of a lead in the CRM: that it takes it, or that it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.crm.stages import STATUS_ACCEPTED, STATUS_REJECTED
from leadscore.schema.conditions import FieldTest

if TYPE_CHECKING:
    from leadscore.rules.conditions import ConditionCompiler

__all__ = ["ACCEPTED", "REASON", "REJECTED", "SILENCE", "STATUS", "said"]

STATUS: Final = "lead_status"
REASON: Final = "rejected_reason"
"""Columns of contacts with the answer of Sales, and why it rejects."""
ACCEPTED: Final = "accepted"
REJECTED: Final = "rejected"
SILENCE: Final = "silence"
"""Answers to a hand-off; silence counts as acceptance where the rules say so."""


def said(conditions: ConditionCompiler) -> pl.Expr:
    """Return what the CRM says of a contact tonight: `accepted`, `rejected`, or null for neither."""
    accepted, rejected = (
        conditions.holding(FieldTest(STATUS, "in", words, ()), None)
        for words in (STATUS_ACCEPTED, STATUS_REJECTED)
    )
    return pl.when(rejected).then(pl.lit(REJECTED)).when(accepted).then(pl.lit(ACCEPTED))
