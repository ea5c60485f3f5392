from __future__ import annotations

import polars as pl
import pytest

from leadscore.columns import AGE, CONTACT, CONTENT_TAKEN, FATE, PAGES_READ, newest
from leadscore.rules.activity_rules import TYPE
from leadscore.steps.traces import ASSETS, PAGES, list_named, newest_of_rules
from tests.unit.exports import export
from tests.unit.rulebook import AS_OF, compiled, only


def pages(*activities: tuple[int, str, int, str, str]) -> dict[int, str]:
    """Return what each contact read; an activity is contact, type, age, fate and address."""
    log = export("\n".join(["url,x", *(f"{url}," for *_, url in activities)]), "activities")
    facts = pl.LazyFrame([one[:4] for one in activities], schema=[CONTACT, TYPE, AGE, FATE], orient="row")
    frame = (
        pl.concat([log.frame, facts], how="horizontal").pipe(list_named, PAGES, log.layout, AS_OF).collect()
    )
    return dict(zip(frame[CONTACT], frame[PAGES_READ], strict=True))


def test_pages_are_listed_once_the_newest_first_with_their_days() -> None:
    assert pages(
        (0, "page_view", 9, "used", "/pricing?utm_source=x"),
        (0, "page_view", 2, "used", "/demo#top"),
        (0, "page_view", 1, "used", " /pricing "),
        (0, "email_click", 3, "used", "/paper"),
    ) == {0: "/pricing (2026-10-31); /demo (2026-10-30); /paper (2026-10-29)"}


def test_only_the_last_pages_are_shown() -> None:
    found = pages(*((0, "page_view", age, "used", f"/{age}") for age in range(9)))
    assert found[0].split("; ") == [
        "/0 (2026-11-01)",
        "/1 (2026-10-31)",
        "/2 (2026-10-30)",
        "/3 (2026-10-29)",
        "/4 (2026-10-28)",
    ]


def test_mails_that_were_sent_or_opened_and_visits_of_nobody_are_no_reading() -> None:
    assert (
        pages(
            (0, "email_sent", 1, "used", "/a"),
            (0, "email_open", 1, "used", "/b"),
            (1, "page_view", 1, "later", "/c"),
            (1, "page_view", 1, "used", "?only=query"),
            (1, "page_view", 1, "used", "Select"),
        )
        == {}
    )


def test_the_newest_activity_that_a_rule_counts() -> None:
    rules = compiled(
        "scores: {s: {rules: [{id: seen, activity: visit, points: 1, within_last: 30d}, {id: asked, activity: demo, points: 1}]}}"
    )
    rows = pl.LazyFrame(
        [
            (0, "visit", 4, "used"),
            (0, "visit", 2, "used"),
            (0, "visit", 1, "repeated"),
            (1, "visit", 40, "used"),
        ],
        schema=[CONTACT, TYPE, AGE, FATE],
        orient="row",
    )
    found = newest_of_rules(rows, rules).collect().sort(CONTACT)
    assert found.select(CONTACT, newest("seen"), newest("asked")).rows() == [(0, 2, None), (1, None, None)]


def taken(*activities: tuple[int | None, str, int, str, str]) -> dict[int, str]:
    """Return what each contact has taken; an activity is contact, type, age, fate and asset."""
    assets = export("\n".join(["asset,x", *(f"{asset}," for *_, asset in activities)]), "activities")
    facts = pl.LazyFrame([one[:4] for one in activities], schema=[CONTACT, TYPE, AGE, FATE], orient="row")
    frame = (
        pl.concat([assets.frame, facts], how="horizontal")
        .pipe(list_named, ASSETS, assets.layout, AS_OF)
        .collect()
    )
    return dict(zip(frame[CONTACT], frame[CONTENT_TAKEN], strict=True))


def test_assets_are_listed_once_newest_first() -> None:
    used = [(9, "A"), (2, "B"), (1, " B "), (0, ""), (0, "Select"), (9, "C"), (30, "A")]
    of_first = [(0, "download", age, "used", asset) for age, asset in used]
    assert taken(*of_first, (1, "webinar", 5, "used", "b")) == {0: "B; A; C", 1: "b"}


@pytest.mark.parametrize("fate", ["later", "repeated", "rejected", "unknown_contact"])
def test_assets_of_activities_that_are_not_used_are_not_taken(fate: str) -> None:
    assert taken((0, "download", 1, fate, "A"), (0, "download", 3, "used", "B")) == {0: "B"}


def test_who_took_nothing_is_not_there() -> None:
    assert taken((0, "download", 1, "used", ""), (0, "visit", 1, "used", "#N/A")) == {}


def test_what_a_mail_brought_is_not_taken() -> None:
    assert taken((0, "email_sent", 1, "used", "A"), (1, "webinar", 1, "used", "A")) == {1: "A"}


def test_assets_of_mails_are_not_taken() -> None:
    taken = export("asset,x\nA,\nB,\nC,", "activities")
    types = ["email_open", "download", "email_sent"]
    facts = pl.LazyFrame({CONTACT: [0] * 3, AGE: [1, 2, 3], FATE: ["used"] * 3, TYPE: types})
    frame = pl.concat([taken.frame, facts], how="horizontal").pipe(list_named, ASSETS, taken.layout, AS_OF)
    assert only(frame, CONTENT_TAKEN) == ["B"]
