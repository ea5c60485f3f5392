from __future__ import annotations

from itertools import chain, combinations

import polars as pl
import pytest

from leadscore.crm.stages import DEAL_MEANINGS, MEANT_FIELDS, equal_keys, folded, folded_cells
from leadscore.rules.values import normalised

SPELLINGS = {
    "closedwon": ["closed_won", "Closed Won", " CLOSED - WON\u00a0", "closedwon", "Closed/Won"],
    "größe1": ["Größe 1", "GRO\u0308ßE 1", "größe_1"],
    "開始": ["開始", " 開 始 "],
    "?": ["?", " ? "],
    "🔥": ["🔥"],
    "": ["", " \t"],
}


@pytest.mark.parametrize(("key", "texts"), SPELLINGS.items())
def test_spellings_of_a_value_meet_in_one_key(key: str, texts: list[str]) -> None:
    assert [folded(text) for text in texts] == [key] * len(texts)


def test_cells_are_folded_like_words() -> None:
    texts = [*chain(*SPELLINGS.values()), "İş", "ΟΔΟΣ!", "A+", "½ da", "n\u0303o", "a\u0323\u0301"]
    keys = pl.DataFrame({"cell": texts}).select(folded_cells(normalised(pl.col("cell"))))
    assert keys["cell"].to_list() == [folded(text) for text in texts]


def test_a_missing_cell_has_no_key() -> None:
    frame = pl.DataFrame({"cell": [None]}, schema={"cell": pl.String})
    assert frame.select(folded_cells(pl.col("cell")))["cell"].to_list() == [None]


@pytest.mark.parametrize(
    ("meaning", "values"),
    [
        ("won", ["won", "closed_won", "Closed Won", "closedwon", "Gewonnen", "Geschlossen/Gewonnen"]),
        ("won", ["Geschlossen und gewonnen", "Abgeschlossen und gewonnen", "Abgeschlossen (gewonnen)"]),
        ("lost", ["lost", "closed_lost", "Closed Lost", "closedlost", "Verloren", "Geschlossen/Verloren"]),
        ("lost", ["Geschlossen und verloren", "Closed-Lost to Competition"]),
        ("open", ["open", "Offen"]),
    ],
)
def test_what_deals_are_called(meaning: str, values: list[str]) -> None:
    assert {folded(value) for value in values} <= DEAL_MEANINGS[meaning]


def test_a_label_that_contains_a_meaning_has_none() -> None:
    known = frozenset().union(*DEAL_MEANINGS.values())
    labels = ("won over by trial", "Nearly won", "wonderful", "Not lost", "lost contact", "fast gewonnen")
    assert [label for label in labels if folded(label) in known] == []


@pytest.mark.parametrize(
    "values",
    [
        ["Marketing Qualified Lead", "marketingqualifiedlead", "MQL", "Marketing-qualifizierter Lead"],
        ["salesqualifiedlead", "SQL", "Vertriebsqualifizierter Lead", "Sales-Qualified-Lead"],
        ["customer", "Kunde"],
        ["opportunity", "Verkaufschance"],
        ["subscriber", "Abonnent"],
    ],
)
@pytest.mark.parametrize("field", MEANT_FIELDS)
def test_names_of_a_lifecycle_stage_mean_the_same(field: str, values: list[str]) -> None:
    keys = {equal_keys(field, value) for value in values}
    assert len(keys) == 1
    assert set(map(folded, values)) <= set(keys.pop())


@pytest.mark.parametrize(
    "values",
    [
        ["NEW", "New", "Neu"],
        ["IN_PROGRESS", "In Progress", "In Bearbeitung", "In Arbeit"],
        ["ATTEMPTED_TO_CONTACT", "Attempted to Contact"],
        ["OPEN_DEAL", "Open deal"],
        ["rejected", "Abgelehnt"],
    ],
)
def test_names_of_a_lead_status_mean_the_same(values: list[str]) -> None:
    assert len({equal_keys("lead_status", value) for value in values}) == 1


def test_a_lead_status_is_none_of_the_lifecycle() -> None:
    assert equal_keys("lifecycle_stage", "Neu") == ("neu",)


def test_a_value_of_ones_own_means_itself() -> None:
    assert equal_keys("lead_status", "Warm - call back") == ("warmcallback",)


@pytest.mark.parametrize("field", MEANT_FIELDS)
@pytest.mark.parametrize(
    "value", ["open", "open_deal", "mql", "sal", "sql", "lead", "customer", "new", "other"]
)
def test_meaning_the_same_goes_both_ways(field: str, value: str) -> None:
    keys = equal_keys(field, value)
    assert {equal_keys(field, key) for key in keys} == {keys}


def test_no_deal_has_two_meanings() -> None:
    assert [a & b for a, b in combinations(DEAL_MEANINGS.values(), 2) if a & b] == []
