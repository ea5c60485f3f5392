from __future__ import annotations

from datetime import date
from io import StringIO

from rich.console import Console

from leadscore.report.draft import render_draft
from leadscore.results.draft import Draft, DraftReport, InputCount, StageShare

DRAFT = Draft(
    "version: 1\n",
    (InputCount("contacts", ("contacts.csv",), 1500),),
    rules=3,
    offered=2,
    examples=1,
    stages=(StageShare("Lead", 1200, 80.0), StageShare("Marketing qualified", 300, 20.0)),
    as_of=date(2026, 10, 1),
    remarks=("contacts: the numbers can be read in two ways",),
)
SHOWN = """\
my.yaml: 3 rules, 2 more switched off, 1 example
  contacts  1,500  contacts.csv

By these rules, as of 2026-10-01
  Lead                 1,200  80.0 %
  Marketing qualified    300  20.0 %
  the newest activity is of that day

Look at this
  - contacts: the numbers can be read in two ways

Next
  leadscore check my.yaml
    is it right
"""


def rendered(report: DraftReport) -> str:
    text = StringIO()
    render_draft(report, Console(file=text, width=80))
    return text.getvalue()


def test_it_shows_what_was_found_assumed_and_comes_next() -> None:
    report = DraftReport(DRAFT, "my.yaml", (("leadscore check my.yaml", "is it right"),))
    assert rendered(report) == SHOWN


def test_a_long_command_stays_in_one_piece() -> None:
    command = f"leadscore score {'x' * 120}.csv"
    assert f"  {command}\n" in rendered(DraftReport(DRAFT, "my.yaml", ((command, "score"),)))


def test_printed_starter_rules_are_said_to_be_that() -> None:
    shown = rendered(DraftReport(Draft("", rules=14, examples=4), "", ()))
    assert shown == (
        "The rules: 14 rules, 4 examples\n"
        "  the starter rules; leadscore init contacts.csv drafts rules for an export\n"
    )
