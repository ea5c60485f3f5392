from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from leadscore.columns import typed
from leadscore.rules.owners import CompiledOwners, compile_owners
from tests.unit.rulebook import compiled

COUNTRY = typed("text", "country")


def team(text: str) -> CompiledOwners:
    found = compile_owners(compiled(f"owners: {text}"))
    assert found is not None
    return found


def places(owners: CompiledOwners, *countries: str | None) -> list[int | None]:
    frame = pl.DataFrame({COUNTRY: countries}, schema={COUNTRY: pl.String})
    return frame.select(owners.entry.alias("entry"))["entry"].to_list()


def test_without_owners_there_is_no_team() -> None:
    assert compile_owners(compiled("name: x")) is None


def test_the_first_entry_that_matches_decides() -> None:
    owners = team(
        "[{owner: anna, when: {country: DE}}, {owner: ben, unless: {country: FR}}, {owner: eva, when: {country: de}}]"
    )
    assert places(owners, "de", "fr", "at", None) == [0, None, 1, 1]
    assert owners.names == ("anna", "ben", "eva")


def test_who_is_away_is_so_everywhere_up_to_the_last_day() -> None:
    owners = team(
        "[{owner: [anna, carl, ben], away: {anna: 2026-11-01, ben: 2026-10-31}}, {owner: anna, away: {anna: 2026-11-09}}]"
    )
    assert owners.away == {"anna": date(2026, 11, 9)}
    assert [entry.here for entry in owners.entries] == [("carl", "ben"), ()]
    assert [entry.owners for entry in owners.entries] == [("anna", "carl", "ben"), ("anna",)]


@pytest.mark.parametrize(
    ("cell", "owner"),
    [
        ("Anna", "anna"),
        (" anna ", "anna"),
        ("Ümit", "Ümit"),
        ("u\u0308mit", "Ümit"),
        ("x", None),
        (None, None),
    ],
)
def test_owners_are_known_by_their_names_in_any_case(cell: str | None, owner: str | None) -> None:
    owners = team("[{owner: [anna, Ümit]}]")
    assert pl.select(owners.listed(pl.lit(cell, pl.String))).item() == owner


def test_a_lead_that_comes_alone_gets_the_first_who_is_there() -> None:
    owners = team("[{owner: [anna, carl], when: {country: DE}, away: {anna: 2027-01-01}}, {owner: anna}]")
    frame = pl.DataFrame({COUNTRY: ["de", "fr"]})
    assert frame.select(owners.first_here().alias("owner"))["owner"].to_list() == ["carl", None]


def test_the_limits_of_a_lead_that_has_its_owner_are_those_of_its_entry_or_the_owners_first() -> None:
    owners = team("[{owner: [anna, ben], when: {country: DE}}, {owner: [ben, carl]}]")
    frame = pl.DataFrame(
        {COUNTRY: ["de", "fr", "de", "fr", "de"], "owner": ["ben", "ben", "carl", "anna", None]}
    )
    assert frame.select(owners.entry_of(pl.col("owner")).alias("e"))["e"].to_list() == [0, 1, 1, 0, 0]
