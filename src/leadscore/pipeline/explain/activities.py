"""The activities behind the points of a rule: which count, with which weight, and why others do not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from leadscore.columns import AGE, CONTACT, FATE, count, own, weight
from leadscore.errors import InputError
from leadscore.pipeline.explain.amounts import as_per_cent, as_points
from leadscore.results.explanation import Activities, Activity, Reading
from leadscore.rules.activity_rules import TYPE, compile_activity_rule
from leadscore.rules.arithmetic import rounded
from leadscore.rules.decay import FULL
from leadscore.schema.conditions import field_tests
from leadscore.schema.decay import NoDecay
from leadscore.steps.events import COLUMN

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from leadscore.pipeline.inputs import Session
    from leadscore.pipeline.lead import Lead
    from leadscore.rules.activity_rules import CompiledActivityRule
    from leadscore.schema.scores import ActivityRule

__all__ = ["SHOWN", "Log", "find_logs"]

SHOWN: Final = 5
"""Activities of a rule that are told one by one."""
_ALWAYS: Final = ("url", "asset")
"""Columns that are told wherever they are known."""
_WEIGHT, _POINTS, _SAME_DAY = "explained:weight", "explained:points", "explained:same_day"


def find_logs(session: Session, rows: pl.LazyFrame | None, contacts: Collection[int]) -> dict[int, Log]:
    """Return the activities of some contacts, by the places of those.

    Args:
        session: The run.
        rows: All activities with their contact, age and fate; None where none were given.
        contacts: The places of the contacts.
    """
    if rows is None:
        return {place: Log(session, pl.DataFrame(), given=False) for place in contacts}
    used = rows.filter(pl.col(CONTACT).is_in(list(contacts)), pl.col(FATE) == "used")
    found = _newest_first(used.collect(engine="streaming"), session)
    return {place: Log(session, found.filter(pl.col(CONTACT) == place), given=True) for place in contacts}


def _newest_first(rows: pl.DataFrame, session: Session) -> pl.DataFrame:
    """Sort by day, then by time and all else that they hold, so that the order of the file does not matter."""
    read = session.inputs.get("activities")
    time = [own(read.layout.places["occurred_at"])] if read else []
    cells = [own(place) for place in range(len(read.layout.header))] if read else []
    last = [name for name in dict.fromkeys([*time, TYPE, *cells, COLUMN]) if name in rows.columns]
    return rows.sort(AGE, *last, descending=[False, *[True] * len(last)], nulls_last=True)


@dataclass(frozen=True)
class Log:
    """The activities of one contact that were used, newest first.

    Attributes:
        session: The run.
        rows: The activities.
        given: Whether any were given at all, of whomever.
    """

    session: Session
    rows: pl.DataFrame
    given: bool

    def behind(
        self, model: ActivityRule, rule: CompiledActivityRule, lead: Lead, decayed: int
    ) -> Activities | None:
        """Return what stands behind the points of a rule; None where too few activities count for any.

        Args:
            model: The rule in the rules file.
            rule: The rule.
            lead: The contact.
            decayed: What the rule gives before its own limit, in thousandths, as the ledger has it.

        Raises:
            InputError: The activities are not those that were summed, which would be a fault of this program.
        """
        counted = self._counted(rule)
        self._check(rule, counted, lead.cells)
        if counted.is_empty() or counted.height < rule.min_count:
            return None
        if rule.mode == "once":
            counted = counted.head(1)
        others = max(0, counted.height - SHOWN)
        shown = counted.head(SHOWN)
        rest = decayed - int(shown[_POINTS].sum())
        return Activities(
            count=rule.mode,
            each=as_points(rule.points),
            found=lead.cells[count(rule.id)],
            newest=tuple(self._activity(model, row) for row in shown.iter_rows(named=True)),
            others=others,
            others_points=as_points(rest if others else 0),
            rounding=as_points(0 if others else rest),
            most=None if rule.max is None else as_points(rule.max),
        )

    def _counted(self, rule: CompiledActivityRule) -> pl.DataFrame:
        """Return the activities that count for a rule; where one a day counts, one of each day."""
        if self.rows.is_empty():
            return self.rows
        each = rule.weight_of(pl.col(AGE)).alias(_WEIGHT)
        given = rounded(pl.col(_WEIGHT) * rule.points, FULL).alias(_POINTS)
        same = (pl.len().over(AGE) - 1).alias(_SAME_DAY)
        rows = self.rows.filter(rule.counts).with_columns(each, same).with_columns(given)
        if rule.mode == "per_day":
            return rows.unique(AGE, keep="first", maintain_order=True)
        return rows.with_columns(pl.lit(0).alias(_SAME_DAY))

    @staticmethod
    def _check(rule: CompiledActivityRule, counted: pl.DataFrame, cells: Mapping[str, Any]) -> None:
        weighed = counted.head(1) if rule.mode == "once" else counted
        weights = int(weighed[_WEIGHT].sum()) if counted.height else 0
        if (counted.height, weights) != (cells[count(rule.id)], cells[weight(rule.id)]):
            raise InputError(
                f"the activities behind the rule {rule.id} are not those that were counted. Please report this"
            )

    def _activity(self, model: ActivityRule, row: Mapping[str, Any]) -> Activity:
        layout = self.session.layout
        column = row.get(COLUMN)
        return Activity(
            day=self.session.rules.as_of - timedelta(days=row[AGE]),
            age=row[AGE],
            type=self._cell("type", row) or row[TYPE],
            details=tuple(self._details(model, row)),
            weight=as_per_cent(row[_WEIGHT]),
            points=as_points(row[_POINTS]),
            same_day=row[_SAME_DAY],
            column=layout.header_of(column) if column else "",
        )

    def _details(self, model: ActivityRule, row: Mapping[str, Any]) -> list[Reading]:
        asked = [test.field for test in field_tests(model.where)] if model.where is not None else []
        fields = dict.fromkeys([*asked, *_ALWAYS])
        values = {field: self._cell(field, row) for field in fields if field not in {"type", "occurred_at"}}
        return [Reading(field, value) for field, value in values.items() if value]

    def _cell(self, field: str, row: Mapping[str, Any]) -> str:
        """Return the own cell of an activity, empty where it has none or nothing reads it."""
        read = self.session.inputs.get("activities")
        if read is None or not read.layout.has(field):
            return ""
        return str(row.get(own(read.layout.places[field])) or "").strip()

    def why_none(self, model: ActivityRule, rule: CompiledActivityRule, lead: Lead) -> str:
        """Return in words why a rule counts no activity."""
        found = lead.cells[count(rule.id)]
        types = " or ".join(model.activity)
        if found and found < rule.min_count:
            return f"{found:,} of {types}, and it takes at least {rule.min_count:,}"
        if found:
            return ""
        if not self.given:
            return "no activities were given"
        bare = self._count(model, where=None, within_last=None) if self.rows.height else 0
        return f"{bare:,} of {types}: {', '.join(self._misses(model, bare))}" if bare else f"no {types}"

    def _misses(self, model: ActivityRule, bare: int) -> list[str]:
        """Return in words why activities of the types of a rule do not count."""
        young = self._count(model, where=None)
        said = [f"{bare - young:,} too old (more than {model.within_last:,} days)"] if bare > young else []
        if model.where is not None and young:
            answer = self.session.rules.conditions.compile(model.where, of_activity=True)
            unknown = self._counted_by(model, where=None).filter(answer.is_null()).height
            said += [f"{young - unknown:,} not as `where` asks"] if young > unknown else []
            said += [f"{unknown:,} for which `where` is unknown"] if unknown else []
        return said

    def _count(self, model: ActivityRule, **less: None) -> int:
        return self._counted_by(model, **less).height

    def _counted_by(self, model: ActivityRule, **less: None) -> pl.DataFrame:
        """Return the activities that a rule would count that asks less."""
        asks_less = model.model_copy(update=less)
        return self.rows.filter(
            compile_activity_rule(asks_less, NoDecay(), self.session.rules.conditions).counts
        )
