"""What a run leaves to be compared with."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from leadscore.pipeline import Inputs, Settings, score_inputs
from leadscore.pipeline.measures import Column, Log, Measures, Moves, Points, read_measures
from leadscore.pipeline.past import Past
from leadscore.schema.load import parse_rules

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

RULES = """\
version: 1
sources: {contacts: {columns: {country: Where}, missing: [unbekannt, größe]}}
scores:
  fit: {rules: [{id: near, lookup: country, points: {DE: 30.5, FR: -1, default: 0}}, {id: big, when: {size: {above: 9}}, points: 20}]}
  deed: {rules: [{id: seen, activity: view, where: {url: {contains: p}, rank: {above: 1}}, points: 5}]}
  total: {combine: {fit: 1, deed: 1}}
"""
CONTACTS = """\
contact_id,Where,Size,Size,
1,DE,10,,x
2, unbekannt ,Größe,(No value),
3,FR,5,#N/A,\u00a0
4,DE,,,
"""
ACTIVITIES = """\
contact_id,type,occurred_at,url,rank,other
1,view,2026-10-30,/p,2,
9,view,2026-10-30,,x,
2,view,2026-10-30,/p,,
"""


def measured(folder: Path, past: Past) -> Mapping[str, Any]:
    (folder / "contacts.csv").write_text(CONTACTS.replace("Size,Size", "Size,Other"), encoding="utf-8")
    (folder / "activities.csv").write_text(ACTIVITIES, encoding="utf-8")
    files = {
        "contacts": (folder / "contacts.csv",),
        "activities": (folder / "activities.csv",),
    }
    settings = Settings(date(2026, 11, 1), folder, past=past)
    run = score_inputs(Inputs(files), parse_rules(RULES, "rules.yaml", folder), settings)  # type: ignore[arg-type]
    assert run.leaves is not None
    return run.leaves.counts


def test_everything_is_measured_and_survives_json(tmp_path: Path) -> None:
    counts = measured(tmp_path, Past())
    found = read_measures(json.loads(json.dumps(counts)))
    assert found == Measures(
        contacts=4,
        activities=Log(3, 1),
        moves=Moves(0, 0),
        columns=(
            Column("contacts", "contact_id", "contact_id", 4, 4),
            Column("contacts", "country", "Where", 3, 4),
            Column("contacts", "size", "Size", 2, 4),
            Column("contacts", "other", "Other", 0, 4),
            Column("contacts", "", "", 1, 4),
            Column("activities", "rank", "rank", 1, 3),
            Column("activities", "url", "url", 2, 3),
        ),
        scores={"fit": {0: 2, 30: 1, 50: 1}, "deed": {0: 3, 5: 1}, "total": {0: 2, 15: 1, 27: 1}},
        rules={"near": Points(3, 60_000), "big": Points(1, 20_000), "seen": Points(1, 5_000)},
    )


def test_those_that_were_known_and_moved_are_counted(tmp_path: Path) -> None:
    counts = measured(tmp_path, Past())
    assert counts["measures"]["moves"] == {"known": 0, "moved": 0}
    settings = Past()
    state = settings.state.clear()
    rows = [{"contact_id": "1", "stage": "lead"}, {"contact_id": "2", "stage": "mql"}, {"contact_id": "8"}]
    known = pl.from_dicts(rows, schema=state.schema)
    again = measured(tmp_path, replace(settings, state=known))
    assert again["measures"]["moves"] == {"known": 2, "moved": 1}


def test_a_run_that_left_none_has_nothing_to_compare_with() -> None:
    assert read_measures({}) is None
    assert read_measures({"measures": {"contacts": "many"}}) is None
