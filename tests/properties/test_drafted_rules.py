"""Whatever stands in an export, what is drafted from it is a rules file that loads, holds and scores."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from leadscore.errors import InputError
from leadscore.pipeline import Inputs, Settings
from leadscore.pipeline.draft import draft_rules
from leadscore.pipeline.examples import run_examples
from leadscore.schema.inspection import inspect_text
from leadscore.schema.load import parse_rules

AS_OF = date(2026, 11, 1)
FEWER = settings(max_examples=settings().max_examples // 5)  # each is scored three times

hostile = st.text(
    st.one_of(
        st.sampled_from(":#'\"\\{}[],&*!|>%@`?-=+~<. \t\n\r\x07\x08\x1b\x85\xa0\u2028\u202e\ufeffİſßé"),
        st.characters(min_codepoint=1, exclude_categories=["Cs"]),
    ),
    max_size=12,
)
tempting = st.sampled_from(
    (
        *(
            "no",
            "NO",
            "yes",
            "true",
            "null",
            "~",
            "default",
            "Default",
            "any",
            "all",
            "not",
            "- a",
            "a: b",
            "a #b",
        ),
        *(
            "01067",
            "1e5",
            "0x1F",
            "1_000",
            "12:30",
            "2026-13-45",
            "2026-01-01",
            "<<",
            "*a",
            "&a",
            "!x",
            "%",
            "@x",
        ),
        *(
            "'",
            '"',
            "''",
            "\\",
            "x\ny: z",
            "}",
            "]",
            "{",
            "[",
            "a, b",
            "x" * 80,
            "İ",
            "ΟΔΟΣ",
            "Select",
            "unknown",
        ),
        *("CEO", "Student", "Leiter", "1.200", "1,200", "51-200", "3/4/2026", "50", "7", "120", "5000"),
        *("webinar", "email_sent", "demo", "open", "customer", "rejected", "working", "junk", "#!/bin/sh"),
    )
)
odd_headers = hostile | tempting
headers = st.sampled_from(
    (
        *("email", "E-Mail", "Email", "job_title", "industry", "country", "Country", "employees", "revenue"),
        *(
            "channel",
            "Lead Source",
            "lead_status",
            "do_not_call",
            "marketing_consent",
            "phone",
            "need",
            "budget",
        ),
        *("persona", "stage", "free_mail", "score", "rule", "lead_score", "Page Views", "id", "referred_by"),
        *(
            "Recent Conversion Date",
            "Anzahl Mitarbeiter",
            "Branche",
            "123",
            "1st choice",
            "İd",
            "größe",
            "Interest",
        ),
    )
)
numbers = st.sampled_from(
    ("7", "50", "120", "5000", "1.200", "1,200", "51-200", "0", "3/4/2026", "2026-10-01")
)
word = st.builds(
    "{}{}".format, st.sampled_from(("a", "no", "Ä", "x: ", "'", '"', "#", "- ", "İ")), hostile | tempting
)
pools = st.one_of(
    st.lists(hostile | tempting, min_size=1, max_size=4),
    st.lists(word, min_size=2, max_size=4),
    st.lists(numbers, min_size=2, max_size=8, unique=True),
    st.sampled_from(
        (["yes", "no"], ["1", "0"], ["CEO", "Student", "Manager"], ["a@gmail.com", "b@x.example"])
    ),
)


@st.composite
def exports(draw: st.DrawFn) -> list[list[str]]:
    """Return a table of contacts, of whose columns each goes through a few values again and again."""
    header = draw(st.lists(headers | odd_headers, min_size=1, max_size=7))
    columns = [draw(pools) for _ in header]
    rows = draw(st.integers(1, 24))
    cells = [[pool[row * step % len(pool)] for step, pool in enumerate(columns, 1)] for row in range(rows)]
    return [["contact_id", *header], *([f"c{row}", *those] for row, those in enumerate(cells))]


@st.composite
def logs(draw: st.DrawFn) -> list[list[str]]:
    """Return a log of activities of a few types."""
    known = st.sampled_from(
        ("demo", "webinar", "email_sent", "Öffnung", "page_view", "unsubscribed", "Telefonat")
    )
    types = draw(st.lists(known | word | tempting, min_size=1, max_size=6))
    days = ("2026-10-01", "2025-01-01", "2026-12-24", draw(st.sampled_from(("1.2.2026", "3/4/2026", "soon"))))
    urls = ("", "/pricing", "/jobs", "")
    rows = [["c0", types[row % len(types)], days[row % 4], urls[row // 2 % 4]] for row in range(12)]
    return [["contact_id", "type", "occurred_at", "url"], *rows]


def write(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows)
    return path


def switched_on(text: str, only: int) -> str:
    """Return the text with one of its switched-off lines on."""
    lines = text.split("\n")
    places = [place for place, line in enumerate(lines) if re.match(r" *#[-a-z]", line)]
    for place in places[only : only + 1]:
        lines[place] = lines[place].replace("#", "", 1)
    return "\n".join(lines)


@FEWER
@given(contacts=exports(), log=st.none() | logs())
def test_a_drafted_file_loads_and_its_examples_hold(
    contacts: list[list[str]], log: list[list[str]] | None
) -> None:
    with TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "scratch").mkdir()
        files = {"contacts": (write(place / "contacts.csv", contacts),)}
        if log is not None:
            files["activities"] = (write(place / "activities.csv", log),)
        try:
            draft = draft_rules(Inputs(files), Settings(AS_OF, place / "scratch"))  # type: ignore[arg-type]
        except InputError:
            return
        inspection = inspect_text(draft.text, "rules.yaml", None)
        assert [str(remark.problem) for remark in inspection.remarks] == []
        scratch = place / "examples"
        scratch.mkdir()
        report = run_examples(parse_rules(draft.text, "rules.yaml", None), (), scratch)
    assert report.failed == 0


@FEWER
@given(contacts=exports())
def test_every_switched_off_rule_may_be_switched_on(contacts: list[list[str]]) -> None:
    with TemporaryDirectory() as folder:
        place = Path(folder)
        try:
            draft = draft_rules(
                Inputs({"contacts": (write(place / "contacts.csv", contacts),)}), Settings(AS_OF, place)
            )
        except InputError:
            return
    count = len(re.findall(r"(?m)^ *#[-a-z]", draft.text))
    for number in range(count):
        on = switched_on(draft.text, number)
        assert [str(remark.problem) for remark in inspect_text(on, "rules.yaml", None).remarks] == []
