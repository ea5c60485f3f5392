"""Who buys, seen from the files alone: those who fit, and those who were active lately."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.unit.sample.conftest import Export

Row = dict[str, str]


def won(export: Export) -> set[str]:
    return {row["contact_id"] for row in export.deals if row["stage"] == "closed_won"}


def rate(contacts: list[Row], winners: set[str]) -> float:
    assert len(contacts) > 100
    return sum(row["contact_id"] in winners for row in contacts) / len(contacts)


@pytest.mark.parametrize(
    "fits",
    [
        lambda row: row["industry"] in {"Software", "Machinery", "Chemicals"},
        lambda row: row["employees"].isdigit() and int(row["employees"]) >= 250,
        lambda row: row["country"] in {"DE", "AT", "CH"},
        lambda row: (
            row["job_title"] in {"Geschäftsführer", "Geschäftsführerin", "CEO", "CTO", "Inhaber", "Inhaberin"}
        ),
    ],
    ids=["industry", "employees", "country", "role"],
)
def test_who_fits_buys_more(export: Export, fits: Callable[[Row], bool]) -> None:
    good = [row for row in export.contacts if fits(row)]
    others = [row for row in export.contacts if not fits(row)]
    assert rate(good, won(export)) > 1.3 * rate(others, won(export))


def test_who_was_active_lately_buys_more(export: Export) -> None:
    lately = {row["contact_id"] for row in export.activities if row["occurred_at"] > "2026-09" and row["url"]}
    active = [row for row in export.contacts if row["contact_id"] in lately]
    others = [row for row in export.contacts if row["contact_id"] not in lately]
    assert rate(active, won(export)) > 3 * rate(others, won(export))


def test_fit_counts_among_the_active(export: Export) -> None:
    lately = {row["contact_id"] for row in export.activities if row["occurred_at"] > "2026-09" and row["url"]}
    active = [row for row in export.contacts if row["contact_id"] in lately]
    served = [row for row in active if row["industry"] in {"Software", "Machinery", "Chemicals"}]
    others = [row for row in active if row not in served]
    assert rate(served, won(export)) > 1.5 * rate(others, won(export))


def test_some_buy_and_some_recommend(export: Export) -> None:
    customers = won(export)
    answers = [row["nps"] for row in export.contacts if row["nps"]]
    assert 0.02 < len(customers) / len(export.contacts) < 0.1
    assert all(row["contact_id"] in customers for row in export.contacts if row["nps"])
    assert any(int(answer) >= 9 for answer in answers)
