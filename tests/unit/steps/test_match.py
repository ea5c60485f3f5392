from __future__ import annotations

import pytest

from leadscore.columns import CONTACT, EMAIL, ID, LINE
from leadscore.steps.contacts import accept_contacts
from leadscore.steps.match import match_contacts
from tests.unit.exports import export

PEOPLE = "contact_id,email\n1,ada@x.de\n2,Bob@X.de\n3,ada@x.de\n4,"


def matched(text: str, missing: tuple[str, ...] = ()) -> list[int | None]:
    people, rows = export(PEOPLE), export(text, "activities", missing)
    keys = people.frame.pipe(accept_contacts, people.layout).select(CONTACT, ID, EMAIL)
    frame = match_contacts(rows.frame, keys, rows.layout).sort(LINE).collect()
    assert frame[LINE].to_list() == list(range(2, frame.height + 2))
    return frame[CONTACT].to_list()


@pytest.mark.parametrize(
    ("cell", "contact"), [("1", 0), (" 4\u00a0", 3), ("01", None), ("9", None), ("", None), ("Select", None)]
)
def test_by_id(cell: str, contact: int | None) -> None:
    assert matched(f"contact_id,type\n{cell},visit") == [contact]


@pytest.mark.parametrize(
    ("cell", "contact"), [("ADA@x.de", 0), (" bob@x.de ", 1), ("eve@x.de", None), ("", None), ("#N/A", None)]
)
def test_by_address_the_first_who_has_it(cell: str, contact: int | None) -> None:
    assert matched(f"email,type\n{cell},visit") == [contact]


@pytest.mark.parametrize(
    ("cells", "contact"),
    [("3,bob@x.de", 2), (",bob@x.de", 1), ("(No value),bob@x.de", 1), ("9,bob@x.de", None), (",", None)],
)
def test_the_address_counts_only_where_there_is_no_id(cells: str, contact: int | None) -> None:
    assert matched(f"contact_id,email\n{cells}") == [contact]


def test_missing_texts_of_the_export_are_no_ids() -> None:
    assert matched("contact_id,email\n4,bob@x.de", ("4",)) == [1]


def test_every_row_stays_once() -> None:
    assert matched("contact_id,email\n4,\n9,\n,bob@x.de\n1,") == [3, None, 1, 0]


def test_no_rows() -> None:
    assert matched("contact_id,email") == []
