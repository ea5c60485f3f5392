"""Names: each is declared once, and what is named elsewhere is declared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from leadscore.columns import DISQUALIFIED_STAGE
from leadscore.errors import did_you_mean
from leadscore.schema.check_values import normalised
from leadscore.schema.faults import Fault
from leadscore.schema.parts import part_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from leadscore.schema.declared import Declared, Name
    from leadscore.schema.document import Path
    from leadscore.schema.model import Rules

__all__ = ["BESIDE", "find_repeated_names", "find_unknown_groups", "find_unknown_names", "unknown_name"]


@dataclass(frozen=True)
class _Kind:
    """One kind of name.

    Attributes:
        what: What messages call it.
        path: The list that declares it; empty for the rules of all scores.
        key: The key beside which it stands.
        in_files: Whether a file is called after it, so that capital letters make no difference.
    """

    what: str
    path: Path
    key: str
    in_files: bool = False


_KINDS: Final = (
    _Kind("rule", (), "id"),
    _Kind("persona", ("personas",), "name"),
    _Kind("question", ("qualification",), "id"),
    _Kind("disqualification", ("disqualify",), "id"),
    _Kind("stage", ("stages",), "name", in_files=True),
    _Kind("list", ("handoff",), "list", in_files=True),
    _Kind("recycling", ("recycle",), "id"),
    _Kind("track", ("nurture", "tracks"), "name"),
)


BESIDE: Final = {
    "waiting": "those who wait for an owner",
    "overdue": "those whose answer is overdue",
}
"""Lists that a run makes beside those of the rules."""


def find_repeated_names(declared: Declared, line_of: Callable[[Path], int]) -> Iterator[Fault]:
    """Yield a fault for each name that is declared again, and for a stage whose name is taken.

    Args:
        declared: The names; their paths are those in the file.
        line_of: Gives the line of a path.
    """
    for kind in _KINDS:
        names = declared.listed(*kind.path, key=kind.key) if kind.path else declared.rules
        yield from _repeated(kind, names, line_of)
    for stage in declared.listed("stages", key="name"):
        if stage.text.lower() == DISQUALIFIED_STAGE:
            message = (
                f'no stage can be called "{stage.text}": it is the stage of those whom `disqualify` takes out'
            )
            yield Fault(stage.path, message, "choose another name")
    for name in declared.listed("handoff", key="list"):
        if name.text.lower() in BESIDE:
            message = f'no list can be called "{name.text}": it is the list of {BESIDE[name.text.lower()]}'
            yield Fault(name.path, message, "choose another name")


def _repeated(kind: _Kind, names: Sequence[Name], line_of: Callable[[Path], int]) -> Iterator[Fault]:
    first: dict[str, Name] = {}
    for name in names:
        one = first.setdefault(name.text.lower() if kind.in_files else name.text, name)
        if one is not name:
            also = f' as "{one.text}"' if one.text != name.text else ""
            message = f'{kind.what} "{name.text}" is here twice (first{also} on line {line_of(one.path)})'
            files = "; files are called after it, so capital letters make no difference" if also else ""
            yield Fault(name.path, message, f"give one of them another name{files}")


def find_unknown_groups(declared: Declared) -> Iterator[Fault]:
    """Yield a fault for each rule whose group is not declared in its score.

    Args:
        declared: The names; their paths are those in the file.
    """
    for score in filter(declared.is_sure_of_groups, declared.scores):
        groups = [name.text for name in declared.keyed("scores", score, "groups")]
        for group in declared.listed("scores", score, "rules", key="group"):
            if group.text not in groups:
                declaration = f"declare it in the score: groups: {{{group.text}: {{max: 50}}}}"
                owner = part_name(group.path, declared.data)
                hint = did_you_mean(group.text, groups) or declaration
                yield Fault(group.path, f'unknown group "{group.text}" in {owner}', hint)


def unknown_name(what: str, name: str, known: Sequence[str], owner: str, path: Path) -> Fault:
    """Return the fault of a name that is not declared.

    Args:
        what: What it would name, such as `score`.
        name: The name.
        known: The names that are declared.
        owner: What messages call the part in which it stands.
        path: Where it stands.
    """
    there_are = f"there are: {', '.join(known)}" if known else f"the file has no {what}"
    return Fault(path, f'unknown {what} "{name}" in {owner}', did_you_mean(name, known) or there_are)


def find_unknown_names(rules: Rules, declared: Declared) -> Iterator[Fault]:
    """Yield a fault for each stage, score or question that is named and not declared."""
    yield from _unknown_orders(rules, declared)
    if declared.is_sure("stages"):
        yield from _unknown_stages(rules, declared)
    if declared.is_sure("qualification"):
        yield from _unknown_questions(rules, declared)
    for place, entry in enumerate(rules.owners or ()):
        for name in set(entry.away or ()).difference(entry.owner):
            path: Path = ("owners", place, "away", name)
            yield unknown_name("owner", name, entry.owner, f"entry number {place + 1} of owners", path)
    yield from _owners_spelled_twice(rules)


def _owners_spelled_twice(rules: Rules) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for place, entry in enumerate(rules.owners or ()):
        for item, name in enumerate(entry.owner):
            one = first.setdefault(normalised(name), name)
            if one != name:
                message = f'owner "{name}" is "{one}" elsewhere; owners are compared without regard to case'
                yield Fault(("owners", place, "owner", item), message, f'write "{one}" here too')


def _unknown_questions(rules: Rules, declared: Declared) -> Iterator[Fault]:
    questions = [name.text for name in declared.listed("qualification", key="id")]
    for place, track in enumerate(rules.nurture.tracks if rules.nurture else ()):
        if track.ask is not None and track.ask not in questions:
            path = ("nurture", "tracks", place, "ask")
            yield unknown_name("question", track.ask, questions, f'track "{track.name}"', path)


def _unknown_orders(rules: Rules, declared: Declared) -> Iterator[Fault]:
    known = [f"score.{name}" for name in declared.scores]
    for place, entry in enumerate(rules.handoff):
        if entry.order_by is not None and entry.order_by not in known:
            hint = f'did you mean "score.{entry.order_by}"?' if entry.order_by in declared.scores else ""
            fault = unknown_name(
                "score", entry.order_by, known, f'list "{entry.list}"', ("handoff", place, "order_by")
            )
            yield Fault(fault.path, fault.message, hint or fault.help)


def _unknown_stages(rules: Rules, declared: Declared) -> Iterator[Fault]:
    for name, owner, path in _named_stages(rules):
        if name not in declared.stages:
            yield unknown_name("stage", name, declared.stages, owner, path)


def _named_stages(rules: Rules) -> Iterator[tuple[str, str, Path]]:
    for place, entry in enumerate(rules.handoff):
        for item, stage in enumerate(entry.stage):
            yield stage, f'list "{entry.list}"', ("handoff", place, "stage", item)
    for place, way in enumerate(rules.recycle or ()):
        owner = f'recycling "{way.id}"'
        yield way.to, owner, ("recycle", place, "to")
        for item, stage in enumerate(way.from_):
            yield stage, owner, ("recycle", place, "from", item)
    for key, stage in ((rules.crm_stage.map if rules.crm_stage else None) or {}).items():
        yield stage, "crm_stage", ("crm_stage", "map", key)
    for place, example in enumerate(rules.tests):
        if example.was is not None:
            yield example.was, f'example "{example.name}"', ("tests", place, "was")
