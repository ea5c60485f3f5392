"""Nurturing: who is on which track, what comes next, and the lists that marketing sends by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.reference.cells import guarded
from tests.reference.conditions import Setting, held_back, holds
from tests.reference.values import normalise

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.reference.activities import Activity
    from tests.reference.contacts import Contact
    from tests.reference.lead import Settled
    from tests.reference.rows import Facts, Rules

NOTHING: Mapping[str, str] = {"lead_track": "", "lead_next_content": ""}
CONSENT = {"marketing_consent": True}


def nurture_cells(
    nurture: Rules, facts: Facts, activities: Sequence[Activity], setting: Setting
) -> Mapping[str, str]:
    """Return the track of somebody who is not disqualified, and the first of its content not yet taken."""
    if not may_be_written_to(nurture, facts, setting):
        return NOTHING
    for track in nurture["tracks"]:
        if holds(track["when"], facts, setting) is True and not held_back(track, facts, setting):
            left = [one for one in track["content"] if not _has_taken(one, track, activities)]
            return {"lead_track": track["name"], "lead_next_content": guarded(left[0]) if left else ""}
    return NOTHING


def may_be_written_to(nurture: Rules, facts: Facts, setting: Setting) -> bool:
    return holds(nurture.get("consent", CONSENT), facts, setting) is True


def _has_taken(content: str, track: Rules, activities: Sequence[Activity]) -> bool:
    field = track.get("taken", {"field": "asset"})["field"]
    return any(
        _counts(track, activity.type) and activity.row.value(field).text == normalise(content)
        for activity in activities
    )


def _counts(track: Rules, type_: str) -> bool:
    if "taken" not in track:
        return not type_.startswith("email")
    named = track["taken"]["activity"]
    return type_ in map(normalise, [named] if isinstance(named, str) else named)


def mailings(
    rules: Rules, contacts: Sequence[Contact], leads: Sequence[Settled]
) -> dict[str, list[tuple[str, str, str]]]:
    """Return id, track and next content of everybody on the two lists, each address once where something is sent."""
    order = [track["name"] for track in rules.get("nurture", {}).get("tracks", [])]
    due, finished, written = [], [], set()
    for contact, lead in zip(contacts, leads, strict=True):
        row = (lead.id, lead.cells.get("lead_track", ""), lead.cells.get("lead_next_content", ""))
        address = contact.row.address() or object()
        if row[1] and not row[2]:
            finished.append(row)
        elif row[1] and address not in written:
            written.add(address)
            due.append(row)
    lists = {"nurture": due, "nurture_finished": finished}
    return {
        name: sorted(some, key=lambda row: (order.index(row[1]), row[0]))
        for name, some in lists.items()
        if order
    }
