"""What parts of the rules the examples touch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from leadscore.columns import LEAD_DISQUALIFIED_BY, LEAD_PERSONA, LEAD_STAGE, LEAD_TRACK, holds, points
from leadscore.results.examples import Coverage, Untouched

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from leadscore.rules.compile import CompiledRules
    from leadscore.schema.load import RulesFile
    from leadscore.schema.types import Where

__all__ = ["cover", "touched_by"]

Touched = frozenset[tuple[str, str]]
"""Kinds and names of parts of the rules."""


def touched_by(scored: pl.DataFrame, rules: CompiledRules) -> Touched:
    """Return what some lead touches: a rule that gave points or is true of it, and where it ended.

    Args:
        scored: The scored leads.
        rules: The rules.
    """
    found: set[tuple[str, str]] = set()
    for rule in rules.rules:
        gave = pl.col(points(rule.id)) != 0
        if holds(rule.id) in scored.columns:
            gave |= pl.col(holds(rule.id)).fill_null(value=False)
        if scored.select(gave.any()).item():
            found.add(("rules", rule.id))
    ends = {
        "stages": LEAD_STAGE,
        "personas": LEAD_PERSONA,
        "disqualifications": LEAD_DISQUALIFIED_BY,
        "tracks": LEAD_TRACK,
    }
    for kind, column in ends.items():
        found |= {(kind, name) for name in scored[column].drop_nulls().unique()}
    return frozenset(found)


def cover(file: RulesFile, touched: Sequence[Touched]) -> tuple[Coverage, ...]:
    """Return how many parts of each kind are touched, and which are not; a kind that the rules lack is left out."""
    found = frozenset[tuple[str, str]]().union(*touched)
    kinds: dict[str, list[tuple[str, Where]]] = {}
    for kind, name, path in _parts(file):
        kinds.setdefault(kind, []).append((name, path))
    return tuple(_coverage(file, kind, parts, found) for kind, parts in kinds.items())


def _coverage(file: RulesFile, kind: str, parts: Sequence[tuple[str, Where]], touched: Touched) -> Coverage:
    untouched = tuple(_untouched(file, name, path) for name, path in parts if (kind, name) not in touched)
    return Coverage(kind, len(parts), len(parts) - len(untouched), untouched)


def _untouched(file: RulesFile, name: str, path: Where) -> Untouched:
    place = file.place(path)
    return Untouched(name, file.file, place.line, place.column)


def _parts(file: RulesFile) -> Iterator[tuple[str, str, Where]]:
    rules = file.rules
    for score, model in rules.ruled.items():
        for place, rule in enumerate(model.rules):
            yield "rules", rule.id, ("scores", score, "rules", place)
    for place, stage in enumerate(rules.stages):
        yield "stages", stage.name, ("stages", place)
    for place, persona in enumerate(rules.personas):
        yield "personas", persona.name, ("personas", place)
    for place, entry in enumerate(rules.disqualify):
        yield "disqualifications", entry.id, ("disqualify", place)
    for place, track in enumerate(rules.nurture.tracks if rules.nurture else ()):
        yield "tracks", track.name, ("nurture", "tracks", place)
