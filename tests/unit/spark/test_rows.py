"""Lines travel in small pieces that make the same text together."""

from __future__ import annotations

import polars as pl
import pytest

from leadscore.publish.tables import table_lines
from leadscore.results import OutputTable
from leadscore.spark import rows
from leadscore.spark.rows import RESULT, lines_rows, rows_of, written_rows

TEXTS = [f"{number},\u00e4bc" for number in range(40)]


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "_PIECE", 30)


def test_pieces_of_lines_make_all_of_them() -> None:
    pieces = written_rows({"scored.csv": pl.Series(TEXTS), "empty.csv": pl.Series([], dtype=pl.String)}, 7)
    scored = [one for one in pieces if one[0] == "scored.csv"]
    assert len(scored) > 5
    assert "".join(text or "" for *_, text, _ in scored) == "".join(f"{line}\n" for line in TEXTS)
    assert sum(number for _, _, number, _, _ in scored) == len(TEXTS)
    assert [one for one in pieces if one[0] == "empty.csv"] == [("empty.csv", 7, 0, "", None)]


def test_pieces_of_a_table_are_cut_between_records() -> None:
    table = OutputTable(
        "list.csv", ("id", "text"), pl.DataFrame({"id": TEXTS, "text": ["a\nb"] * len(TEXTS)})
    )
    pieces = lines_rows(table, 7)
    assert len(pieces) > 5
    assert "".join(text or "" for *_, text, _ in pieces) == table_lines(table).decode()


def test_rows_know_their_places() -> None:
    found = rows_of(written_rows({"scored.csv": pl.Series(TEXTS)}, 7))
    assert found.columns == [part.split()[0] for part in RESULT.split(", ")]
    assert found["place"].to_list() == list(range(found.height))
