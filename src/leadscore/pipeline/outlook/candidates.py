"""Changes that may bring about a stage: everything that its conditions depend on, through scores, rules and personas.

What is found here is tried before it is told, so it may be too much and need not be right.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from leadscore.columns import points
from leadscore.pipeline.outlook.values import Cellar, Value, cell_of
from leadscore.results.outlook import Cell, Change
from leadscore.rules.accounts import compile_accounts
from leadscore.rules.values import normalised_all
from leadscore.schema.conditions import AllOf, AnyOf, FieldTest, Negation
from leadscore.schema.fields import COMPANY_COUNTS, field_info
from leadscore.schema.scores import ActivityRule, BandRule, LookupRule, QuietRule, WhenRule
from leadscore.schema.uses import field_uses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from leadscore.pipeline.lead import Lead
    from leadscore.pipeline.outlook.known import Known
    from leadscore.schema.conditions import Node
    from leadscore.schema.model import InputName, Rules
    from leadscore.schema.scores import Rule

__all__ = ["Candidates", "types_named"]

_FIXED: Final = (
    *("contact_id", "email", "company_id", "full_name", "first_name", "last_name", "company"),
    *("email_domain", "free_mail", "stage"),
)
"""Fields by which rows find each other: a lead with others would be somebody else."""
_STATE: Final = (
    *("lead_status", "lifecycle_stage", "owner", "rejected_reason"),
    *("marketing_consent", "do_not_call"),
)
"""Fields of contacts that people set as the work goes on; all others are facts once they are known."""
_UP: Final = ("at_least", "above")
_DOWN: Final = ("at_most", "below")
_TYPES: Final = 12
"""Types of activities that are tried where any would do."""


def types_named(rules: Rules) -> tuple[str, ...]:
    """Return the types of activities that the rules name, in file order, each once."""
    ruled = [type_ for score in rules.ruled.values() for rule in score.rules for type_ in _types(rule)]
    tested = [use.field.partition(".")[2] for use in field_uses(rules) if use.field.startswith("activities.")]
    first: dict[str, str] = {}
    for type_, key in zip([*ruled, *tested], normalised_all([*ruled, *tested]), strict=True):
        first.setdefault(key, type_)
    return tuple(first.values())


def _types(rule: Rule) -> tuple[str, ...]:
    if not isinstance(rule, ActivityRule):
        return ()
    return (rule.activity,) if isinstance(rule.activity, str) else tuple(rule.activity)


class Candidates:
    """Gathers changes, each once, in the order in which they are found."""

    def __init__(self, known: Known, lead: Lead) -> None:
        """Prepare for a lead.

        Args:
            known: What is known of it.
            lead: The lead, whose conditions can be looked at.
        """
        self._known = known
        self._lead = lead
        self._rules = known.session.rules.model
        lists = {name: used.values for name, used in known.session.file.lists.items()}
        self._cellar = Cellar(known.as_of, lists)
        self._seen: set[Any] = set()
        self._cells: dict[Any, str | None] = {}
        self.found: dict[Change, None] = {}

    def want(self, node: Node, *, holds: bool) -> None:
        """Gather what may make a condition true, or not true."""
        match node:
            case FieldTest():
                if self._lead.answer(node) != ("yes" if holds else "no"):
                    self._want_test(node, holds=holds)
            case Negation(part):
                self.want(part, holds=not holds)
            case AllOf(parts) | AnyOf(parts):
                for part in parts:
                    self.want(part, holds=holds)

    def _once(self, *key: Any) -> bool:
        """Tell whether something is looked at for the first time; conditions may lead back to it."""
        new = key not in self._seen
        self._seen.add(key)
        return new

    def _want_test(self, test: FieldTest, *, holds: bool) -> None:
        family, _, name = test.field.partition(".")
        match family:
            case "persona":
                self._want_persona(test, holds=holds)
            case "grade":
                self._want_grade()
            case "light":
                self._want_light(test, holds=holds)
            case "score" | "momentum":
                for up in _directions(test, holds=holds):
                    self._want_score(name, up=up)
            case "rule":
                for up in _directions(test, holds=holds):
                    self._want_rule(self._rule(name), up=up)
            case "company" if test.field in COMPANY_COUNTS:
                self._want_company(name, test, holds=holds)
            case _:
                self._want_value(test, holds=holds)

    def _rule(self, name: str) -> Rule:
        return next(rule for score in self._rules.ruled.values() for rule in score.rules if rule.id == name)

    def _want_persona(self, test: FieldTest, *, holds: bool) -> None:
        operands = test.operand if isinstance(test.operand, tuple) else (test.operand,)
        named = set(normalised_all([one for one in operands if isinstance(one, str)]))
        negative = test.operator == "not_in"
        for persona in self._rules.personas:
            wanted = test.operator == "known" or (persona.name.lower() in named) is not negative
            if self._once("persona", persona.name, wanted is holds):
                self.want(persona.when, holds=wanted is holds)

    def _want_grade(self) -> None:
        grade = self._rules.grade
        for axis in (grade.letter, grade.number) if grade else ():
            if axis is not None:
                self._want_score(axis.score, up=True)

    def _want_light(self, test: FieldTest, *, holds: bool) -> None:
        red = test.operand == "red"
        if self._once("light", red is holds):
            for _, condition in self._rules.light_conditions:
                self.want(condition, holds=red is not holds)

    def _want_score(self, name: str, *, up: bool) -> None:
        if not self._once("score", name, up):
            return
        if name in self._rules.combined:
            for part in self._rules.combined[name].combine:
                self._want_score(part, up=up)
        else:
            for rule in self._rules.ruled[name].rules:
                self._want_rule(rule, up=up)

    def _want_company(self, name: str, test: FieldTest, *, holds: bool) -> None:
        """Want what the lead itself adds to its company; what its colleagues do is not looked at."""
        accounts = compile_accounts(self._rules)
        for up in _directions(test, holds=holds):
            if name == "deals_won" and up:
                self._want_deal("won", test)
            elif name != "deals_won" and accounts is not None:
                self._want_score(accounts.engagement, up=up)

    def _want_rule(self, rule: Rule, *, up: bool) -> None:
        if not self._once("rule", rule.id, up):
            return
        now = self._lead.cells[points(rule.id)]
        match rule:
            case WhenRule():
                self.want(rule.when, holds=(rule.points > 0) is up)
            case BandRule():
                self._want_band(rule, now, up=up)
            case LookupRule():
                self._want_key(rule, now, up=up)
            case ActivityRule() if (rule.points > 0) is up:
                self._want_activities(rule)
            case QuietRule() if (rule.points < 0) is up:
                self._want_sign_of_life(rule)

    def _want_key(self, rule: LookupRule, now: int, *, up: bool) -> None:
        """Want the first value of each number of points."""
        keys = {given: key for key, given in reversed(rule.keyed.items())}
        for key, given in rule.keyed.items():
            if given != now and (given > now) is up and keys[given] == key:
                self._want_value(FieldTest(rule.lookup, "is", key, ()), holds=True)

    def _want_band(self, rule: BandRule, now: int, *, up: bool) -> None:
        lowest: Decimal | int | None = None
        for band in rule.points:
            if band.points != now and (band.points > now) is up:
                if lowest is not None:
                    self._want_value(FieldTest(rule.band, "at_least", lowest, ()), holds=True)
                elif band.below is not None:
                    self._want_value(FieldTest(rule.band, "below", band.below, ()), holds=True)
            lowest = band.below

    def _want_activities(self, rule: ActivityRule) -> None:
        for type_ in _types(rule):
            for cells in self._cellar.rows(rule.where):
                self._add_activity(type_, cells)
            if rule.where is None:
                self._add_event(type_)

    def _want_sign_of_life(self, rule: QuietRule) -> None:
        """Any activity ends the silence; those that the rules name come first."""
        spared = rule.except_ or ()
        silent = set(normalised_all((spared,) if isinstance(spared, str) else spared))
        self._add_any(silent)

    def _add_any(self, but: set[str]) -> None:
        for type_ in types_named(self._rules)[:_TYPES] or ("visit",):
            if normalised_all([type_])[0] not in but:
                self._add_activity(type_, {})
                self._add_event(type_)

    def _add_activity(self, type_: str, cells: dict[str, str]) -> None:
        layout = self._known.log
        written = {field: cell for field, cell in cells.items() if field not in {"type", "occurred_at"}}
        if layout is not None and all(layout.has(field) for field in written):
            self._add(Change("activity", type_, cells=tuple(Cell(*pair) for pair in sorted(written.items()))))

    def _add_event(self, type_: str) -> None:
        """Let a day of a contact's own column be today, where that counts as an activity."""
        for column, made in self._rules.events.items():
            if normalised_all([made]) == normalised_all([type_]):
                self._add_field("contact", column, Value(cell_of(self._known.as_of)))

    def _want_value(self, test: FieldTest, *, holds: bool) -> None:
        """Gather what may change a field that is not made of others, or a persona."""
        family, _, name = test.field.partition(".")
        more = True in _directions(test, holds=holds)
        if family in {"deals", "activities"}:
            if more and family == "deals":
                self._want_deal(name, test)
            elif more:
                self._add_activity(name, {})
                self._add_event(name)
        elif family in _GATHERED:
            _GATHERED[family](self)
        elif family == "persona":
            self._want_persona(test, holds=holds)
        else:
            self._want_cell(test, holds=holds)

    def _want_referral(self) -> None:
        if self._known.session.layout.has("referred_by"):
            self._add(Change("referral", "referred_by"))

    def _want_answers(self) -> None:
        for question in self._rules.qualification:
            self._want_cell(FieldTest(question.answered_by, "known", True, ()), holds=True)  # noqa: FBT003 - an operand

    def _want_deal(self, state: str, test: FieldTest) -> None:
        """Add a deal; one that brings in money has just the amount that is missing."""
        if "deals" not in self._known.session.inputs:
            return
        if state != "amount_won":
            self._add(Change("deal", state))
            return
        layout = self._known.session.inputs["deals"].layout
        now = Decimal(str(self._lead.cells["number:deals.amount_won"]))
        values = test.operand if isinstance(test.operand, tuple) else (test.operand,)
        for value in values:
            if layout.has("amount") and isinstance(value, int | Decimal) and value >= now:
                more = value - now + (1 if test.operator in {"above", "at_most"} else 0)
                point = layout.format_of("amount").decimal or "."
                self._add(Change("deal", "won", cells=(Cell("amount", cell_of(more, point)),)))

    def _want_cell(self, test: FieldTest, *, holds: bool) -> None:
        info = field_info(test.field)
        if info is None or info.kind is not None or info.column is None or info.column in _FIXED:
            return
        if info.input not in {"contacts", "companies"} or info.input not in self._known.session.inputs:
            return
        point = self._known.session.inputs[info.input].layout.format_of(info.column).decimal or "."
        kind = "contact" if info.input == "contacts" else "company"
        for value in self._cellar.values(test, holds=holds, point=point):
            self._add_field(kind, info.column, value)

    def _add_field(self, kind: Any, column: str, value: Value) -> None:
        before = self._cell(kind, column)
        if before is not None and before != value.cell:
            corrects = bool(before) and not (kind == "contact" and self._is_state(column))
            self._add(Change(kind, column, value.cell, value.said, before, corrects=corrects))

    def _cell(self, kind: Any, column: str) -> str | None:
        """Return what a cell says now, empty where nothing is known; None where there is no such cell."""
        if (kind, column) not in self._cells:
            cells = self._known.contact if kind == "contact" else self._known.company
            source: InputName = "contacts" if kind == "contact" else "companies"
            layout = self._known.session.inputs[source].layout
            there = cells is not None and layout.has(column)
            shown = cells.select(layout.shown(column)).item() if there and cells is not None else None
            self._cells[kind, column] = (shown or "") if there else None
        return self._cells[kind, column]

    def _is_state(self, column: str) -> bool:
        return column in _STATE or column in self._rules.events

    def _add(self, change: Change) -> None:
        """Gather a change; texts of the rules file do not remember here how they were written."""
        cells = tuple(Cell(str(cell.field), str(cell.value)) for cell in change.cells)
        name, value, said, before = map(str, (change.name, change.value, change.said, change.before))
        self.found.setdefault(replace(change, name=name, value=value, said=said, before=before, cells=cells))


_GATHERED: Final[Mapping[str, Callable[[Candidates], None]]] = {
    "last_activity_days": lambda one: one._add_any(set()),
    "referrals": Candidates._want_referral,
    "qualification": Candidates._want_answers,
}
"""Counts that only grow, and in one way."""


def _directions(test: FieldTest, *, holds: bool) -> Iterable[bool]:
    """Return whether more or less of a number may make a test hold: True for more."""
    if test.operator in _UP:
        return (holds,)
    return (not holds,) if test.operator in _DOWN else (True, False)
