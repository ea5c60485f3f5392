"""What is right in a rules file and takes no effect in a run without a history: the run says so rather than keep silent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leadscore.schema.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leadscore.schema.base import Model
    from leadscore.schema.document import Path
    from leadscore.schema.model import Rules

__all__ = ["find_memory_notes"]

_NO_MEMORY: Final = "it has no effect without --history"
_FOLLOWED: Final = ("respond_within", "accepted_after")
"""Keys of lists that take effect only in a run that knows when it handed a lead over."""
_MEMORY_KEYS: Final = ("stay", "min_days", "forward_only")
"""Keys of stages that take effect only in a run that knows the one before it."""
_COMPARED: Final = ("fill", "moved", "psi")
"""Guards that compare a run with the one before it."""


def find_memory_notes(rules: Rules) -> Iterator[Fault]:
    """Yield a note for each key that takes no effect without a history."""
    for path, what in _remembering(rules):
        yield Fault(path, f"{what}: {_NO_MEMORY}", at_key=True, code="no-history")


def _remembering(rules: Rules) -> Iterator[tuple[Path, str]]:
    for place, stage in enumerate(rules.stages):
        yield from _used_keys(_MEMORY_KEYS, stage, ("stages", place), f'stage "{stage.name}"')
    for place, way in enumerate(rules.recycle or ()):
        yield from _used_keys(("cool_off",), way, ("recycle", place), f'recycling "{way.id}"')
    for place, entry in enumerate(rules.handoff):
        yield from _used_keys(_FOLLOWED, entry, ("handoff", place), f'list "{entry.list}"')
    if rules.guards is not None:
        if rules.guards.contacts is not None:
            yield from _used_keys(("fall",), rules.guards.contacts, ("guards", "contacts"), "guards.contacts")
        yield from _used_keys(_COMPARED, rules.guards, ("guards",), "guards")


def _used_keys(keys: tuple[str, ...], model: Model, path: Path, owner: str) -> Iterator[tuple[Path, str]]:
    for key in keys:
        if getattr(model, key, None):
            yield (*path, key), f"{key} of {owner}"
