from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from leadscore.errors import InputError, RulesError
from leadscore.schema.load import RulesFile, parse_rules
from leadscore.tables.contract import absent_columns, check_columns, check_contract, check_sources
from leadscore.tables.layout import lay_out
from tests.unit.exports import export

if TYPE_CHECKING:
    from collections.abc import Iterable

    from leadscore.errors import Problem
    from leadscore.schema.model import InputName
    from leadscore.tables.layout import Layout

RULES = """version: 1
sources: {contacts: {optional: [nps]}}
scores:
  fit:
    rules:
      - {id: size, band: employees, points: [{points: 1}]}
      - {id: fan, when: {nps: {above: 8}}, points: 1}
      - {id: visits, activity: visit, where: {url: /a}, points: 1}
      - {id: bought, when: {deals.won: {above: 0}}, points: 1}
      - {id: amount, when: {deals.amount_won: {above: 0}}, points: 1}
      - {id: sector, lookup: company.industry, points: {IT: 1}}
      - {id: mail, when: {free_mail: false}, points: 1}
      - {id: referred, when: {referrals: {above: 0}}, points: 1}
qualification: [{id: need, ask: Need, answered_by: need}]
"""
FULL = "contact_id,email,employees,referred_by,need"


def rules(text: str = RULES) -> RulesFile:
    return parse_rules(text, "rules.yaml", None)


def layouts(file: RulesFile, headers: dict[InputName, str]) -> dict[InputName, Layout]:
    return {
        name: lay_out(name, f"{name}.csv", tuple(header.split(",")), file.rules.source(name), ())
        for name, header in headers.items()
    }


def problems(
    headers: dict[InputName, str], without: Iterable[InputName] = (), text: str = RULES
) -> list[Problem]:
    try:
        check_contract(rules(text), layouts(rules(text), headers), tuple(without))
    except RulesError as error:
        return list(error.problems)
    return []


def told(found: list[Problem]) -> list[str]:
    return [f"{problem.line}: {problem.message}" for problem in found]


OTHERS: tuple[InputName, ...] = ("activities", "deals", "companies")


@pytest.mark.parametrize(
    ("name", "header", "missing"),
    [
        ("contacts", "nr,email", "contact_id"),
        ("activities", "contact_id,occurred_at", "type"),
        ("activities", "contact_id,type", "occurred_at"),
        ("activities", "type,occurred_at", "contact_id or email or contact_name"),
        ("deals", "contact_id", "stage or status"),
        ("deals", "stage", "contact_id or email or contact_name"),
        ("companies", "company", "company_id or domain"),
    ],
)
def test_columns_without_which_an_input_cannot_be_read(name: InputName, header: str, missing: str) -> None:
    with pytest.raises(InputError, match=rf"{name}\.csv has no column {missing}, which {name} need"):
        check_columns(export(header, name).layout)


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("contacts", "Contact ID"),
        ("activities", "email,type,occurred_at"),
        ("deals", "email,stage"),
        ("deals", "email,status"),
        ("companies", "domain"),
        ("companies", "company_id"),
    ],
)
def test_one_key_is_enough(name: InputName, header: str) -> None:
    check_columns(export(header, name).layout)


def test_the_error_shows_what_to_write_and_what_there_is() -> None:
    with pytest.raises(InputError) as error:
        check_columns(export("Kontakt Nr,email").layout)
    assert 'sources: {contacts: {columns: {contact_id: "…"}}}' in str(error.value)
    assert "contacts.csv has: email, kontakt_nr" in str(error.value)


def test_a_header_that_sources_name_must_exist() -> None:
    text = RULES.replace("{optional: [nps]}", "{columns: {contact_id: Nr, city: Ort, email: Mail}}")
    with pytest.raises(RulesError) as error:
        check_sources(rules(text), "contacts", "c.csv", ("Nr", "mail"))
    (problem,) = error.value.problems
    assert (problem.line, problem.column) == (2, text.splitlines()[1].index("city") + 1)
    assert (problem.message, problem.help) == ('c.csv has no column "Ort"', "it has: Nr, mail")


def test_headers_of_other_sources_are_theirs() -> None:
    text = RULES.replace("{contacts: {optional: [nps]}}", "{deals: {columns: {stage: Phase}}}")
    check_sources(rules(text), "contacts", "c.csv", ("contact_id",))


def test_everything_is_there() -> None:
    found = problems(
        {
            "contacts": FULL,
            "activities": "contact_id,type,occurred_at,url",
            "deals": "contact_id,stage,amount",
            "companies": "domain,industry",
        }
    )
    assert found == []


def test_inputs_that_are_neither_given_nor_meant_to_be_absent() -> None:
    assert told(problems({"contacts": FULL})) == [
        '8: rule "visits" reads activities, but no activities were given or found',
        '9: rule "bought" reads deals, but no deals were given or found',
        '11: rule "sector" reads companies, but no companies were given or found',
    ]


def test_the_place_is_that_of_the_key_that_needs_the_input() -> None:
    visits, *_ = problems({"contacts": FULL})
    line = RULES.splitlines()[visits.line - 1]
    assert line[visits.column - 1 :].startswith("activity: visit")
    assert visits.help == "give them with --activities FILE, or say --without activities if that is meant"


def test_inputs_may_be_meant_to_be_absent() -> None:
    assert problems({"contacts": FULL}, OTHERS) == []
    assert [problem.line for problem in problems({"contacts": FULL}, ("activities", "companies"))] == [9]


@pytest.mark.parametrize(
    ("column", "message"),
    [
        ("employees", '6: rule "size" reads "employees", but contacts.csv has no column "employees"'),
        ("email", '12: rule "mail" reads "free_mail", but contacts.csv has no column "email"'),
        (
            "referred_by",
            '13: rule "referred" reads "referrals", but contacts.csv has no column "referred_by"',
        ),
        ("need", '14: question "need" reads "need", but contacts.csv has no column "need"'),
    ],
)
def test_columns_of_contacts(column: str, message: str) -> None:
    header = ",".join(name for name in FULL.split(",") if name != column)
    assert told(problems({"contacts": header}, OTHERS)) == [message]


def test_columns_of_other_inputs() -> None:
    found = problems(
        {
            "contacts": FULL,
            "activities": "contact_id,type,occurred_at",
            "deals": "contact_id,stage",
            "companies": "domain",
        }
    )
    assert told(found) == [
        '8: rule "visits" reads "url", but activities.csv has no column "url"',
        '10: rule "amount" reads "deals.amount_won", but deals.csv has no column "amount"',
        '11: rule "sector" reads "company.industry", but companies.csv has no column "industry"',
    ]


def test_the_error_says_how_to_go_without_a_column() -> None:
    (problem,) = problems({"contacts": FULL.replace("employees", "employes")}, OTHERS)
    assert problem.help.startswith('did you mean "employes"? contacts.csv has: contact_id, email, employes')
    assert problem.help.endswith("if it may be absent, list it: sources: {contacts: {optional: [employees]}}")


def test_a_column_is_told_wherever_it_is_read() -> None:
    rule = "{id: a, when: {x: 1}, points: 1}"
    twice = "{id: b, when: {x: 1, not: {x: 2}}, points: 1}"
    text = f"version: 1\nscores: {{fit: {{rules: [{rule}, {twice}]}}}}"
    found = problems({"contacts": "contact_id"}, text=text)
    assert [problem.message.split(" reads ")[0] for problem in found] == ['rule "a"', 'rule "b"', 'rule "b"']


def test_absent_columns_name_the_layout() -> None:
    header = FULL.replace(",referred_by", "")
    (absent,) = absent_columns(rules().rules, layouts(rules(), {"contacts": header}))
    assert (absent.use.field, absent.column, absent.layout.input) == ("referrals", "referred_by", "contacts")


@pytest.mark.parametrize(
    ("test", "hint"),
    [
        ("freemail: false", "free_mail"),
        ("deals_won: 1", "deals.won"),
        ("fit: {at_least: 85}", "score.fit"),
        ("size: {at_least: 5}", "rule.size"),
        ("land: DE", "country"),
        ("branche: IT", "industry"),
        ("countri: DE", "country"),
    ],
)
def test_the_closest_field_is_told_whether_it_is_a_column_or_computed(test: str, hint: str) -> None:
    text = (
        "version: 1\nscores: {fit: {rules: [{id: size, when: {email: {known: true}}, points: 1}]}}\n"
        f"stages: [{{name: a}}, {{name: b, enter: {{{test}}}}}]"
    )
    (problem,) = problems({"contacts": "contact_id,email,country,industry"}, text=text)
    assert problem.help.startswith(f'did you mean "{hint}"? contacts.csv has: ')


def test_what_is_computed_later_or_of_another_input_is_not_meant() -> None:
    text = (
        "version: 1\nscores: {fit: {rules: [{id: size, when: {fit: 1}, points: 1},"
        " {id: log, activity: visit, where: {freemail: 1}, points: 1},"
        " {id: firm, when: {company.freemail: 1}, points: 1}]}}"
    )
    headers: dict[InputName, str] = {
        "contacts": "contact_id,email",
        "activities": "contact_id,type,occurred_at",
        "companies": "domain",
    }
    assert [problem.help.split(":")[0] for problem in problems(headers, text=text)] == [
        "contacts.csv has",
        "activities.csv has",
        "companies.csv has",
    ]
