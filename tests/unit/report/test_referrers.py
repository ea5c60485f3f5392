from __future__ import annotations

from dataclasses import replace
from typing import Final

from leadscore.results.referrers import TopReferrer, WordOfMouth, WordOfMouthMonth
from tests.unit.report.golden import rendered
from tests.unit.report.summaries import EMPTY, PUBLISHED

ALL: Final = WordOfMouthMonth("", 1500, 3, 0.2, 0, 0, None)
MONTHS: Final = tuple(WordOfMouthMonth(f"2026-0{month}", month, 1, 10.0, 2, 1, 50.0) for month in range(1, 9))
NAMELESS: Final = WordOfMouthMonth("", 9, 0, 0.0, 0, 0, None)
TOP: Final = (
    TopReferrer("7", "Ann Arc", 4, 1),
    TopReferrer("8", "", 2, 0),
    TopReferrer("", "Frau \x1bRoth", 1, 0),
)
FOUND: Final = WordOfMouth(ALL, (*MONTHS, NAMELESS), 3, 1, TOP, "referrers.csv")


def section(found: WordOfMouth) -> list[str]:
    """Return what is shown of word of mouth."""
    lines = rendered(replace(EMPTY, word_of_mouth=found), PUBLISHED, 80).splitlines()
    first = next(place for place, line in enumerate(lines) if line.startswith("Word of mouth"))
    return lines[first : lines.index("", first)]


def test_the_last_six_months_and_all_of_them_are_shown() -> None:
    assert section(FOUND) == [
        "Word of mouth: 3 referrers in referrers.csv",
        "           leads  referred   share  customers  referred   share",
        "  2026-03      3         1  10.0 %          2         1  50.0 %",
        "  2026-04      4         1  10.0 %          2         1  50.0 %",
        "  2026-05      5         1  10.0 %          2         1  50.0 %",
        "  2026-06      6         1  10.0 %          2         1  50.0 %",
        "  2026-07      7         1  10.0 %          2         1  50.0 %",
        "  2026-08      8         1  10.0 %          2         1  50.0 %",
        "  all      1,500         3   0.2 %          0         0",
        "  most recommendations: Ann Arc (4), 8 (2)",
        "  no contact of this export: 1 referrer",
    ]


def test_where_nobody_recommends_there_is_no_table() -> None:
    nobody = WordOfMouth(replace(ALL, referred=0), MONTHS, 0, 0, (), "referrers.csv")
    assert section(nobody) == ["Word of mouth: no referrers in referrers.csv"]
