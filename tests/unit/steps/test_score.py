from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from leadscore.columns import LEAD_GRADE
from leadscore.steps.score import add_combined_scores, add_grade, add_light, add_points, add_scores
from tests.unit.rulebook import compiled, only, ruled

if TYPE_CHECKING:
    from leadscore.rules.compile import CompiledRules

TYPES = {"number:x": pl.Float64(), "number:y": pl.Float64(), "count:v": pl.Int64(), "weight:v": pl.Int64()}
TOTAL = """
scores:
  fit: {rules: [{id: a, when: {x: 1}, points: 50.2}]}
  engagement: {rules: [{id: b, when: {y: 1}, points: 81.7}]}
  total: {combine: {fit: 40, engagement: 60}}
"""


def scored(rules: CompiledRules, **cells: float | None) -> pl.DataFrame:
    """Score one contact with these numbers; its visits are `v`."""
    given = {name: cells.get(name.partition(":")[2] if name[0] == "n" else name[:-2]) for name in TYPES}
    contact = pl.LazyFrame({name: [value] for name, value in given.items()}, schema=TYPES)
    return contact.pipe(add_points, rules).pipe(add_scores, rules).pipe(add_combined_scores, rules).collect()


def when(id_: str, points: float, field: str = "x", more: str = "") -> str:
    return f"{{id: {id_}, when: {{{field}: 1}}, points: {points}{more}}}"


def ends(frame: pl.DataFrame, score: str = "fit") -> tuple[object, ...]:
    """Return the least, the score and the most, in tenths."""
    return frame.select(f"low:{score}", f"tenths:{score}", f"high:{score}").row(0)


@pytest.mark.parametrize(
    ("points", "score", "tenths"),
    [
        (50, "", 500),
        (0.04, "", 0),
        (0.05, "", 1),
        (0.049, "", 0),
        (99.949, "", 999),
        (99.95, "", 1000),
        (100.1, "", 1000),
        (-5, "", 0),
        (-5, "min: -10", -50),
        (-50, "min: -10", -100),
        (-0.05, "min: -10", -1),
        (-0.049, "min: -10", 0),
        (5, "min: 20", 200),
        (35, "full_at: 70", 500),
        (80, "full_at: 70", 1000),
        (1, "full_at: 3", 333),
        (2, "full_at: 3", 667),
        (0.001, "full_at: 0.002", 500),
        (10_000, "full_at: 10000", 1000),
        (4.995, "full_at: 10000", 0),
        (5, "full_at: 10000", 1),
    ],
)
def test_a_score_is_a_hundred_at_full_points(points: float, score: str, tenths: int) -> None:
    assert ends(scored(ruled(when("a", points), score=score), x=1))[1] == tenths


def test_points_of_rules_add_up() -> None:
    rules = ruled(
        when("a", 20.5), when("b", -3), when("c", 100, "y"), "{id: v, activity: visit, points: 2, max: 5}"
    )
    frame = scored(rules, x=1, y=0, count=3, weight=3_000_000)
    assert frame.select("points:a", "points:b", "points:c", "points:v").row(0) == (20_500, -3_000, 0, 5_000)
    assert frame.select("number:rule.a", "number:rule.v").row(0) == (20.5, 5.0)
    assert frame["number:score.fit"].item() == 22.5


@pytest.mark.parametrize(
    ("limits", "points", "tenths"),
    [
        ("max: 50", (20, 40), 800),
        ("max: 60", (20, 40), 900),
        ("max: 50", (-20, -5), 50),
        ("min: -10", (-20, -40), 200),
        ("min: 10, max: 30", (20, -15), 400),
        ("min: 10, max: 30", (20, 15), 600),
        ("max: 0", (20, 40), 300),
    ],
)
def test_groups_hold_their_rules_within_limits(limits: str, points: tuple[int, int], tenths: int) -> None:
    grouped = [when(id_, size, more=", group: g") for id_, size in zip("ab", points, strict=True)]
    rules = ruled(*grouped, when("c", 30), score=f"groups: {{g: {{{limits}}}}}")
    assert ends(scored(rules, x=1))[1] == tenths


@pytest.mark.parametrize(
    ("rules", "score", "expected"),
    [
        ([when("a", 30), when("b", 20, "y")], "", (300, 300, 500)),
        ([when("a", 30), when("b", -20, "y")], "", (100, 300, 300)),
        ([when("a", 30), when("b", -40, "y")], "", (0, 300, 300)),
        ([when("a", 30), when("b", 20, "y", ", unknown: 5")], "", (300, 350, 500)),
        ([when("a", 30), when("b", 20, "y", ", unknown: -5")], "", (250, 250, 500)),
        (
            [when("a", 30, more=", group: g"), when("b", 20, "y", ", group: g")],
            "groups: {g: {max: 40}}",
            (300, 300, 400),
        ),
        (
            [when("a", 30, more=", group: g"), when("b", -50, "y", ", group: g")],
            "groups: {g: {min: 5}}",
            (50, 300, 300),
        ),
        ([when("a", 30), when("b", 90, "y")], "full_at: 60", (500, 500, 1000)),
    ],
)
def test_the_least_and_the_most_it_could_be(rules: list[str], score: str, expected: tuple[int, ...]) -> None:
    assert ends(scored(ruled(*rules, score=score), x=1)) == expected


def test_activities_are_always_known() -> None:
    rules = ruled(when("a", 10), "{id: v, activity: visit, points: 2}")
    assert ends(scored(rules, count=3, weight=3_000_000)) == (60, 60, 160)


@pytest.mark.parametrize(
    ("x", "y", "expected"),
    [
        (1, 1, (691, 691, 691)),  # (50.2·40 + 81.7·60) / 100 = 69.1
        (1, 0, (201, 201, 201)),  # 50.2·40 / 100 = 20.08
        (0, 1, (490, 490, 490)),  # 81.7·60 / 100 = 49.02
        (None, 1, (490, 490, 691)),
        (1, None, (201, 201, 691)),
        (None, None, (0, 0, 691)),
    ],
)
def test_combined_scores_are_means_of_what_is_shown(x: int, y: int, expected: tuple[int, ...]) -> None:
    assert ends(scored(compiled(TOTAL), x=x, y=y), "total") == expected


@pytest.mark.parametrize(
    ("weights", "tenths"),
    [
        ("{fit: 1, engagement: 1}", 660),  # (50.2 + 81.7) / 2 = 65.95
        ("{fit: 0.001, engagement: 0.002}", 712),  # (50.2 + 163.4) / 3 = 71.2
        ("{fit: 10000, engagement: 0.001}", 502),
        ("{engagement: 7}", 817),
    ],
)
def test_weights(weights: str, tenths: int) -> None:
    rules = compiled(TOTAL.replace("{fit: 40, engagement: 60}", weights))
    assert ends(scored(rules, x=1, y=1), "total")[1] == tenths


def test_combined_scores_may_be_combined_again() -> None:
    rules = compiled(f"{TOTAL}  more: {{combine: {{total: 1, fit: 1}}}}")
    frame = scored(rules, x=1, y=1)
    assert frame.select("tenths:more", "number:score.more").row(0) == (597, 59.7)  # (69.1 + 50.2) / 2 = 59.65


def graded(grade: str, fit: int, engagement: int) -> object:
    rules = compiled(f"{TOTAL}\ngrade: {grade}")
    shown = {"number:score.fit": fit / 10, "number:score.engagement": engagement / 10}
    return only(
        pl.LazyFrame({name: [value] for name, value in shown.items()}).pipe(add_grade, rules), LEAD_GRADE
    )[0]


@pytest.mark.parametrize(
    ("fit", "engagement", "grade"),
    [
        (750, 600, "A1"),
        (749, 599, "B2"),
        (1000, 1000, "A1"),
        (500, 350, "B2"),
        (499, 349, "C3"),
        (249, 99, "D4"),
        (0, 0, "D4"),
        (-100, -100, "D4"),
    ],
)
def test_grades_go_by_what_is_shown(fit: int, engagement: int, grade: str) -> None:
    marks = "{letter: {score: fit, A: 75, B: 50, C: 25, D: 0}, number: {score: engagement, 1: 60, 2: 35, 3: 10, 4: 0}}"
    assert graded(marks, fit, engagement) == grade


@pytest.mark.parametrize(
    ("marks", "grade"),
    [
        ("{letter: {score: fit, A: 60.1, B: 60.0}}", "B"),
        ("{letter: {score: fit, A: 60.0, B: 0}}", "A"),
        ("{number: {score: fit, 1: 90, 2: 80}}", "2"),
        ("{letter: {score: engagement, A: 60}, number: {score: fit, 10: 60}}", "A10"),
    ],
)
def test_half_a_grade_is_one(marks: str, grade: str) -> None:
    assert graded(marks, 600, 300) == grade


def test_without_a_grade_there_is_none() -> None:
    rules = compiled(TOTAL)
    assert LEAD_GRADE not in pl.LazyFrame({"x": [1]}).pipe(add_grade, rules).collect().columns


@pytest.mark.parametrize(
    ("lights", "x", "y", "light"),
    [
        ("{green: {x: 1}, yellow: {y: 1}}", 1, 1, "green"),
        ("{green: {x: 1}, yellow: {y: 1}}", 0, 1, "yellow"),
        ("{green: {x: 1}, yellow: {y: 1}}", None, 1, "yellow"),
        ("{green: {x: 1}, yellow: {y: 1}}", None, None, "red"),
        ("{yellow: {y: 1}, green: {x: 1}}", 1, 1, "green"),
        ("{green: {x: 1}}", 0, 1, "red"),
        ("{yellow: {y: 1}}", 1, 1, "yellow"),
        ("{yellow: {y: 1}}", 1, 0, "red"),
    ],
)
def test_lights(lights: str, x: float | None, y: float | None, light: str) -> None:
    contact = pl.LazyFrame(
        {"number:x": [x], "number:y": [y]}, schema=dict.fromkeys(("number:x", "number:y"), pl.Float64)
    )
    assert only(contact.pipe(add_light, compiled(f"lights: {lights}")), "text:light") == [light]


def test_without_lights_everybody_is_red() -> None:
    assert only(pl.LazyFrame({"x": [1, 2]}).pipe(add_light, compiled("")), "text:light") == ["red", "red"]
