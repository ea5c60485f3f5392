from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from leadscore.columns import CUSTOMER, LEAD_STAGE, MONTH, PLACE, WON
from leadscore.steps.cohorts import add_cohort


def cohort(stage: str | None, won: float = 0.0, amount: float = 0.0, *stages: str) -> dict[str, object]:
    """Return what is added to a contact of the 30 September 2026."""
    contact = pl.LazyFrame(
        {
            LEAD_STAGE: [stage],
            "day:created_at": [date(2026, 9, 30)],
            "number:deals.won": [won],
            "number:deals.amount_won": [amount],
        },
        schema_overrides={LEAD_STAGE: pl.String},
    )
    return contact.pipe(add_cohort, stages or ("lead", "customer", "fan")).collect().row(0, named=True)


@pytest.mark.parametrize(
    ("stage", "place", "customer"),
    [
        ("lead", 0, False),
        ("customer", 1, True),
        ("fan", 2, True),
        ("disqualified", -1, False),
        (None, -1, False),
    ],
)
def test_a_contact_has_a_place_in_the_funnel(stage: str | None, place: int, customer: bool) -> None:
    found = cohort(stage)
    assert (found[MONTH], found[PLACE], found[CUSTOMER]) == ("2026-09", place, customer)


@pytest.mark.parametrize(("won", "customer"), [(0.0, False), (1.0, True), (2.0, True)])
def test_without_a_stage_for_customers_a_won_deal_makes_one(won: float, customer: bool) -> None:
    assert cohort("lead", won, 0.0, "lead", "buyer")[CUSTOMER] is customer


@pytest.mark.parametrize("thousandths", [5, 1_000_005, 999_999_999_999_999, 123_456_789_012_345])
def test_amounts_keep_their_last_digit(thousandths: int) -> None:
    assert cohort("lead", 1.0, thousandths / 1000)[WON] == thousandths
