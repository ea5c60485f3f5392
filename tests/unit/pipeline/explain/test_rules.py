"""What stands behind the points of rules on the contact and on silence, and why others give nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from leadscore.results.explanation import Reading
from tests.unit.pipeline.explain.explained import ONE, numbers, rule

if TYPE_CHECKING:
    from pathlib import Path

NOBODY = "contact_id,country,employees,job_title\n1,,many,#N/A\n"


@pytest.mark.parametrize(
    ("text", "kind", "answer", "reads", "points"),
    [
        ("when: {country: DE}, points: 5", "when", "yes", {"country": "DE"}, 5),
        ("when: {country: FR}, points: 5", "when", "no", {"country": "DE"}, 0),
        (
            "when: {any: [{country: FR}, {employees: {above: 9}}]}, points: -5",
            "when",
            "yes",
            {"country": "DE", "employees": "300"},
            -5,
        ),
        (
            "band: employees, points: [{below: 9, points: 1}, {points: 2.5}]",
            "band",
            "yes",
            {"employees": "300"},
            2.5,
        ),
        ("lookup: country, points: {DE: 3}", "lookup", "yes", {"country": "DE"}, 3),
        ("lookup: country, points: {FR: 3}", "lookup", "yes", {"country": "DE"}, 0),
        ("lookup: country, points: {FR: 3, default: 1}", "lookup", "yes", {"country": "DE"}, 1),
    ],
)
def test_what_a_rule_reads_is_told_whatever_it_gives(  # noqa: PLR0913, PLR0917 - a table
    tmp_path: Path, text: str, kind: str, answer: str, reads: dict[str, str], points: float
) -> None:
    found = rule(tmp_path, f"{{id: r, {text}}}")
    assert (found.kind, found.answer) == (kind, answer)
    assert found.reads == tuple(Reading(*one) for one in reads.items())
    assert numbers(found.before, found.points) == [f"{points}"] * 2
    assert found.gave == bool(points)
    assert (found.missing, found.why, found.activities) == ((), "", None)


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("when: {country: DE}, points: 5", {"country": None}),
        ("band: employees, points: [{points: 2}]", {"employees": "many"}),
        ("lookup: job_title, points: {CTO: 3}", {"job_title": "#N/A"}),
    ],
)
@pytest.mark.parametrize("unknown", [0, 4.5])
def test_what_is_unknown_is_told_with_the_field_that_leaves_it_open(
    tmp_path: Path, text: str, reads: dict[str, str | None], unknown: float
) -> None:
    found = rule(tmp_path, f"{{id: r, {text}, unknown: {unknown}}}", NOBODY)
    assert (found.answer, float(found.points)) == ("unknown", unknown)
    assert found.reads == tuple(Reading(*one) for one in reads.items())
    assert found.missing == tuple(reads)


def test_only_the_fields_that_leave_a_condition_open_are_missing(tmp_path: Path) -> None:
    text = "when: {employees: {known: true}, country: DE, job_title: {known: false}, city: Bonn}"
    found = rule(
        tmp_path, f"{{id: r, {text}, points: 1}}", "contact_id,country,employees,job_title,city\n1,,9,,\n"
    )
    assert found.missing == ("country", "city")
    assert [part.answer for part in found.parts] == ["yes", "unknown", "yes", "unknown"]


def test_a_rule_has_its_label_or_else_its_id(tmp_path: Path) -> None:
    assert rule(tmp_path, "{id: r, label: Near us, when: {country: DE}, points: 1}").title == "Near us"
    assert rule(tmp_path, "{id: r, when: {country: DE}, points: 1}").title == "r"


@pytest.mark.parametrize(
    ("log", "points", "why"),
    [
        ("1,visit,2026-10-01,\n", -5, "the newest activity is 31 days old, which is more than 30"),
        ("1,visit,2026-10-02,\n", 0, "the newest activity is 30 days old, and quiet begins after 30"),
        ("1,visit,2026-10-31,\n", 0, "the newest activity is 1 day old, and quiet begins after 30"),
        ("1,mail,2026-10-31,\n", 0, "no activity that counts, so never active"),
        ("", 0, "no activity that counts, so never active"),
    ],
)
def test_silence_is_told_by_the_newest_activity(tmp_path: Path, log: str, points: int, why: str) -> None:
    found = rule(tmp_path, "{id: r, quiet_for: 30d, except: mail, points: -5}", ONE, log)
    assert (found.kind, found.why, found.answer) == ("quiet_for", why, None)
    assert numbers(found.points) == [f"{points}"]


def test_what_decay_and_a_limit_take_is_told_apart(tmp_path: Path) -> None:
    text = "{id: r, activity: visit, points: 10, max: 12, decay: {half_life: 30d}}"
    found = rule(tmp_path, text, ONE, "1,visit,2026-10-02,\n" * 3)
    amounts = numbers(found.before, found.lost_to_decay, found.lost_to_cap, found.points)
    assert (amounts, found.lost) == (["30", "15", "3", "12"], True)


@pytest.mark.parametrize(
    ("below", "why"),
    [
        ("300", "employees = 300, above the last band, which ends below 300"),
        ("300.5", ""),
    ],
)
def test_a_value_above_all_bands_is_told(tmp_path: Path, below: str, why: str) -> None:
    found = rule(tmp_path, f"{{id: r, band: employees, points: [{{below: {below}, points: 2}}]}}")
    assert (found.why, found.gave, found.missing) == (why, not why, ())
    unknown = rule(tmp_path, f"{{id: r, band: employees, points: [{{below: {below}, points: 2}}]}}", NOBODY)
    assert (unknown.why, unknown.answer) == ("", "unknown")
