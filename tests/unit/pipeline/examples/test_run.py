"""Examples run through the pipeline: what they come to, and that none has to do with another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from leadscore.errors import InputError, RulesError
from leadscore.pipeline.examples import run_examples
from leadscore.schema.example_files import parse_examples
from leadscore.schema.load import parse_rules

if TYPE_CHECKING:
    from pathlib import Path

    from leadscore.results.examples import ExampleReport, ExampleResult

RULES: Final = """\
version: 1
scores:
  total:
    rules:
      - {id: cto, label: Decides, when: {job_title: CTO}, points: 40}
      - {id: demo, label: Asked, activity: demo_request, points: 30, decay: {half_life: 30d}}
      - {id: trade, when: {company.industry: Software}, points: 10}
      - {id: size, band: employees, points: [{below: 100, points: 5}, {points: 20}]}
      - {id: fan, when: {referrals: {at_least: 1}}, points: 7}
disqualify: [{id: rival, when: {email_domain: rival.example}}]
lights: {green: {score.total: {at_least: 40}}}
stages: [{name: lead}, {name: mql, enter: {score.total: {at_least: 60}}}, {name: won, enter: {deals.won: {at_least: 1}}}]
"""


def report(folder: Path, *examples: str, rules: str = RULES, only: str = "") -> ExampleReport:
    """Run examples, each in YAML on one line; their names are the numbers from 1."""
    entries = "".join(
        f"  - {{name: '{at}', as_of: 2026-11-01, {one}}}\n" for at, one in enumerate(examples, 1)
    )
    return run_examples(parse_rules(f"{rules}tests:\n{entries}", "rules.yaml", folder), (), folder, only)


def only_one(folder: Path, example: str, rules: str = RULES) -> ExampleResult:
    return report(folder, example, rules=rules).examples[0]


def outcomes(found: ExampleReport) -> list[str]:
    return [one.outcome for one in found.examples]


@pytest.mark.parametrize(
    "example",
    [
        "contact: {job_title: cto}, expect: {score.total: {between: [40, 40]}, stage: lead}",
        "contact: {Job Title: CTO}, expect: {rule.cto: {above: 0}}",
        "activities: [{type: demo_request, occurred_at: 2026-11-01}], expect: {rule.demo: {at_least: 30}}",
        "company: {industry: Software}, expect: {score.total: {at_least: 10}}",
        "deals: [{stage: closed_won, amount: 5000}], expect: {stage: won, deals.amount_won: 5000}",
        "contact: {email: a@rival.example, job_title: CTO}, expect: {stage: disqualified, disqualified_by: rival, light: red}",
        "contact: {job_title: CTO}, expect: {reasons: {contains: decides +40}, light: green}",
        "contact: {employees: 99}, expect: {employees: {below: 100}, next_question: {known: false}}",
        "expect: {persona: {known: false}, referrals: 0, activities.page_view: 0}",
        "contact: {seen: 2026-10-30, optin: true}, expect: {seen: {within_last: 2d}, optin: true}",
    ],
)
def test_an_expectation_that_is_true_passes(tmp_path: Path, example: str) -> None:
    assert only_one(tmp_path, example).outcome == "passed"


@pytest.mark.parametrize(
    ("expect", "answer"),
    [("{stage: mql}", "no"), ("{nps: {above: 3}}", "unknown"), ("{not: {nps: 3}}", "unknown")],
)
def test_what_is_false_or_unknown_fails(tmp_path: Path, expect: str, answer: str) -> None:
    found = only_one(tmp_path, f"contact: {{job_title: CTO}}, expect: {expect}")
    assert found.outcome == "failed"
    assert found.failure is not None
    assert found.failure.expected[0].answer == answer


def test_a_failure_shows_what_the_stage_reads(tmp_path: Path) -> None:
    found = only_one(
        tmp_path,
        "contact: {job_title: CTO}, activities: [{type: demo_request, occurred_at: 2026-10-02}], expect: {stage: won}",
    )
    assert found.failure is not None
    assert [(one.what, one.answer) for one in found.failure.decisions] == [
        ("disqualification rival", "unknown"),
        ("stage mql", "no"),
        ("stage won", "no"),
    ]
    (score,) = found.failure.scores
    assert score.shown == "55.0"
    assert [(one.title, one.points, one.activities, one.before_decay) for one in score.rules] == [
        ("Decides", "+40", None, ""),
        ("Asked", "+15", 1, "+30"),
    ]
    assert score.silent == ("trade", "size", "fan")


OWNED: Final = (
    RULES
    + """
owners:
  - {owner: [anna, carl], when: {country: DE}, away: {anna: 2026-11-30}}
  - {owner: ben, unless: {country: FR}}
"""
)


@pytest.mark.parametrize(
    ("country", "owner", "demo", "expect"),
    [
        ("DE", "", True, "carl"),
        ("DE", "Anna", True, "anna"),
        ("AT", "", True, "ben"),
        ("AT", "zoe", True, "ben"),
        ("FR", "", True, "{known: false}"),
        ("DE", "", False, "{known: false}"),
    ],
)
def test_who_would_get_a_lead_that_comes_alone(
    tmp_path: Path, country: str, owner: str, demo: bool, expect: str
) -> None:
    asked = "activities: [{type: demo_request, occurred_at: 2026-11-01}], " if demo else ""
    contact = f"contact: {{job_title: CTO, country: {country}, owner: '{owner}'}}"
    found = only_one(tmp_path, f"{contact}, {asked}expect: {{owner: {expect}}}", OWNED)
    assert found.outcome == "passed"


def test_a_failure_shows_which_entry_of_owners_would_match(tmp_path: Path) -> None:
    found = only_one(tmp_path, "contact: {country: DE}, expect: {owner: anna}", OWNED)
    assert found.failure is not None
    assert [(one.what, one.answer) for one in found.failure.decisions] == [
        ("entry 1 of owners", "yes"),
        ("entry 2 of owners", "yes"),
    ]


NURTURED: Final = (
    RULES
    + """
nurture:
  tracks:
    - {name: deciders, when: {job_title: CTO}, unless: {stage: mql}, content: [Guide, Prices]}
    - {name: others, when: {score.total: {below: 40}}, content: [Story]}
"""
)


@pytest.mark.parametrize("field", ["track: deciders", "next_content: Guide"])
def test_a_failure_shows_what_decides_the_track(tmp_path: Path, field: str) -> None:
    found = only_one(tmp_path, f"contact: {{marketing_consent: true}}, expect: {{{field}}}", NURTURED)
    assert found.failure is not None
    assert [(one.what, one.answer) for one in found.failure.decisions] == [
        ("disqualification rival", "unknown"),
        ("consent of nurture", "yes"),
        ("track deciders", "unknown"),
        ("track others", "yes"),
    ]


REMEMBERING: Final = RULES.replace(
    "{name: mql, enter", "{name: mql, stay: {score.total: {at_least: 30}}, min_days: 14, enter"
)


@pytest.mark.parametrize(
    ("example", "stage"),
    [
        ("contact: {job_title: CTO}, was: mql", "mql"),
        ("contact: {job_title: CTO}", "lead"),
        ("contact: {job_title: clerk}, was: mql", "lead"),
        ("contact: {job_title: clerk}, was: mql, since: 2026-10-20", "mql"),
        ("contact: {job_title: clerk}, was: mql, since: 2026-10-10", "lead"),
    ],
)
def test_where_a_contact_was_has_its_say(tmp_path: Path, example: str, stage: str) -> None:
    found = report(
        tmp_path, f"{example}, expect: {{stage: {stage}}}", "expect: {stage: lead}", rules=REMEMBERING
    )
    assert outcomes(found) == ["passed", "passed"]


def test_rows_that_a_run_rejects_fail_the_example(tmp_path: Path) -> None:
    found = only_one(tmp_path, "activities: [{type: visit, occurred_at: soon}], expect: {stage: lead}")
    assert found.outcome == "failed"
    assert found.failure is not None
    assert len(found.failure.rejected) == 1


def test_cells_that_nothing_reads_are_told(tmp_path: Path) -> None:
    found = only_one(tmp_path, "contact: {contry: DE}, expect: {rule.cto: {above: 0}}")
    assert found.failure is not None
    assert found.failure.unread == ("contact: contry",)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("contact: {contact_id: K1, job_title: CTO}, expect: {rule.cto: {above: 0}}",) * 2,
        (
            "contact: {email: a@acme.example}, company: {industry: Software, domain: acme.example}, expect: {rule.trade: {above: 0}}",
            "contact: {email: a@acme.example}, expect: {rule.trade: {at_most: 0}}",
        ),
        (
            "contact: {company_id: A}, company: {industry: Software}, expect: {rule.trade: {above: 0}}",
            "contact: {company_id: A}, company: {industry: Retail}, expect: {rule.trade: {at_most: 0}}",
        ),
        (
            "contact: {contact_id: K1}, expect: {referrals: 0}",
            "contact: {referred_by: K1}, expect: {referrals: 0}",
        ),
        (
            "contact: {email: A@acme.example}, expect: {referrals: 0}",
            "contact: {referred_by: a@acme.example}, expect: {referrals: 0}",
        ),
        ("activities: [{activity_id: 1, type: demo_request, occurred_at: 2026-11-01}], expect: {rule.demo: {above: 0}}",) * 2,
        ("deals: [{deal_id: 1, stage: won}], expect: {deals.won: 1}",) * 2,
        (
            "contact: {employees: '1,5'}, expect: {employees: {between: [1.5, 1.5]}}",
            "contact: {employees: '1.5'}, expect: {employees: {between: [1.5, 1.5]}}",
        ),
        (
            "contact: {seen: 25/10/2026}, expect: {seen: 2026-10-25}",
            "contact: {seen: 10/25/2026}, expect: {seen: 2026-10-25}",
        ),
        (
            "contact: {Job Title: CTO}, expect: {rule.cto: {above: 0}}",
            "contact: {job_title: CTO, Place: 7}, expect: {rule.cto: {above: 0}}",
        ),
    ],
)  # fmt: skip
def test_examples_have_nothing_to_do_with_each_other(tmp_path: Path, first: str, second: str) -> None:
    for folder, examples in (("a", (first, second)), ("b", (second, first))):
        (tmp_path / folder).mkdir()
        assert outcomes(report(tmp_path / folder, *examples)) == ["passed", "passed"]


def test_headers_of_their_own_are_known_by_both_names(tmp_path: Path) -> None:
    rules = RULES.replace(
        "scores:", "sources: {contacts: {columns: {job_title: Funktion}, missing: [unbekannt]}}\nscores:", 1
    )
    found = report(
        tmp_path,
        "contact: {Funktion: CTO}, expect: {rule.cto: {above: 0}}",
        "contact: {job_title: CTO}, expect: {rule.cto: {above: 0}}",
        "contact: {Funktion: unbekannt}, expect: {job_title: {known: false}}",
        rules=rules,
    )
    assert outcomes(found) == ["passed"] * 3


def test_each_day_is_a_run_of_its_own(tmp_path: Path) -> None:
    text = (
        "tests:\n"
        "  - {name: new, as_of: 2026-11-01, activities: [{type: demo_request, occurred_at: 2026-11-01}], expect: {rule.demo: {at_least: 30}}}\n"
        "  - {name: old, as_of: 2026-12-01, activities: [{type: demo_request, occurred_at: 2026-11-01}], expect: {rule.demo: {between: [15, 15]}}}\n"
        "  - {name: before, as_of: 2026-10-31, activities: [{type: demo_request, occurred_at: 2026-11-01}], expect: {rule.demo: {at_most: 0}}}\n"
    )
    found = run_examples(parse_rules(RULES + text, "rules.yaml", tmp_path), (), tmp_path)
    assert outcomes(found) == ["passed"] * 3


def test_files_of_examples_have_places_of_their_own(tmp_path: Path) -> None:
    file = parse_rules(RULES, "rules.yaml", tmp_path)
    text = "tests:\n  - name: in a file\n    as_of: 2026-11-01\n    expect: {stage: mql}\n"
    found = run_examples(file, (parse_examples(text, "more.test.yaml", tmp_path, file),), tmp_path)
    assert [one.place for one in found.examples] == ["more.test.yaml:2:5"]
    assert found.coverage[0].untouched[0].place == "rules.yaml:5:9"


def test_only_runs_examples_by_part_of_their_names(tmp_path: Path) -> None:
    found = report(tmp_path, "expect: {stage: lead}", "expect: {stage: mql}", only="2")
    assert [one.name for one in found.examples] == ["2"]


def test_coverage_counts_what_examples_touch(tmp_path: Path) -> None:
    found = report(tmp_path, "contact: {job_title: CTO, employees: 5}, expect: {stage: lead}")
    assert [(one.kind, one.touched, one.total) for one in found.coverage] == [
        ("rules", 2, 5),
        ("stages", 1, 3),
        ("disqualifications", 0, 1),
    ]
    assert [one.name for one in found.coverage[0].untouched] == ["demo", "trade", "fan"]


def test_two_cells_that_could_be_one_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(
        RulesError, match=r'"job_title" and "Position" of an example are both called job_title'
    ):
        only_one(tmp_path, "contact: {job_title: CTO, Position: CEO}, expect: {stage: lead}")


def test_a_date_that_can_be_read_in_two_ways_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r'rules.yaml:14:5: example "1": .*two ways'):
        only_one(tmp_path, "contact: {seen: 03/04/2026}, expect: {seen: 2026-04-03}")


@pytest.mark.parametrize(
    ("deal", "won"), [("{ablauf: Auftrag}", 1), ("{ablauf: won}", 0), ("{ablauf: Auftrag, stage: lost}", 1)]
)
def test_a_deal_is_read_by_the_words_and_the_column_of_the_rules(tmp_path: Path, deal: str, won: int) -> None:
    rules = f"{RULES}deals: {{column: ablauf, won: [Auftrag]}}\n"
    example = f"deals: [{deal}], expect: {{deals.won: {won}}}"
    assert only_one(tmp_path, example, rules).outcome == "passed"
