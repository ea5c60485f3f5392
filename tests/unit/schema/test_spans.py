"""What is left between two ends, and when that is nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from leadscore.schema.spans import Span

D = Decimal
TENTHS = Span(D(0), D(60), step=D("0.1"))


@pytest.mark.parametrize(
    "span",
    [
        Span(),
        Span().from_(D(5)),
        Span().from_(D(5)).to(D(5)),
        Span().from_(D(5), above=True).to(D("5.001")),
        Span().from_(date(2026, 1, 1)).to(date(2026, 1, 1)),
        Span().only("a", "b").without("a"),
        TENTHS.from_(D("59.9"), above=True),
        TENTHS.from_(D("59.95")),
        TENTHS.only(D("0.1")),
    ],
)
def test_something_is_left(span: Span) -> None:
    assert not span.is_empty


@pytest.mark.parametrize(
    "span",
    [
        Span().from_(D(5)).to(D(5), below=True),
        Span().from_(D(5), above=True).to(D(5)),
        Span().from_(D(6)).to(D(5)),
        Span().from_(D(5)).to(D(5)).without(D(5)),
        Span().only("a").only("b"),
        Span().only("a", "b").without("b", "a"),
        Span().only(D(5)).to(D(5), below=True),
        TENTHS.from_(D(60), above=True),
        TENTHS.from_(D("0.11")).to(D("0.19")),
        TENTHS.only(D("0.15")),
        TENTHS.from_(D("0.1"), above=True).to(D("0.2"), below=True),
    ],
)
def test_nothing_is_left(span: Span) -> None:
    assert span.is_empty


def test_the_narrower_end_stays() -> None:
    assert Span().from_(D(5), above=True).from_(D(5)).from_(D(4)) == Span(low=D(5), above_low=True)
    assert Span().to(D(5), below=True).to(D(5)).to(D(6)) == Span(high=D(5), below_high=True)
    assert Span().from_(D(5)).from_(D(5), above=True).above_low
