"""Points that lead nowhere: rules that give none, scores and marks that their rules cannot reach."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from leadscore.schema.domains import marks_given
from leadscore.schema.faults import Fault
from leadscore.schema.reach import Reach, rule_reach, score_reaches, sum_reach

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from leadscore.schema.document import Path
    from leadscore.schema.model import Axis, Rules
    from leadscore.schema.scores import RuledScore

__all__ = ["find_point_remarks"]


def find_point_remarks(rules: Rules) -> Iterator[Fault]:
    """Yield what is to be said of points in rules, groups, scores and the grade."""
    for name, score in rules.ruled.items():
        path: Path = ("scores", name)
        yield from _score(name, score, path)
        yield from _unused_groups(name, score, path)
        for place, rule in enumerate(score.rules):
            if rule_reach(rule) == Reach(0, 0):
                message = f'rule "{rule.id}" gives 0 points to everybody'
                yield Fault(
                    (*path, "rules", place, "points"),
                    message,
                    "give it points, or remove it",
                    code="no-points",
                )
    reaches = score_reaches(rules)
    for axis in ("letter", "number"):
        model = getattr(rules.grade, axis, None)
        if model is not None:
            yield from _marks(axis, model, reaches)


def _score(name: str, score: RuledScore, path: Path) -> Iterator[Fault]:
    most = sum_reach(score).high
    if most is None or most >= score.full_at:
        return
    if most <= score.min:
        least = _points(score.min)
        message = (
            f'score "{name}" is the same for everybody: {_points(most)} points at most, {least} at least'
        )
        hint = "give it rules with more points, or a lower `min`"
        yield Fault(path, message, hint, at_key=True, code="score-stands-still")
        return
    given = "full_at" in score.model_fields_set
    shown = _tenths(_most_shown(score, most))
    message = f'the rules of score "{name}" give at most {_points(most)} points, so it is never above {shown}'
    hint = f"write full_at: {_points(most)}" + (
        "" if given else " below its name; it is 100 unless it is given"
    )
    yield Fault(
        (*path, "full_at") if given else path, message, hint, at_key=not given, code="full-at-unreachable"
    )


def _most_shown(score: RuledScore, most: int) -> int:
    return (2 * most * 1000 + score.full_at) // (2 * score.full_at)


def _unused_groups(name: str, score: RuledScore, path: Path) -> Iterator[Fault]:
    used = {rule.group for rule in score.rules}
    for group in score.groups:
        if group not in used:
            message = f'no rule of score "{name}" is in its group "{group}"'
            hint = f"give rules the line group: {group}, or remove the group"
            yield Fault((*path, "groups", group), message, hint, at_key=True, code="group-unused")


def _marks(axis: str, model: Axis, reaches: Mapping[str, Reach]) -> Iterator[Fault]:
    reach = reaches[model.score]
    given = marks_given(model, reach)
    for mark in model.marks:
        if mark.mark not in given:
            low, high = _tenths(reach.low or 0), _tenths(reach.high or 0)
            message = f'nobody gets the {axis} "{mark.mark}": score "{model.score}" is from {low} to {high}'
            hint = "change the threshold, or remove the mark"
            yield Fault(("grade", axis, mark.mark), message, hint, at_key=True, code="mark-never-given")


def _points(thousandths: int) -> str:
    return f"{(Decimal(thousandths) / 1000).normalize():f}"


def _tenths(tenths: int) -> str:
    return f"{Decimal(tenths) / 10:.1f}"
