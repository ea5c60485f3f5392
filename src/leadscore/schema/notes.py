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

__all__ = ["find_notes"]

_NOT_YET: Final = "not yet supported, it has no effect in this version"
_IDLE_KEYS: Final = ("momentum", "stay", "min_days", "forward_only", "respond_within", "accepted_after")
"""Keys of scores, stages and lists that take none."""


def find_notes(rules: Rules) -> Iterator[Fault]:
    """Yield a note for each section and key without effect."""
    for path, what in _idle(rules):
        yield Fault(path, f"{what}: {_NOT_YET}", at_key=True, code="no-effect-yet")


def _idle(rules: Rules) -> Iterator[tuple[Path, str]]:
    for section in LATER:
        if getattr(rules, section) is not None:
            yield (section,), section
    for score, model in rules.scores.items():
        yield from _idle_keys(model, ("scores", score), f'score "{score}"')
    for place, stage in enumerate(rules.stages):
        yield from _idle_keys(stage, ("stages", place), f'stage "{stage.name}"')
    for place, entry in enumerate(rules.handoff):
        yield from _idle_keys(entry, ("handoff", place), f'list "{entry.list}"')


def _idle_keys(model: Model, path: Path, owner: str) -> Iterator[tuple[Path, str]]:
    for key in _IDLE_KEYS:
        if getattr(model, key, None):
            yield (*path, key), f"{key} of {owner}"
