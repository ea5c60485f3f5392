"""JUnit XML that any reader takes: counts, places, and text that hides nothing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

import pytest

from leadscore.report.junit import junit_xml
from leadscore.results.conditions import TestedPart as Part  # a name that is not taken for a test
from leadscore.results.examples import ExampleReport, ExampleResult, Failure

if TYPE_CHECKING:
    from leadscore.results.examples import Outcome

FAILURE: Final = Failure(expected=(Part(0, "nps: {below: 3}", "5 & <6>", "no"),))


def example(
    outcome: Outcome = "passed",
    name: str = "Anna",
    file: str = "rules/rules.yaml",
    failure: Failure | None = None,
) -> ExampleResult:
    return ExampleResult(name, file, 7, 5, date(2026, 11, 1), outcome, failure)


def written(*examples: ExampleResult) -> str:
    outcomes: list[str] = [one.outcome for one in examples]
    passed, failed = map(outcomes.count, ("passed", "failed"))
    return junit_xml(ExampleReport("rules/rules.yaml", passed, failed, examples, ()))


def cases(*examples: ExampleResult) -> list[ET.Element]:
    return list(ET.fromstring(written(*examples)).iter("testcase"))  # noqa: S314 - written right here


def test_counts_stand_on_the_suite_and_above_it() -> None:
    text = written(example(), example(), example("failed", failure=FAILURE))
    root = ET.fromstring(text)  # noqa: S314 - written right here
    counts = {"tests": "3", "failures": "1", "errors": "0", "skipped": "0"}
    assert (root.tag, root.attrib) == ("testsuites", counts)
    assert [(one.tag, one.attrib) for one in root] == [("testsuite", {"name": "rules/rules.yaml", **counts})]
    assert [[part.tag for part in case] for case in root.iter("testcase")] == [[], [], ["failure"]]


def test_a_suite_may_be_empty() -> None:
    assert cases() == []


def test_a_case_says_where_it_stands() -> None:
    (case,) = cases(example(file="rules/more.test.yaml"))
    assert case.attrib == {
        "classname": "more.test.yaml",
        "name": "Anna",
        "file": "rules/more.test.yaml",
        "line": "7",
    }


def test_a_failure_has_the_lines_of_the_terminal() -> None:
    (case,) = cases(example("failed", failure=FAILURE))
    (failure,) = case
    assert failure.attrib == {"message": "Anna is not as expected"}
    assert failure.text == (
        "rules/rules.yaml:7:5, as of 2026-11-01\nexpected\n  nps: {below: 3}  is 5 & <6>  no"
    )


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("R&D <\"a\"> 'b' ]]>", "R&D <\"a\"> 'b' ]]>"),
        ("two\nlines\tand\rmore", "two␊lines␉and␍more"),
        ("\x00\x1b[31m\x7f\x9b", "␀␛[31m<U+007F><U+009B>"),
        ("\u202eturned", "<U+202E>turned"),
        ("\ud800", "<U+D800>"),
        ("\ufffe\uffff", "<U+FFFE><U+FFFF>"),
        ("Zoë 漢字 👩\u200d💻", "Zoë 漢字 👩\u200d💻"),
    ],
)
def test_any_text_can_be_read_back(name: str, read: str) -> None:
    failure = Failure(expected=(Part(0, name, name, "no"),), rejected=(name,), unread=(name,))
    (failed,) = cases(example("failed", name, f"{name}.yaml", failure))
    assert (failed.get("name"), failed.get("classname")) == (read, f"{read}.yaml")
    assert failed[0].get("message") == f"{read} is not as expected"
    assert (failed[0].text or "").split("\n") == [
        f"{read}.yaml:7:5, as of 2026-11-01",
        f"no run would accept {read}",
        f"nothing reads {read}",
        "expected",
        f"  {read}  is {read}  no",
    ]


def test_the_same_examples_give_the_same_bytes_in_utf_8() -> None:
    text = written(example("failed", "漢\ud800", failure=FAILURE))
    assert text == written(example("failed", "漢\ud800", failure=FAILURE))
    assert text.encode("utf-8").startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ')
    assert text.endswith("</testsuites>\n")
    assert "time" not in text
