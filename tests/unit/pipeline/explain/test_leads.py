"""Leads are explained in the order in which they were asked for, with what they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from leadscore.errors import InputError
from leadscore.pipeline import parts
from leadscore.pipeline.explain import explain_leads
from leadscore.pipeline.leads import Wanted
from leadscore.results.explanation import Who
from leadscore.results.nurture import OnTrack
from tests.unit.pipeline.explain.explained import explained, scored

if TYPE_CHECKING:
    from pathlib import Path

FIT = "scores: {fit: {rules: [{id: here, when: {country: DE}, points: 60}]}}\n"
THREE = "contact_id,country,email\n1,DE,a@x.example\n2,FR,\n3,DE,c@x.example\n"


def test_leads_come_in_the_order_in_which_they_were_asked_for(tmp_path: Path) -> None:
    found = explain_leads(
        scored(tmp_path, FIT, {"contacts": THREE}), [Wanted("c@x.example", "3"), Wanted("1", "1")]
    )
    assert [(one.asked, one.who.contact_id) for one in found.leads] == [("c@x.example", "3"), ("1", "1")]
    assert (found.rules, str(found.as_of)) == ("rules.yaml", "2026-11-01")


def test_rules_are_called_by_their_name_if_they_have_one(tmp_path: Path) -> None:
    run = scored(tmp_path, f"name: Ours\n{FIT}", {"contacts": THREE})
    assert explain_leads(run, [Wanted("1", "1")]).rules == "Ours"


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        (
            "first_name,last_name,company,job_title,email",
            "Ann,Lee,Acme,CTO,a@x.example",
            ("Ann Lee", "CTO", "Acme", "a@x.example"),
        ),
        ("first_name,last_name", ",Lee", ("Lee", "", "", "")),
        ("full_name", '"Lee, Ann"', ("Lee, Ann", "", "", "")),
        ("first_name,full_name", "Ann,Ann Lee", ("Ann", "", "", "")),
        ("job_title,company", "#N/A,(No value)", ("", "", "", "")),
        ("city", "Bonn", ("", "", "", "")),
    ],
)
def test_who_a_lead_is_as_far_as_it_is_known(
    tmp_path: Path, header: str, cells: str, expected: tuple[str, str, str, str]
) -> None:
    one = explained(tmp_path, FIT, f"contact_id,country,{header}\n1,DE,{cells}\n")[0]
    assert one.who == Who("1", *expected)


def test_a_contact_that_was_rejected_is_told_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "MOST_ACTIVITIES", 1)
    rules = "scores: {fit: {rules: [{id: v, activity: visit, points: 1}]}}\n"
    log = "contact_id,type,occurred_at\n1,visit,2026-10-30\n1,visit,2026-10-31\n"
    run = scored(tmp_path, rules, {"contacts": THREE, "activities": log})
    with pytest.raises(InputError, match="contact 1 was not scored: it has more than 900,000 activities"):
        explain_leads(run, [Wanted("1", "1")])


def test_a_contact_that_is_not_there_was_not_scored(tmp_path: Path) -> None:
    run = scored(tmp_path, FIT, {"contacts": THREE})
    with pytest.raises(InputError, match=r"contact 4 was not scored$"):
        explain_leads(run, [Wanted("4", "4")])


@pytest.mark.parametrize(("consent", "expected"), [("yes", OnTrack("basics", "paper")), ("no", None)])
def test_the_track_of_a_lead_and_what_comes_next(
    tmp_path: Path, consent: str, expected: OnTrack | None
) -> None:
    rules = f"{FIT}nurture: {{tracks: [{{name: basics, when: {{country: DE}}, content: [paper]}}]}}\n"
    one = explained(tmp_path, rules, f"contact_id,country,marketing_consent\n1,DE,{consent}\n")[0]
    assert one.standing.nurture == expected
