"""What was known of contacts on an earlier day, beside what is known now."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from leadscore.columns import AGE, CONTACT, FATE, count, earlier, tenths, then
from leadscore.rules.compile import compile_rules
from leadscore.schema.load import parse_rules
from leadscore.steps.momentum import activities_of_then, add_earlier_scores, add_momentum, named_then

RULES: Final = parse_rules(
    "version: 1\nscores: {total: {momentum: 7d, rules: [{id: visit, activity: page_view, points: 1}]}}",
    "rules.yaml",
    None,
).rules


def test_only_what_had_counted_by_then_counts_and_was_younger() -> None:
    rows = pl.LazyFrame({AGE: [0, 6, 7, 8, 9], FATE: ["used", "used", "used", "used", "repeated"]})
    assert activities_of_then(rows, 7).collect()[AGE].to_list() == [0, 1]


def test_scores_of_then_are_made_of_what_was_known_then_and_leave_no_trace() -> None:
    known = pl.DataFrame({CONTACT: [0, 1], count("visit"): [3, 5], "own:0": ["a", "b"]})
    was = named_then(pl.DataFrame({CONTACT: [1], count("visit"): [2]}), 7)
    assert was.columns == [CONTACT, then(7, count("visit"))]
    day = compile_rules(RULES, {}, date(2026, 11, 1)).earlier[0]
    contacts = known.lazy().join(was.lazy(), on=CONTACT, how="left", maintain_order="left")
    scored = add_earlier_scores(
        contacts,
        day,
        [count("visit")],
        lambda rows: rows.with_columns((pl.col(count("visit")).fill_null(0) * 10).alias(tenths("total"))),
    ).collect()
    assert scored.to_dict(as_series=False) == {
        CONTACT: [0, 1],
        count("visit"): [3, 5],
        "own:0": ["a", "b"],
        earlier("total"): [0, 20],
    }


def test_what_is_only_known_now_was_not_known_then() -> None:
    day = compile_rules(RULES, {}, date(2026, 11, 1)).earlier[0]
    seen: list[str] = []

    def score(rows: pl.LazyFrame) -> pl.LazyFrame:
        seen.extend(rows.collect_schema().names())
        return rows.with_columns(pl.lit(0).alias(tenths("total")))

    add_earlier_scores(
        pl.LazyFrame({CONTACT: [0], count("visit"): [3]}), day, [count("visit")], score
    ).collect()
    assert CONTACT in seen
    assert count("visit") not in seen


def test_a_score_gains_what_it_has_more() -> None:
    contacts = pl.LazyFrame({tenths("total"): [600, 0, 5], earlier("total"): [601, 0, -50]})
    gained = add_momentum(contacts, ["total"]).collect()
    assert gained["momentum:total"].to_list() == [-1, 0, 55]
    assert gained["number:momentum.total"].to_list() == [-0.1, 0.0, 5.5]


def test_without_momentum_nothing_is_looked_at_twice() -> None:
    plain = RULES.model_copy(
        update={"scores": {"total": RULES.ruled["total"].model_copy(update={"momentum": None})}}
    )
    compiled = compile_rules(plain, {}, date(2026, 11, 1))
    contacts = pl.LazyFrame({tenths("total"): [1]})
    assert compiled.earlier == ()
    assert add_momentum(contacts, []) is contacts
