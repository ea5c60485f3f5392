from __future__ import annotations

from typing import TYPE_CHECKING

from leadscore.pipeline.explain import explain_leads, with_outlooks
from leadscore.pipeline.leads import Wanted
from tests.unit.pipeline.explain.explained import ONE, scored

if TYPE_CHECKING:
    from pathlib import Path

RULES = """
scores: {fit: {rules: [{id: here, when: {country: DE}, points: 60}]}}
stages: [{name: lead}, {name: mql, enter: {score.fit: {at_least: 50}}}]
"""


def test_each_lead_gets_its_own_outlook(tmp_path: Path) -> None:
    run = scored(tmp_path, RULES, {"contacts": f"{ONE}2,FR,,\n"})
    found = explain_leads(run, [Wanted("2", "2"), Wanted("1", "1")])
    assert [one.outlook for one in found.leads] == [None, None]
    ahead = with_outlooks(found, run.session).leads
    assert [one.outlook.stage for one in ahead if one.outlook] == ["lead", "mql"]
