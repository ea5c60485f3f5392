"""What of an example takes no effect is told beside its failure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from leadscore.pipeline.examples import run_examples
from leadscore.schema.load import parse_rules

if TYPE_CHECKING:
    from pathlib import Path

RULES: Final = """\
version: 1
scores:
  fit:
    rules:
      - {id: size, band: employees, points: [{below: 100, points: 5}, {points: 20}]}
      - {id: revenue, when: {company.revenue: {above: 5}}, points: 10}
      - {id: optin, when: {newsletter: true}, points: 1}
      - {id: fresh, when: {created_at: {within_last: 9d}}, points: 1}
      - {id: own, when: {contact.score: {above: 5}}, points: 1}
      - {id: demo, activity: [Demo Request, call], points: 30, where: {minutes: {above: 3}}}
stages: [{name: lead}, {name: fan, enter: {activities.webinar: {above: 1}}}]
tests:
"""
OK: Final = "{type: call, minutes: 4, occurred_at: 2026-10-02}"


def idle(folder: Path, *examples: str) -> list[tuple[str, ...]]:
    """Run examples that are not met, and return what of them takes no effect."""
    entries = "".join(
        f"  - {{name: '{at}', as_of: 2026-11-01, {one}, expect: {{score.fit: {{above: 99}}}}}}\n"
        for at, one in enumerate(examples)
    )
    found = run_examples(parse_rules(RULES + entries, "rules.yaml", folder), (), folder)
    return [one.failure.idle for one in found.examples if one.failure is not None]


@pytest.mark.parametrize(
    ("example", "what"),
    [
        ("contact: {employees: many}", "employees: many cannot be read as a number, so it counts as missing"),
        ("company: {revenue: lots}", "revenue: lots cannot be read as a number, so it counts as missing"),
        (
            "contact: {newsletter: perhaps}",
            "newsletter: perhaps cannot be read as yes or no, so it counts as missing",
        ),
        ("contact: {created_at: once}", "created_at: once cannot be read as a date, so it counts as missing"),
        ("contact: {score: high}", "score: high cannot be read as a number, so it counts as missing"),
        (
            "activities: [{type: call, minutes: few, occurred_at: 2026-10-02}]",
            "entry 1 of activities, minutes: few cannot be read as a number, so it counts as missing",
        ),
        (
            f"activities: [{OK}, {{type: demo, occurred_at: 2026-10-02}}]",
            "entry 2 of activities, type demo: no rule counts activities of this type",
        ),
        (
            "activities: [{type: call, minutes: 4, occurred_at: 2026-11-02}]",
            "entry 1 of activities, call: it is later than as_of or only planned, so it is ignored",
        ),
    ],
)
def test_what_takes_no_effect_is_told(tmp_path: Path, example: str, what: str) -> None:
    assert idle(tmp_path, example) == [(what,)]


@pytest.mark.parametrize(
    "example",
    [
        "contact: {employees: 12, newsletter: true, created_at: 2026-10-30, score: 7}",
        "contact: {employees: ''}",
        f"activities: [{OK}, {{type: WEBINAR, occurred_at: 2026-10-02}}, {{type: demo request, occurred_at: 2026-10-02}}]",
        "company: {revenue: 7}",
    ],
)
def test_of_what_takes_effect_or_is_missing_nothing_is_told(tmp_path: Path, example: str) -> None:
    assert idle(tmp_path, example) == [()]


def test_each_example_is_told_its_own(tmp_path: Path) -> None:
    first, second, third = idle(tmp_path, *(f"contact: {{employees: {one}}}" for one in ("many", 12, "few")))
    assert (len(first), second, len(third)) == (1, (), 1)
    assert third[0].startswith("employees: few")
