"""Strategies for nurture tracks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from tests.properties.conditions import conditions
from tests.properties.odds import mostly
from tests.properties.pools import TYPE_NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.properties.pools import Field

Rules = dict[str, Any]

_TRACKS = ("basics", "technical-basics", "Care")
_CONTENT = ("whitepaper", " White Paper", "Price list", "=1+1", "/pricing", "page_view", "Händler_Besuch")


@st.composite
def nurtures(draw: st.DrawFn, fields: Sequence[Field], questions: Sequence[str]) -> Rules:
    """Draw `nurture`; most may be written to, and most are on some track."""
    most = st.sampled_from([{"do_not_call": {"known": True}}, {"contact_id": {"known": True}}])
    kinds = st.one_of(
        st.sampled_from(TYPE_NAMES), st.lists(st.sampled_from(TYPE_NAMES), min_size=1, unique=True)
    )
    taken = st.fixed_dictionaries({"activity": kinds, "field": st.sampled_from(["asset", "url", "type"])})
    optional: dict[str, st.SearchStrategy[Any]] = {"unless": conditions(fields), "taken": taken}
    if questions:
        optional["ask"] = st.sampled_from(questions)
    required = {
        "when": mostly(conditions(fields), most),
        "content": st.lists(st.sampled_from(_CONTENT), min_size=1, max_size=4, unique=True),
    }
    tracks = draw(st.lists(st.fixed_dictionaries(required, optional=optional), min_size=1, max_size=3))
    return {
        "consent": draw(mostly(most, conditions(fields))),
        "tracks": [{"name": name} | track for name, track in zip(_TRACKS, tracks, strict=False)],
    }
