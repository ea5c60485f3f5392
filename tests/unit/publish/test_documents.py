from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal

from leadscore.publish import explanation_json, summary_json
from leadscore.results import ListSummary, TopLead
from leadscore.results.explanation import Explanation
from tests.unit.publish.runs import NOTHING
from tests.unit.report.explanations import ANNA, lead, rule, score

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


def test_amounts_of_an_explanation_are_numbers_with_the_digits_that_are_shown() -> None:
    shown = replace(lead(score(rule("Near us", "-20.125"), rule("Big", "7"))), who=ANNA)
    text = explanation_json(Explanation("Our rules", date(2026, 11, 1), (shown,)))
    assert '"points": -20.125,' in text
    assert '"points": 7,' in text
    assert '"shown": 60.0,' in text
    content = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    assert list(content) == ["rules", "as_of", "leads"]
    assert content["leads"][0]["scores"] == [json_ready(asdict(shown.scores[0]))]


def json_ready(value: object) -> object:
    """Return lists for tuples, as JSON has no others."""
    if isinstance(value, dict):
        return {key: json_ready(entry) for key, entry in value.items()}
    return [json_ready(entry) for entry in value] if isinstance(value, tuple) else value
