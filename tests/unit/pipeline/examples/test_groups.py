"""Which examples are scored together, and what keeps two of them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from leadscore.pipeline.examples.groups import group_cases
from leadscore.pipeline.examples.rows import Rower
from leadscore.pipeline.examples.tables import rules_with_expectations
from leadscore.schema.load import parse_rules

if TYPE_CHECKING:
    from pathlib import Path

RULES: Final = """\
version: 1
{sources}
scores:
  fit:
    rules:
      - {{id: size, when: {{employees: {{above: 10}}}}, points: 1}}
      - {{id: seen, when: {{seen: {{within_last: 30d}}}}, points: 1}}
      - {{id: trade, when: {{company.industry: Software}}, points: 1}}
stages: [{{name: lead}}]
tests:
"""


def groups(folder: Path, *examples: str, sources: str = "") -> list[list[int]]:
    """Return which of the examples are scored together, by their numbers from 1."""
    entries = "".join(
        f"  - {{name: '{at}', {one if 'as_of' in one else f'as_of: 2026-11-01, {one}'}, expect: {{stage: lead}}}}\n"
        for at, one in enumerate(examples, 1)
    )
    file = parse_rules(RULES.format(sources=sources) + entries, "rules.yaml", folder)
    rules = rules_with_expectations(file, (file,)).rules
    rower = Rower(rules)
    cases = [rower.case(number, file, number) for number in range(len(examples))]
    return [[int(case.example.name) for case in group] for group in group_cases(cases, rules)]


def test_examples_of_one_day_are_scored_together(tmp_path: Path) -> None:
    assert groups(
        tmp_path,
        "as_of: 2026-11-01, contact: {employees: 5}",
        "as_of: 2026-12-01, contact: {employees: 5}",
        "as_of: 2026-11-01, contact: {employees: 1.5, seen: 2026-10-30}",
    ) == [[1, 3], [2]]


def test_without_examples_there_is_nothing_to_score(tmp_path: Path) -> None:
    file = parse_rules(RULES.format(sources="").removesuffix("tests:\n"), "rules.yaml", tmp_path)
    assert group_cases([], file.rules) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("contact: {contact_id: K1}", "contact: {contact_id: ' K1'}"),
        ("contact: {contact_id: K1}", "contact: {referred_by: k1}"),
        ("contact: {email: a@acme.example}", "contact: {referred_by: ' A@acme.example '}"),
        ("activities: [{type: x, activity_id: 1}]", "activities: [{type: y, activity_id: 1}]"),
        ("deals: [{stage: won, deal_id: 1}]", "deals: [{stage: won, deal_id: 1}]"),
        ("contact: {company_id: A}", "company: {company_id: A, industry: Software}"),
        ("contact: {email: a@acme.example}", "company: {domain: 'https://WWW.acme.example/about'}"),
        ("company: {domain: acme.example}", "company: {domain: www.acme.example}"),
    ],
)
def test_examples_that_would_find_each_other_are_kept_apart(tmp_path: Path, first: str, second: str) -> None:
    assert groups(tmp_path, first, second) == [[1], [2]]
    assert groups(tmp_path, second, first) == [[1], [2]]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("contact: {email: a@acme.example}", "contact: {email: a@acme.example}"),
        ("contact: {company_id: A}", "contact: {company_id: A}"),
        ("contact: {contact_id: '1'}", "company: {company_id: '1'}"),
        ("deals: [{stage: won, deal_id: 1}]", "activities: [{type: x, activity_id: 1}]"),
        ("contact: {employees: 5}", "contact: {employees: 1.5}"),
        ("contact: {seen: 2026-10-30}", "contact: {seen: 2026-01-02}"),
        ("contact: {seen: 2026-10-30}", "contact: {seen: 30.10.2026}"),
        ("contact: {note: '1,5'}", "contact: {note: 30/12/2025}"),
    ],
)
def test_examples_that_have_nothing_to_do_with_each_other_are_not(
    tmp_path: Path, first: str, second: str
) -> None:
    assert groups(tmp_path, first, second) == [[1, 2]]


@pytest.mark.parametrize(
    "cell",
    [
        "contact: {employees: '1,5'}",
        "contact: {seen: 25/10/2026}",
        "contact: {seen: 03/04/2026}",
        "deals: [{stage: won, amount: '1.234,50'}]",
        "deals: [{stage: won, created_at: 25/10/2026}]",
        "activities: [{type: x, occurred_at: 10/25/2026}]",
    ],
)
def test_a_cell_that_says_how_its_column_is_written_is_read_alone(tmp_path: Path, cell: str) -> None:
    assert sorted(groups(tmp_path, "contact: {employees: 5}", cell, "contact: {employees: 6}")) == [
        [1, 3],
        [2],
    ]


def test_a_file_with_decimal_commas_reads_a_point_alone(tmp_path: Path) -> None:
    sources = "sources: {contacts: {decimal: ','}}"
    found = groups(tmp_path, "contact: {employees: 5}", "contact: {employees: '1.500'}", sources=sources)
    assert found == [[1], [2]]


def test_the_third_may_go_with_the_first_where_the_second_may_not(tmp_path: Path) -> None:
    same, other = "contact: {contact_id: K1}", "contact: {contact_id: K2}"
    assert groups(tmp_path, same, same, other, same) == [[1, 3], [2], [4]]


@pytest.mark.parametrize(
    ("looks", "expected"), [("fit", [[1, 2, 3, 4]]), ("company.engagement", [[1, 3], [2, 4]])]
)
def test_colleagues_are_scored_apart_where_the_rules_look_at_them(
    looks: str, expected: list[list[int]], tmp_path: Path
) -> None:
    field = looks if "." in looks else f"score.{looks}"
    sources = f"handoff: [{{list: x, stage: lead, when: {{{field}: {{at_least: 1}}}}}}]"
    contacts = ("{email: a@x.de}", "{email: b@X.de}", "{company_id: K1}", "{company_id: K1}")
    assert groups(tmp_path, *(f"contact: {one}" for one in contacts), sources=sources) == expected
