"""Conditions that are never true: what hangs on them never happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from leadscore.schema.conditions import AllOf, AnyOf, FieldTest, Negation
from leadscore.schema.domains import domains_of
from leadscore.schema.faults import Fault
from leadscore.schema.possible import NOTHING_KNOWN, Why, implies, why_never
from leadscore.schema.uses import condition_uses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leadscore.schema.conditions import Node
    from leadscore.schema.document import Path
    from leadscore.schema.domains import Domains
    from leadscore.schema.model import Persona, Rules, Stage
    from leadscore.schema.uses import ConditionUse

__all__ = ["find_condition_remarks"]

_NEVER: Final = {
    "personas": ("never-applies", "{what} never applies"),
    "scores": ("never-fires", "{what} never gives its points"),
    "lights": ("never-shown", "{what} is never shown"),
    "disqualify": ("never-applies", "{what} never applies"),
    "stages": ("never-entered", "{what} can never be entered"),
    "handoff": ("always-empty", "{what} is always empty"),
    "nurture": ("never-applies", "{what} never applies"),
    "recycle": ("never-applies", "{what} never applies"),
    "owners": ("never-applies", "{what} never applies"),
}
"""By the section in which a condition stands: the code, and what follows from its never being true."""
_UNLESS: Final = ("holds-nobody-back", "`unless` of {what} holds nobody back")
_PART: Final = ("part-never-true", "this part of {what} is never true")
_NEXT: Final = 50
"""Later stages that a stage is held against."""
_TOO_HIGH: Final = "change the threshold, or what the rules give"
_CONTRADICTION: Final = "remove one of the two tests; if either is enough, write any: [{…}, {…}]"


def find_condition_remarks(rules: Rules) -> Iterator[Fault]:
    """Yield the conditions, and parts of them, that are never true; and the stages and personas that others take all of."""
    domains = domains_of(rules)
    dead: set[Path] = set()
    for use in condition_uses(rules):
        if use.path[-1] == "stay":  # without effect in this version, which is said of it
            continue
        for fault in _never(use, NOTHING_KNOWN if use.of_activity else domains):
            dead.add(use.path[:2])
            yield fault
    yield from _stages(rules, domains, dead)
    yield from _personas(rules.personas, dead)


def _never(use: ConditionUse, domains: Domains) -> Iterator[Fault]:
    why = why_never(use.condition, domains)
    if why is None:
        yield from _parts(use, use.condition, use.path, domains)
        return
    code, words = _UNLESS if use.path[-1] == "unless" else _NEVER[str(use.path[0])]
    yield _fault(use, why, use.path, code, words)


def _fault(use: ConditionUse, why: Why, around: Path, code: str, words: str) -> Fault:
    path = around if why.test is None else (*use.path, *why.test.where)
    message = f"{words.format(what=use.what)}: {why.reason}"
    return Fault(path, message, _TOO_HIGH if why.alone else _CONTRADICTION, at_key=True, code=code)


def _parts(use: ConditionUse, node: Node, path: Path, domains: Domains) -> Iterator[Fault]:
    """Yield the parts of `any` that are never true, where other parts may be."""
    match node:
        case AllOf(parts):
            for part in parts:
                yield from _parts(use, part, path, domains)
        case AnyOf(parts):
            for part in parts:
                why = why_never(part, domains)
                if why is None:
                    yield from _parts(use, part, path, domains)
                else:
                    yield _fault(use, why, path, *_PART)


def _stages(rules: Rules, domains: Domains, dead: set[Path]) -> Iterator[Fault]:
    """Yield the stages in which nobody stays, as a later one takes everybody who enters them."""
    for place, stage in enumerate(rules.stages):
        path: Path = ("stages", place)
        if path in dead:
            continue
        if (
            stage.enter is not None
            and stage.unless is not None
            and implies(stage.enter, stage.unless, domains)
        ):
            message = f'stage "{stage.name}" can never be entered: its `unless` holds back everybody whom `enter` lets in'
            yield Fault(
                (*path, "unless"), message, "let `unless` ask for less", at_key=True, code="never-entered"
            )
            continue
        later = next(
            (one for one in rules.stages[place + 1 : place + _NEXT] if _takes_all(stage, one, domains)), None
        )
        if later is not None:
            yield _shadowed(stage, later, path)


def _takes_all(stage: Stage, later: Stage, domains: Domains) -> bool:
    if later.unless is not None and _meaning(later.unless) != _meaning(stage.unless):
        return False
    if later.enter is None:
        return True
    if stage.enter is None:
        return False
    return _meaning(stage.enter) == _meaning(later.enter) or implies(stage.enter, later.enter, domains)


def _shadowed(stage: Stage, later: Stage, path: Path) -> Fault:
    everybody = "everybody, as it has no `enter`" if later.enter is None else "everybody who enters it"
    message = f'nobody stays in stage "{stage.name}": the later stage "{later.name}" takes {everybody}'
    hint = f'a lead is in the last stage that it enters: let "{later.name}" ask for more, or put it above'
    return Fault(path, message, hint, at_key=True, code="stage-shadowed")


def _personas(personas: tuple[Persona, ...], dead: set[Path]) -> Iterator[Fault]:
    above: dict[Any, Persona] = {}
    for place, persona in enumerate(personas):
        first = above.setdefault(_meaning(persona.when), persona)
        if first is not persona and ("personas", place) not in dead:
            message = f'nobody gets persona "{persona.name}": "{first.name}" above it asks for the same'
            hint = "a contact has the first persona that matches: change one of the two, or remove it"
            yield Fault(("personas", place), message, hint, at_key=True, code="persona-shadowed")


def _meaning(node: Node | None) -> Any:
    """Return a condition without the places of its tests; what stands together in any order means the same."""
    match node:
        case FieldTest(field, operator, operand):
            return (field, operator, operand)
        case Negation(part):
            return ("not", _meaning(part))
        case AllOf(parts) | AnyOf(parts):
            return (type(node).__name__, frozenset(map(_meaning, parts)))
    return None
