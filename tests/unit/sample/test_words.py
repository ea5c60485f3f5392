from __future__ import annotations

import pytest

from leadscore.sample.companies import make_company
from leadscore.sample.draws import Draws
from leadscore.sample.names import NAMES, ascii_spelling
from leadscore.sample.places import PLACES, Place, phone_number


@pytest.mark.parametrize(
    ("word", "spelling"),
    [
        ("Jürgen", "juergen"),
        ("Groß", "gross"),
        ("Zoë", "zoe"),
        ("Łukasz", "lukasz"),
        ("Øyvind", "oeyvind"),
        ("Đorđe", "dorde"),
        ("İbrahim", "ibrahim"),
        ("Yıldız", "yildiz"),
        ("Trần", "tran"),
        ("von Arx", "von-arx"),
        ("O'Brien", "obrien"),
    ],
)
def test_ascii_spelling(word: str, spelling: str) -> None:
    assert ascii_spelling(word) == spelling


@pytest.mark.parametrize("language", NAMES)
def test_no_letter_of_a_name_gets_lost(language: str) -> None:
    pool = NAMES[language]
    for name in (*pool.female, *pool.male, *pool.last):
        assert len(ascii_spelling(name)) >= len(name.replace("'", ""))


def test_companies_have_names_of_their_own() -> None:
    companies = [make_company(7, number) for number in range(4_000)]
    assert len({company.domain for company in companies}) == len(companies)


@pytest.mark.parametrize("place", dict.fromkeys(PLACES), ids=lambda place: place.city)
def test_phone_numbers_of_a_place_are_equally_long(place: Place) -> None:
    numbers = {phone_number(place, Draws(f"{line}")) for line in range(50)}
    assert len(numbers) > 10
    assert len({len(number) for number in numbers}) == 1
