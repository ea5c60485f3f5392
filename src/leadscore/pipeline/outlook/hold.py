"""How long the stage of a lead holds if nothing happens: it is looked at on every day to come, many days together.

What happens by itself: activities grow older, those that are planned for a later day take place, deals are made and
closed as their days say, and so do the dates that conditions test.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from leadscore.columns import AGE, CONTACT, DAY, LEAD_DISQUALIFIED_BY, LEAD_STAGE, typed
from leadscore.pipeline.outlook.goals import effects, title_of
from leadscore.pipeline.outlook.known import DOOMSDAY, Known
from leadscore.pipeline.outlook.sums import sum_up
from leadscore.pipeline.scored import judge
from leadscore.results.outlook import Hold
from leadscore.rules.compile import compile_rules
from leadscore.rules.values import as_day
from leadscore.schema.conditions import field_tests
from leadscore.schema.scores import ActivityRule, BandRule, LookupRule
from leadscore.schema.uses import condition_uses
from leadscore.steps import companies, deals, events, momentum
from leadscore.steps.type import add_missing_typed, add_typed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from leadscore.rules.compile import CompiledRules
    from leadscore.schema.model import Rules

__all__ = ["find_hold"]

_LONGEST: Final = 3650
"""Days that are looked at."""
_TOGETHER: Final = 100_000
"""Activities, each once for every day, that are summed together."""
_MOST: Final = 2_000_000
"""The same for all days; a lead with very many activities is not looked at for as long."""


def find_hold(known: Known) -> Hold:
    """Return how long the present stage of a lead holds if nothing happens."""
    days = _Days(known)
    last = days.last
    for frame in days.frames(last):
        changed = frame.filter(pl.col(LEAD_STAGE).ne_missing(pl.lit(known.stage, pl.String)))
        if changed.height:
            return _changed(known, changed.row(0, named=True))
    return Hold(looked_until=None if last == days.settled else last)


def _changed(known: Known, row: Mapping[str, Any]) -> Hold:
    rules, stage = known.session.rules, row[LEAD_STAGE]
    names = [one.name for one in rules.model.stages]
    ranks = {name: place for place, name in enumerate(names)}
    differing = effects(rules, known.row.row(0, named=True), row)
    return Hold(
        until=row[DAY],
        stage=stage or "",
        title=title_of(rules.model, stage),
        rises=ranks.get(stage, -1) > ranks.get(known.stage or "", -1),
        effects=tuple(sorted(differing, key=lambda effect: -abs(effect.points))),
        disqualified_by=_out(rules.model, row) or _out(rules.model, known.row.row(0, named=True)),
    )


def _out(rules: Rules, row: Mapping[str, Any]) -> str:
    """Return the reason of the disqualification that is true of a lead, empty for none."""
    reasons = {entry.id: entry.title for entry in rules.disqualify}
    return reasons.get(row[LEAD_DISQUALIFIED_BY], "")


@dataclass(frozen=True)
class _Days:
    """The lead on days to come."""

    known: Known

    @cached_property
    def rules(self) -> CompiledRules:
        """The rules, counting ages on the day of each row."""
        session = self.known.session
        lists = {name: used.values for name, used in session.file.lists.items()}
        return compile_rules(session.rules.model, lists, self.known.as_of, pl.col(DAY))

    @cached_property
    def settled(self) -> date:
        """The last day on which anything may change."""
        last = max([self.known.as_of, *self._own_days])
        return last + timedelta(days=min(self._span, (DOOMSDAY - last).days))

    @property
    def last(self) -> date:
        """The last day that is looked at."""
        days = min(_LONGEST, max(1, _MOST // max(1, self._rows.height)))
        return min(self.settled, self.known.as_of + timedelta(days=days))

    @property
    def _back(self) -> int:
        """How many days before each day are looked at, too."""
        return max((one.days for one in self.rules.earlier), default=0)

    @cached_property
    def _span(self) -> int:
        """Days after which nothing that has happened grows older in any way that matters."""
        rules, spans = self.known.session.rules, [0]
        spans += [len(rule.weights) for rule in rules.activity_rules]
        spans += [rule.days for rule in rules.quiet_rules]
        for rule in (rule for score in rules.model.ruled.values() for rule in score.rules):
            spans += _spans_of(rule)
        for use in condition_uses(rules.model):
            for test in field_tests(use.condition):
                if test.operator in {"within_last", "older_than"} or test.field == "last_activity_days":
                    spans += _numbers(test.operand)
        return max(spans) + 1 + self._back

    @cached_property
    def _rows(self) -> pl.DataFrame:
        """The lead's activities, those of its own columns too, aged as of the last day of all."""
        rules, readings = self.known.session.rules, self.known.session.readings("activities")
        made = self.known.contact.lazy().pipe(events.list_events, rules.model.events, DOOMSDAY)
        made = made.drop(events.COLUMN).pipe(add_missing_typed, readings)
        return pl.concat([self.known.logged, made.collect()], how="diagonal").drop(CONTACT)

    @cached_property
    def _own_days(self) -> list[date]:
        """The days of activities, of deals, and those that are known of the lead."""
        found = [DOOMSDAY - timedelta(days=age) for age in self._rows[AGE].to_list()]
        frames = [self.known.row, self._rows]
        cells = [
            frame[name] for frame in frames for name in frame.columns if name.startswith(typed("day", ""))
        ]
        found += [day for column in cells for day in column.drop_nulls().to_list()]
        return [*found, *self._deal_days]

    @cached_property
    def _deal_days(self) -> list[date]:
        """The days on which deals are made or closed; those that no day to come looks back to do not matter."""
        if self.known.deals is None:
            return []
        session, layout = self.known.session, self.known.session.inputs["deals"].layout
        frame = session.inputs["deals"].table.frame
        days = [
            as_day(layout.cell(field), session.zone, layout.missing, layout.format_of(field)).alias(field)
            for field in ("created_at", "closed_at")
        ]
        found = frame.select(pl.concat_list(days).explode().alias(DAY)).unique().collect()[DAY]
        first = _days_before(self.known.as_of, self._back)
        return sorted(day for day in found.drop_nulls() if day > first)

    def frames(self, last: date) -> Iterator[pl.DataFrame]:
        """Yield the lead on every day after the present one, some days at a time, in their order."""
        days = pl.date_range(self.known.as_of, last, "1d", eager=True).slice(1)
        together = max(1, _TOGETHER // max(1, self._rows.height))
        counts = [self._counts(last)]
        counts += [self._counts(last, one.days) for one in self.rules.earlier]
        for start in range(0, len(days), together):
            yield self._judged(days.slice(start, together), counts)

    def _judged(self, days: pl.Series, counts: Sequence[Mapping[date, pl.DataFrame]]) -> pl.DataFrame:
        numbered = pl.DataFrame(
            {CONTACT: range(len(days)), DAY: days}, schema={CONTACT: pl.Int64, DAY: pl.Date}
        )
        people = numbered.join(self._same, how="cross", maintain_order="left")
        for counted in filter(None, counts):
            starts = sorted(counted)
            there = [counted[starts[bisect_right(starts, day) - 1]] for day in days]
            people = pl.concat([people, pl.concat(there)], how="horizontal")
        for sums in self._sums(numbered):
            people = people.join(sums, on=CONTACT, how="left", validate="1:1", maintain_order="left")
        session = self.known.session
        whole = people.lazy().pipe(add_missing_typed, session.readings("companies"))
        return whole.pipe(judge, self.rules, colleagues=self.known.colleagues).collect()

    @cached_property
    def _same(self) -> pl.DataFrame:
        """What is the same on every day: the contact, its company, and who it referred."""
        session, referrals = self.known.session, typed("number", "referrals")
        same = self.known.contact.drop(CONTACT).with_columns(self.known.row[referrals])
        if self.known.company is None:
            return same
        layout = session.inputs["companies"].layout
        filled = self.known.company.lazy().pipe(
            add_typed, session.readings("companies"), layout, session.zone
        )
        match_ = pl.LazyFrame(
            {CONTACT: [0], companies.COMPANY: [0]}, schema_overrides={companies.COMPANY: pl.UInt32}
        )
        columns = (
            companies.company_columns(match_, filled.with_row_index(companies.COMPANY))
            .drop(CONTACT)
            .collect()
        )
        return pl.concat([same, columns], how="horizontal")

    def _sums(self, days: pl.DataFrame) -> Iterator[pl.DataFrame]:
        if self._rows.is_empty():
            return
        age = pl.col(AGE) - (pl.lit(DOOMSDAY) - pl.col(DAY)).dt.total_days()
        aged = self._rows.lazy().join(days.lazy(), how="cross").with_columns(age.alias(AGE))
        yield sum_up(aged.filter(pl.col(AGE) >= 0).collect(), self.rules)
        for one in self.rules.earlier:
            then = aged.pipe(momentum.activities_of_then, one.days).collect()
            yield momentum.named_then(sum_up(then, one.rules), one.days)

    def _counts(self, last: date, back: int = 0) -> dict[date, pl.DataFrame]:
        """Return the counts of deals from each day on that changes them, as they were so many days before it."""
        first, end = _days_before(self.known.as_of, back), _days_before(last, back)
        changing = {day + timedelta(days=back): day for day in self._deal_days if first < day <= end}
        found = {
            day: self.known.deals_on(there) for day, there in ({self.known.as_of: first} | changing).items()
        }
        counted = {day: _counted(rows) for day, rows in found.items() if rows is not None}
        return {day: momentum.named_then(rows, back) for day, rows in counted.items()} if back else counted


def _days_before(day: date, days: int) -> date:
    return day - timedelta(days=min(days, (day - date.min).days))


def _counted(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the counts of one lead's deals, 0 where it has none."""
    counted = rows.lazy().pipe(deals.count_deals).drop(CONTACT).collect()
    if counted.is_empty():
        return pl.DataFrame({typed("number", name): [0.0] for name in deals.COUNTS})
    return counted


def _spans_of(rule: Any) -> list[int]:
    match rule:
        case ActivityRule():
            return [rule.within_last or 0]
        case BandRule(band="last_activity_days"):
            return [number for band in rule.points for number in _numbers(band.below)]
        case LookupRule(lookup="last_activity_days"):
            return [number for key in rule.keyed for number in _numbers(key)]
        case _:
            return []


def _numbers(operand: Any) -> list[int]:
    """Return the whole numbers above those that stand beside an operator."""
    values: Sequence[Any] = operand if isinstance(operand, tuple) else (operand,)
    return [int(value) + 1 for value in values if isinstance(value, int | Decimal) and value < _FAR]


_FAR: Final = 4_000_000
"""Days; nothing is that old."""
