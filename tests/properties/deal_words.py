"""Strategies for what rules say of deals: words of their own, steps, and the column to look at."""

from __future__ import annotations

from typing import Any, Final

from hypothesis import strategies as st

_WON: Final = ("offer", "closed_won", " NEARLY-WON", "Open", "?")
_LOST: Final = ("Won", "stalled", "closed lost", "Geschlossen/Gewonnen")
_STEPS: Final = (["Offer"], [{"name": "Talk", "is": ["nearly won", "?"]}, "offer", "closed won"])


def deal_words() -> st.SearchStrategy[dict[str, Any]]:
    """Draw what rules say of deals."""
    return st.fixed_dictionaries(
        {},
        optional={
            "column": st.sampled_from(["stage", "status"]),
            "won": st.lists(st.sampled_from(_WON), min_size=1, max_size=3, unique=True),
            "lost": st.lists(st.sampled_from(_LOST), min_size=1, max_size=3, unique=True),
            "steps": st.sampled_from(_STEPS),
            "stalled_after": st.just("30d"),
        },
    )
