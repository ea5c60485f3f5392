"""An export that rules were run on, as every look at their health sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import LEAD_PERSONA, typed
from leadscore.errors import Problem
from leadscore.results import percent
from leadscore.results.health import Finding
from leadscore.rules.operators import Field
from leadscore.schema.conditions import field_tests
from leadscore.schema.fields import field_info
from leadscore.schema.scores import ActivityRule, BandRule, LookupRule, QuietRule, WhenRule

if TYPE_CHECKING:
    from leadscore.columns import Kind
    from leadscore.pipeline.inputs import Session
    from leadscore.pipeline.scored import Scored
    from leadscore.schema.conditions import Node
    from leadscore.schema.fields import FieldInfo
    from leadscore.schema.model import Rules
    from leadscore.schema.scores import Rule
    from leadscore.schema.types import Where

__all__ = ["ENOUGH", "Export", "fields_of", "kind_of_rule", "share", "those_of"]

ENOUGH: Final = 20
"""Leads from which on it says something that none or all of them have something in common."""


@dataclass(frozen=True)
class Export:
    """Scored contacts, and what they were scored by."""

    scored: Scored

    @property
    def contacts(self) -> pl.DataFrame:
        """The contacts, with every column that the steps add."""
        return self.scored.contacts

    @property
    def leads(self) -> int:
        """How many contacts there are."""
        return self.contacts.height

    @property
    def session(self) -> Session:
        """The run."""
        return self.scored.session

    @property
    def rules(self) -> Rules:
        """The rules file."""
        return self.session.rules.model

    def finding(self, code: str, path: Where, message: str, help_: str) -> Finding:
        """Return what is to be said of a place in the rules."""
        place = self.session.file.place(path)
        return Finding(code, Problem(self.session.file.file, place.line, place.column, message, help_))

    def compiled(self, node: Node) -> pl.Expr:
        """Return a condition on contacts as an expression."""
        return self.session.rules.conditions.compile(node)

    def field(self, name: str) -> Field:
        """Return a field as rules see it."""
        return Field(name, self.session.rules.as_of, self.session.rules.conditions.lists)

    def info(self, name: str) -> FieldInfo:
        """Return what a field's name stands for."""
        info = field_info(name)
        if info is None:  # rules that were read have no such name
            raise AssertionError(name)
        return info

    def lacks(self, name: str) -> bool:
        """Return whether the export has nothing that the field could be: its input or its column is absent."""
        info = self.info(name)
        if info.input == "activities" and self.rules.events:
            return False
        there = self.session.inputs.get(info.input)
        return there is None or (
            info.column is not None and info.kind is None and not there.layout.has(info.column)
        )

    def filled(self, name: str) -> pl.Expr:
        """Return whether a field of the contact holds something, readable or not.

        Of the company's record only what could be read is known.
        """
        info = self.info(name)
        if info.kind is not None:
            return pl.col(typed(info.kind, name)).is_not_null()
        if info.input == "contacts" and info.column is not None:
            return self.session.layout.shown(info.column).is_not_null()
        kinds: tuple[Kind, ...] = ("text", "number", "flag", "day")
        read = [pl.col(typed(kind, name)) for kind in kinds if typed(kind, name) in self.contacts.columns]
        return pl.any_horizontal([column.is_not_null() for column in read])

    def shown(self, name: str, kind: Kind) -> pl.Expr:
        """Return a field's values as people write them, as far as that is known."""
        info = self.info(name)
        if name == "persona":
            return pl.col(LEAD_PERSONA)
        if info.kind is None and info.input == "contacts" and info.column is not None:
            return self.session.layout.shown(info.column)
        return pl.col(typed(kind, name)).cast(pl.String)


def kind_of_rule(rule: Rule) -> str:
    """Return the key that says what kind of rule it is."""
    match rule:
        case WhenRule():
            return "when"
        case BandRule():
            return "band"
        case LookupRule():
            return "lookup"
        case ActivityRule():
            return "activity"
        case QuietRule():
            return "quiet_for"


def fields_of(rule: Rule) -> tuple[str, ...]:
    """Return the fields of the contact that a rule reads, each once."""
    match rule:
        case WhenRule():
            return tuple(dict.fromkeys(test.field for test in field_tests(rule.when)))
        case BandRule():
            return (rule.band,)
        case LookupRule():
            return (rule.lookup,)
        case _:
            return ()


def share(part: int, whole: int) -> str:
    """Return a share in per cent, as messages show it."""
    found = percent(part, whole)
    if found is None:
        return "0 %"
    if not found and part:
        return "less than 0.1 %"
    return f"{found:g} %"


def those_of(part: int, whole: int, noun: str = "leads") -> str:
    """Return how many of some there are, as messages show it."""
    return f"{part:,} of {whole:,} {noun} ({share(part, whole)})"
