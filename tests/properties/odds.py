"""Chances: hypothesis draws each of its alternatives as often as the others, and drops repeated ones."""

from __future__ import annotations

from typing import TypeVar

from hypothesis import strategies as st

Drawn = TypeVar("Drawn")


def mostly(
    usual: st.SearchStrategy[Drawn], seldom: st.SearchStrategy[Drawn], times: int = 3
) -> st.SearchStrategy[Drawn]:
    """Draw the usual so many times for each time of the other."""
    return st.sampled_from([*[True] * times, False]).flatmap(lambda usually: usual if usually else seldom)
