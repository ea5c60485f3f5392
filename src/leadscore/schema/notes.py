"""What is right in a rules file and takes no effect yet: a run says so rather than keep silent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leadscore.schema.faults import Fault
from leadscore.schema.later import LATER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leadscore.schema.base import Model
    from leadscore.schema.document import Path
    from leadscore.schema.model import Rules

__all__ = ["find_memory_notes", "find_notes"]

_NOT_YET: Final = "not yet supported, it has no effect in this version"
_NO_MEMORY: Final = "it has no effect without --history"
_IDLE_KEYS: Final = ("momentum", "respond_within", "accepted_after")
"""Keys of scores and lists that take none."""
_MEMORY_KEYS: Final = ("stay", "min_days", "forward_only")
"""Keys of stages that take effect only in a run that knows the one before it."""


def find_notes(rules: Rules) -> Iterator[Fault]:
    """Yield a note for each section and key without effect."""
    for path, what in _idle(rules):
        yield Fault(path, f"{what}: {_NOT_YET}", at_key=True, code="no-effect-yet")


def _idle(rules: Rules) -> Iterator[tuple[Path, str]]:
    for section in LATER:
        if getattr(rules, section) is not None:
            yield (section,), section
    for score, model in rules.scores.items():
        yield from _used_keys(_IDLE_KEYS, model, ("scores", score), f'score "{score}"')
    for place, entry in enumerate(rules.handoff):
        yield from _used_keys(_IDLE_KEYS, entry, ("handoff", place), f'list "{entry.list}"')


def find_memory_notes(rules: Rules) -> Iterator[Fault]:
    """Yield a note for each key that takes no effect without a history."""
    for path, what in _remembering(rules):
        yield Fault(path, f"{what}: {_NO_MEMORY}", at_key=True, code="no-history")


def _remembering(rules: Rules) -> Iterator[tuple[Path, str]]:
    for place, stage in enumerate(rules.stages):
        yield from _used_keys(_MEMORY_KEYS, stage, ("stages", place), f'stage "{stage.name}"')
    for place, way in enumerate(rules.recycle or ()):
        yield from _used_keys(("cool_off",), way, ("recycle", place), f'recycling "{way.id}"')


def _used_keys(keys: tuple[str, ...], model: Model, path: Path, owner: str) -> Iterator[tuple[Path, str]]:
    for key in keys:
        if getattr(model, key, None):
            yield (*path, key), f"{key} of {owner}"
