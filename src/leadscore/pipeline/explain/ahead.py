"""What may become of leads that were explained."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from leadscore.pipeline.outlook import look_ahead

if TYPE_CHECKING:
    from leadscore.pipeline.inputs import Session
    from leadscore.results.explanation import Explanation

__all__ = ["with_outlooks"]


def with_outlooks(explanation: Explanation, session: Session) -> Explanation:
    """Add what would move each lead up, and how long its stage holds.

    Args:
        explanation: The leads.
        session: The run in which they were scored, with all rows that matter for them.

    Raises:
        InputError: An input turns out not to be readable.
    """
    leads = (replace(one, outlook=look_ahead(session, one.who.contact_id)) for one in explanation.leads)
    return replace(explanation, leads=tuple(leads))
