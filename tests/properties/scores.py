"""Strategies for scores: every kind of rule with every option, groups, limits, decays and weights."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from tests.properties.conditions import conditions
from tests.properties.pools import COUNTRY_KEYS, DURATIONS, INDUSTRIES, LABELS, TYPE_NAMES, Field
from tests.reference.values import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.reference.values import Scalar

Rules = dict[str, Any]
Strategies = dict[str, st.SearchStrategy[Any]]

_POINTS: Sequence[Scalar] = (
    *(20, 30, -15, 8, 40, 55, 60, 1, -40, 100, 10_000, -10_000),
    *map(Decimal, ("0.5", "-0.001", "33.333", "12.25", "0.001", "7.005")),
)
_LIMITS: Sequence[Scalar] = (1, 10, 24, 50, Decimal("0.5"), Decimal("33.333"))
_FULL_AT: Sequence[Scalar] = (100, 70, 30, 7, Decimal("133.333"), Decimal("0.7"), 10_000)
_FLOORS: Sequence[Scalar] = (0, -50, -1, Decimal("-10.005"), -10_000)
_WEIGHTS: Sequence[Scalar] = (1, 40, 60, 2, Decimal("0.5"), Decimal("33.333"))
_EDGES: Sequence[Scalar] = (-3, 0, 9, Decimal("9.5"), 10, Decimal("249.999"), 250, 1000)
_PERCENTS = ("10%", "33.333%", "0.5%", "100%", "25%")

_ACTIVITY_NAMES = st.one_of(
    st.sampled_from(TYPE_NAMES), st.lists(st.sampled_from(TYPE_NAMES), min_size=1, max_size=3, unique=True)
)
_LENGTHS = st.sampled_from(DURATIONS)
_DECAYS = st.one_of(
    st.just("none"),
    _LENGTHS.map(lambda days: {"half_life": days}),
    _LENGTHS.map(lambda days: {"linear": days}),
    st.tuples(_LENGTHS, st.sampled_from(_PERCENTS)).map(
        lambda step: {"step": {"every": step[0], "lose": step[1]}}
    ),
)
_SOME_POINTS = st.sampled_from(_POINTS)


def _rules(
    contact_fields: Sequence[Field], activity_fields: Sequence[Field]
) -> st.SearchStrategy[list[Rules]]:
    """Draw one to four rules, without ids and groups."""
    rules = st.one_of(
        _when(contact_fields),
        _band(contact_fields),
        _lookup(contact_fields),
        _activity(activity_fields),
        _activity(activity_fields),
        _quiet(),
    )
    return st.lists(rules, min_size=1, max_size=5)


def _when(fields: Sequence[Field]) -> st.SearchStrategy[Rules]:
    return st.fixed_dictionaries(
        {"when": conditions(fields), "points": _SOME_POINTS},
        optional={"unknown": _SOME_POINTS, "label": st.sampled_from(LABELS)},
    )


def _band(fields: Sequence[Field]) -> st.SearchStrategy[Rules]:
    numbers = st.sampled_from([field.name for field in fields if field.kind in {"number", "count"}])
    rule: Strategies = {"band": numbers, "points": _bands()}
    return st.fixed_dictionaries(rule, optional={"unknown": _SOME_POINTS})


@st.composite
def _bands(draw: st.DrawFn) -> list[Rules]:
    edges = sorted(draw(st.lists(st.sampled_from(_EDGES), min_size=1, max_size=3, unique=True)))
    bands: list[Rules] = [
        {"below": edge, "points": draw(st.one_of(st.just(0), _SOME_POINTS))} for edge in edges
    ]
    return [*bands, {"points": draw(_SOME_POINTS)}] if draw(st.booleans()) else bands


def _lookup(fields: Sequence[Field]) -> st.SearchStrategy[Rules]:
    others = [field.name for field in fields if field.kind in {"text", "number", "day", "flag"}]
    keys = st.sampled_from([*COUNTRY_KEYS, *INDUSTRIES, "2026-10-30", 250, Decimal("9.5")])
    table = st.lists(st.tuples(keys, _SOME_POINTS), min_size=1, max_size=4, unique_by=_sameness)
    defaults: st.SearchStrategy[Rules] = st.sampled_from([{}, {"default": -5}, {"default": Decimal("2.5")}])
    rule: Strategies = {
        "lookup": st.sampled_from(["country", "industry", *others]),
        "points": st.builds(lambda entries, default: dict(entries) | default, table, defaults),
    }
    return st.fixed_dictionaries(rule, optional={"unknown": _SOME_POINTS, "label": st.sampled_from(LABELS)})


def _sameness(entry: tuple[Scalar, Scalar]) -> str:
    """Return what makes two keys of a lookup look the same: `1` and `"1"` are one key too many."""
    return normalise(str(entry[0]))


def _activity(fields: Sequence[Field]) -> st.SearchStrategy[Rules]:
    return st.fixed_dictionaries(
        {"activity": _ACTIVITY_NAMES, "points": _SOME_POINTS},
        optional={
            "where": conditions(fields, depth=1),
            "within_last": _LENGTHS,
            "count": st.sampled_from(["each", "per_day", "once"]),
            "min_count": st.integers(1, 3),
            "max": st.sampled_from(_LIMITS),
            "decay": _DECAYS,
            "label": st.sampled_from(LABELS),
        },
    )


def _quiet() -> st.SearchStrategy[Rules]:
    return st.fixed_dictionaries(
        {"quiet_for": _LENGTHS, "points": _SOME_POINTS}, optional={"except": _ACTIVITY_NAMES}
    )


@st.composite
def score_sets(draw: st.DrawFn, contact_fields: Sequence[Field], activity_fields: Sequence[Field]) -> Rules:
    """Draw `scores`, in any order but that combined ones stand below those that they combine, and `lead_score`."""
    names = draw(st.lists(st.sampled_from(_NAMES), min_size=1, max_size=4, unique=True))
    combined = names[len(names) - draw(st.integers(0, min(2, len(names) - 1))) :]
    own = {
        name: draw(_own_score(name, contact_fields, activity_fields))
        for name in names
        if name not in combined
    }
    mixed = {name: draw(_combination([*own, *combined[:number]])) for number, name in enumerate(combined)}
    rules = {"scores": mixed | own if draw(st.booleans()) else own | mixed}
    for name in names:
        if draw(st.integers(0, 3)) == 3:
            rules["scores"][name]["momentum"] = draw(_LENGTHS)
    if len(names) > 1 and "total" not in names:
        rules["lead_score"] = draw(st.sampled_from(names))
    return rules


_NAMES = ("fit", "engagement", "total", "overall", "product_x", "Momentum")


@st.composite
def _own_score(
    draw: st.DrawFn, name: str, contact_fields: Sequence[Field], activity_fields: Sequence[Field]
) -> Rules:
    """Draw a score with rules, some of them in groups."""
    rules, groups = draw(_rules(contact_fields, activity_fields)), draw(_GROUPS)
    places = [draw(st.sampled_from([None, *groups])) for _ in rules]
    score: Rules = dict(draw(_LIMITED))
    if any(places):
        score["groups"] = {group: limits for group, limits in groups.items() if group in places}
    score["rules"] = [
        {"id": f"{name}_{number}"} | rule | ({"group": group} if group else {})
        for number, (rule, group) in enumerate(zip(rules, places, strict=True), start=1)
    ]
    return score


_HIGHEST, _LOWEST = st.sampled_from(_LIMITS), st.sampled_from([floor for floor in _FLOORS if floor != 0])
_GROUPS = st.dictionaries(
    st.sampled_from(["mail", "company"]),
    st.one_of(
        st.fixed_dictionaries({"max": _HIGHEST}, optional={"min": _LOWEST}),
        st.fixed_dictionaries({"min": _LOWEST}, optional={"max": _HIGHEST}),
    ),
)
_LIMITED = st.fixed_dictionaries(
    {}, optional={"full_at": st.sampled_from(_FULL_AT), "min": st.sampled_from(_FLOORS), "decay": _DECAYS}
)


def _combination(names: Sequence[str]) -> st.SearchStrategy[Rules]:
    weights = st.dictionaries(st.sampled_from(names), st.sampled_from(_WEIGHTS), min_size=1)
    return weights.map(lambda drawn: {"combine": drawn})
