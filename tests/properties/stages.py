"""Strategies for what frames the scores: personas and questions before; grade, lights, stages, lists after."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from tests.properties.columns import CONTACTS
from tests.properties.conditions import conditions
from tests.properties.odds import mostly
from tests.properties.pools import ASKS, Field

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.reference.values import Scalar

Rules = dict[str, Any]

_THRESHOLDS: Sequence[Scalar] = (100, 90, 75, Decimal("60.5"), 50, Decimal("33.3"), 20, 10, Decimal("0.1"), 0)
_GAINS: Sequence[Scalar] = (0, 5, -5, Decimal("0.1"), Decimal("-0.1"), 40)
_STAGES = ("lead", "mql", "sal", "sql", "opportunity", "hot-lead", "customer", "evangelist")
_PERSONAS = ("decision_maker", "engineer", "Other")
_OWNERS = ("Anna", "Ben", "Zoë")
_LIGHTS = ("green", "yellow", "red")


def questions() -> st.SearchStrategy[list[Rules]]:
    """Draw `qualification`."""
    columns = st.sampled_from(
        [column.field for column in CONTACTS if column.operands and "." not in column.field]
    )
    asked = st.lists(st.tuples(st.sampled_from(ASKS), columns), min_size=1, max_size=4)
    return asked.map(
        lambda pairs: [
            {"id": f"q{at}", "ask": ask, "answered_by": field} for at, (ask, field) in enumerate(pairs)
        ]
    )


def personas(fields: Sequence[Field]) -> st.SearchStrategy[list[Rules]]:
    """Draw `personas`."""
    whens = st.lists(conditions(fields), min_size=1, max_size=len(_PERSONAS))
    return whens.map(
        lambda some: [{"name": name, "when": when} for name, when in zip(_PERSONAS, some, strict=False)]
    )


@st.composite
def followings(draw: st.DrawFn, fields: Sequence[Field], scores: Mapping[str, Any]) -> Rules:
    """Draw what follows from scores, each part using what comes before it."""
    rules: Rules = {}
    known = [*fields, *score_fields(scores)]
    if draw(st.booleans()):
        rules["grade"] = draw(_grades(list(scores)))
        known.append(Field("grade", "name", _marks(rules["grade"])))
    if draw(st.booleans()):
        rules["lights"] = draw(_lights(known))
        known.append(Field("light", "name", _LIGHTS))
    if draw(st.integers(0, 3)) == 3:
        rules["disqualify"] = draw(_disqualify(known))
    if draw(st.sampled_from([True, True, False])):
        rules["stages"] = draw(_stages(known))
    names = [stage["name"] for stage in rules.get("stages", [{"name": "lead"}])]
    if draw(st.booleans()):
        known.append(Field("stage", "name", names))
        rules["handoff"] = draw(_hand_off(known, names, list(scores)))
    if draw(st.booleans()):
        rules["owners"] = draw(_owners(known))
    return rules


def score_fields(scores: Mapping[str, Any]) -> list[Field]:
    """Return the scores and the points of their rules, as conditions name them."""
    ids = [rule["id"] for score in scores.values() for rule in score.get("rules", [])]
    points: Sequence[Scalar] = (0, 1, 20, -15, Decimal("0.5"), 40)
    return [
        *(Field(f"score.{name}", "amount", _THRESHOLDS) for name in scores),
        *(
            Field(f"momentum.{name}", "amount", _GAINS)
            for name, score in scores.items()
            if "momentum" in score
        ),
        *(Field(f"rule.{name}", "amount", points) for name in ids),
    ]


def _grades(scores: Sequence[str]) -> st.SearchStrategy[Rules]:
    letter, number = _axis(scores, ("A", "B", "C", "D")), _axis(scores, (1, 2, 3, 4))
    return st.one_of(
        st.fixed_dictionaries({"letter": letter, "number": number}),
        st.fixed_dictionaries({"letter": letter}),
        st.fixed_dictionaries({"number": number}),
    )


def _axis(scores: Sequence[str], marks: Sequence[Scalar]) -> st.SearchStrategy[dict[Scalar, Scalar]]:
    thresholds = st.lists(st.sampled_from(_THRESHOLDS), min_size=1, max_size=len(marks), unique=True)
    return st.builds(
        lambda score, some: {"score": score, **dict(zip(marks, sorted(some, reverse=True), strict=False))},
        st.sampled_from(scores),
        thresholds,
    )


def _marks(grade: Rules) -> list[str]:
    marks = {axis: [str(mark) for mark in own if mark != "score"] for axis, own in grade.items()}
    return [letter + number for letter in marks.get("letter", [""]) for number in marks.get("number", [""])]


def _lights(fields: Sequence[Field]) -> st.SearchStrategy[Rules]:
    shining = conditions(fields)
    return st.one_of(
        st.fixed_dictionaries({"green": shining, "yellow": shining}),
        st.fixed_dictionaries({"green": shining}),
    )


def _disqualify(fields: Sequence[Field]) -> st.SearchStrategy[list[Rules]]:
    whens = st.lists(conditions(fields), min_size=1, max_size=2)
    return whens.map(
        lambda some: [
            {"id": f"out_{at}", "reason": "Not for us", "when": when} for at, when in enumerate(some)
        ]
    )


@st.composite
def _stages(draw: st.DrawFn, fields: Sequence[Field]) -> list[Rules]:
    """Draw stages from top to bottom; the first one mostly takes everybody."""
    names = draw(st.lists(st.sampled_from(_STAGES), min_size=1, max_size=5, unique=True))
    gates = st.fixed_dictionaries({"enter": conditions(fields)}, optional={"unless": conditions(fields)})
    first = draw(mostly(st.just({}), gates))
    return [
        {"name": name} | (draw(gates) if at else first)
        for at, name in enumerate(sorted(names, key=_STAGES.index))
    ]


@st.composite
def _hand_off(
    draw: st.DrawFn, fields: Sequence[Field], stages: Sequence[str], scores: Sequence[str]
) -> list[Rules]:
    names = draw(st.lists(st.sampled_from(["mql", "sql", "call-today"]), min_size=1, unique=True))
    entries = st.fixed_dictionaries(
        {
            "stage": st.one_of(
                st.sampled_from(stages), st.lists(st.sampled_from(stages), min_size=1, unique=True)
            )
        },
        optional={
            "when": conditions(fields),
            "unless": conditions(fields),
            "order_by": st.sampled_from([f"score.{name}" for name in scores]),
            "respond_within": st.sampled_from(["1d", "3d"]),
            "accepted_after": st.just("5d"),
        },
    )
    return [{"list": name} | draw(entries) for name in names]


def _owners(fields: Sequence[Field]) -> st.SearchStrategy[list[Rules]]:
    names = st.lists(st.sampled_from(_OWNERS), min_size=1, max_size=3, unique=True)
    entries = st.fixed_dictionaries(
        {"owner": names},
        optional={
            "when": conditions(fields),
            "unless": conditions(fields),
            "per_day": st.integers(1, 2),
            "open": st.integers(1, 2),
        },
    )
    return st.lists(entries, min_size=1, max_size=3)
