"""Cities, their languages, and telephone numbers that ring nowhere.

German numbers come from the ranges that the Bundesnetzagentur keeps free for films and teaching (Mitteilung
148/2021), British ones from Ofcom's, French ones from ARCEP's, American ones from 555-0100 to 555-0199. Where no such
range is known, the local number starts with 0, which no exchange hands out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from leadscore.sample.draws import spread

if TYPE_CHECKING:
    from leadscore.sample.draws import Draws

__all__ = ["DACH", "PLACES", "Place", "phone_number"]

DACH: Final = frozenset({"DE", "AT", "CH"})


@dataclass(frozen=True)
class Place:
    """A city where companies have their seat.

    Attributes:
        city: Its name.
        country: ISO 3166 code of its country.
        language: Which pool of names its people have.
        lines: Telephone numbers, as a format for one whole number.
        last_line: The highest of these whole numbers, which count from 0.
    """

    city: str
    country: str
    language: str
    lines: str
    last_line: int


_MOBILE = "+49 171 39200{:02d}"

PLACES: Final = spread(
    {
        Place("Berlin", "DE", "de", "+49 30 23125 {:03d}", 999): 8,
        Place("München", "DE", "de", "+49 89 99998 {:03d}", 999): 8,
        Place("Hamburg", "DE", "de", "+49 40 66969-{:03d}", 999): 7,
        Place("Köln", "DE", "de", "(0221) 4710 {:03d}", 999): 6,
        Place("Frankfurt am Main", "DE", "de", "069 90009 {:03d}", 999): 6,
        Place("Stuttgart", "DE", "de", _MOBILE, 99): 5,
        Place("Düsseldorf", "DE", "de", "+49 176 040690{:02d}", 99): 4,
        Place("Nürnberg", "DE", "de", _MOBILE, 99): 3,
        Place("Münster", "DE", "de", "0171/39200{:02d}", 99): 2,
        Place("Leipzig", "DE", "de", _MOBILE, 99): 2,
        Place("Wien", "AT", "de", "+43 1 0000{:03d}", 999): 6,
        Place("Graz", "AT", "de", "+43 316 0000{:02d}", 99): 2,
        Place("Linz", "AT", "de", "+43 732 0000{:02d}", 99): 2,
        Place("Salzburg", "AT", "de", "+43 662 0000{:02d}", 99): 1,
        Place("Zürich", "CH", "de", "+41 44 000 0{:03d}", 999): 6,
        Place("Basel", "CH", "de", "+41 61 000 0{:03d}", 999): 3,
        Place("Bern", "CH", "de", "+41 31 000 0{:03d}", 999): 1,
        Place("Genève", "CH", "fr", "+41 22 000 0{:03d}", 999): 2,
        Place("Paris", "FR", "fr", "+33 1 99 00 {:04d}", 9999): 2,
        Place("Lyon", "FR", "fr", "+33 4 65 71 {:04d}", 9999): 2,
        Place("London", "GB", "en", "+44 20 7946 0{:03d}", 999): 3,
        Place("Manchester", "GB", "en", "+44 161 496 0{:03d}", 999): 2,
        Place("Boston", "US", "en", "+1 617 555 01{:02d}", 99): 3,
        Place("Chicago", "US", "en", "+1 (312) 555-01{:02d}", 99): 2,
        Place("Amsterdam", "NL", "nl", "+31 20 000 0{:03d}", 999): 2,
        Place("Utrecht", "NL", "nl", "+31 30 000 0{:03d}", 999): 2,
        Place("Kraków", "PL", "pl", "+48 12 000 0{:03d}", 999): 2,
        Place("Łódź", "PL", "pl", "+48 42 000 0{:03d}", 999): 1,
        Place("Oslo", "NO", "nordic", "+47 00 00 0{:03d}", 999): 2,
        Place("Malmö", "SE", "nordic", "+46 40 000 {:03d}", 999): 1,
    }
)
"""Every place as often as companies have their seat there."""


def phone_number(place: Place, draws: Draws) -> str:
    """Return a telephone number of this place."""
    return place.lines.format(draws.whole(0, place.last_line))
