from __future__ import annotations

from datetime import date
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from leadscore.columns import AGE, CONTACT, FATE, FATES
from leadscore.rules.activity_rules import TYPE
from leadscore.rules.compile import compile_rules
from leadscore.schema.load import parse_rules
from leadscore.steps.activity import sum_activities, types_counted
from leadscore.steps.sums import KnownSums, Sums
from leadscore.tables.batch import Batch, Texts

if TYPE_CHECKING:
    from leadscore.rules.compile import CompiledRules

AS_OF = date(2026, 11, 1)
RULES = """
version: 1
scores:
  engagement:
    full_at: 100
    decay: {half_life: 30d}
    rules:
      - {id: visits, activity: page_view, points: 1}
      - {id: recent, activity: [page_view, download], within_last: 20d, points: 2, max: 10}
      - {id: pricing, activity: page_view, where: {url: {contains: /pricing}}, points: 3}
      - {id: paper, activity: [page_view, download], where: {url: {starts_with: /p}, asset: {known: true}}, points: 3}
      - {id: short, activity: page_view, where: {seconds: {below: 30}}, points: -1}
      - {id: odd, activity: page_view, where: {url: {starts_with: /p}, seconds: {at_least: 30}}, points: 1}
      - {id: demo, activity: demo_request, count: once, points: 20, decay: none}
      - {id: quiet, quiet_for: 30d, except: [email_sent], points: -5}
      - {id: many, band: activities.download, points: [{below: 3, points: 0}, {points: 4}]}
"""
TYPES = ["page_view", "download", "demo_request", "email_sent", None]
URLS = ["/pricing", "/PRICING/a", "/", "/paper", "/blog", None]
ASSETS = ["guide", None]


def _rules() -> CompiledRules:
    file = parse_rules(RULES, "rules.yaml", None)
    return compile_rules(file.rules, {}, AS_OF)


def _activities(seed: int, rows: int, contacts: int) -> pl.DataFrame:
    random = Random(seed)
    found = pl.DataFrame(
        {
            CONTACT: [random.choice([None, *range(contacts)]) for _ in range(rows)],
            AGE: [random.choice([None, -1, 0, *range(60)]) for _ in range(rows)],
            TYPE: [random.choice(TYPES) for _ in range(rows)],
            "text:url": [random.choice(URLS) for _ in range(rows)],
            "text:asset": [random.choice(ASSETS) for _ in range(rows)],
            "number:seconds": [random.choice([None, 5.0, 30.0, 90.0]) for _ in range(rows)],
        },
        schema={
            CONTACT: pl.Int64,
            AGE: pl.Int64,
            TYPE: pl.String,
            "text:url": pl.String,
            "text:asset": pl.String,
            "number:seconds": pl.Float64,
        },
    )
    fate = (
        pl.when(pl.col(TYPE).is_null() | pl.col(AGE).is_null())
        .then(pl.lit("rejected"))
        .when(pl.col(AGE) < 0)
        .then(pl.lit("later"))
        .when(pl.col(CONTACT).is_null())
        .then(pl.lit("unknown_contact"))
        .otherwise(pl.lit("used"))
    )
    return found.with_columns(fate.alias(FATE))


def _codes(values: pl.Series, table: list[str | None]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array([table.index(value) for value in values], np.int64)


def _batch(rows: pl.DataFrame) -> Batch:
    texts = {
        name: Texts(_codes(rows[name], table), pl.Series(table, dtype=pl.String))
        for name, table in (("text:url", URLS), ("text:asset", ASSETS))
    }
    return Batch(
        contact=rows[CONTACT].fill_null(-1).to_numpy(),
        age=rows[AGE].fill_null(0).to_numpy(),
        aged=rows[AGE].is_not_null().to_numpy(),
        types=_codes(rows[TYPE], TYPES),
        names=TYPES,
        texts=texts,
        cells=rows.select("number:seconds"),
    )


@pytest.mark.parametrize("seed", range(12))
def test_sums_over_numbers_are_those_of_the_readable_expressions(seed: int) -> None:
    rules = _rules()
    rows = _activities(seed, rows=400, contacts=7)
    total = Sums(rules, types_counted(rules.model), 7)
    for part in rows.iter_slices(90 + seed):
        total.add(_batch(part))
    expected = rows.lazy().pipe(sum_activities, rules).collect()
    assert total.fates == {fate: expected[fate].sum() for fate in FATES}
    assert total.of_somebody == rows[CONTACT].count()
    used = expected.drop_nulls(CONTACT).filter(pl.col("used") > 0).drop(FATES).sort(CONTACT)
    found = total.take().sort(CONTACT)
    assert set(found.columns) == set(used.columns)
    assert found.select(used.columns).equals(used)


def test_without_activities_nobody_has_sums() -> None:
    rules = _rules()
    total = Sums(rules, types_counted(rules.model), 3)
    assert total.take().is_empty()
    assert total.of_somebody == sum(total.fates.values()) == 0


@pytest.mark.parametrize("seed", range(6))
def test_what_is_known_is_not_summed_again_and_the_rest_is(seed: int) -> None:
    rules = _rules()
    types = types_counted(rules.model)
    rows = _activities(seed, rows=300, contacts=5)
    before = Sums(rules, types, 5)
    before.add_missing(_batch(rows))
    chosen = [group for place, group in enumerate(before.groups) if place == 0 or (seed + place) % 3]
    columns = {group.key: [before.column(name).copy() for name in group.begin] for group in chosen}
    known = KnownSums(before.fates, before.of_somebody, columns)
    after = Sums(rules, types, 5, known)
    assert [group.key for group in after.missing] == [
        group.key for group in before.groups if group not in chosen
    ]
    after.add_missing(_batch(rows))
    assert (after.fates, after.of_somebody) == (before.fates, before.of_somebody)
    more = _batch(_activities(seed + 100, rows=40, contacts=5))
    for total in (before, after):
        total.add(more)
    assert after.fates == before.fates
    assert after.take().equals(before.take())


@pytest.mark.parametrize(
    ("old", "new", "other"),
    [
        ("id: visits", "id: views", 0),
        ("activity: page_view, points: 1}", "activity: page_view, points: 7, max: 9, min_count: 2}", 0),
        ("activity: page_view, points: 1}", "activity: download, points: 1}", 1),
        ("within_last: 20d", "within_last: 21d", 1),
        ("contains: /pricing", "contains: /prices", 1),
        ("below: 30", "below: 31", 1),
        ("count: once", "count: each", 1),
        ("points: 20, decay: none", "points: 20, decay: {half_life: 3d}", 0),
        ("except: [email_sent]", "except: [download]", 1),
        ("quiet_for: 30d", "quiet_for: 31d", 0),
        ("activities.download", "activities.page_view", 1),
        ("half_life: 30d", "half_life: 31d", 6),
    ],
)
def test_sums_go_by_what_they_depend_on(old: str, new: str, other: int) -> None:
    def keys(text: str) -> set[str]:
        rules = compile_rules(parse_rules(text, "rules.yaml", None).rules, {}, AS_OF)
        return {group.key for group in Sums(rules, types_counted(rules.model), 1).groups}

    before, after = keys(RULES), keys(RULES.replace(old, new))
    assert len(before - after) == len(after - before) == other
