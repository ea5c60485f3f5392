"""A folder with small exports and rules, as an analyst would have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

CONTACTS = """\
contact_id,email,first_name,country,employees
1,anna@acme.example,Anna,DE,300
2,ben@gmail.com,Ben,AT,12
3,eve@rival.example,Eve,CH,
"""
ACTIVITIES = """\
contact_id,type,occurred_at
1,demo_request,2026-10-30
2,page_view,2026-10-01 10:00
2,page_view,2026-10-20 23:30:00Z
"""
RULES = """\
version: 1
scores:
  fit:
    rules:
      - {id: big, label: Big company, when: {employees: {above: 100}}, points: 60}
      - {id: here, label: Near us, lookup: country, points: {DE: 40, AT: 20, default: 0}}
  engagement:
    rules:
      - {id: demo, label: Asked for a demo, activity: demo_request, points: 80}
      - {id: visit, label: Visited, activity: page_view, points: 5}
  total: {combine: {fit: 1, engagement: 1}}
stages:
  - {name: lead}
  - {name: mql, enter: {score.total: {at_least: 50}}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with contacts.csv, activities.csv and rules.yaml."""
    for name, text in (("contacts.csv", CONTACTS), ("activities.csv", ACTIVITIES), ("rules.yaml", RULES)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path
