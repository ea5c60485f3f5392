from __future__ import annotations

from dataclasses import replace
from typing import Final

from leadscore.results.nurture import ContentCount, NurtureSummary, TrackSummary
from tests.unit.report.golden import rendered
from tests.unit.report.summaries import EMPTY, PUBLISHED

NURTURE: Final = NurtureSummary(
    path="nurture.csv",
    listed=1261,
    finished_path="nurture_finished.csv",
    finished=41,
    same_address=2,
    without_address=1,
    without_consent=812,
    tracks=(
        TrackSummary(
            "technical-basics",
            1200,
            40,
            (ContentCount("architecture-paper", 1100, 60), ContentCount("\x1b[31mlive", 60, 41)),
        ),
        TrackSummary("care", 104, 1, (ContentCount("handbook", 103, 1),)),
    ),
)
EXPECTED: Final = """\
Nurturing: 1,261 leads in nurture.csv
                    content             next for  taken by
  technical-basics  architecture-paper     1,100        60
                    ␛[31mlive                 60        41
                    finished                  40
  care              handbook                 103         1
                    finished                   1
  finished their track: 41 leads, in nurture_finished.csv
  a track fits, but there is no consent: 812 leads
  left out, as another one with the same e-mail address gets a mail: 2 leads
  on the list without an e-mail address: 1 lead
"""


def test_who_gets_what_next() -> None:
    assert EXPECTED in rendered(replace(EMPTY, nurture=NURTURE), PUBLISHED, 80)


def test_what_was_not_written_is_not_named() -> None:
    text = rendered(replace(EMPTY, nurture=NURTURE), None, 80)
    assert "Nurturing: 1,261 leads\n" in text
    assert "  finished their track: 41 leads\n" in text


def test_what_there_is_nothing_of_is_not_said() -> None:
    few = replace(NURTURE, finished=0, same_address=0, without_address=0, without_consent=0)
    text = rendered(replace(EMPTY, nurture=few), PUBLISHED, 80)
    assert "                    finished                   1\n\n" in text


def test_a_run_without_tracks_says_nothing_of_them() -> None:
    assert "Nurturing" not in rendered(EMPTY, PUBLISHED, 80)
