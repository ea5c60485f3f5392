from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from leadscore.columns import CONTACT, HANDOFF_DUE, HANDOFF_NEW, HANDOFF_SINCE, ID
from leadscore.results.handoff import (
    Answers,
    ListState,
    OverdueLead,
    OwnerLoad,
    ReasonAnswers,
    RuleAnswers,
)
from leadscore.rules.owners import compile_owners
from leadscore.steps import tally
from leadscore.steps.handover import HANDOFFS
from tests.unit.rulebook import AS_OF, compiled

TODAY, BEFORE, LONG_AGO = AS_OF, AS_OF - timedelta(days=2), AS_OF - timedelta(days=20)
HANDED = pl.DataFrame(
    [
        (0, "sql", "anna", None, TODAY, True, TODAY),
        (0, "mql", "anna", None, LONG_AGO, False, BEFORE),
        (1, "sql", "anna", "accepted", LONG_AGO, False, BEFORE),
        (2, "sql", "ben", None, TODAY, False, None),
        (3, "sql", "ben", None, LONG_AGO, False, LONG_AGO),
    ],
    schema={
        CONTACT: pl.Int64,
        "list": pl.String,
        "owner": pl.String,
        "answer": pl.String,
        HANDOFF_SINCE: pl.Date,
        HANDOFF_NEW: pl.Boolean,
        HANDOFF_DUE: pl.Date,
    },
    orient="row",
)
RULES = compiled(
    "scores: {s: {rules: [{id: demo, label: Asked for a demo, when: {x: 1}, points: 1},"
    " {id: paper, when: {x: 1}, points: 1}, {id: fair, when: {x: 1}, points: 1}]}}"
)


def test_lists_are_counted_in_file_order() -> None:
    assert tally.count_lists(HANDED, ["mql", "sql", "empty"], AS_OF) == (
        ListState("mql", new=0, again=0, open=1, overdue=1),
        ListState("sql", new=1, again=1, open=3, overdue=1),
        ListState("empty", new=0, again=0, open=0, overdue=0),
    )


def test_a_lead_on_two_lists_is_one_lead_of_its_owner() -> None:
    team = compile_owners(compiled("owners: [{owner: [anna, carl, ben], away: {carl: 2026-12-24}}]"))
    assert team is not None
    nobody = HANDED.head(0).select(CONTACT)
    assert tally.count_owners(HANDED, nobody, team, AS_OF, remembers=True) == (
        OwnerLoad("anna", leads=2, new=1, open=1, overdue=1, away_until=None),
        OwnerLoad("carl", leads=0, new=0, open=0, overdue=0, away_until=date(2026, 12, 24)),
        OwnerLoad("ben", leads=2, new=1, open=2, overdue=1, away_until=None),
    )


def test_without_a_history_only_what_is_given_is_new_and_nothing_is_overdue() -> None:
    team = compile_owners(compiled("owners: [{owner: [anna, ben]}]"))
    assert team is not None
    dateless = HANDED.with_columns(pl.lit(None, pl.Date).alias(name) for name in (HANDOFF_SINCE, HANDOFF_DUE))
    found = tally.count_owners(dateless, pl.DataFrame({CONTACT: [2]}), team, AS_OF, remembers=False)
    assert [(one.owner, one.new, one.overdue) for one in found] == [("anna", 0, None), ("ben", 1, None)]


def test_the_first_overdue_leads_are_told() -> None:
    late = HANDED.filter(tally.is_overdue(AS_OF)).with_columns(pl.col(CONTACT).cast(pl.String).alias(ID))
    assert tally.tell_overdue(late) == (
        OverdueLead("0", "mql", "anna", LONG_AGO, BEFORE),
        OverdueLead("3", "sql", "ben", LONG_AGO, LONG_AGO),
    )


def test_an_answer_on_the_last_day_is_not_overdue() -> None:
    due = HANDED.select(pl.col("answer"), pl.lit(AS_OF).alias(HANDOFF_DUE)).head(1)
    assert due.select(tally.is_overdue(AS_OF)).item() is False
    assert due.select(tally.is_overdue(AS_OF + timedelta(days=1))).item() is True


def answered(*rows: tuple[str, str, date, str | None, list[str]]) -> pl.DataFrame:
    """Return hand-offs with a list, an answer, its day, a reason and the rules that gave points."""
    return pl.DataFrame(
        rows,
        schema={name: HANDOFFS[name] for name in ("list", "answer", "answered_on", "reason", "rules")},
        orient="row",
    )


ANSWERED = answered(
    ("sql", "accepted", AS_OF, None, ["demo", "paper"]),
    ("sql", "rejected", AS_OF, "no budget", ["paper", "fair", "gone"]),
    ("mql", "rejected", AS_OF, "no budget", ["paper"]),
    ("mql", "rejected", AS_OF, "wrong person", ["fair"]),
    ("mql", "rejected", AS_OF, None, ["demo"]),
    ("mql", "silence", AS_OF, None, ["fair"]),
    ("mql", "silence", AS_OF, None, []),
)


def test_answers_of_the_last_ninety_days_count() -> None:
    first = AS_OF - timedelta(days=tally.ANSWER_DAYS)
    rows = answered(
        ("sql", "accepted", first, None, []), ("sql", "accepted", first - timedelta(days=1), None, [])
    )
    assert tally.recent_answers(rows, ["sql"], AS_OF)[0].height == 1
    assert tally.recent_answers(rows, ["sql"], AS_OF)[1] == first
    assert tally.recent_answers(rows, ["calls"], AS_OF)[0].is_empty()


def test_answers_by_list_count_silence_as_acceptance() -> None:
    assert tally.answers_by_list(ANSWERED, ["mql", "sql", "new"]) == (
        Answers("mql", answered=5, accepted=0, silence=2, rejected=3, share=40.0),
        Answers("sql", answered=2, accepted=1, silence=0, rejected=1, share=50.0),
        Answers("new", answered=0, accepted=0, silence=0, rejected=0, share=None),
    )


def test_rules_are_ordered_by_what_sales_rejects_of_them() -> None:
    assert tally.answers_by_rule(ANSWERED, RULES) == (
        RuleAnswers("paper", "paper", answered=3, rejected=2, share=33.3, reason="no budget"),
        RuleAnswers("fair", "fair", answered=3, rejected=2, share=33.3, reason="no budget"),
        RuleAnswers("demo", "Asked for a demo", answered=2, rejected=1, share=50.0, reason=""),
    )


def test_a_rule_with_few_answers_says_little_and_comes_last() -> None:
    often = [("sql", "accepted", AS_OF, None, ["fair"])] * 4 + [("sql", "rejected", AS_OF, None, ["fair"])]
    once = [("sql", "rejected", AS_OF, None, ["demo"])]
    assert [one.rule for one in tally.answers_by_rule(answered(*often, *once), RULES)] == ["fair", "demo"]


def test_reasons_name_the_rules_that_led_to_them() -> None:
    assert tally.answers_by_reason(ANSWERED, RULES) == (
        ReasonAnswers("no budget", 2, 50.0, ("paper", "fair")),
        ReasonAnswers("", 1, 25.0, ("Asked for a demo",)),
        ReasonAnswers("wrong person", 1, 25.0, ("fair",)),
    )


def test_where_nobody_answers_there_is_nothing_to_tell() -> None:
    assert tally.answers_by_rule(ANSWERED.head(0), RULES) == ()
    assert tally.answers_by_reason(ANSWERED.head(0), RULES) == ()
