"""Hand-offs in the summary: each section only where there is something to say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from leadscore.results.handoff import (
    Answers,
    Handoffs,
    ListState,
    OverdueLead,
    OwnerLoad,
    ReasonAnswers,
    RuleAnswers,
    Waiting,
)
from tests.unit.report.golden import rendered
from tests.unit.report.summaries import EMPTY, ORDINARY

SINCE = date(2026, 8, 3)


def told(handoffs: Handoffs) -> list[str]:
    """Return the lines that hand-offs add to the summary of a run without contacts."""
    plain = rendered(EMPTY, None, 80).splitlines()
    lines = rendered(replace(EMPTY, handoffs=handoffs), None, 80).splitlines()
    return lines[6 : 6 + len(lines) - len(plain)]


def of_mql(state: ListState, top: int = 5) -> str:
    """Return how the first of the lists is shown, its leads included."""
    mql = replace(ORDINARY.lists[0], top=ORDINARY.lists[0].top[:top])
    text = rendered(replace(ORDINARY, lists=(mql,), handoffs=Handoffs(lists=(state,))), None, 80)
    return text.partition("Hand-off list mql")[2].partition("\n\n")[0]


@pytest.mark.parametrize(
    "nothing",
    [
        Handoffs(),
        Handoffs(lists=(ListState("mql", 0, 0, 0, 0),)),
        Handoffs(waiting=Waiting("w", 0, 0, 0), overdue_path="o"),
        Handoffs(answered_since=SINCE, answers=(Answers("mql", 0, 0, 0, 0, None),)),
    ],
)
def test_nothing_to_say(nothing: Handoffs) -> None:
    assert told(nothing) == []


@pytest.mark.parametrize(
    ("state", "line"),
    [
        (ListState("mql", 3, 1, 8, 2), "  3 new, 1 again, 8 open, 2 overdue"),
        (ListState("mql", 0, 0, 1200, 0), "  0 new, 1,200 open"),
    ],
)
def test_a_list_says_what_is_new_and_what_is_open(state: ListState, line: str) -> None:
    assert of_mql(state).splitlines()[1] == line


def test_a_list_that_no_history_knows_says_nothing_of_it() -> None:
    assert " open" not in of_mql(ListState("other", 3, 1, 8, 2))


def test_who_is_new_is_marked_and_names_give_way_to_owners() -> None:
    assert of_mql(ListState("mql", 1, 0, 1, 0), top=1).splitlines()[2] == (
        "  1  Katharina Freifrau von …  Oberbayeris…  100.0  A1  green  anna-kathar…  new"
    )


def test_without_a_history_nothing_is_said_of_overdue() -> None:
    owners = (OwnerLoad("anna", 2, 1, 2, None, date(2026, 11, 15)), OwnerLoad("ben", 0, 0, 0, None, None))
    assert told(Handoffs(owners=owners)) == [
        "Owners  leads  new  open",
        "  anna      2    1     2  away until 2026-11-15",
        "  ben       0    0     0",
        "  new: handed over on this day; open: not answered yet",
        "",
    ]


def test_whom_nobody_matches_is_to_be_fixed_in_the_rules() -> None:
    assert told(Handoffs(waiting=Waiting("handoff/waiting.csv", 0, 0, 1))) == [
        "Waiting for an owner: 1 lead in handoff/waiting.csv",
        "  1  no entry of `owners` matches: to be fixed in the rules",
        "  an entry without `when` at the end of `owners` matches everybody",
        "",
    ]


def test_who_only_has_to_wait_is_no_fault_of_the_rules() -> None:
    assert told(Handoffs(waiting=Waiting("handoff/waiting.csv", 12, 3, 0))) == [
        "Waiting for an owner: 15 leads in handoff/waiting.csv",
        "  12  everybody who gets such leads has enough",
        "   3  everybody who gets such leads is away",
        "",
    ]


def test_the_overdue_without_owners() -> None:
    late = OverdueLead("7", "sql", "", date(2026, 10, 1), date(2026, 10, 2))
    state = ListState("sql", 0, 0, 1, 1)
    assert told(Handoffs(lists=(state,), overdue=(late,), overdue_path="handoff/overdue.csv")) == [
        "Overdue: 1 answer in handoff/overdue.csv",
        "  contact  list  handed over  answer due",
        "  7        sql   2026-10-01   2026-10-02",
        "",
    ]


def test_answers_without_a_rejection() -> None:
    answers = (Answers("sql", 2, 1, 1, 0, 100.0),)
    rules = (RuleAnswers("role", "Role", 2, 0, 100.0, ""),)
    assert told(Handoffs(answered_since=SINCE, answers=answers, by_rule=rules)) == [
        "Answers of Sales: since 2026-08-03",
        "  list  answered  accepted  by silence  rejected    taken",
        "  sql          2         1           1         0  100.0 %",
        "  taken: not rejected; silence counts as taken where the rules say so",
        "",
    ]


@pytest.mark.parametrize(("reasons", "more"), [(5, False), (6, True)])
def test_what_is_left_out_is_said(reasons: int, more: bool) -> None:
    found = tuple(ReasonAnswers(f"reason {number}", 1, 10.0, ("Role",)) for number in range(reasons))
    lines = told(Handoffs(answered_since=SINCE, answers=(Answers("sql", 9, 0, 0, 9, 0.0),), by_reason=found))
    assert sum(line.startswith("  reason ") for line in lines) == 1 + 5  # the titles too
    assert (lines[-2] == "  the others are in summary.json") == more
