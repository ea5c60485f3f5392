"""Scores as a whole: what they combine, which one is the lead score, the grade, and the columns they are written to."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from leadscore.columns import FIXED, lead, lead_high, lead_low, lead_momentum
from leadscore.errors import did_you_mean
from leadscore.schema.check_names import unknown_name
from leadscore.schema.faults import Fault
from leadscore.schema.parts import value_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leadscore.schema.declared import Declared
    from leadscore.schema.model import Axis, Rules

__all__ = ["find_score_faults"]

TOTAL: Final = "total"


def find_score_faults(rules: Rules, declared: Declared) -> Iterator[Fault]:
    """Yield what is wrong with scores beyond each of them alone."""
    yield from _combinations(rules, declared)
    yield from _lead_score(rules, declared)
    yield from _columns(rules, declared)
    for axis in ("letter", "number"):
        model = getattr(rules.grade, axis, None)
        if model is not None:
            yield from _axis(axis, model, declared)


def _combinations(rules: Rules, declared: Declared) -> Iterator[Fault]:
    for score, model in rules.combined.items():
        for name in model.combine:
            fault = _combined(score, name, declared)
            if fault is not None:
                yield fault


def _combined(score: str, name: str, declared: Declared) -> Fault | None:
    path, owner = ("scores", score, "combine", name), f'score "{score}"'
    above = declared.scores[: declared.scores.index(score)]
    has_rules = value_at(declared.data, ("scores", name, "combine")) is None
    if name == score:
        return Fault(path, f"{owner} cannot combine itself", "remove this entry", at_key=True)
    if name not in declared.scores:
        known = [known for known in declared.scores if known != score]
        fault = unknown_name("score", name, known, owner, path)
        return Fault(path, fault.message, fault.help, at_key=True)
    if name in above or has_rules:
        return None
    message = f'{owner} combines "{name}", which is itself combined and stands below it'
    return Fault(path, message, f'put "{name}" above "{score}"', at_key=True)


def _lead_score(rules: Rules, declared: Declared) -> Iterator[Fault]:
    scores, named = declared.scores, rules.lead_score
    if named is None:
        if len(scores) > 1 and TOTAL not in scores and not _is_given(declared):
            several = f"there are several scores ({', '.join(scores)})"
            message = f'{several}, and none is called "{TOTAL}": which is the lead score?'
            yield Fault(("scores",), message, f"add a line such as lead_score: {scores[-1]}", at_key=True)
    elif named not in scores:
        yield Fault(
            ("lead_score",),
            f'unknown score "{named}" as lead_score',
            did_you_mean(named, scores) or f"there are: {', '.join(scores)}",
        )
    elif TOTAL in scores and named != TOTAL:
        message = f'a score called "{TOTAL}" is the lead score; lead_score: {named} says otherwise'
        yield Fault(("lead_score",), message, f'remove this line, or give the score "{TOTAL}" another name')


def _is_given(declared: Declared) -> bool:
    return declared.has("lead_score") or ("lead_score",) in declared.left_out


def _columns(rules: Rules, declared: Declared) -> Iterator[Fault]:
    """Find scores that would be written into columns that something else is written to."""
    main = _main(rules, declared)
    taken = dict.fromkeys((*FIXED, *_written(main, main, declared)), "")
    for score in declared.scores:
        if score == main:
            continue
        for column in _written(score, main, declared):
            other = taken.setdefault(column.lower(), score)
            if other != score:
                has = f'belongs to score "{other}"' if other else "shows something else"
                message = f'score "{score}" would be written to the column {column}, which {has}'
                yield Fault(("scores", score), message, "give it another name", at_key=True)
                break


def _written(score: str, main: str, declared: Declared) -> tuple[str, ...]:
    columns = (lead(score, main), lead_low(score, main), lead_high(score, main))
    return (*columns, lead_momentum(score, main)) if score in declared.momentums else columns


def _main(rules: Rules, declared: Declared) -> str:
    if TOTAL in declared.scores or len(declared.scores) != 1:
        return TOTAL if TOTAL in declared.scores else rules.lead_score or ""
    return declared.scores[0]


def _axis(axis: str, model: Axis, declared: Declared) -> Iterator[Fault]:
    owner = f"the {axis} of the grade"
    if model.score not in declared.scores:
        yield unknown_name("score", model.score, declared.scores, owner, ("grade", axis, "score"))
    for better, mark in pairwise(model.marks):
        if mark.at_least >= better.at_least:
            message = (
                f'the thresholds of a grade descend: "{mark.mark}" needs less than "{better.mark}";'
                f" found {better.at_least}, then {mark.at_least}"
            )
            yield Fault(("grade", axis, mark.mark), message)
