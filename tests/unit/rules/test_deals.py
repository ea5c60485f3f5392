from __future__ import annotations

import polars as pl
import pytest

from leadscore.rules.deals import DEAL_WORDS, DealWords
from leadscore.rules.values import as_text
from tests.unit.rulebook import compiled


def words(deals: str) -> DealWords:
    return compiled(f"deals: {deals}").deal_words


def meanings(found: DealWords, *cells: str) -> list[str | None]:
    frame = pl.DataFrame({"cell": cells})
    return frame.select(found.meaning(as_text(pl.col("cell")))).to_series().to_list()


def steps(found: DealWords, *cells: str) -> list[str | None]:
    places = pl.DataFrame({"cell": cells}).select(found.step(as_text(pl.col("cell")))).to_series()
    return [None if place is None else found.steps[place].name for place in places]


def test_without_a_section_the_known_words_count() -> None:
    assert compiled("").deal_words is DEAL_WORDS
    assert meanings(DEAL_WORDS, "closedwon", "Verloren", "offen", "Offer") == ["won", "lost", "open", None]


def test_own_words_take_the_place_of_the_known_ones() -> None:
    own = words("{won: [Signed, In Betrieb], lost: Storniert}")
    cells = ["signed", " IN BETRIEB ", "storniert", "closed won", "Closed Lost", "open"]
    assert meanings(own, *cells) == ["won", "won", "lost", None, None, "open"]


def test_own_words_for_one_leave_the_known_ones_for_the_other() -> None:
    assert meanings(words("{won: Signed}"), "Signed", "won", "lost") == ["won", None, "lost"]


def test_an_own_word_that_is_known_for_something_else_means_what_the_rules_say() -> None:
    assert meanings(words("{lost: [Open, Canceled]}"), "open", "Closed won") == ["lost", "won"]
    assert meanings(words("{won: [Verloren]}"), "verloren", "closed lost") == ["won", "lost"]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Offer", "Offer"),
        (" oFFER\u00a0", "Offer"),
        ("Proposal (Enterprise)", "Offer"),
        ("PRO_POSAL", "Offer"),
        ("Erstgespra\u0308ch", "Erstgespräch"),
        ("", None),
        ("Trial", None),
    ],
)
def test_a_step_has_its_name_and_further_words(cell: str, expected: str | None) -> None:
    assert steps(words("{steps: [Erstgespräch, {name: Offer, is: [Proposal, Angebot]}]}"), cell) == [expected]


def test_what_means_won_or_lost_is_no_step() -> None:
    found = words(
        "{steps: [Offer, closedwon, Signed, {name: Gone, is: [closed lost, Away]}], won: [Signed, won]}"
    )
    assert [step.name for step in found.steps] == ["Offer", "closedwon", "Gone"]
    assert steps(found, "Gone", "Away", "closed lost") == ["Gone", "Gone", None]


def test_a_deal_can_be_written_with_the_words_of_the_rules() -> None:
    assert words("{won: [Signed, won]}").written == {"won": "Signed", "lost": "closed_lost"}
