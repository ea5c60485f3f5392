"""The built-in starter rules, which adapt to the export that they meet."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from leadscore.errors import InputError, Problem
from leadscore.schema.load import parse_rules
from leadscore.schema.scores import CombinedScore, RuledScore
from leadscore.schema.uses import field_uses, input_uses
from leadscore.tables.contract import absent_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from leadscore.schema.conditions import Where
    from leadscore.schema.load import RulesFile
    from leadscore.schema.model import InputName, Rules
    from leadscore.tables.layout import Layout

__all__ = ["adapt", "starter_rules", "starter_text"]

NAME: Final = "starter rules"
_LISTED: Final = ("personas", "qualification", "disqualify", "stages", "handoff")
_MADE: Final = re.compile(r"score\..*|rule\..*|persona")
"""Fields that the rules themselves make."""
_CALLED: Final = {
    "personas": "persona",
    "scores": "rule",
    "lights": "light",
    "qualification": "question",
    "disqualify": "disqualification",
    "stages": "stage",
    "handoff": "list",
}


def starter_text() -> str:
    """Return the text of the built-in rules."""
    return resources.files("leadscore").joinpath("starter.yaml").read_text(encoding="utf-8")


def starter_rules() -> RulesFile:
    """Return the built-in rules, as they are before they meet an export."""
    return parse_rules(starter_text(), NAME, None)


def adapt(file: RulesFile, layouts: Mapping[InputName, Layout]) -> RulesFile:
    """Leave out what the export cannot answer.

    Args:
        file: The starter rules.
        layouts: The inputs that are there.

    Returns:
        The rules whose inputs and columns are there, with a note that names the others.

    Raises:
        InputError: Nothing to score by is left.
    """
    rules, left_out = file.rules, list[str]()
    while places := _unanswerable(rules, layouts):
        left_out += [_title(rules, place) for place in sorted(places, key=str)]
        rules = _without(rules, places)
        if not rules.ruled:
            raise InputError(
                "the starter rules find nothing to score by in these exports\n"
                "  help: write a rules.yaml that names your columns, and give it with -r"
            )
    if not left_out:
        return file
    note = Problem(NAME, 1, 1, f"left out, as the exports do not have their columns: {', '.join(left_out)}")
    return replace(file, rules=rules, notes=(*file.notes, note))


def _unanswerable(rules: Rules, layouts: Mapping[InputName, Layout]) -> set[Where]:
    paths = [absent.use.path for absent in absent_columns(rules, layouts)]
    paths += [use.path for name, use in input_uses(rules) if name not in layouts]
    known = {f"score.{name}" for name in rules.scores}
    known |= {f"rule.{rule.id}" for score in rules.ruled.values() for rule in score.rules}
    known |= {"persona"} if rules.personas else set()
    paths += [use.path for use in field_uses(rules) if _MADE.fullmatch(use.field) and use.field not in known]
    stages = {stage.name for stage in rules.stages}
    paths += [("handoff", at) for at, entry in enumerate(rules.handoff) if not stages & set(entry.stage)]
    return {path[:4] if path[0] == "scores" else path[:2] for path in paths}


def _title(rules: Rules, place: Where) -> str:
    entry: Any = rules
    for key in place:
        entry = entry[key] if isinstance(key, int) or isinstance(entry, dict) else getattr(entry, str(key))
    name = getattr(entry, "id", None) or getattr(entry, "name", None) or getattr(entry, "list", place[-1])
    return f"{_CALLED[str(place[0])]} {name}"


def _without(rules: Rules, places: Iterable[Where]) -> Rules:
    gone = set(places)
    changed: dict[str, Any] = {
        name: tuple(entry for at, entry in enumerate(getattr(rules, name)) if (name, at) not in gone)
        for name in _LISTED
    }
    changed["scores"] = _scores(rules, gone)
    lights = {str(place[1]): None for place in gone if place[0] == "lights"}
    if rules.lights is not None:
        changed["lights"] = rules.lights.model_copy(update=lights)
    return _tidied(rules.model_copy(update=changed))


def _scores(rules: Rules, gone: set[Where]) -> dict[str, RuledScore | CombinedScore]:
    scores: dict[str, RuledScore | CombinedScore] = {}
    for name, score in rules.scores.items():
        if isinstance(score, RuledScore):
            kept = tuple(
                rule for at, rule in enumerate(score.rules) if ("scores", name, "rules", at) not in gone
            )
            if kept:
                scores[name] = score.model_copy(update={"rules": kept})
            continue
        weights = {part: weight for part, weight in score.combine.items() if part in scores}
        if weights:
            scores[name] = score.model_copy(update={"combine": weights})
    return scores


def _tidied(rules: Rules) -> Rules:
    """Drop the halves of the grade whose score is gone."""
    if rules.grade is None:
        return rules
    halves = {half: axis for half, axis in rules.grade if axis is not None and axis.score in rules.scores}
    grade = rules.grade.model_copy(update={"letter": None, "number": None, **halves}) if halves else None
    return rules.model_copy(update={"grade": grade})
