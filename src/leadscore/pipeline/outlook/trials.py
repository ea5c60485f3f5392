"""Many versions of one lead, each with other changes, scored together by the very steps that score exports."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from leadscore.columns import AGE, CONTACT, DEAL_AMOUNT, DEAL_STATE, FATE, own, typed
from leadscore.pipeline.outlook.known import DOOMSDAY, Known
from leadscore.pipeline.outlook.sums import merge_sums, sum_up
from leadscore.pipeline.scored import judge
from leadscore.rules.activity_rules import TYPE
from leadscore.steps import activity, companies, deals, events, momentum
from leadscore.steps.type import add_missing_typed, add_typed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from leadscore.results.outlook import Change
    from leadscore.rules.compile import CompiledRules
    from leadscore.rules.deals import DealWords
    from leadscore.tables.layout import Layout

__all__ = ["Trials", "Version", "activity_cells", "deal_cells"]

Version = tuple["Change", ...]
"""A lead with these changes."""

_KEYS: Final = dict.fromkeys(("contact_id", "email", "contact_name"), "the lead")
"""A deal without a key is rejected; this one is not looked up, as it is the lead's."""


def activity_cells(change: Change, as_of: date) -> dict[str, str]:
    """Return the cells of an activity that is added."""
    asked = {cell.field: cell.value for cell in change.cells}
    return {"occurred_at": as_of.isoformat(), **asked, "type": change.name}


def deal_cells(change: Change, words: DealWords) -> dict[str, str]:
    """Return the cells of a deal that is added."""
    said = {"stage": words.written.get(change.name, change.name), "status": change.name}
    return {**said, **{cell.field: cell.value for cell in change.cells}}


@dataclass(frozen=True)
class Trials:
    """Scores versions of a lead.

    Attributes:
        known: What is known of the lead.
    """

    known: Known

    def run(self, versions: Sequence[Version]) -> pl.DataFrame:
        """Score versions of the lead.

        Returns:
            One row per version, in their order, with every column from its cells to its stage.
        """
        session = self.known.session
        people = self._people(versions)
        for frame in (*self._sums(versions, people), *self._counts(versions), *self._companies(versions)):
            people = people.join(frame, on=CONTACT, how="left", validate="1:1", maintain_order="left")
        whole = people.lazy().pipe(add_missing_typed, session.readings("companies"))
        return whole.pipe(judge, session.rules, colleagues=self.known.colleagues).collect()

    def _people(self, versions: Sequence[Version]) -> pl.DataFrame:
        session, referrals = self.known.session, typed("number", "referrals")
        referred = [
            float(self.known.row[referrals].item() + _count(version, "referral")) for version in versions
        ]
        people = _copies(self.known.contact, len(versions))
        people = _with_cells(people, versions, "contact", session.layout)
        return (
            people.lazy()
            .pipe(add_typed, session.readings("contacts"), session.layout, session.zone)
            .with_columns(pl.Series(referrals, referred, pl.Float64))
            .collect()
        )

    def _companies(self, versions: Sequence[Version]) -> Iterator[pl.DataFrame]:
        """Yield what the company of each version says."""
        session = self.known.session
        if self.known.company is not None:
            layout = session.inputs["companies"].layout
            rows = _with_cells(_copies(self.known.company, len(versions)), versions, "company", layout)
            filled = rows.lazy().pipe(add_typed, session.readings("companies"), layout, session.zone)
            matches = rows.lazy().select(CONTACT, pl.col(CONTACT).cast(pl.UInt32).alias(companies.COMPANY))
            yield companies.company_columns(matches, filled.with_row_index(companies.COMPANY)).collect()

    def _counts(self, versions: Sequence[Version]) -> Iterator[pl.DataFrame]:
        """Yield the counts of the deals of each version."""
        if self.known.deals is None:
            return
        yield self._counted(versions, self.known.deals, self.known.as_of)
        for one in self.known.session.rules.earlier:
            there = self.known.deals_on(one.rules.as_of)
            if there is not None:
                counted = self._counted(versions, there, one.rules.as_of)
                yield momentum.named_then(counted, one.days)

    def _counted(self, versions: Sequence[Version], there: pl.DataFrame, day: date) -> pl.DataFrame:
        """Return the counts of the deals of each version on a day, from those that there are then."""
        layout = self.known.session.inputs["deals"].layout
        words = self.known.session.rules.deal_words
        rows = [
            {CONTACT: number, **_by_place(_KEYS | cells, layout)}
            for number, version in enumerate(versions)
            for change in version
            if change.kind == "deal"
            for cells in [deal_cells(change, words)]
            for _ in range(change.count)
        ]
        now = there.select(CONTACT, DEAL_STATE, DEAL_AMOUNT, FATE)
        touched = pl.Series(CONTACT, sorted({row[CONTACT] for row in rows}), pl.Int64)
        added = _frame(rows, layout).lazy()
        zone = self.known.session.zone
        added = added.pipe(deals.add_deal_state, layout, zone, day, words)
        both = pl.concat(
            [now.drop(CONTACT).join(touched.to_frame(), how="cross"), added.select(now.columns).collect()],
            how="diagonal",
        )
        untouched = [number for number in range(len(versions)) if number not in set(touched)]
        same = now.lazy().pipe(deals.count_deals).drop(CONTACT).collect()
        rest = pl.DataFrame({CONTACT: untouched}, schema={CONTACT: pl.Int64}).join(same, how="cross")
        return pl.concat([both.lazy().pipe(deals.count_deals).collect(), rest], how="diagonal")

    def _sums(self, versions: Sequence[Version], people: pl.DataFrame) -> Iterator[pl.DataFrame]:
        """Yield the sums of the activities of each version.

        Days on which versions may differ are summed anew for each, all others once for all.
        """
        rules, fresh = self.known.session.rules, [*self._added(versions), *self._made(people)]
        if self._rows.is_empty() and not fresh:
            return
        days = self._own_days
        same = self._rows.filter(~pl.col(AGE).is_in(days))
        anew = self._rows.filter(pl.col(AGE).is_in(days)).drop(CONTACT)
        copied = anew.join(pl.DataFrame({CONTACT: people[CONTACT]}), how="cross")
        differing = pl.concat([copied, *fresh], how="diagonal")
        yield _summed(people, same, differing, rules)
        for one in rules.earlier:
            back = partial(_as_of_then, days=one.days)
            sums = _summed(people, back(same), back(differing), one.rules)
            yield momentum.named_then(sums, one.days)

    @cached_property
    def _rows(self) -> pl.DataFrame:
        """The lead's activities of the log as of now."""
        if self.known.log is None:
            return self._blank
        since = (DOOMSDAY - self.known.as_of).days
        return self.known.logged.with_columns(pl.col(AGE) - since).filter(pl.col(AGE) >= 0)

    @cached_property
    def _blank(self) -> pl.DataFrame:
        rows = pl.LazyFrame(schema={CONTACT: pl.Int64, AGE: pl.Int64, TYPE: pl.String, FATE: pl.String})
        return rows.pipe(add_missing_typed, self.known.session.readings("activities")).collect()

    @cached_property
    def _own_days(self) -> list[int]:
        """The ages of activities that versions may differ in: today, and the days that stand in columns of contacts."""
        made = self._list_events(self.known.contact)
        return sorted({0, *made[AGE].to_list()})

    def _made(self, people: pl.DataFrame) -> Iterator[pl.DataFrame]:
        """Yield the activities that stand in columns of each version."""
        if self.known.session.rules.model.events:
            rows = self._list_events(people)
            yield rows.lazy().pipe(add_missing_typed, self.known.session.readings("activities")).collect()

    def _list_events(self, people: pl.DataFrame) -> pl.DataFrame:
        rules = self.known.session.rules
        rows = people.lazy().pipe(events.list_events, rules.model.events, rules.as_of)
        return rows.filter(pl.col(FATE) == "used").drop(events.COLUMN).collect()

    def _added(self, versions: Sequence[Version]) -> Iterator[pl.DataFrame]:
        """Yield the activities that are added to each version; each kind is read once."""
        layout, session = self.known.log, self.known.session
        changes = [
            (number, change)
            for number, version in enumerate(versions)
            for change in version
            if change.kind == "activity"
        ]
        if layout is None or not changes:
            return
        kinds = [_by_place(activity_cells(change, self.known.as_of), layout) for _, change in changes]
        distinct = list({tuple(sorted(kind.items())): kind for kind in kinds}.values())
        read = _frame([{CONTACT: place, **kind} for place, kind in enumerate(distinct)], layout).lazy()
        read = read.pipe(activity.add_age, layout, session.zone, self.known.as_of)
        read = read.pipe(add_typed, session.readings("activities"), layout, session.zone)
        done = read.pipe(activity.add_fate, None).collect()
        places = [distinct.index(kind) for kind in kinds]
        counts = pl.Series([change.count for _, change in changes])
        numbers = pl.DataFrame({"kind": places, CONTACT: [number for number, _ in changes], "times": counts})
        each = numbers.select(pl.exclude("times").repeat_by("times")).explode("kind", CONTACT)
        rows = done.rename({CONTACT: "kind"}).select("kind", *self._columns(done))
        yield each.join(rows, on="kind", how="left", validate="m:1", maintain_order="left").drop("kind")

    def _columns(self, there: pl.DataFrame) -> list[str]:
        return [name for name in self._blank.columns if name != CONTACT and name in there.columns]


def _summed(
    people: pl.DataFrame, same: pl.DataFrame, differing: pl.DataFrame, rules: CompiledRules
) -> pl.DataFrame:
    """Return the sums of activities of each version, from those that all of them have and those that are its own."""
    own = sum_up(differing, rules)
    if same.is_empty():
        return own
    shared = people.select(CONTACT).join(sum_up(same, rules).drop(CONTACT), how="cross")
    return merge_sums(shared, own, rules) if own.height else shared


def _as_of_then(rows: pl.DataFrame, days: int) -> pl.DataFrame:
    return rows.lazy().pipe(momentum.activities_of_then, days).collect()


def _copies(row: pl.DataFrame, number: int) -> pl.DataFrame:
    """Return a row so many times, numbered as `row:contact`."""
    numbers = pl.DataFrame({CONTACT: range(number)}, schema={CONTACT: pl.Int64})
    return numbers.join(row.drop(CONTACT, strict=False), how="cross", maintain_order="left")


def _with_cells(rows: pl.DataFrame, versions: Sequence[Version], kind: str, layout: Layout) -> pl.DataFrame:
    """Return the versions with the cells that changes give them."""
    columns: dict[int, dict[int, str]] = {}
    for number, version in enumerate(versions):
        for change in version:
            if change.kind == kind:
                columns.setdefault(layout.places[change.name], {})[number] = change.value
    for place, cells in columns.items():
        values = rows[own(place)].to_list()
        for number, value in cells.items():
            values[number] = value
        rows = rows.with_columns(pl.Series(own(place), values, pl.String))
    return rows


def _count(version: Version, kind: str) -> int:
    return sum(change.count for change in version if change.kind == kind)


def _by_place(cells: Mapping[str, str], layout: Layout) -> dict[str, str]:
    return {own(layout.places[field]): value for field, value in cells.items() if layout.has(field)}


def _frame(rows: Sequence[Mapping[str, Any]], layout: Layout) -> pl.DataFrame:
    """Return rows of an input, with all its columns; what is not given is missing."""
    names = [own(place) for place in range(len(layout.header))]
    columns: dict[str, Any] = {name: [row.get(name) for row in rows] for name in names}
    schema = {CONTACT: pl.Int64()} | dict.fromkeys(names, pl.String())
    return pl.DataFrame({CONTACT: [row[CONTACT] for row in rows], **columns}, schema=schema)
