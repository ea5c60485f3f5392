from __future__ import annotations

import polars as pl
import pytest

from leadscore.columns import REFERRED, REFERRER
from leadscore.steps.contacts import accept_contacts
from leadscore.steps.referrers import add_referrer, count_referrers
from tests.unit.exports import export

KNOWN = "A,ann@acme.example\nB,ben@acme.example\nC,ann@acme.example"
COHORT = {"channel:place": 0, "channel:won": 0, "channel:customer": False, "lead_stage": "lead"}


def referred(by: str, id_: str = "X", email: str = "x@acme.example") -> tuple[object, ...]:
    """Return whether somebody recommended us to a contact, and the place of who did."""
    lines = "\n".join(f"{line}," for line in KNOWN.splitlines())
    read = export(f"contact_id,email,referred_by\n{lines}\n{id_},{email},{by}")
    people = read.frame.pipe(accept_contacts, read.layout)
    return people.pipe(add_referrer, read.layout).collect().select(REFERRED, REFERRER).row(-1)


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("A", (True, 0)),
        (" B ", (True, 1)),
        ("ANN@Acme.example", (True, 0)),
        ("C", (True, 2)),
        ("a", (True, None)),
        ("Frau Weiß", (True, None)),
        ("X", (False, None)),
        ("X@ACME.example", (False, None)),
        ("", (False, None)),
        ("#N/A", (False, None)),
    ],
)
def test_who_recommended_a_contact(by: str, expected: tuple[bool, int | None]) -> None:
    assert referred(by) == expected


def test_an_address_of_ones_own_that_others_share_is_oneself() -> None:
    assert referred("ann@acme.example", email="ann@acme.example") == (False, None)


def test_an_id_comes_before_an_address() -> None:
    """Somebody whose id is written like the address of another."""
    assert referred("x@acme.example", email="other@acme.example", id_="x@acme.example") == (False, None)


def test_strangers_are_put_together_as_text_is_compared() -> None:
    read = export("contact_id,email,referred_by\nA,,Frau Roth\nB,,FRAU ROTH \nC,,Herr Roth")
    people = read.frame.pipe(accept_contacts, read.layout).with_columns(
        pl.lit(value).alias(name) for name, value in COHORT.items()
    )
    found = people.pipe(add_referrer, read.layout).pipe(count_referrers, read.layout, ("lead",)).collect()
    assert found.select("name", "referred", "referral:ids").rows() == [
        ("FRAU ROTH", 2, "A; B"),
        ("Herr Roth", 1, "C"),
    ]
