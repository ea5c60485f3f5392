from __future__ import annotations

import json
from dataclasses import asdict, replace

from leadscore.publish import summary_json
from leadscore.results import ListSummary, TopLead
from tests.unit.publish.runs import NOTHING

LEAD = TopLead(1, "7", "Zoë \u202eOlé\x9b", "", "60.0", "A1", "green", "Asked for a demo +40", "")


def test_summary_json_is_the_summary_in_its_order() -> None:
    summary = replace(NOTHING, lists=(ListSummary("mql", "handoff/mql.csv", 1, (LEAD,)),))
    content = json.loads(summary_json(summary))
    assert list(content) == list(asdict(summary))
    assert content["as_of"] == "2026-11-01"
    assert content["lists"][0]["top"] == [asdict(LEAD)]


def test_summary_json_is_readable_and_harmless_in_a_terminal() -> None:
    summary = replace(NOTHING, rules="Zoë \u202eOlé\x9b\x1b")
    lines = summary_json(summary).splitlines(keepends=True)
    assert lines[:2] == ["{\n", '  "rules": "Zoë \\u202eOlé\\u009b\\u001b",\n']
    assert lines[-1] == "}\n"
