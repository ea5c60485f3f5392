from __future__ import annotations

import polars as pl
import pytest

from leadscore.columns import typed
from leadscore.rules.answers import said
from tests.unit.rulebook import compiled

STATUS = typed("text", "lead_status")


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        ("accepted", "accepted"),
        ("akzeptiert", "accepted"),
        ("in_progress", "accepted"),
        ("in bearbeitung", "accepted"),
        ("working - contacted", "accepted"),
        ("working", "accepted"),
        ("attempted to contact", "accepted"),
        ("rejected", "rejected"),
        ("abgelehnt", "rejected"),
        ("unqualified", "rejected"),
        ("nicht qualifiziert", "rejected"),
        ("closed - not converted", "rejected"),
        ("new", None),
        ("open", None),
        ("open - not contacted", None),
        ("nicht kontaktiert", None),
        ("whatever", None),
        (None, None),
    ],
)
def test_what_a_lead_status_says_of_a_hand_off(status: str | None, answer: str | None) -> None:
    frame = pl.DataFrame({STATUS: [status]}, schema={STATUS: pl.String})
    conditions = compiled("name: x").conditions
    assert frame.select(said(conditions).alias("said"))["said"].item() == answer
