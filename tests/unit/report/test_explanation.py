"""What explains a lead, from who it is to what comes of it, in a terminal and in a pipe."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

import pytest

from leadscore.results.explanation import Reading, Who
from leadscore.results.nurture import OnTrack
from leadscore.results.outlook import Hold, Outlook
from tests.unit.report.explanations import (
    ANNA,
    AS_OF,
    HARMLESS,
    HOSTILE,
    STANDING,
    lead,
    rendered,
    rule,
    score,
    verdict,
)

ANSI: Final = re.compile(r"\x1b\[[0-9;]*m")
ALL: Final = lead(
    score(rule("Near us", "-5", Reading("country", "DE"))),
    standing=replace(STANDING, stage_title="Ripe", light="green", grade="A1", persona="boss"),
    stages=(verdict("mql", "yes", chosen=True),),
)


def test_a_lead_is_told_from_who_it_is_to_what_comes_of_it() -> None:
    assert rendered(ALL).splitlines() == [
        "Anna Lee: CTO, Acme",
        "  contact 17, anna@acme.example",
        "  stage Ripe, lead score 60.0",
        "  grade A1, light green, persona boss",
        "  Our rules, as of 2026-11-01",
        "",
        "fit: 60.0",
        "  Near us    -5",
        "    yes: country = DE",
        "  points   = 60",
        "  60 of the 100 points that make 100: 60.0",
        "",
        "Stage: Ripe, the last of these that is true",
        "  mql: yes  <- here",
    ]


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (replace(ANNA, name=""), ["CTO: Acme", "  contact 17, anna@acme.example"]),
        (replace(ANNA, job_title="", company="", email=""), ["Anna Lee", "  contact 17"]),
        (Who("17", "", "", "", "a@x.example"), ["contact 17", "  a@x.example"]),
    ],
)
def test_who_is_hardly_known_has_an_id(who: Who, expected: list[str]) -> None:
    assert rendered(lead(who=who)).splitlines()[:2] == expected


def test_a_lead_in_the_data_only_by_its_id_has_one_line_for_that() -> None:
    lines = rendered(lead(who=Who("17", "", "", "", ""))).splitlines()
    assert lines[:2] == ["contact 17", "  stage Marketing qualified, lead score 60.0"]


def test_why_a_lead_is_disqualified_stands_at_the_top() -> None:
    out = replace(STANDING, stage_title="disqualified", disqualified_by="a", disqualified_because="A rival")
    lines = rendered(lead(standing=out)).splitlines()
    assert lines[2:4] == ["  stage disqualified, lead score 60.0", "  disqualified: A rival"]


def test_several_leads_stand_apart() -> None:
    text = rendered(lead(), lead(who=replace(ANNA, name="Ben")), width=40)
    assert f"\n\n{'-' * 40}\n\nBen: CTO, Acme\n" in text


def test_colours_change_nothing_that_is_said() -> None:
    coloured = rendered(ALL, colours=True)
    assert "\x1b[" in coloured
    plain = [line.rstrip() for line in ANSI.sub("", coloured).splitlines()]
    assert plain == rendered(ALL).splitlines()


def test_what_may_become_of_a_lead_stands_at_the_end() -> None:
    outlook = Outlook(AS_OF, "mql", "Ripe", (), Hold())
    text = rendered(replace(ALL, outlook=outlook))
    assert text.startswith(f"{rendered(ALL)}\n")
    assert text.splitlines()[-1] == "How long it holds: it stays Ripe (mql) as long as nothing happens"


def test_names_are_harmless() -> None:
    text = rendered(lead(who=Who(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)), width=300)
    assert text.replace("\n", "").isprintable()
    assert text.count(HARMLESS) == 4  # the address is the name, and told once


def test_our_own_words_need_no_more_than_ascii() -> None:
    assert rendered(ALL).isascii()


@pytest.mark.parametrize(
    ("following", "line"), [("paper", "  track basics, next: paper"), ("", "  track basics, finished")]
)
def test_the_track_of_a_lead_and_what_comes_next(following: str, line: str) -> None:
    on_track = replace(ALL, standing=replace(STANDING, nurture=OnTrack("basics", following)))
    assert rendered(on_track).splitlines()[3] == line
