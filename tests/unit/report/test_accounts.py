from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final

from leadscore.results.accounts import AccountReport, TopAccount
from tests.unit.report.golden import rendered
from tests.unit.report.summaries import EMPTY, PUBLISHED

TOP: Final = (
    TopAccount("K1", "Acme", 12, 3, Decimal("82.8"), "Marketing qualified", False, ("boss",), ("buyer",)),
    TopAccount("x.example", "", 1, 1, Decimal(5), "", True, (), ("boss", "buyer")),
    TopAccount("K2", "A company\x1b with a very long name", 1, 1, Decimal("0.1"), "Lead", False, (), ()),
)
FOUND: Final = AccountReport(1500, 3, 2, 1600, 1, 2, "Sales qualified", TOP, "accounts.csv")


def section(found: AccountReport) -> list[str]:
    """Return what is shown of accounts."""
    lines = rendered(replace(EMPTY, accounts=found), PUBLISHED, 80).splitlines()
    first = next(place for place, line in enumerate(lines) if line.startswith("Accounts"))
    return lines[first : lines.index("", first)]


def test_the_warmest_companies_are_shown() -> None:
    assert section(FOUND) == [
        "Accounts: 1,500 companies in accounts.csv; 3 with an engaged contact",
        "                            engagement  engaged  personas  furthest",
        "  Acme                            82.8  3 of 12    1 of 2  Marketing qualified",
        "  x.example                        5.0   1 of 1    0 of 2",
        "  A company␛ with a very …         0.1   1 of 1    0 of 2  Lead",
        "  one-contact risk: 2 companies with a deal open or Sales qualified reached, and",
        "  only one engaged contact",
        "  with a private e-mail address or none, and no company id: 1 contact",
    ]


def test_where_nobody_is_engaged_there_is_no_table() -> None:
    cold = AccountReport(1, 0, 0, 1, 0, 0, "", (), "accounts.csv")
    assert section(cold) == ["Accounts: 1 company in accounts.csv; 0 with an engaged contact"]


def test_without_personas_and_stages_nothing_is_said_of_them() -> None:
    found = replace(FOUND, personas=0, ripe="", one_contact_risk=1, top=TOP[1:2], without=0)
    assert section(found)[1:] == [
        "             engagement  engaged  furthest",
        "  x.example         5.0   1 of 1",
        "  one-contact risk: 1 company with a deal open, and only one engaged contact",
    ]
