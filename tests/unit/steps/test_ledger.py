from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from leadscore.columns import CONTACT, ID
from leadscore.errors import InputError
from leadscore.steps import ledger
from leadscore.steps.ledger import LEDGER, list_ledger
from leadscore.steps.score import add_combined_scores, add_points, add_scores
from tests.unit.rulebook import compiled, ruled

if TYPE_CHECKING:
    from leadscore.rules.compile import CompiledRules

VISIT = "{{id: v, activity: visit, points: {points}{more}}}"
TOTAL = """
scores:
  total: {combine: {fit: 1, engagement: 2}}
  fit: {rules: [{id: a, when: {x: 1}, points: 50.2}]}
  engagement: {rules: [{id: b, when: {x: 1}, points: 81.7}]}
"""


def scored(rules: CompiledRules, contacts: int = 1, **sums: int) -> pl.DataFrame:
    """Score contacts c0, c1, … whose x is 1; of their visits `count`, `weight` and `newest` are given."""
    given = {f"{name}:v": sums.get(name) for name in ("count", "weight", "newest")}
    each = pl.LazyFrame(
        {CONTACT: range(contacts), ID: [f"c{place}" for place in range(contacts)]},
        schema={CONTACT: pl.Int64(), ID: pl.String()},
    )
    full = each.with_columns(
        pl.lit(1.0).alias("number:x"),
        *[pl.lit(value, pl.Int64).alias(name) for name, value in given.items()],
    )
    return full.pipe(add_points, rules).pipe(add_scores, rules).pipe(add_combined_scores, rules).collect()


def lines(rules: CompiledRules, contacts: int = 1, **sums: int) -> list[dict[str, Any]]:
    return list_ledger(scored(rules, contacts, **sums).lazy(), rules).collect().to_dicts()


def when(id_: str, points: float, more: str = "") -> str:
    return f"{{id: {id_}, when: {{x: 1}}, points: {points}{more}}}"


@pytest.mark.parametrize(
    ("points", "more", "sums", "expected"),
    [
        # 3 visits of which 1.5 are left
        (10, "", (3, 1_500_000), (3, 30_000, 15_000, 0, 15_000)),
        # rounding belongs to decay: 10 × 0.33333 = 3.3333, which is 3.333
        (10, "", (1, 333_330), (1, 10_000, 6_667, 0, 3_333)),
        # the newest alone
        (10, ", count: once", (7, 250_000), (1, 10_000, 7_500, 0, 2_500)),
        (10, ", count: once", (0, 0), (0, 0, 0, 0, 0)),
        # 2 days of however many visits
        (10, ", count: per_day", (2, 1_000_000), (2, 20_000, 10_000, 0, 10_000)),
        # too few
        (10, ", min_count: 4", (3, 1_500_000), (0, 0, 0, 0, 0)),
        (10, ", min_count: 3", (3, 1_500_000), (3, 30_000, 15_000, 0, 15_000)),
        # a limit of its own, after decay
        (10, ", max: 12", (3, 1_500_000), (3, 30_000, 15_000, 3_000, 12_000)),
        (-10, ", max: 12", (3, 1_500_000), (3, -30_000, -15_000, -3_000, -12_000)),
        (10, ", max: 15", (3, 1_500_000), (3, 30_000, 15_000, 0, 15_000)),
    ],
)
def test_a_rule_on_activities_says_what_decay_and_its_limit_took(
    points: float, more: str, sums: tuple[int, int], expected: tuple[int, ...]
) -> None:
    rules = ruled(VISIT.format(points=points, more=more))
    rule = lines(rules, count=sums[0], weight=sums[1])[0]
    names = ("count", "before", "lost_to_decay", "lost_to_cap", "points")
    assert tuple(rule[name] for name in names) == expected
    assert (rule["lost_to_limit"], rule["shown"]) == (None, None)


def test_rules_on_the_contact_and_on_silence_lose_nothing_and_count_nothing() -> None:
    rules = ruled(when("a", 20.5, ", label: Near us"), "{id: v, quiet_for: 30d, points: -5}")
    near, quiet, _ = lines(rules, newest=31)
    assert near == {
        "contact_id": "c0",
        "score": "fit",
        "kind": "rule",
        "line": "a",
        "label": "Near us",
        "group": None,
        "count": None,
        "before": 20_500,
        "lost_to_decay": 0,
        "lost_to_cap": 0,
        "points": 20_500,
        "lost_to_limit": None,
        "shown": None,
    }
    assert (quiet["label"], quiet["count"], quiet["before"], quiet["points"]) == ("v", None, -5_000, -5_000)


@pytest.mark.parametrize(
    ("limits", "points", "group"),
    [
        ("max: 50", (20, 40), (50_000, 10_000)),
        ("max: 60", (20, 40), (60_000, 0)),
        ("min: -10", (-20, -5), (-10_000, -15_000)),
        ("min: 10, max: 30", (20, -15), (10_000, -5_000)),
        ("min: 10, max: 30", (20, 15), (30_000, 5_000)),
        ("min: 10, max: 30", (20, 5), (25_000, 0)),
    ],
)
def test_a_group_says_what_its_limits_took(
    limits: str, points: tuple[int, int], group: tuple[int, int]
) -> None:
    grouped = [when(id_, size, ", group: g") for id_, size in zip("ab", points, strict=True)]
    found = lines(ruled(*grouped, when("c", 30), score=f"groups: {{g: {{{limits}}}}}"))
    assert [(line["kind"], line["line"], line["group"]) for line in found] == [
        ("rule", "a", "g"),
        ("rule", "b", "g"),
        ("rule", "c", None),
        ("group", "g", None),
        ("score", "fit", None),
    ]
    assert (found[3]["points"], found[3]["lost_to_limit"]) == group
    assert found[4]["points"] + found[4]["lost_to_limit"] == group[0] + 30_000


@pytest.mark.parametrize(
    ("points", "score", "expected"),
    [
        (50, "", (50_000, 0, 500)),
        (150, "", (100_000, 50_000, 1000)),
        (-5, "", (0, -5_000, 0)),
        (-50, "min: -10", (-10_000, -40_000, -100)),
        (5, "min: 20", (20_000, -15_000, 200)),
        (80, "full_at: 70", (70_000, 10_000, 1000)),
        (2, "full_at: 3", (2_000, 0, 667)),
    ],
)
def test_a_score_says_what_its_floor_and_cap_took_and_what_is_shown(
    points: float, score: str, expected: tuple[int, int, int]
) -> None:
    line = lines(ruled(when("a", points), score=score))[-1]
    assert (line["points"], line["lost_to_limit"], line["shown"]) == expected


def test_a_combined_score_has_its_parts_and_their_rounding_where_it_stands_in_the_file() -> None:
    found = [line for line in lines(compiled(TOTAL)) if line["score"] == "total"]
    names = ("kind", "line", "points", "shown", "lost_to_limit")
    assert [tuple(line[name] for name in names) for line in found] == [
        ("part", "fit", 16_733, 502, None),  # 50.2 × 1 ÷ 3
        ("part", "engagement", 54_467, 817, None),  # 81.7 × 2 ÷ 3
        ("rounding", "rounding", 0, None, None),
        ("score", "total", 71_200, 712, None),
    ]


def test_what_rounding_adds_makes_the_parts_what_is_shown() -> None:
    rules = compiled(TOTAL.replace("81.7", "81.8"))
    share, other, rounding, total = (line["points"] for line in lines(rules)[:4])
    assert (share, other, rounding, total) == (16_733, 54_533, 34, 71_300)


def test_contacts_keep_their_order_over_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = ruled(when("a", 1), when("b", 2))
    whole = list_ledger(scored(rules, 5).lazy(), rules).collect()
    monkeypatch.setattr(ledger, "_LINES_AT_ONCE", 6)
    sliced = list_ledger(scored(rules, 5).lazy(), rules)
    assert sliced.collect().equals(whole)
    assert whole["contact_id"].unique(maintain_order=True).to_list() == ["c0", "c1", "c2", "c3", "c4"]
    assert whole["line"].to_list() == ["a", "b", "fit"] * 5


def test_a_part_of_the_ledger_is_that_part_of_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = ruled(when("a", 1), when("b", 2))
    whole = list_ledger(scored(rules, 5).lazy(), rules).collect()
    monkeypatch.setattr(ledger, "_LINES_AT_ONCE", 6)
    sliced = list_ledger(scored(rules, 5).lazy(), rules)
    assert sliced.filter(line="b").select("points").collect()["points"].to_list() == [2_000] * 5
    assert sliced.head(7).collect().equals(whole.head(7))


def test_nobody_has_an_empty_ledger() -> None:
    rules = ruled(when("a", 1))
    found = list_ledger(scored(rules, 0).lazy(), rules).collect()
    assert found.is_empty()
    assert dict(found.schema) == LEDGER


@pytest.mark.parametrize(
    "column",
    ["points:a", "points:v", "weight:v", "count:v", "group:fit:g", "total:fit", "tenths:fit", "tenths:total"],
)
@pytest.mark.parametrize("wrong", [1, None])
def test_a_column_that_is_not_what_was_summed_is_found(column: str, wrong: int | None) -> None:
    visit = VISIT.format(points=10, more=", min_count: 3, max: 12")
    rules = compiled(
        f"scores: {{fit: {{groups: {{g: {{max: 25}}}}, rules: [{when('a', 20, ', group: g')}, {visit}]}}, "
        "total: {combine: {fit: 3}}}"
    )
    contacts = scored(rules, 3, count=3, weight=1_100_000)
    assert list_ledger(contacts.lazy(), rules).collect().height == 3 * 7
    off = {"weight:v": -500_000, "count:v": -1}.get(column, 1)
    broken = pl.col(column) + off if wrong else pl.lit(None, pl.Int64)
    second = pl.when(pl.col(ID) == "c1").then(broken).otherwise(column).alias(column)
    with pytest.raises(InputError, match="the ledger of contact c1 does not add up; nothing was written"):
        list_ledger(contacts.lazy().with_columns(second), rules).collect()
