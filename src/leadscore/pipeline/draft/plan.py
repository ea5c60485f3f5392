"""What the rules file is to have, before it is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from leadscore.crm.stages import equal_keys, folded
from leadscore.pipeline.draft.engagement import engagement_rules
from leadscore.pipeline.draft.export import look_at_export
from leadscore.pipeline.draft.fit import fit_rules, personas
from leadscore.pipeline.draft.offers import behaviour_rules, fallback_rule, offered_rules
from leadscore.pipeline.draft.words import ASKED, QUESTIONS, UNFIT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from leadscore.pipeline.draft.engagement import Engagement
    from leadscore.pipeline.draft.export import Export
    from leadscore.pipeline.draft.fit import PersonaText
    from leadscore.pipeline.draft.rule_text import RuleText
    from leadscore.schema.model import InputName
    from leadscore.tables import Table

__all__ = ["Plan", "Question", "make_plan"]

MANY: Final = 5
"""Rules from which on nobody is expected to get the points of all of them."""
FULL: Final = 0.8
"""The part of what all rules give together that makes a full 100."""
ENGAGED: Final = 60
"""Points of engagement that make a full 100, if rules give as much."""
_ROUND: Final = 5
_ACCEPTED: Final = ("accepted", "working", "in progress")


@dataclass(frozen=True)
class Question:
    """A qualification question, and the column that answers it."""

    id: str
    ask: str
    answered_by: str


@dataclass(frozen=True, eq=False)
class Plan:
    """What the rules file is to have.

    Attributes:
        export: The export.
        personas: Its personas.
        fit: The rules about who they are; none where only behaviour is known.
        offered: Rules that are switched off.
        engagement: The score of what they do, if anything of it is known.
        questions: Its qualification questions.
        accepted: Statuses with which Sales takes over a lead.
        rejected: Whether Sales rejects leads.
        unfit: Statuses with which somebody is no lead.
    """

    export: Export
    personas: tuple[PersonaText, ...]
    fit: tuple[RuleText, ...]
    offered: tuple[RuleText, ...]
    engagement: Engagement | None
    questions: tuple[Question, ...]
    accepted: tuple[str, ...]
    rejected: bool
    unfit: tuple[str, ...]

    @property
    def main(self) -> str:
        """The name of the lead score."""
        if self.engagement is None:
            return "fit"
        return "total" if self.fit else "engagement"

    @property
    def fit_full(self) -> int:
        """The points of fit that make a full 100."""
        giving = [rule.most for rule in self.fit if rule.most]
        return _full(sum(giving), len(giving))

    @property
    def engagement_full(self) -> int:
        """The points of engagement that make a full 100."""
        return min(ENGAGED, self.engagement.most) if self.engagement else ENGAGED

    def has(self, field: str) -> bool:
        """Return whether contacts have a column in which something stands."""
        column = self.export.contacts.columns.get(field)
        return column is not None and column.filled > 0


def _full(most: int, rules: int) -> int:
    """Return the points that make a full 100: all that there are of few rules, of many a part."""
    return most if rules < MANY else int(most * FULL) // _ROUND * _ROUND


def make_plan(tables: Mapping[InputName, Table], as_of: date) -> Plan:
    """Decide what the rules file is to have.

    Args:
        tables: The inputs.
        as_of: Days after it are not looked at.

    Raises:
        InputError: The export has no column without which it cannot be read.
    """
    export = look_at_export(tables, as_of)
    known = personas(export)
    fit = fit_rules(export, known)
    taken = {rule.id for rule in fit}
    engagement = engagement_rules(export.activities, taken) if export.activities is not None else None
    if engagement is None:
        engagement = behaviour_rules(export, taken)
    counted = [entry.value for rule in engagement.rules for entry in rule.body] if engagement else []
    offered = offered_rules(export, taken, [*counted, *(entry.value for rule in fit for entry in rule.body)])
    if not fit and engagement is None:
        fit = [fallback_rule(export)]
    statuses = _statuses(export)
    return Plan(
        export,
        known,
        tuple(fit),
        tuple(offered),
        engagement,
        _questions(export),
        tuple(word for word in _ACCEPTED if statuses & set(equal_keys("lead_status", word))),
        bool(statuses & set(equal_keys("lead_status", "rejected"))),
        tuple(word for word in UNFIT if folded(word) in statuses),
    )


def _statuses(export: Export) -> set[str]:
    column = export.contacts.columns.get("lead_status")
    return {folded(value.text) for value in column.values} if column is not None else set()


def _questions(export: Export) -> tuple[Question, ...]:
    columns = export.contacts.columns
    found = []
    for name, fields in QUESTIONS.items():
        there = [field for field in fields if field in columns and columns[field].filled]
        if there:
            found.append(Question(name, ASKED[name], there[0]))
    return tuple(found)
