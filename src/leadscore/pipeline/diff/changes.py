"""What two rules files say differently, rules aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leadscore.schema.load import RulesFile
    from leadscore.schema.model import Rules, Stage

__all__ = ["other_changes", "stage_changes"]

_SECTIONS = ("timezone", "sources", "personas", "grade", "lights", "qualification", "disqualify", "handoff")


def stage_changes(old: Rules, new: Rules) -> dict[str, str]:
    """Return what changed about stages, by their names."""
    before, after = ({stage.name: stage for stage in rules.stages} for rules in (old, new))
    found = {}
    for name in dict.fromkeys([*before, *after]):
        if name not in before:
            found[name] = f"stage {name} is new"
        elif name not in after:
            found[name] = f"stage {name} is gone"
        elif _conditions(before[name]) != _conditions(after[name]):
            found[name] = f"conditions of stage {name} changed"
    return found


def _conditions(stage: Stage) -> tuple[object, object]:
    return stage.enter, stage.unless


def other_changes(old: RulesFile, new: RulesFile) -> str:
    """Return which other parts of the files and their lists differ, in words; empty where none does."""
    found = ", ".join(_differing(old, new))
    return f"changed in the rules: {found}" if found else ""


def _differing(old: RulesFile, new: RulesFile) -> Iterator[str]:
    for section in _SECTIONS:
        if getattr(old.rules, section) != getattr(new.rules, section):
            yield section
    if old.rules.scores != new.rules.scores or old.rules.main_score != new.rules.main_score:
        yield "scores"
    if [stage.name for stage in old.rules.stages] != [stage.name for stage in new.rules.stages]:
        yield "stages"
    for name in sorted({*old.lists, *new.lists}):
        values = [file.lists[name].values if name in file.lists else () for file in (old, new)]
        if values[0] != values[1]:
            yield name
