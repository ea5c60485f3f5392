"""A wide export, with activities as columns of contacts, gives what the equal long one does."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadscore.errors import RulesError
from leadscore.pipeline import parts
from leadscore.results import Accounting
from tests.unit.pipeline.runs import account, column, run
from tests.written import tables_of

if TYPE_CHECKING:
    from leadscore.pipeline import Run
    from tests.unit.pipeline.runs import Texts

AS_OF: Final = date(2026, 11, 1)
RULES: Final = """version: 1
{sources}
scores:
  engagement:
    decay: {{half_life: 30d}}
    rules:
      - {{id: click, activity: email_click, points: 7}}
      - {{id: days, activity: [email_click, page_view], count: per_day, points: 3}}
      - {{id: once, activity: page_view, count: once, within_last: 90d, points: 20}}
      - {{id: url, activity: page_view, where: {{url: {{contains: pricing}}}}, points: 40, decay: none}}
      - {{id: other, activity: page_view, where: {{url: {{known: false}}}}, points: 1, decay: none}}
      - {{id: late, activity: page_view, where: {{occurred_at: {{after: 2026-10-01}}}}, points: 2}}
      - {{id: quiet, quiet_for: 30d, except: [form], points: -5}}
      - {{id: many, when: {{activities.form: {{at_least: 1}}, last_activity_days: {{at_most: 60}}}}, points: 11}}
stages: [{{name: mql, enter: {{score.engagement: {{above: 0}}}}}}]
"""
COLUMNS: Final = {
    "Last marketing email click date": "email_click",
    "Recent visit": "page_view",
    "First visit": "page_view",
    "Form": "Form",
}
EVENTS: Final = "events: {last_marketing_email_click_date: email_click, recent_visit: page_view, first_visit: page_view, form: Form}"
WIDE: Final = RULES.format(sources=f"sources: {{contacts: {{{EVENTS}}}}}")
LONG: Final = RULES.format(sources="")
CLICKS: Final = (
    "version: 1\nsources: {contacts: {%s}}\nscores: {fit: {rules: [{id: a, activity: click, points: 10}]}}\n"
)
LAST_CLICK: Final = CLICKS % "events: {last_click: click}"

days: Final = st.integers(-3, 400).map(lambda age: (AS_OF - timedelta(days=age)).isoformat())
cells: Final = st.lists(st.sampled_from(["", "soon"]) | days, min_size=4, max_size=4)
logs: Final = st.lists(st.tuples(st.integers(0, 4), st.sampled_from(["page_view", "form"]), days))


def csv(*rows: tuple[object, ...]) -> str:
    return "".join(",".join(map(str, row)) + "\n" for row in rows)


def outcome(texts: Texts, rules: str) -> Run:
    with TemporaryDirectory() as folder:
        return run(Path(folder), texts, rules)


@given(st.lists(cells, min_size=1, max_size=4), logs)
@settings(max_examples=40, deadline=None)
def test_a_wide_export_gives_the_scores_of_the_equal_long_one(
    people: list[list[str]], log: list[tuple[int, str, str]]
) -> None:
    contacts = csv(("contact_id", *COLUMNS), *((number, *row) for number, row in enumerate(people)))
    header = ("contact_id", "type", "occurred_at", "url")
    logged = [(who, type_, day, "/pricing") for who, type_, day in log]
    made = [
        (who, type_, day, "")
        for who, row in enumerate(people)
        for type_, day in zip(COLUMNS.values(), row, strict=True)
        if day not in {"", "soon"}
    ]
    long = outcome({"contacts": contacts, "activities": csv(header, *logged, *made)}, LONG)
    wide = outcome({"contacts": contacts, "activities": csv(header, *logged)}, WIDE)
    assert [table.rows.rows() for table in tables_of(wide)] == [
        table.rows.rows() for table in tables_of(long)
    ]
    assert wide.summary.funnel == long.summary.funnel
    found = account(wide, "activities")
    assert found.adds_up
    assert found.read == len(logged)
    if not logged:
        alone = outcome({"contacts": contacts}, WIDE)
        assert [table.rows.rows() for table in tables_of(alone)] == [
            table.rows.rows() for table in tables_of(long)
        ]


def test_records_are_accounted_for_without_what_columns_gave(tmp_path: Path) -> None:
    texts: Texts = {
        "contacts": "contact_id,last_click\n1,2026-10-01\n2,2026-10-01\n",
        "activities": "contact_id,type,occurred_at\n1,click,2026-10-01\n1,click,2026-12-01\n9,click,2026-10-01\n1,,\n",
    }
    found = run(tmp_path, texts, LAST_CLICK)
    assert account(found, "activities") == Accounting("activities", ("activities.csv",), 4, 1, 1, 1, 0, 1)
    assert column(found, "lead_score") == ["20.0", "10.0"]


def test_an_unreadable_day_is_counted_and_a_later_one_is_noted(tmp_path: Path) -> None:
    texts: Texts = {"contacts": "contact_id,Last Click\n1,soon\n2,2026-11-02\n3,\n4,2026-11-01\n"}
    found = run(tmp_path, texts, LAST_CLICK)
    assert column(found, "lead_score") == ["0.0", "0.0", "0.0", "10.0"]
    assert [(one.input, one.column, one.kind, one.count) for one in found.summary.unreadable] == [
        ("contacts", "Last Click", "day", 1)
    ]
    (note,) = found.summary.notes
    assert note.startswith(
        'dates in the column "Last Click" of contacts that are later than 2026-11-01 were ignored: 1;'
    )


def test_a_log_of_strangers_is_found_out_beside_events(tmp_path: Path) -> None:
    texts: Texts = {
        "contacts": "contact_id,last_click\n1,2026-10-01\n",
        "activities": "contact_id,type,occurred_at\n8,click,2026-10-01\n9,click,2026-10-01\n",
    }
    assert run(tmp_path, texts, LAST_CLICK).findings.activities_of_nobody == 2


def test_activities_are_not_needed_where_columns_give_some(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(LAST_CLICK)
    found = run(tmp_path, {"contacts": "contact_id,last_click\n1,2026-10-01\n"}, LAST_CLICK)
    assert [one.input for one in found.summary.inputs] == ["contacts"]


def test_a_column_that_the_export_lacks_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RulesError) as caught:
        run(tmp_path, {"contacts": "contact_id,last_clik\n1,\n"}, LAST_CLICK)
    assert str(caught.value).startswith(
        'rules.yaml:2:31: event "click" reads "last_click", but contacts.csv has no column "last_click"\n'
        '  help: did you mean "last_clik"?'
    )


def test_an_optional_column_may_be_absent(tmp_path: Path) -> None:
    rules = CLICKS % "events: {last_click: click}, optional: [last_click]"
    assert column(run(tmp_path, {"contacts": "contact_id\n1\n"}, rules), "lead_score") == ["0.0"]


def test_contacts_with_too_many_activities_take_their_events_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "MOST_ACTIVITIES", 1)
    texts: Texts = {
        "contacts": "contact_id,last_click\n1,2026-10-01\n2,2026-10-01\n",
        "activities": "contact_id,type,occurred_at\n1,click,2026-10-01\n",
    }
    found = run(tmp_path, texts, LAST_CLICK)
    assert column(found, "contact_id") == ["2"]
    assert account(found, "activities") == Accounting("activities", ("activities.csv",), 1, 0, 0, 1, 0, 0)
