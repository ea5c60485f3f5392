"""Nurture tracks: each names its content once, and examples expect tracks that there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadscore.schema.check_names import unknown_name
from leadscore.schema.check_values import normalised
from leadscore.schema.conditions import field_tests
from leadscore.schema.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leadscore.schema.declared import Declared
    from leadscore.schema.document import Path
    from leadscore.schema.model import Rules

__all__ = ["find_nurture_faults"]


def find_nurture_faults(rules: Rules, declared: Declared) -> Iterator[Fault]:
    """Yield the content that a track names again, and the tracks that examples expect and that there are not.

    Args:
        rules: The rules.
        declared: The names of the file.
    """
    yield from _repeated_content(rules)
    if declared.is_sure("nurture"):
        yield from _unknown_tracks(rules, declared)


def _repeated_content(rules: Rules) -> Iterator[Fault]:
    for place, track in enumerate(rules.nurture.tracks if rules.nurture else ()):
        named: set[str] = set()
        for item, content in enumerate(track.content):
            if normalised(content) in named:
                path: Path = ("nurture", "tracks", place, "content", item)
                message = f'content "{content}" is in track "{track.name}" twice'
                yield Fault(path, message, "remove one of them: what a lead has taken is not sent again")
            named.add(normalised(content))


def _unknown_tracks(rules: Rules, declared: Declared) -> Iterator[Fault]:
    known = [name.text for name in declared.listed("nurture", "tracks", key="name")]
    for place, example in enumerate(rules.tests):
        for test in field_tests(example.expect):
            names = test.operand if isinstance(test.operand, tuple) else (test.operand,)
            if test.field != "track" or test.operator not in {"is", "in", "not_in"}:
                continue
            for name in names:
                if isinstance(name, str) and normalised(name) not in map(normalised, known):
                    path: Path = ("tests", place, "expect", *test.where)
                    yield unknown_name("track", name, known, f'example "{example.name}"', path)
