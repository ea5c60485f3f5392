from __future__ import annotations

from collections import Counter

import polars as pl
import pytest

from leadscore.columns import CONTACT, LEAD_OWNER, WAITING_PLACE, WAITING_WHY
from leadscore.rules.owners import CompiledOwners, compile_owners
from leadscore.steps.owners import (
    AWAY,
    ENTRY,
    FULL,
    NEW,
    NOBODY,
    OWNER_AWAY,
    OWNER_FULL,
    UNANSWERED,
    Loads,
    give_owners,
    loads_of,
)
from tests.unit.rulebook import compiled


def team(text: str) -> CompiledOwners:
    found = compile_owners(compiled(f"owners: {text}"))
    assert found is not None
    return found


def given(
    owners: str,
    *entries: int | None,
    loads: Loads | None = None,
    unanswered: list[bool] | None = None,
    kept: list[str | None] | None = None,
) -> list[tuple[object, ...]]:
    """Return who gets leads of these entries of the owners, the place of who waits, and why."""
    leads = pl.DataFrame(
        {
            CONTACT: range(len(entries)),
            ENTRY: pl.Series(entries, dtype=pl.Int64),
            UNANSWERED: unanswered or [True] * len(entries),
            LEAD_OWNER: pl.Series(kept or [None] * len(entries), dtype=pl.String),
        }
    )
    found = give_owners(leads, team(owners), loads or Loads())
    assert found[CONTACT].to_list() == leads[CONTACT].to_list()
    return found.select(LEAD_OWNER, WAITING_PLACE, WAITING_WHY).rows()


def owners_of(rows: list[tuple[object, ...]]) -> list[object]:
    return [row[0] for row in rows]


def test_leads_are_shared_evenly_ties_in_file_order() -> None:
    assert owners_of(given("[{owner: [anna, ben, carl]}]", 0, 0, 0, 0)) == ["anna", "ben", "carl", "anna"]


def test_who_has_the_fewest_open_ones_is_next() -> None:
    loads = Loads(open=Counter(anna=3, ben=1, carl=2))
    assert owners_of(given("[{owner: [anna, ben, carl]}]", 0, 0, 0, loads=loads)) == ["ben", "ben", "carl"]


def test_what_is_answered_already_is_not_open() -> None:
    found = given("[{owner: [anna, ben]}]", 0, 0, 0, unanswered=[False, True, True])
    assert owners_of(found) == ["anna", "anna", "ben"]


def test_nobody_gets_more_than_a_days_leads() -> None:
    found = given("[{owner: [anna, ben], per_day: 2}]", 0, 0, 0, 0, 0, loads=Loads(new=Counter(anna=1)))
    assert found == [
        ("anna", None, None),
        ("ben", None, None),
        ("ben", None, None),
        (None, 1, FULL),
        (None, 2, FULL),
    ]


def test_nobody_gets_more_than_they_may_have_open() -> None:
    loads = Loads(open=Counter(anna=2))
    assert owners_of(given("[{owner: anna, open: 3}]", 0, 0, loads=loads)) == ["anna", None]


def test_limits_are_those_of_the_entry_and_loads_those_of_the_owner() -> None:
    owners = "[{owner: anna, open: 1}, {owner: [anna, ben], open: 2}]"
    assert owners_of(given(owners, 1, 0, 1, 1, 1)) == ["anna", None, "ben", "anna", "ben"]


def test_who_waits_has_a_place_and_knows_why() -> None:
    owners = "[{owner: anna, per_day: 1}, {owner: ben, away: {ben: 2026-12-31}}]"
    assert given(owners, None, 0, 1, 0) == [
        (None, 1, NOBODY),
        ("anna", None, None),
        (None, 2, AWAY),
        (None, 3, FULL),
    ]


def test_a_lead_waits_for_its_own_owner() -> None:
    owners = "[{owner: [anna, ben, carl], per_day: 1, away: {carl: 2026-12-31}}]"
    assert given(owners, 0, 0, 0, 0, kept=["ben", "ben", "carl", None]) == [
        ("ben", None, None),
        (None, 1, OWNER_FULL),
        (None, 2, OWNER_AWAY),
        ("anna", None, None),
    ]


def test_nobody_is_given_where_nobody_is_new() -> None:
    assert given("[{owner: anna}]") == []


@pytest.mark.parametrize(("new", "unanswered"), [(True, False), (False, True)])
def test_loads_are_what_owners_keep(new: bool, unanswered: bool) -> None:
    kept = pl.DataFrame(
        {LEAD_OWNER: ["anna", "anna", "ben"], NEW: [new, True, new], UNANSWERED: [unanswered] * 3}
    )
    loads = loads_of(kept)
    assert loads.new == Counter(anna=1 + new, ben=int(new))
    assert loads.open == Counter(anna=2 * unanswered, ben=int(unanswered))
