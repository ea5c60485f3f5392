"""What follows from scores: grade, lights, questions, stages and lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from leadscore.pipeline.draft.sections import heading
from leadscore.pipeline.draft.yaml_text import flow_list, flow_mapping, scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leadscore.pipeline.draft.plan import Plan

__all__ = ["UNDECIDED", "Thresholds", "funnel_lines"]


@dataclass(frozen=True)
class Thresholds:
    """What leads have to reach.

    Attributes:
        mql: The lead score from which on a lead is marketing qualified.
        sql: The lead score from which on it is sales qualified.
        opportunity: Whether some contact has an open deal.
        customer: Whether some contact has a won deal.
    """

    mql: int
    sql: int
    opportunity: bool = False
    customer: bool = False


UNDECIDED: Final = Thresholds(40, 60)
"""Thresholds as long as nobody has been scored."""


def funnel_lines(plan: Plan, thresholds: Thresholds) -> Iterator[str]:
    """Yield the sections that follow from the scores.

    Args:
        plan: What the file is to have.
        thresholds: What leads have to reach.
    """
    yield from _grade(plan)
    yield from _lights(plan, thresholds)
    yield from _questions(plan)
    yield from _disqualify(plan)
    yield from _stages(plan, thresholds)
    yield from _handoff(plan)


def _grade(plan: Plan) -> Iterator[str]:
    yield from heading("Letters and lights, to see a lead at a glance")
    yield "grade:"
    if plan.fit:
        yield "  letter: {score: fit, A: 75, B: 50, C: 25, D: 0}          # A fits best"
    if plan.engagement is not None:
        yield "  number: {score: engagement, 1: 60, 2: 35, 3: 10, 4: 0}   # 1 is the most active"


def _lights(plan: Plan, thresholds: Thresholds) -> Iterator[str]:
    yield "lights:                   # green, else yellow, else red"
    yield f"  green: {{score.{plan.main}: {{at_least: {thresholds.sql}}}}}"
    yield f"  yellow: {{score.{plan.main}: {{at_least: {thresholds.mql}}}}}"
    yield ""


def _questions(plan: Plan) -> Iterator[str]:
    if not plan.questions:
        return
    yield from heading("What Sales has to find out: a question is answered where its column is filled")
    yield "qualification:"
    for question in plan.questions:
        entry = [
            ("id", question.id),
            ("ask", scalar(question.ask)),
            ("answered_by", scalar(question.answered_by)),
        ]
        yield f"  - {flow_mapping(entry)}"
    yield ""


def _disqualify(plan: Plan) -> Iterator[str]:
    """Yield who might be taken out, switched off: that is for people to decide."""
    when, reason, id_ = "", "", ""
    if plan.unfit:
        id_, reason = "unfit", "Sales says that this is no lead"
        when = f"{{lead_status: {flow_list(map(scalar, plan.unfit))}}}"
    elif plan.has("email"):
        id_, reason = "competitor", "Works for a competitor"
        when = '{email_domain: ["rival.example", "other.example"]}'
    if not when:
        return
    yield from heading("Who is taken out of all lists, whatever the score; remove the # if that is meant")
    yield f"#disqualify: [{{id: {id_}, reason: {scalar(reason)}, when: {when}}}]"
    yield ""


def _stages(plan: Plan, thresholds: Thresholds) -> Iterator[str]:
    score = f"score.{plan.main}"
    yield from heading("The funnel: a lead is in the last stage that it enters")
    yield "stages:"
    yield "  - {name: lead, label: Lead}"
    yield "  - name: mql"
    yield "    label: Marketing qualified"
    yield f"    enter: {{{score}: {{at_least: {thresholds.mql}}}}}   # a lower number lets more leads in"
    if plan.accepted:
        words = flow_list(map(scalar, plan.accepted))
        yield f"  - {{name: sal, label: Sales accepted, enter: {{lead_status: {words}}}}}"
    yield "  - name: sql"
    yield "    label: Sales qualified"
    yield f"    enter: {{{score}: {{at_least: {thresholds.sql}}}}}   # agree on it with Sales"
    if thresholds.opportunity:
        yield "  - {name: opportunity, label: Opportunity, enter: {deals.open: {at_least: 1}}}"
    if thresholds.customer:
        yield "  - {name: customer, label: Customer, enter: {deals.won: {at_least: 1}}}"
    yield ""


def _handoff(plan: Plan) -> Iterator[str]:
    rejected = ["{lead_status: rejected}"] if plan.rejected else []
    consent = ["{marketing_consent: false}"] if plan.has("marketing_consent") else []
    calls = ["{do_not_call: true}"] if plan.has("do_not_call") else []
    yield from heading("The lists, best leads first; `unless` holds back")
    yield "handoff:"
    yield f"  - {{list: mql, stage: mql{_unless([*consent, *rejected])}}}"
    yield f"  - {{list: sql, stage: sql{_unless([*calls, *rejected])}}}"
    yield ""


def _unless(conditions: list[str]) -> str:
    if not conditions:
        return ""
    return f", unless: {conditions[0] if len(conditions) == 1 else f'{{any: {flow_list(conditions)}}}'}"
