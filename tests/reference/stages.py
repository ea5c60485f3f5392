"""What follows from the scores: persona, grade, light, disqualification and stage."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tests.reference.arithmetic import exact
from tests.reference.conditions import Setting, held_back, holds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.reference.rows import Facts, Rules
    from tests.reference.scores import Score

DISQUALIFIED = "disqualified"
RED = "red"


def first_true(entries: Sequence[Rules], name: str, facts: Facts, setting: Setting) -> str | None:
    """Return the name of the first entry whose `when` is true: the persona, or why a contact is out."""
    return next((entry[name] for entry in entries if holds(entry["when"], facts, setting) is True), None)


def grade(axes: Rules, scores: Mapping[str, Score]) -> str:
    """Return letter and number, or the one of them that the rules have."""
    return "".join(_mark(axes[axis], scores) for axis in ("letter", "number") if axis in axes)


def _mark(axis: Mapping[str | int, Any], scores: Mapping[str, Score]) -> str:
    shown = Fraction(scores[axis["score"]].shown, 10)
    marks = [(mark, threshold) for mark, threshold in axis.items() if mark != "score"]
    return str(next((mark for mark, threshold in marks if shown >= exact(threshold)), marks[-1][0]))


def light(lights: Rules, facts: Facts, setting: Setting) -> str:
    """Return green where its condition is true, else yellow where its is, else red."""
    shining = (
        name for name in ("green", "yellow") if name in lights and holds(lights[name], facts, setting) is True
    )
    return next(shining, RED)


def stage(rules: Rules, facts: Facts, setting: Setting) -> str | None:
    """Return the last stage that a contact enters, `None` if it enters none."""
    entered = stages_entered(rules, facts, setting)
    return entered[-1] if entered else None


def stages_entered(rules: Rules, facts: Facts, setting: Setting) -> list[str]:
    """Return the stages that a contact enters, in their order."""
    stages = rules.get("stages", [{"name": "lead"}])
    return [entry["name"] for entry in stages if _enters(entry, facts, setting)]


def _enters(entry: Rules, facts: Facts, setting: Setting) -> bool:
    open_to = "enter" not in entry or holds(entry["enter"], facts, setting) is True
    return open_to and not held_back(entry, facts, setting)
