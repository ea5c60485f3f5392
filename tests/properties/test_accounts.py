"""What a company comes to agrees with a plain reading of the specification, for generated contacts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from math import floor

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from leadscore.columns import ACCOUNT, CONTACT, DISQUALIFIED, tenths, typed
from leadscore.rules.accounts import CompiledAccounts
from leadscore.steps.accounts import add_account, add_company_counts, find_colleagues
from leadscore.steps.contacts import accept_contacts, add_email_fields
from tests.unit.exports import export

COUNTS = [typed("number", f"company.{name}") for name in ("engagement", "engaged_contacts", "deals_won")]
ACCOUNTS = CompiledAccounts("heat", None)


@dataclass(frozen=True)
class Contact:
    """A contact, with what counts for its company."""

    company_id: str
    email: str
    heat: int
    out: bool
    won: int

    @property
    def account(self) -> str | None:
        """The company id, else the domain of the address; private addresses say nothing."""
        if self.company_id.strip():
            return "id:" + self.company_id.strip()
        domain = self.email.strip().lower().partition("@")[2]
        return "domain:" + domain if domain and domain not in {"gmail.com", "gmx.de"} else None


IDS = st.sampled_from(["", " ", "K1", " K1", "k1", "acme.example"])
EMAILS = st.sampled_from(
    ["", "a@acme.example", "B@ACME.example ", "c@gmail.com", "d@GMX.de", "e@beta.example"]
)
CONTACTS = st.builds(Contact, IDS, EMAILS, st.integers(-50, 1000), st.booleans(), st.integers(0, 3))


def expected(group: list[Contact]) -> tuple[float, float, float]:
    """Return what contacts come to, in exact fractions."""
    heats = sorted((one.heat for one in group if not one.out and one.heat > 0), reverse=True)
    total = sum((Fraction(heat, 2**place) for place, heat in enumerate(heats[:32])), Fraction(0))
    return min(floor(total + Fraction(1, 2)), 1000) / 10, len(heats), sum(one.won for one in group)


def known(contacts: list[Contact]) -> pl.LazyFrame:
    """Return contacts as they are once they have scores."""
    lines = "".join(f"{place},{one.company_id},{one.email}\n" for place, one in enumerate(contacts))
    read = export(f"contact_id,company_id,email\n{lines}")
    people = (
        read.frame.pipe(accept_contacts, read.layout).pipe(add_email_fields).pipe(add_account, read.layout)
    )
    return people.with_columns(
        pl.Series(tenths("heat"), [one.heat for one in contacts], pl.Int64),
        pl.Series(DISQUALIFIED, [one.out for one in contacts], pl.Boolean),
        pl.Series(typed("number", "deals.won"), [one.won for one in contacts], pl.Float64),
    )


@given(st.lists(CONTACTS, min_size=1, max_size=60))
def test_companies_come_to_what_their_contacts_do(contacts: list[Contact]) -> None:
    groups: dict[object, list[Contact]] = defaultdict(list)
    for place, one in enumerate(contacts):
        groups[one.account or place].append(one)
    found = known(contacts).pipe(add_company_counts, ACCOUNTS).collect()
    assert found[ACCOUNT].to_list() == [one.account for one in contacts]
    assert found.select(COUNTS).rows() == [
        expected(groups[one.account or place]) for place, one in enumerate(contacts)
    ]


@given(st.lists(CONTACTS, min_size=1, max_size=60), st.data())
def test_versions_of_a_contact_have_its_colleagues_and_not_each_other(
    contacts: list[Contact], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(contacts) - 1))
    found = known(contacts).pipe(add_company_counts, ACCOUNTS).collect()
    asked = found.row(by_predicate=pl.col(CONTACT) == place, named=True)
    names = [name for name in known(contacts).collect().columns if name != ACCOUNT]
    version = found.filter(pl.col(CONTACT) == place).select(names)
    versions = pl.concat(
        [version.with_columns(pl.lit(number, pl.Int64).alias(CONTACT)) for number in range(3)]
    )
    again = versions.lazy().pipe(add_company_counts, ACCOUNTS, find_colleagues(found, place)).collect()
    assert again[CONTACT].to_list() == [0, 1, 2]
    assert again.select(COUNTS).rows() == [tuple(asked[name] for name in COUNTS)] * 3
