from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from leadscore.errors import RulesError
from leadscore.results.nurture import ContentCount, NurtureSummary, TrackSummary
from tests.unit.pipeline.runs import PLAIN, Texts, column, rows, run

if TYPE_CHECKING:
    from pathlib import Path

CONTACTS: Final = """contact_id,full_name,email,x,need,marketing_consent
b,"=Bo, Li",bo@x.example,1,,yes
a,Ada Berg,ada@x.example,1,speed,yes
c,Cy Young,ADA@x.example,1,,yes
d,Di,di@x.example,1,,no
e,Ed,ed@x.example,1,,
f,Fi,,2,,yes
g,Gi,gi@x.example,2,,yes
h,Hi,hi@x.example,3,,yes
i,Out,out@x.example,1,,yes
"""
ACTIVITIES: Final = """contact_id,type,occurred_at,asset
b,download,2026-10-01, pAPER
b,email_click,2026-10-02,video
a,download,2026-11-02,paper
g,webinar,2026-10-20,care
h,webinar,2026-10-20,care
"""
RULES: Final = f"""{PLAIN}
qualification: [{{id: need, ask: What for, answered_by: need}}]
disqualify: [{{id: out, when: {{full_name: out}}}}]
nurture:
  tracks:
    - {{name: basics, when: {{x: 1}}, content: [Paper, =video], ask: need}}
    - {{name: care, when: {{x: 2}}, content: [care]}}
"""
TEXTS: Final[Texts] = {"contacts": CONTACTS, "activities": ACTIVITIES}
SUMMARY: Final = NurtureSummary(
    path="nurture.csv",
    listed=3,
    finished_path="nurture_finished.csv",
    finished=1,
    same_address=1,
    without_address=1,
    without_consent=2,
    tracks=(
        TrackSummary("basics", 3, 0, (ContentCount("Paper", 2, 1), ContentCount("=video", 1, 0))),
        TrackSummary("care", 2, 1, (ContentCount("care", 1, 1),)),
    ),
)


def test_who_gets_what_next(tmp_path: Path) -> None:
    found = [tuple(row.values()) for row in rows(run(tmp_path, TEXTS, RULES), "nurture.csv")]
    assert found == [
        ("a", None, "Ada Berg", "ada@x.example", "lead", "basics", "Paper", None, "0/2", None),
        ("b", None, "'=Bo, Li", "bo@x.example", "lead", "basics", "'=video", "What for", "1/2", "2026-10-02"),
        ("f", None, "Fi", None, "lead", "care", "care", None, "0/1", None),
    ]


def test_who_has_finished_is_listed_apart(tmp_path: Path) -> None:
    done = run(tmp_path, TEXTS, RULES)
    (finished,) = rows(done, "nurture_finished.csv")
    assert finished["contact_id"] == "g"
    assert (finished["lead_next_content"], finished["taken"]) == (None, "1/1")
    assert list(finished) == list(rows(done, "nurture.csv")[0])


def test_the_columns_of_leads_say_the_same(tmp_path: Path) -> None:
    done = run(tmp_path, TEXTS, RULES)
    tracks = ["basics", "basics", "basics", None, None, "care", "care", None, None]
    assert column(done, "lead_track") == tracks
    assert column(done, "lead_track", "writeback.csv") == tracks
    assert column(done, "lead_next_content")[:3] == ["'=video", "Paper", "Paper"]


def test_the_summary_counts_them_and_adds_up(tmp_path: Path) -> None:
    done = run(tmp_path, TEXTS, RULES)
    assert done.summary.nurture == SUMMARY
    on_tracks = sum(name is not None for name in column(done, "lead_track"))
    assert on_tracks == SUMMARY.listed + SUMMARY.finished + SUMMARY.same_address
    assert on_tracks == sum(track.leads for track in SUMMARY.tracks)


def test_the_order_of_activities_makes_no_difference(tmp_path: Path) -> None:
    header, *lines = ACTIVITIES.splitlines()
    turned = "\n".join([header, *reversed(lines)])
    other = run(tmp_path, {"contacts": CONTACTS, "activities": turned}, RULES)
    assert rows(other, "nurture.csv") == rows(run(tmp_path, TEXTS, RULES), "nurture.csv")


def test_a_run_without_tracks_has_neither_files_nor_columns(tmp_path: Path) -> None:
    done = run(tmp_path, TEXTS)
    assert done.summary.nurture is None
    assert [table.path for table in done.tables if "nurture" in table.path] == []
    assert "lead_track" not in rows(done, "scored.csv")[0]


def test_nobody_has_taken_anything_where_activities_are_meant_to_be_absent(tmp_path: Path) -> None:
    done = run(tmp_path, {"contacts": CONTACTS}, RULES)
    assert {row["taken"] for row in rows(done, "nurture.csv")} == {"0/2", "0/1"}


def test_days_in_columns_of_contacts_take_no_content(tmp_path: Path) -> None:
    rules = f"{RULES}sources: {{contacts: {{events: {{visited: download}}}}}}\n"
    texts = CONTACTS.replace("consent\n", "consent,visited\n").replace("yes\n", "yes,2026-10-01\n")
    done = run(tmp_path, {"contacts": texts.replace("no\n", "no,\n").replace(",1,,\n", ",1,,,\n")}, rules)
    assert {row["taken"] for row in rows(done, "nurture.csv")} == {"0/2", "0/1"}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("contacts", "marketing_consent", 'the consent of nurture reads "marketing_consent"'),
        ("activities", "asset", 'track "basics" reads "asset"'),
    ],
)
def test_a_column_that_is_not_there_is_an_error(tmp_path: Path, old: str, new: str, message: str) -> None:
    texts: Texts = {"contacts": CONTACTS, "activities": ACTIVITIES}
    texts[old] = str(texts[old]).replace(new, "other")  # type: ignore[index]
    with pytest.raises(RulesError, match=message):
        run(tmp_path, texts, RULES)
