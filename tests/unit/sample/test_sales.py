from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Final

import polars as pl
import pytest

from leadscore.sample.days import make_days
from leadscore.sample.draws import Draws
from leadscore.sample.sales import Answer, answers_of_sales
from leadscore.sample.story import Interest, Outcome, Story

LAST_DAY: Final = date(2026, 11, 1)
DAYS: Final = make_days(LAST_DAY)
SEEDS: Final = range(200)
NO_DEAL: Final = Story(
    channel="search",
    interest=Interest.HOT,
    created=300,
    seen=60,
    demo=72,
    outcome=Outcome.NO_DEAL,
    deal_created=0,
    deal_closed=0,
    nps=None,
)
DEAL: Final = Story(
    channel="search",
    interest=Interest.HOT,
    created=300,
    seen=10,
    demo=110,
    outcome=Outcome.WON,
    deal_created=90,
    deal_closed=30,
    nps=None,
)
SILENT: Final = Story(
    channel="search",
    interest=Interest.SILENT,
    created=300,
    seen=200,
    demo=None,
    outcome=Outcome.NO_DEAL,
    deal_created=0,
    deal_closed=0,
    nps=None,
)


def answers(story: Story, status: str, seed: int) -> list[Answer]:
    return answers_of_sales(story, Answer(0, status, ""), DAYS, Draws(f"{seed}"))


def courses(story: Story, status: str) -> set[tuple[str, ...]]:
    """Return what Sales says one after the other, over many draws."""
    return {tuple(answer.status for answer in answers(story, status, seed)) for seed in SEEDS}


@pytest.mark.parametrize("story", [NO_DEAL, DEAL, SILENT], ids=["no deal", "deal", "silent"])
@pytest.mark.parametrize("status", ["", "new", "accepted", "working", "rejected"])
def test_answers_are_in_order_and_end_with_the_last_one(story: Story, status: str) -> None:
    for seed in SEEDS:
        found = answers(story, status, seed)
        assert found[0].age == story.created
        assert found[-1].status == status
        assert all(earlier.age >= later.age >= 0 for earlier, later in pairwise(found))


@pytest.mark.parametrize("status", ["", "new"])
def test_nobody_looks_at_those_who_are_silent(status: str) -> None:
    assert courses(SILENT, status) == {(status,)}


def test_a_request_is_new_before_it_is_answered_some_working_days_later() -> None:
    lags = set()
    for seed in SEEDS:
        *_, new, answer = answers(NO_DEAL, "rejected", seed)
        assert (new.age, new.status) == (72, "new")
        asked, answered = (LAST_DAY - timedelta(days=one.age) for one in (new, answer))
        assert answered.weekday() < 5
        lags.add(pl.select(pl.business_day_count(asked, answered)).item())
    assert lags == {1, 2, 3, 4, 5, 6}


def test_some_are_rejected_and_new_again_with_the_next_request() -> None:
    assert ("", "new", "rejected", "new", "accepted") in courses(NO_DEAL, "accepted")


def test_some_are_rejected_and_new_again_when_they_come_back() -> None:
    again = [found for seed in SEEDS if (found := answers(NO_DEAL, "new", seed))[-2].status == "rejected"]
    assert 60 < len(again) < 180
    assert {found[-1].age for found in again} == {NO_DEAL.seen}


def test_some_never_get_an_answer() -> None:
    assert ("", "new", "new") in courses(NO_DEAL, "new")


@pytest.mark.parametrize(
    ("outcome", "last", "course"),
    [
        (Outcome.WON, "", ("", "new", "accepted", "working", "")),
        (Outcome.WON, "accepted", ("", "new", "accepted")),
        (Outcome.OPEN, "working", ("", "new", "accepted", "working")),
        (Outcome.LOST, "rejected", ("", "new", "accepted", "working", "rejected")),
        (Outcome.LOST, "new", ("", "new", "working", "rejected", "new")),
    ],
)
def test_sales_takes_up_whoever_has_a_deal(outcome: Outcome, last: str, course: tuple[str, ...]) -> None:
    story = Story(
        channel="search",
        interest=Interest.HOT,
        created=300,
        seen=10,
        demo=110,
        outcome=outcome,
        deal_created=90,
        deal_closed=0 if outcome is Outcome.OPEN else 30,
        nps=None,
    )
    assert course in courses(story, last)
