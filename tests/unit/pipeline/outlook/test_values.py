"""Cells that a test wants: those with which it holds, and those with which it is known not to."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import polars as pl
import pytest

from leadscore.columns import typed
from leadscore.pipeline.outlook.values import Cellar, cell_of
from leadscore.rules.conditions import ConditionCompiler
from leadscore.rules.formats import PLAIN
from leadscore.rules.values import as_kind
from leadscore.schema.conditions import FieldTest
from leadscore.schema.load import parse_rules
from leadscore.schema.operators import OPERATORS
from leadscore.schema.uses import kinds_of

if TYPE_CHECKING:
    from leadscore.schema.conditions import Node

AS_OF: Final = date(2026, 11, 1)
CELLAR: Final = Cellar(AS_OF, {"words.txt": ["gründer", "inhaber"]})
TESTS: Final[dict[str, tuple[Any, ...]]] = {
    "is": ("DE", 5, Decimal("0.5"), True, date(2026, 5, 1)),
    "in": (("DE", "AT"), (5, "x"), (True,)),
    "not_in": (("DE", "AT"), (5, 7), (False,), (date(2026, 5, 1),)),
    "contains": (("price", "cost"),),
    "has_word": (("ceo",),),
    "starts_with": (("Head",),),
    "ends_with": (("sales",),),
    "matches": (r"\b(ceo|vp)\b|leiter(in)?\b", r"^head of (sales|it)$", r"c\+\+", "[0-9]{2}", r"\w+ lead"),
    "known": (True, False),
    "at_least": (5, Decimal("0.5"), date(2026, 5, 1)),
    "above": (5, Decimal("-0.5"), date(2026, 5, 1)),
    "at_most": (5, Decimal("0.5"), date(2026, 5, 1)),
    "below": (0, Decimal("0.5"), date(2026, 5, 1)),
    "between": ((1, 3), (Decimal("0.1"), Decimal("0.2")), (date(2026, 5, 1), date(2026, 5, 1))),
    "before": (date(2026, 5, 1),),
    "after": (date(2026, 5, 1),),
    "within_last": (30,),
    "older_than": (30,),
    "in_list": ("words.txt",),
}


def answers(test: FieldTest, cells: list[str]) -> list[bool | None]:
    """Return what a test comes to with each cell."""
    frame = pl.DataFrame({"cell": cells}, schema={"cell": pl.String})
    kinds = {*kinds_of(test), "text"}
    read = {typed(kind, "x"): as_kind(kind, pl.col("cell"), "UTC", (), PLAIN) for kind in kinds}
    conditions = ConditionCompiler(AS_OF, CELLAR.lists)
    return frame.with_columns(**read).select(conditions.compile(test)).to_series().to_list()


def test_every_operator_is_tried_here() -> None:
    assert set(TESTS) == set(OPERATORS)


@pytest.mark.parametrize("holds", [True, False])
@pytest.mark.parametrize(("name", "operand"), [(name, one) for name, all_ in TESTS.items() for one in all_])
def test_some_cell_does_what_is_wanted(name: str, operand: Any, holds: bool) -> None:
    test = FieldTest("x", name, operand, ())
    values = CELLAR.values(test, holds=holds)
    assert holds in answers(test, [value.cell for value in values])


def where(text: str) -> Node:
    rules = f"version: 1\nscores: {{fit: {{rules: [{{id: a, activity: b, points: 1, where: {text}}}]}}}}"
    rule: Any = parse_rules(rules, "rules.yaml", None).rules.ruled["fit"].rules[0]
    return rule.where  # type: ignore[no-any-return]  # an activity rule


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("{url: {contains: [/a, /b]}}", {"url": "/a"}),
        ("{url: /a, asset: x}", {"url": "/a", "asset": "x"}),
        ("{url: {starts_with: /shop, ends_with: offer}}", {"url": "/shopoffer"}),
        ("{url: {starts_with: /shop, contains: shop}}", {"url": "/shop"}),
        ("{any: [{url: /a}, {asset: x}]}", {"url": "/a"}),
        ("{not: {any: [{url: /a}, {paid: true}]}}", {"url": "other", "paid": "false"}),
    ],
)
def test_rows_meet_conditions_of_activities(text: str, first: dict[str, str]) -> None:
    assert CELLAR.rows(where(text))[0] == first


def test_a_rule_without_condition_takes_any_row() -> None:
    assert CELLAR.rows(None) == [{}]


@pytest.mark.parametrize(
    ("value", "cell"),
    [("DE", "DE"), (Decimal("2.50"), "2,5"), (1000, "1000"), (True, "true"), (AS_OF, "2026-11-01")],
)
def test_values_are_written_as_exports_have_them(value: Any, cell: str) -> None:
    assert cell_of(value, ",") == cell


def test_an_age_beyond_the_first_day_of_all_is_that_day() -> None:
    assert [value.cell for value in CELLAR.day(4_000_000)] == ["0001-01-01"]
