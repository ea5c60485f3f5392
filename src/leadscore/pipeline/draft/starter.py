"""The starter rules as a file of one's own, with a comment on every section."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from leadscore.pipeline.draft.document import HOW_TO_READ, SCHEMA_LINE
from leadscore.pipeline.draft.engagement import Deed
from leadscore.pipeline.draft.examples import ExampleText, did, met
from leadscore.pipeline.draft.rule_text import Entry
from leadscore.pipeline.draft.sections import heading
from leadscore.pipeline.draft.yaml_text import comment
from leadscore.pipeline.starter import starter_text
from leadscore.results.draft import Draft
from leadscore.schema.load import parse_rules

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

__all__ = ["draft_starter"]

_INTRODUCTION: Final = (
    "The starter rules of leadscore, for you to change. They know no ideal customer, so they go by role, company size and"
    " behaviour. leadscore init contacts.csv drafts rules for an export instead, from what stands in it."
)
_TITLES: Final = {
    "sources": "Columns that an export may lack; remove a name once your export always has it",
    "personas": "Kinds of people: everybody gets the first one that matches, by words in the job title",
    "scores": "Scores from 0 to 100: who they are, what they do, both together",
    "grade": "Letters and lights, to see a lead at a glance",
    "stages": "The funnel: a lead is in the last stage that it enters",
    "handoff": "The lists, best leads first; `unless` holds back",
}
_SOURCES: Final = """\
sources:
  contacts: {optional: [job_title, employees, email, phone, lead_status, do_not_call]}
"""
_MAY_LACK: Final = "An export without activities or deals is scored with: leadscore score contacts.csv --without activities,deals"


def draft_starter(as_of: date, scratch: Path) -> Draft:
    """Return the starter rules as a file.

    Args:
        as_of: The day on which ages in its examples are counted.
        scratch: A folder for temporary files; the caller removes it.
    """
    examples = _examples(as_of)
    text = met(_text, examples, scratch)
    rules = parse_rules(text, "rules.yaml", None).rules
    return Draft(text, rules=sum(len(score.rules) for score in rules.ruled.values()), examples=len(examples))


def _text(examples: list[str]) -> str:
    lines = [
        SCHEMA_LINE,
        *comment(_INTRODUCTION),
        "#",
        *comment(HOW_TO_READ),
        *comment(_MAY_LACK),
        "",
        *_sections(),
        "",
        *heading("Examples that must hold: `leadscore test`"),
        "tests:",
        *examples,
    ]
    return "\n".join(lines) + "\n"


def _sections() -> Iterator[str]:
    """Yield the rules as they are shipped, each section below its title."""
    _, version, rules = starter_text().partition("version:")
    body = re.sub(r"^sources:\n(?: .*\n)+", _SOURCES, f"{version}{rules}", flags=re.MULTILINE)
    for line in body.rstrip("\n").split("\n"):
        title = _TITLES.get(line.partition(":")[0])
        if title is not None:
            yield from heading(title)
        yield line


def _examples(as_of: date) -> list[ExampleText]:
    person = Entry("contact", "{job_title: CEO, employees: 300, email: anna@acme.example}")
    student = Entry("contact", "{job_title: Student}")
    return [
        ExampleText(
            "A CEO who asks for a demo", as_of, (person, did([Deed("demo_request")], as_of, 2)), "total"
        ),
        ExampleText("A CEO who has done nothing yet", as_of, (person,), "fit"),
        ExampleText(
            "A student who reads a lot",
            as_of,
            (student, did([Deed("download")], as_of, 5)),
            "fit",
            at_least=False,
        ),
        ExampleText(
            "Whoever has bought is a customer",
            as_of,
            (Entry("deals", "[{stage: won}]"),),
            "total",
            at_least=False,
        ),
    ]
