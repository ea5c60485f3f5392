"""Conditions, part by part: whom each test and each negation decides anything for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import CONTACT
from leadscore.schema.conditions import AllOf, AnyOf, FieldTest, Negation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from leadscore.pipeline.health.export import Export
    from leadscore.schema.conditions import Node

__all__ = ["EVERYBODY", "Asked", "asked_of", "negations"]

EVERYBODY: Final = pl.col(CONTACT).is_not_null()
"""True of every contact."""
_MOST: Final = 20
"""Parts that must hold together up to which each is held against the others."""


@dataclass(frozen=True)
class Asked:
    """One test of a condition, and of whom it is asked.

    Attributes:
        test: The test.
        of: Whether it can decide anything for a lead: nothing that must hold beside it is false.
    """

    test: FieldTest
    of: pl.Expr


def asked_of(export: Export, node: Node) -> Iterator[Asked]:
    """Yield every test of a condition on contacts, with the leads for which it can decide anything."""
    yield from _asked(export, node, EVERYBODY)


def _asked(export: Export, node: Node, of: pl.Expr) -> Iterator[Asked]:
    match node:
        case FieldTest():
            yield Asked(node, of)
        case Negation(part):
            yield from _asked(export, part, of)
        case AnyOf(parts):
            for part in parts:
                yield from _asked(export, part, of)
        case AllOf(parts):
            for part in parts:
                few = len(parts) <= _MOST
                yield from _asked(export, part, of & _others_hold(export, parts, part) if few else of)


def _others_hold(export: Export, parts: Sequence[Node], part: Node) -> pl.Expr:
    others = [export.compiled(other).fill_null(value=True) for other in parts if other is not part]
    return pl.all_horizontal(EVERYBODY, *others)


def negations(node: Node) -> Iterator[Negation | FieldTest]:
    """Yield every `not` and `not_in` of a condition, the outermost where they stand inside each other."""
    match node:
        case Negation():
            yield node
        case FieldTest(operator="not_in"):
            yield node
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from negations(part)
