from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from leadscore.columns import CONTACT, CONTENT_TAKEN, PAGES_READ, newest
from leadscore.pipeline.inputs import Inputs, Settings, open_session
from leadscore.pipeline.log import age_rows
from leadscore.pipeline.log_traces import add_traces
from leadscore.pipeline.parts import activities_part
from leadscore.pipeline.people import accept_people
from leadscore.schema.load import parse_rules

if TYPE_CHECKING:
    from pathlib import Path

    from leadscore.pipeline.inputs import Session
    from leadscore.pipeline.parts import Part

AS_OF = date(2026, 11, 1)
RULES = """
version: 1
scores:
  all:
    decay: {half_life: 30d}
    rules:
      - {id: seen, activity: page_view, points: 1}
      - {id: recent, activity: [page_view, download], within_last: 9d, points: 1}
      - {id: prices, activity: page_view, where: {url: {contains: /pricing}}, points: 1}
      - {id: both, activity: [page_view, download], where: {url: {starts_with: /p}, asset: {known: true}}, points: 1}
      - {id: short, activity: page_view, where: {seconds: {below: 30}}, points: 1}
      - {id: daily, activity: download, count: per_day, points: 1}
      - {id: asked, activity: demo, count: once, points: 1}
      - {id: joined, activity: sign_up, points: 1}
      - {id: quiet, quiet_for: 30d, points: -1}
sources: {contacts: {events: {signed_up: sign_up}}}
"""
TYPES = ("page_view", "Download", "demo", "email_open", "email_click", "email_sent", "")
URLS = (
    "/",
    "/pricing",
    "/pricing?utm=x",
    " /paper ",
    "/PRICING#top",
    "?only=query",
    "Select",
    "",
    "/ä",
    "/z",
)
ASSETS = ("Guide", "guide", " Guide", "", "(No value)", "Ärger", "Paper")
PEOPLE = 9


def read(folder: Path, seed: int, rows: int, urls: tuple[str, ...] = URLS) -> tuple[Session, list[Part]]:
    """Return a generated log, once as it is read for numbers and once as texts."""
    random = Random(seed)
    who = [str(number) for number in (*range(PEOPLE), 99)]
    days = [(AS_OF + timedelta(days=random.randint(-60, 1))).isoformat() for _ in range(30)]
    log = ["contact_id,type,occurred_at,url,asset,seconds"]
    for _ in range(rows):
        cells = (
            random.choice(some) for some in (who, TYPES, (*days, "never"), urls, ASSETS, ("", "5", "30", "x"))
        )
        log.append(",".join(cells))
    events = [f"{number},{random.choice(['', '2026-10-20', '2026-11-05'])}" for number in range(PEOPLE)]
    files = {}
    for name, lines in {"contacts": ["contact_id,signed_up", *events], "activities": log}.items():
        files[name] = (folder / f"{name}.csv",)
        files[name][0].write_text("\n".join([*lines, ""]), "utf-8")
    rules = parse_rules(RULES, "rules.yaml", None)
    session = open_session(Inputs(files), rules, Settings(AS_OF, folder))  # type: ignore[arg-type]
    people = accept_people(session)
    return session, [activities_part(session, people), activities_part(session, people, age_rows)]


def traced(session: Session, part: Part, leads: list[int]) -> pl.DataFrame:
    return add_traces(session, pl.DataFrame({CONTACT: leads}, {CONTACT: pl.Int64}), part)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("leads", [[0], [7, 2, 3], list(range(PEOPLE))])
def test_numbers_say_of_leads_what_texts_do(tmp_path: Path, seed: int, leads: list[int]) -> None:
    session, (numbers, texts) = read(tmp_path, seed, rows=250)
    assert numbers.aged is not None
    assert numbers.aged.coded is not None
    assert texts.aged is not None
    assert texts.aged.coded is None
    found = traced(session, numbers, leads)
    assert found[CONTACT].to_list() == leads
    assert_frame_equal(found, traced(session, texts, leads))


def test_addresses_that_hardly_repeat_are_looked_at_as_texts(tmp_path: Path) -> None:
    urls = tuple(f"/{number}" for number in range(5_000))
    session, (numbers, texts) = read(tmp_path, 1, rows=1_000, urls=urls)
    assert numbers.aged is not None
    assert numbers.aged.coded is not None
    assert numbers.aged.layout.places["url"] not in numbers.aged.coded.words
    everybody = list(range(PEOPLE))
    found = traced(session, numbers, everybody)
    assert found[PAGES_READ].null_count() == 0
    assert_frame_equal(found, traced(session, texts, everybody))


def test_the_days_in_columns_of_contacts_are_among_what_they_did(tmp_path: Path) -> None:
    session, (numbers, _) = read(tmp_path, 2, rows=50)
    made = numbers.made.rows_by_key(CONTACT, named=True, unique=True)
    found = traced(session, numbers, list(range(PEOPLE)))
    joined = dict(found.select(CONTACT, newest("joined")).drop_nulls().iter_rows())
    assert joined
    assert joined == dict.fromkeys(made, 12)


def test_who_did_nothing_has_no_traces(tmp_path: Path) -> None:
    session, parts = read(tmp_path, 3, rows=0)
    for part in parts:
        found = traced(session, replace(part, made=part.made.clear()), [4])
        assert found.select(PAGES_READ, CONTENT_TAKEN, newest("seen")).row(0) == (None, None, None)
