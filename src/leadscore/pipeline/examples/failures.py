"""Why an example is not met: the lines that made the difference."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from leadscore.pipeline.examples.points import score_lines
from leadscore.results.examples import Decision
from leadscore.schema.conditions import AllOf, field_tests

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from leadscore.pipeline.examples.rows import Case
    from leadscore.pipeline.lead import Lead
    from leadscore.results.examples import Failure
    from leadscore.schema.conditions import Node
    from leadscore.schema.model import Rules

__all__ = ["explain"]


def explain(case: Case, lead: Lead, expected: Lead, signs: Failure) -> Failure:
    """Return what explains why an expectation is not true.

    Args:
        case: The example.
        lead: Its lead, as the rules see it.
        expected: The same lead, as expectations see it.
        signs: What is known of the failure before its lead is looked at.
    """
    wrong = [part for part in _all_of(case.example.expect) if expected.answer(part) != "yes"]
    decided = [entry for field in _fields(wrong) for entry in _deciding(lead.session.rules.model, field)]
    decisions = tuple(_decision(lead, *entry) for entry in decided)
    read = [*_fields(wrong), *_fields(node for _, when, unless in decided for node in (when, unless) if node)]
    return replace(
        signs,
        expected=expected.parts(case.example.expect),
        decisions=decisions,
        scores=score_lines(lead.session.rules, lead.cells, _scores(lead.session.rules.model, read)),
    )


def _all_of(node: Node) -> Sequence[Node]:
    return node.parts if isinstance(node, AllOf) else (node,)


def _fields(nodes: Sequence[Node] | Iterator[Node]) -> list[str]:
    """Return the fields that conditions read, each once, in their order."""
    return list(dict.fromkeys(test.field for node in nodes for test in field_tests(node)))


_Entry = tuple[str, "Node | None", "Node | None"]
"""What is decided, its condition, and what holds it back."""


def _stages(rules: Rules) -> Iterator[_Entry]:
    for stage in rules.stages:
        if stage.enter is not None or stage.unless is not None:
            yield f"stage {stage.name}", stage.enter, stage.unless


def _personas(rules: Rules) -> Iterator[_Entry]:
    for persona in rules.personas:
        yield f"persona {persona.name}", persona.when, None


def _lights(rules: Rules) -> Iterator[_Entry]:
    for color, condition in reversed(rules.light_conditions):
        yield f"{color} light", condition, None


def _owners(rules: Rules) -> Iterator[_Entry]:
    for place, owner in enumerate(rules.owners or (), start=1):
        yield f"entry {place} of owners", owner.when, owner.unless


def _tracks(rules: Rules) -> Iterator[_Entry]:
    if rules.nurture is not None:
        yield "consent of nurture", rules.nurture.consenting, None
        for track in rules.nurture.tracks:
            yield f"track {track.name}", track.when, track.unless


def _disqualifications(rules: Rules) -> Iterator[_Entry]:
    for entry in rules.disqualify:
        yield f"disqualification {entry.id}", entry.when, None


_DECIDED_BY: Final[Mapping[str, Sequence[Callable[[Rules], Iterator[_Entry]]]]] = {
    "stage": (_disqualifications, _stages),
    "persona": (_personas,),
    "light": (_lights,),
    "owner": (_owners,),
    "disqualified_by": (_disqualifications,),
    "track": (_disqualifications, _tracks),
    "next_content": (_disqualifications, _tracks),
}
"""The parts of the rules that decide a field."""


def _deciding(rules: Rules, field: str) -> Iterator[_Entry]:
    """Yield what decides a field."""
    for part in _DECIDED_BY.get(field, ()):
        yield from part(rules)


def _decision(lead: Lead, what: str, when: Node | None, unless: Node | None) -> Decision:
    answer = "yes" if when is None else lead.answer(when)
    held = unless is not None and lead.answer(unless) == "yes"
    return Decision(
        what,
        "no" if held else answer,
        () if when is None else lead.parts(when),
        lead.parts(unless) if held and unless is not None else (),
    )


def _scores(rules: Rules, fields: Sequence[str]) -> list[str]:
    """Return the scores from which fields are made."""
    homes = {rule.id: name for name, score in rules.ruled.items() for rule in score.rules}
    made: Mapping[str, Callable[[], list[str]]] = {
        "grade": lambda: _graded(rules),
        "reasons": lambda: list(rules.ruled),
    }
    found: list[str] = []
    for field in fields:
        family, _, name = field.partition(".")
        if family in {"score", "momentum"}:
            found.append(name)
        elif family == "rule":
            found.append(homes[name])
        elif field in made:
            found += made[field]()
    return found


def _graded(rules: Rules) -> list[str]:
    axes = (rules.grade.letter, rules.grade.number) if rules.grade else ()
    return [axis.score for axis in axes if axis is not None]
