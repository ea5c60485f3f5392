from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from leadscore.columns import AGE, CONTACT, FATE, FILE, LINE, typed
from leadscore.pipeline.inputs import Inputs, Settings, open_session
from leadscore.pipeline.log import AgedActivities, age_activities, age_rows
from leadscore.pipeline.people import accept_people
from leadscore.rules.activity_rules import TYPE
from leadscore.schema.load import parse_rules

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

CONTACTS = "contact_id\n1\n2\n"
RULES = """version: 1
timezone: Europe/Berlin
{sources}
scores:
  all:
    rules:
      - {{id: a, activity: visit, where: {{{where}}}, points: 1}}
"""


def both(
    folder: Path, log: str, where: str, sources: str = ""
) -> tuple[AgedActivities, pl.DataFrame, pl.DataFrame]:
    """Return the activities as they are read for numbers, and what both ways make of them."""
    for name, text in {"contacts": CONTACTS, "activities": log}.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    rules = parse_rules(RULES.format(where=where, sources=sources), "rules.yaml", None)
    files = {"contacts": (folder / "contacts.csv",), "activities": (folder / "activities.csv",)}
    session = open_session(Inputs(files), rules, Settings(date(2026, 11, 1), folder))  # type: ignore[arg-type]
    people = accept_people(session)
    read = {typed(one.kind, one.field) for one in session.readings("activities")}
    rule = session.rules.activity_rules[0]
    found = age_activities(session, people)
    columns = dict.fromkeys([FILE, LINE, CONTACT, TYPE, AGE, FATE, *sorted(read)])
    one, other = (
        aged.rows.select(*columns, counts=rule.counts).sort(FILE, LINE).collect()
        for aged in (found, age_rows(session, people))
    )
    return found, one, other


@pytest.mark.parametrize(
    ("header", "cells", "where", "sources"),
    [
        ("contact_id,type,occurred_at,due", "{who},visit,2026-10-01,2026-10-20T23:30:00Z", "due: {after: 2026-10-20}", ""),
        ("contact_id,type,occurred_at,amount", '{who},visit,2026-10-01,"1.234,5"', "amount: {above: 1000}", ""),
        ("contact_id,type,occurred_at,spam", "{who},visit,2026-10-01,ja", "spam: true", ""),
        ("contact_id,type,occurred_at,url", "{who},visit,2026-10-01,/Preise ", "url: /preise", ""),
        ("contact_id,type,occurred_at", "{who},visit,2026-10-01 09:00", "contact_id: {known: true}", ""),
        ("contact_id,type,occurred_at", "{who},visit,2026-10-01 09:00", 'occurred_at: {contains: "09:"}', ""),
        ("contact_id,type,occurred_at", "{who},visit,2026-10-01 09:00", "occurred_at: {after: 2026-09-30}", ""),
        ("contact_id,type,occurred_at", "{who},Visit,2026-10-01 09:00", "type: visit", ""),
        (
            "Kunde,type,occurred_at",
            "{who},visit,2026-10-01 09:00",
            "kunde: {known: true}",
            "sources: {activities: {columns: {contact_id: Kunde}}}",
        ),
        (
            "contact_id,type,Wann",
            "{who},visit,2026-10-01 09:00",
            'wann: {contains: "09:"}',
            "sources: {activities: {columns: {occurred_at: Wann}}}",
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("copies", [1, 300])
def test_numbers_say_what_texts_do(  # noqa: PLR0913, PLR0917 - one case
    tmp_path: Path, header: str, cells: str, where: str, sources: str, copies: int
) -> None:
    lines = [cells.format(who=number % 2 + 1) for number in range(copies)]
    _, numbers, texts = both(tmp_path, "\n".join([header, *lines, ""]), where, sources)
    assert numbers.equals(texts)
    assert numbers["counts"].all()


def test_columns_whose_texts_repeat_are_numbered(tmp_path: Path) -> None:
    log = "contact_id,type,occurred_at,url\n" + "1,visit,2026-10-01,/a\n" * 300
    found, _, _ = both(tmp_path, log, "url: /a")
    assert found.coded is not None
    assert sorted(found.coded.words) == [1, 2, 3]
