"""How scores are spread over the contacts."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import ALIKE, momentum, tenths
from leadscore.results.scores import Moving, ScoreSummary
from leadscore.schema.load import parse_rules
from leadscore.steps.spread import summarise_scores

if TYPE_CHECKING:
    from leadscore.schema.model import Rules

RULE: Final = "rules: [{{id: {0}, when: {{country: DE}}, points: 1}}]"


def rules(scores: str, more: str = "") -> Rules:
    return parse_rules(f"version: 1\nscores:\n{scores}\n{more}", "rules.yaml", None).rules


TWO: Final = rules(f"  a: {{momentum: 7d, {RULE.format('x')}}}\n  b: {{{RULE.format('y')}}}", "lead_score: b")


def test_the_lead_score_comes_first_and_ranks_are_the_nearest() -> None:
    contacts = pl.DataFrame(
        {
            tenths("a"): [0, 0, -10, 1000, 25, 30, 35, 40, 45, 50, 55],
            momentum("a"): [0, 0, -1, 10, 0, 0, 0, 0, 0, 0, -25],
            tenths("b"): [*range(100, 1200, 100)],
        }
    )
    assert summarise_scores(contacts, TWO) == (
        ScoreSummary("b", Decimal("60.0"), Decimal("100.0"), 0, 1),
        ScoreSummary("a", Decimal("3.5"), Decimal("5.5"), 3, 1, Moving(7, 1, 2, 8)),
    )


def test_nobody_has_no_median() -> None:
    nobody = pl.DataFrame(schema=dict.fromkeys((tenths("a"), momentum("a"), tenths("b")), pl.Int64))
    assert [(one.median, one.high) for one in summarise_scores(nobody, TWO)] == [(None, None)] * 2


def test_one_model_without_momentum_is_not_spoken_of() -> None:
    usual = rules(
        f"  fit: {{{RULE.format('x')}}}\n  engagement: {{{RULE.format('y')}}}\n  total: {{combine: {{fit: 1, engagement: 1}}}}"
    )
    graded = rules(
        f"  fit: {{{RULE.format('x')}}}\n  engagement: {{{RULE.format('y')}}}",
        "lead_score: engagement\ngrade: {letter: {score: fit, A: 50, B: 0}}",
    )
    assert [summarise_scores(pl.DataFrame(), one) for one in (usual, graded)] == [(), ()]


def test_rows_that_stand_for_several_contacts_count_as_often() -> None:
    alike = pl.DataFrame(
        {
            tenths("a"): [1000, 0, 35],
            momentum("a"): [5, 0, -1],
            tenths("b"): [100, 1000, 600],
            ALIKE: [2, 3, 6],
        }
    )
    each = alike.select(pl.exclude(ALIKE).repeat_by(ALIKE).explode())
    assert each.height == 11
    assert summarise_scores(alike, TWO) == summarise_scores(each, TWO)
