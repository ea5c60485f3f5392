"""What examples came to as JUnit XML, which build servers show."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from leadscore.report.examples import failure_lines
from leadscore.report.text import harmless

if TYPE_CHECKING:
    from leadscore.results.examples import ExampleReport, ExampleResult

__all__ = ["junit_xml"]

_NOT_IN_XML: Final = {0xFFFE: "<U+FFFE>", 0xFFFF: "<U+FFFF>"}
"""Characters that harmless text may have, and XML may not."""


def junit_xml(report: ExampleReport) -> str:
    """Return the report as XML: one suite, named like the rules file, with a case per example.

    The same examples give the same bytes: neither a time of day nor a duration is in it.
    """
    counts = {
        "tests": str(len(report.examples)),
        "failures": str(report.failed),
        "errors": "0",
        "skipped": "0",
    }
    root = Element("testsuites", counts)
    suite = SubElement(root, "testsuite", {"name": _text(report.rules), **counts})
    for one in report.examples:
        _add(suite, one)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _add(suite: Element, one: ExampleResult) -> None:
    about = {
        "classname": _text(PurePath(one.file).name),
        "name": _text(one.name),
        "file": _text(one.file),
        "line": str(one.line),
    }
    case = SubElement(suite, "testcase", about)
    if one.failure is not None:
        lines = [f"{_text(one.place)}, as of {one.as_of}", *failure_lines(one.failure)]
        failure = SubElement(case, "failure", {"message": f"{_text(one.name)} is not as expected"})
        failure.text = _allowed("\n".join(lines))


def _text(text: str) -> str:
    return _allowed(harmless(text))


def _allowed(text: str) -> str:
    return text.translate(_NOT_IN_XML)
