"""The outlook of one lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadscore.pipeline.outlook.goals import find_goals, title_of
from leadscore.pipeline.outlook.hold import find_hold
from leadscore.pipeline.outlook.known import know
from leadscore.results.outlook import Outlook

if TYPE_CHECKING:
    from leadscore.pipeline.inputs import Session

__all__ = ["look_ahead"]


def look_ahead(session: Session, contact_id: str) -> Outlook:
    """Look at what may become of a lead.

    Args:
        session: A run with the lead, and with all rows that matter for it.
        contact_id: Its id.

    Raises:
        InputError: An input turns out not to be readable.
        KeyError: There is no such contact among the accepted ones.
    """
    known = know(session, contact_id)
    title = title_of(known.session.rules.model, known.stage)
    return Outlook(known.as_of, known.stage or "", title, find_goals(known), find_hold(known))
