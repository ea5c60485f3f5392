from __future__ import annotations

import pytest

from leadscore.rules.operators import MEANINGS
from leadscore.schema.operators import OPERATORS
from tests.cases.cases import FILES, Case, outcome, read_cases

CASES = [case for path in FILES for case in read_cases(path)]
NESTING = ("all", "any", "not")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case) -> None:
    assert outcome(case) == case.expect, f"{case}: {case.condition}"


def test_what_may_be_written_has_a_meaning() -> None:
    assert list(MEANINGS) == list(OPERATORS)


def test_every_operator_has_a_file_of_cases() -> None:
    assert {path.stem for path in FILES} == {*OPERATORS, *NESTING}


@pytest.mark.parametrize("operator", [*OPERATORS, *NESTING])
def test_cases_of_an_operator_use_it(operator: str) -> None:
    short = {"is": "value: ", "in": "["}.get(operator, f"{operator}: ")
    written = [case.condition for case in CASES if case.operator == operator and operator != "all"]
    assert [text for text in written if short not in text and f"{operator}: " not in text] == []


@pytest.mark.parametrize("operator", [*OPERATORS, *NESTING])
def test_cases_of_an_operator_have_every_outcome(operator: str) -> None:
    outcomes = {case.expect for case in CASES if case.operator == operator}
    assert outcomes == {"match", "no"} | ({"unknown"} if operator != "known" else set())
